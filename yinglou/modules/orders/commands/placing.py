"""Taking an order: writing it down, having its discount approved, letting it hold."""

from datetime import date
from typing import Annotated

from django.utils.translation import gettext_lazy

from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command, emit
from yinglou.kernel.locks import lock
from yinglou.kernel.values import Ask, Note, Pick, Text, Whole
from yinglou.modules.branches.models import Branch
from yinglou.modules.branches.queries import branch_of, business_date
from yinglou.modules.catalog.models import Package
from yinglou.modules.catalog.queries import sold
from yinglou.modules.customers.models import Customer
from yinglou.modules.orders import queries
from yinglou.modules.orders.events import OrderDrafted
from yinglou.modules.orders.models import Order
from yinglou.modules.orders.queries import CreditIn, GiftIn, LineIn

from .writing import (
    ask_for_the_discount,
    let_it_hold,
    must_be_a_draft,
    must_be_agreeable,
    must_be_sold,
    must_be_within_the_limit,
    must_not_wait,
    must_reach_the_floor,
    offer_as_written,
    write_order,
)

Discount = Annotated[
    int,
    Whole(min=0, max=9_900, unit="‱"),
    Ask(label=gettext_lazy("Discount"), help=gettext_lazy("Basis points off: 500 is 95 %.")),
]
Request = Annotated[str, Text(max=500, lines=2), Ask(label=gettext_lazy("Special request"))]
SoldPackage = Annotated[Package, Pick(among=sold)]


@command(permission="orders.place", title=gettext_lazy("Save as draft"), icon="file-pencil")
def draft_order(
    *,
    by: Actor,
    customer: Customer,
    package: SoldPackage,
    addons: list[LineIn] | None = None,
    gifts: list[GiftIn] | None = None,
    discount_bp: Discount = 0,
    deposit_kind: Order.DepositKind = Order.DepositKind.DOWN_PAYMENT,
    credits: list[CreditIn] | None = None,
    wedding_on: date | None = None,
    branch: Branch | None = None,
    note: Note = "",
    special_request: Request = "",
) -> Order:
    """Write an order down without obliging anybody: no folio, no charge."""
    branch, on = _where_and_when(by, branch)
    offer = queries.make_offer(branch, on, package, addons or (), gifts or (), discount_bp)
    must_be_agreeable(customer, wedding_on)
    must_be_sold(offer)
    order, _lines = write_order(by, branch, on, offer, Order(
        customer=customer, deposit_kind=deposit_kind, wedding_on=wedding_on,
        note=note.strip(), special_request=special_request.strip(),
    ), credits or ())  # fmt: skip
    emit(OrderDrafted(order_id=order.pk, branch_id=branch.pk, customer_id=customer.pk))
    return order


@command(permission="orders.place", title=gettext_lazy("New order"), icon="receipt")
def place_order(
    *,
    by: Actor,
    customer: Customer,
    package: SoldPackage,
    addons: list[LineIn] | None = None,
    gifts: list[GiftIn] | None = None,
    discount_bp: Discount = 0,
    deposit_kind: Order.DepositKind = Order.DepositKind.DOWN_PAYMENT,
    credits: list[CreditIn] | None = None,
    wedding_on: date | None = None,
    branch: Branch | None = None,
    note: Note = "",
    special_request: Request = "",
) -> Order:
    """Take an order: charge it to the customer's account.

    A discount above the actor's limit is put to whoever may approve it; until then the order
    is a draft and obliges nobody.
    """
    branch, on = _where_and_when(by, branch)
    offer = queries.make_offer(branch, on, package, addons or (), gifts or (), discount_bp)
    must_be_agreeable(customer, wedding_on)
    must_be_sold(offer)
    needs_approval = offer.given_bp > queries.discount_limit(by)
    if not needs_approval:
        must_reach_the_floor(offer)
    order, lines = write_order(by, branch, on, offer, Order(
        customer=customer, deposit_kind=deposit_kind, wedding_on=wedding_on,
        note=note.strip(), special_request=special_request.strip(),
    ), credits or ())  # fmt: skip
    if needs_approval:
        ask_for_the_discount(by, order, offer)
        emit(OrderDrafted(order_id=order.pk, branch_id=branch.pk, customer_id=customer.pk))
        return order
    return let_it_hold(by, order, lines, on)


@command(
    permission="orders.place",
    title=gettext_lazy("Confirm the order"),
    icon="circle-check",
    available=lambda order: (
        order.state == Order.State.DRAFT and order.approval_state != Order.ApprovalState.PENDING
    ),
)
def confirm_order(*, by: Actor, order: Order) -> Order:
    """Let a draft hold: charge it to the customer's account."""
    order = lock(order)
    must_be_a_draft(order)
    lines = list(queries.lines_of(order))
    if order.approval_state != Order.ApprovalState.APPROVED:
        must_not_wait(order)
        offer = offer_as_written(order, lines)
        must_be_within_the_limit(by, offer)
        must_reach_the_floor(offer)
    return let_it_hold(by, order, lines, business_date(order.branch_id))


def _where_and_when(by: Actor, branch: Branch | None) -> tuple[Branch, date]:
    """The store and its business date, from the books."""
    if branch is None:
        branch = branch_of(by)
        return branch, branch.business_date
    return branch, business_date(branch)
