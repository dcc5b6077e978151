"""Money on an order: taken at the desk, by the customer's code, by a link."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command
from yinglou.kernel.errors import DomainError
from yinglou.kernel.money import Money
from yinglou.kernel.values import Amount, Ask, Text
from yinglou.modules.folios.commands import take_payment
from yinglou.modules.folios.models import Folio, Payment, PaymentKind, PaymentMethod
from yinglou.modules.orders import queries
from yinglou.modules.orders.models import Order
from yinglou.modules.payments.commands import ask_payment, take_by_code
from yinglou.modules.payments.models import PayRequest

Paid = Annotated[Money, Amount(min=1), Ask(label=gettext_lazy("Amount"))]
Method = Annotated[PaymentMethod, Ask(label=gettext_lazy("Payment method"))]
Kind = Annotated[
    PaymentKind | None,
    Ask(label=gettext_lazy("Payment kind"), help=gettext_lazy("By the plan, if empty.")),
]
Reference = Annotated[str, Text(max=100), Ask(label=gettext_lazy("Reference"))]
Code = Annotated[str, Text(max=40, min=1, secret=True), Ask(label=gettext_lazy("Payment code"))]


class NotConfirmed(DomainError):
    """A draft obliges nobody, so nobody can pay for it."""


def owes(order: Order) -> bool:
    return order.folio_id is not None and order.balance.minor > 0


@command(
    permission="orders.take_payment",
    title=gettext_lazy("Take payment"),
    icon="coin",
    available=owes,
)
def receive(
    *,
    by: Actor,
    order: Order,
    amount: Paid,
    method: Method,
    kind: Kind = None,
    reference: Reference = "",
) -> Payment:
    """Take money on an order at the desk, and number the receipt."""
    return take_payment(
        by=by,
        folio=account_of(order),
        amount=amount,
        method=method,
        kind=kind or _kind_of(order),
        reference=reference,
        contract=order.charged,
    )


@command(
    permission="orders.take_payment",
    title=gettext_lazy("Scan the customer's code"),
    icon="scan",
    available=owes,
)
def receive_by_code(
    *, by: Actor, order: Order, amount: Paid, code: Code, kind: Kind = None
) -> PayRequest:  # fmt: skip
    """Take money by the payment code on the customer's phone."""
    return take_by_code(
        by=by,
        folio=account_of(order),
        amount=amount,
        kind=kind or _kind_of(order),
        code=code,
        contract=order.charged,
    )


@command(
    permission="orders.take_payment",
    title=gettext_lazy("Send a payment link"),
    icon="link",
    available=owes,
)
def ask_to_pay(*, by: Actor, order: Order, amount: Paid, kind: Kind = None) -> PayRequest:
    """Send the customer a link to pay by."""
    return ask_payment(
        by=by,
        folio=account_of(order),
        amount=amount,
        kind=kind or _kind_of(order),
        contract=order.charged,
    )


def account_of(order: Order) -> Folio:
    """The customer account of an order; refuses for a draft."""
    if order.folio is None:
        raise NotConfirmed(
            _("%(order)s is not confirmed yet, so nothing is owed. Confirm it first.")
            % {"order": order}
        )
    return order.folio


def _kind_of(order: Order) -> PaymentKind:
    kind, _amount = queries.expected(order)
    return PaymentKind(kind)
