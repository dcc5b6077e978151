"""The dry run: a gateway that takes no money, for trying everything before a contract is signed.

It signs and checks its notices like a real one. Codes that end in 0000 are declined, codes
that end in 9999 are never answered.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from yinglou.kernel import clock
from yinglou.kernel.errors import InvalidValue
from yinglou.kernel.money import Money
from yinglou.modules.payments import rules
from yinglou.modules.payments.models import PaymentMethod, PayRequest

from .connectors import Charged, Declined, Notice, NoticeRefused, Unknown

STAMP, SIGNATURE = "X-Pay-Timestamp", "X-Pay-Signature"
DECLINED_TAIL, SILENT_TAIL = "0000", "9999"


class DryRun:
    """A gateway inside the house."""

    name = "dry_run"

    def charge(self, token: str, code: str, amount: Money) -> Charged | Declined | Unknown:
        if code.endswith(DECLINED_TAIL):
            return Declined(_("The customer's balance is too low."))
        if code.endswith(SILENT_TAIL):
            return Unknown()
        return Charged(self.number_for(token), rules.method_of_code(code))

    def read_notice(self, headers: Mapping[str, str], body: bytes) -> Notice:
        stamp = headers.get(STAMP, "")
        if not rules.is_signed(self.key(), stamp, body, headers.get(SIGNATURE, "")):
            raise NoticeRefused(_("The signature of this payment notice is wrong."))
        if not rules.is_fresh(stamp, clock.now()):
            raise NoticeRefused(_("This payment notice is too old, or was sent before."))
        return _notice(body)

    def notice_for(self, request: PayRequest, method: str) -> tuple[dict[str, str], bytes]:
        """The signed notice the gateway would send about a paid request: headers and body."""
        told = {
            "token": request.token,
            "external_id": self.number_for(request.token),
            "amount_minor": request.amount_minor,
            "currency": "CNY",
            "method": method,
            "result": "paid",
        }
        body = json.dumps(told, sort_keys=True).encode()
        stamp = str(int(clock.now().timestamp()))
        return {STAMP: stamp, SIGNATURE: rules.signature_of(self.key(), stamp, body)}, body

    def number_for(self, token: str) -> str:
        """The gateway's own number for a request: the same request, the same number."""
        return "DRY" + hashlib.sha256(token.encode()).hexdigest()[:20].upper()

    def key(self) -> bytes:
        """The secret shared with the gateway, drawn from the installation's own."""
        return hmac.new(settings.SECRET_KEY.encode(), b"payments.dry_run", "sha256").digest()


def _notice(body: bytes) -> Notice:
    told = _object(body)
    token, number = told.get("token"), told.get("external_id")
    minor, currency = told.get("amount_minor"), told.get("currency")
    sound = (
        isinstance(token, str)
        and isinstance(number, str)
        and 0 < len(number) <= 64
        and isinstance(minor, int)
        and not isinstance(minor, bool)
        and told.get("method") in PaymentMethod.values
    )
    if not sound:
        raise InvalidValue(_("This payment notice is incomplete."))
    paid = told.get("result") == "paid"
    reason = "" if paid else str(told.get("reason", ""))[:200]
    return Notice(
        str(token), str(number), Money(int(minor or 0), str(currency)), told["method"], paid, reason
    )


def _object(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise InvalidValue(_("This payment notice is incomplete."))
    return told
