"""A payment link that waits, for tests and the demo."""

from typing import Any

from yinglou.kernel.actors import Actor
from yinglou.kernel.money import Money
from yinglou.modules.folios.models import Folio, PaymentKind
from yinglou.modules.folios.samples import DEPOSIT, a_folio

from . import commands
from .models import PayRequest

WECHAT_CODE, ALIPAY_CODE = "134567890123456789", "281234567890123456"
DECLINED_CODE, SILENT_CODE = "134567890123450000", "134567890123459999"


def a_link(
    by: Actor | None = None,
    folio: Folio | None = None,
    amount: Money = DEPOSIT,
    minutes: int = commands.LINK_MINUTES,
) -> PayRequest:
    """A link for the deposit of 1,800 yuan."""
    by = by or Actor.house("samples")
    return commands.ask_payment(
        by=by,
        folio=folio or a_folio(by),
        amount=amount,
        kind=PaymentKind.DOWN_PAYMENT,
        minutes=minutes,
    )


def a_row(resource: Any) -> Any:
    """A row of a resource, for the contracts every resource keeps."""
    return a_link()
