"""Discounts after an order was written down: changing them, and the answer of who may approve."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy

from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command
from yinglou.kernel.locks import lock
from yinglou.kernel.money import Money
from yinglou.modules.branches.queries import business_date
from yinglou.modules.orders import queries, rules
from yinglou.modules.orders.models import Order, OrderLine, PaymentStep

from .placing import Discount
from .writing import (
    APPROVE,
    ask_for_the_discount,
    let_it_hold,
    must_be_a_draft,
    must_reach_the_floor,
    offer_as_written,
    plan_of,
    say_changed,
)


@command(permission=APPROVE, title=gettext_lazy("Accept the discount"), icon="circle-check")
def accept_discount(*, by: Actor, order: Order) -> Order:
    """The discount was approved: the order holds."""
    order = lock(order)
    must_be_a_draft(order)
    order.approval_state = Order.ApprovalState.APPROVED
    order.save(update_fields=["approval_state"])
    lines = list(queries.lines_of(order))
    return let_it_hold(by, order, lines, business_date(order.branch_id))


@command(permission=APPROVE, title=gettext_lazy("Refuse the discount"), icon="circle-x")
def refuse_discount(*, by: Actor, order: Order) -> Order:
    """The discount was not approved: the order stays a draft and can be changed."""
    order = lock(order)
    order.approval_state = Order.ApprovalState.REJECTED
    order.save(update_fields=["approval_state"])
    say_changed(order, "discount_refused")
    return order


@command(permission="orders.place", title=gettext_lazy("Take the question back"))
def forget_discount(*, by: Actor, order: Order) -> Order:
    """Whoever asked for the discount takes the question back."""
    order = lock(order)
    order.approval_state = Order.ApprovalState.NONE
    order.save(update_fields=["approval_state"])
    say_changed(order, "discount_withdrawn")
    return order


@command(
    permission="orders.place",
    title=gettext_lazy("Change the discount"),
    icon="rosette-discount",
    available=lambda order: (
        order.state == Order.State.DRAFT and order.approval_state != Order.ApprovalState.PENDING
    ),
)
def change_discount(*, by: Actor, order: Order, discount_bp: Discount) -> Order:
    """Give a draft another discount; one above the limit is put to whoever may approve it."""
    order = lock(order)
    must_be_a_draft(order)
    lines = list(queries.lines_of(order))
    _reprice(order, lines, discount_bp)
    offer = offer_as_written(order, lines)
    if offer.given_bp > queries.discount_limit(by):
        ask_for_the_discount(by, order, offer)
    else:
        must_reach_the_floor(offer)
    say_changed(order, "discount")
    return order


def _reprice(order: Order, lines: Sequence[OrderLine], discount_bp: int) -> None:
    amounts = [Money(line.amount_minor) for line in lines]
    total = sum(amounts, Money(0))
    discount = rules.discount_on(total, discount_bp)
    for line, share in zip(lines, rules.spread(discount, amounts), strict=True):
        line.discount_minor = share.minor
    OrderLine.objects.bulk_update(lines, ["discount_minor"])
    order.discount_bp, order.discount_minor = discount_bp, discount.minor
    order.deposit_minor = order.package.deposit_on(total - discount).minor
    order.approval_state = Order.ApprovalState.NONE
    order.save(update_fields=["discount_bp", "discount_minor", "deposit_minor", "approval_state"])
    PaymentStep.objects.filter(order=order).delete()
    PaymentStep.objects.bulk_create(plan_of(order, total - discount, order.placed_on))
