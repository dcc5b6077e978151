"""Discounts after an order was written down: changing them, and the answer of who may approve."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
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
    given_bp,
    let_it_hold,
    must_be_a_draft,
    plan_of,
    put_the_question,
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
    if given_bp(order, lines) > queries.discount_limit(by):
        _ask_to_give(by, order, lines)
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
    package = order.package
    order.deposit_minor = rules.deposit_of(
        total - discount, package.deposit_bp, package.deposit_round_minor
    ).minor
    order.approval_state = Order.ApprovalState.NONE
    order.save(update_fields=["discount_bp", "discount_minor", "deposit_minor", "approval_state"])
    PaymentStep.objects.filter(order=order).delete()
    PaymentStep.objects.bulk_create(plan_of(order, total - discount, order.placed_on))


def _ask_to_give(by: Actor, order: Order, lines: Sequence[OrderLine]) -> None:
    total = Money(sum(line.amount_minor for line in lines))
    words = _("Discount %(given)s instead of %(limit)s at most: %(total)s becomes %(due)s.") % {
        "given": rules.fold(order.discount_bp), "limit": rules.fold(queries.discount_limit(by)),
        "total": total, "due": total - order.discount,
    }  # fmt: skip
    put_the_question(by, order, order.discount_bp, words)
