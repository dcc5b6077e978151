"""A customer account that is charged and partly paid, for tests and the demo."""

from typing import Any

from yinglou.kernel.actors import Actor
from yinglou.kernel.money import Money
from yinglou.modules.branches.models import Branch
from yinglou.modules.branches.samples import a_branch
from yinglou.modules.customers.models import Customer
from yinglou.modules.customers.samples import a_customer

from . import commands
from .models import Folio, Payment, PaymentKind, PaymentMethod, Refund

PRICE, DEPOSIT = Money(599_900), Money(180_000)


def a_folio(
    by: Actor | None = None,
    branch: Branch | None = None,
    customer: Customer | None = None,
    charged: Money = PRICE,
    subject: str = "samples.order:1",
) -> Folio:
    """The account of an order of 5,999 yuan."""
    by = by or Actor.house("samples")
    branch = branch or a_branch(by)
    folio = commands.open_folio(
        by=by,
        branch=branch,
        customer=customer or a_customer(by, branch),
        subject=subject,
    )
    if charged:
        commands.charge(
            by=by, folio=folio, text="套系 一生一世", amount=charged, source=f"{subject}/1"
        )
    folio.refresh_from_db()
    return folio


def a_payment(
    by: Actor | None = None,
    folio: Folio | None = None,
    amount: Money = DEPOSIT,
    method: PaymentMethod = PaymentMethod.WECHAT,
    kind: PaymentKind = PaymentKind.DOWN_PAYMENT,
) -> Payment:
    """A deposit of 1,800 yuan by WeChat."""
    by = by or Actor.house("samples")
    payment = commands.take_payment(
        by=by, folio=folio or a_folio(by), amount=amount, method=method, kind=kind
    )
    payment.folio.refresh_from_db()
    return payment


def a_refund(by: Actor | None = None, payment: Payment | None = None) -> Refund:
    """100 yuan back."""
    by = by or Actor.house("samples")
    return commands.refund_payment(
        by=by, payment=payment or a_payment(by), amount=Money(10_000), reason="多收了"
    )


def a_row(resource: Any) -> Any:
    """A row of a resource, for the contracts every resource keeps."""
    refund = a_refund()
    rows: dict[Any, Any] = {
        Refund: refund,
        Payment: refund.payment,
        Folio: refund.payment.folio,
    }
    return rows[resource.model]
