"""Asking a customer for money, by link or by the code on the customer's phone."""

from datetime import timedelta
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command, emit
from yinglou.kernel.errors import DomainError, InvalidValue, Option
from yinglou.kernel.locks import lock
from yinglou.kernel.money import Money
from yinglou.kernel.resources import url_of
from yinglou.kernel.values import Amount, Ask, Text, Whole
from yinglou.modules.folios.models import Folio, PaymentKind, PaymentMethod
from yinglou.modules.payments import queries, rules
from yinglou.modules.payments.events import PayLinkCreated, PayRequestExpired
from yinglou.modules.payments.models import PayRequest

from .connectors import Charged, Declined, connector_named
from .settling import PaymentDeclined, facts_of, settle

LINK_MINUTES, CODE_MINUTES = 30, 2

Positive = Annotated[Money, Amount(min=1), Ask(label=gettext_lazy("Amount"))]
Kind = Annotated[PaymentKind, Ask(label=gettext_lazy("Payment kind"))]
Minutes = Annotated[
    int, Whole(min=1, max=60 * 24 * 7, unit="min"), Ask(label=gettext_lazy("Valid for"))
]
Contract = Annotated[Money | None, Amount(min=0), Ask(label=gettext_lazy("Contract value"))]
Code = Annotated[
    str,
    Text(max=40, min=1, secret=True),
    Ask(label=gettext_lazy("Payment code"), help=gettext_lazy("Scan the code on the phone.")),
]
Gateway = Annotated[str, Text(max=20), Ask(hidden=True)]


class NothingOwed(InvalidValue):
    """More is asked for than is owed."""


class AskedAlready(DomainError):
    """A request for this money is under way; a second one might be paid, too."""


class WrongCode(InvalidValue):
    """No gateway has payment codes like this."""


@command(permission="payments.ask", title=gettext_lazy("Send a payment link"), icon="link")
def ask_payment(
    *,
    by: Actor,
    folio: Folio,
    amount: Positive,
    kind: Kind = PaymentKind.PROGRESS,
    channel: PayRequest.Channel = PayRequest.Channel.LINK,
    minutes: Minutes = LINK_MINUTES,
    contract: Contract = None,
    connector: Gateway = "dry_run",
) -> PayRequest:
    """Ask the customer for money that is owed; it can be paid until the time is over."""
    connector_named(connector)
    if kind == PaymentKind.SECURITY_DEPOSIT:
        raise InvalidValue(_("A security deposit is taken at the desk, not by link."), field="kind")
    folio = lock(folio)
    _must_be_owed(folio, amount)
    request = PayRequest.objects.create(
        folio=folio,
        branch_id=folio.branch_id,
        amount_minor=amount.minor,
        kind=kind,
        contract_minor=contract.minor if contract is not None else None,
        channel=channel,
        connector=connector,
        token=rules.new_token(),
        asked_by=by.name,
        expires_at=clock.now() + timedelta(minutes=minutes),
    )
    if channel == PayRequest.Channel.LINK:
        emit(
            PayLinkCreated(
                **facts_of(request),
                path=queries.path_of(request),
                expires_at=request.expires_at.isoformat(),
            )
        )
    return request


@command(permission="payments.ask", title=gettext_lazy("Scan a payment code"), icon="scan")
def take_by_code(
    *,
    by: Actor,
    folio: Folio,
    amount: Positive,
    kind: Kind = PaymentKind.PROGRESS,
    code: Code,
    contract: Contract = None,
    connector: Gateway = "dry_run",
) -> PayRequest:
    """Take money from the customer whose code was scanned.

    If the gateway gives no answer the request stays waiting: look before charging again. Money
    that comes later is booked when the gateway tells.
    """
    digits = _a_code(code)
    request = ask_payment(
        by=by,
        folio=folio,
        amount=amount,
        kind=kind,
        channel=PayRequest.Channel.CODE,
        minutes=CODE_MINUTES,
        contract=contract,
        connector=connector,
    )
    answer = connector_named(connector).charge(request.token, digits, amount)
    if isinstance(answer, Declined):
        raise PaymentDeclined(
            _("The payment was declined: %(reason)s Nothing was taken. Choose another way.")
            % {"reason": answer.reason},
            field="code",
        )
    if isinstance(answer, Charged):
        return settle(
            by=by,
            request=request,
            external_id=answer.external_id,
            amount=amount,
            method=PaymentMethod(answer.method),
        )
    request.reason = _("No result yet; do not charge again.")
    request.save(update_fields=["reason"])
    return request


def _is_waiting(request: PayRequest) -> bool:
    return request.is_waiting


@command(
    permission="payments.ask",
    title=gettext_lazy("Call the request back"),
    icon="clock-x",
    available=_is_waiting,
)
def expire_request(*, by: Actor, request: PayRequest) -> PayRequest:
    """End a request that was not paid: its time is over, or it is not wanted any more."""
    request.move_to(PayRequest.State.EXPIRED)
    emit(PayRequestExpired(**facts_of(request)))
    return request


def _a_code(typed: str) -> str:
    """The digits of a payment code; refuses what no gateway has."""
    digits = rules.clean_code(typed)
    if not rules.method_of_code(digits):
        raise WrongCode(
            _(
                "This is not a payment code of WeChat (18 digits from 10–15) or Alipay (16–24 "
                "digits from 25–30). Scan it again, or choose another way."
            ),
            field="code",
        )
    return digits


def _must_be_owed(folio: Folio, amount: Money) -> None:
    if amount.minor <= 0:
        raise InvalidValue(_("Enter an amount above zero."), field="amount")
    if amount > folio.balance:
        raise NothingOwed(
            _("%(number)s owes %(due)s. %(amount)s is more than that.")
            % {"number": folio.number, "due": folio.balance, "amount": amount},
            field="amount",
        )
    waiting = queries.waiting_on(folio)
    if amount > folio.balance - waiting:
        found = queries.open_request(folio)
        raise AskedAlready(
            _(
                "The customer was asked for %(waiting)s already and may still pay it; "
                "%(due)s is owed in all. Do not charge again: wait, or call that request back."
            )
            % {"waiting": waiting, "due": folio.balance},
            options=[Option(str(found), str(found.pk), url_of(found))] if found else [],
        )
