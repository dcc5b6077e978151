"""At the pick-up desk: handing goods over, and letting them go unpaid in somebody's name."""

from collections.abc import Sequence
from typing import Annotated, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command, emit
from yinglou.kernel.errors import DomainError, InvalidValue, Option
from yinglou.kernel.locks import lock
from yinglou.kernel.resources import url_of
from yinglou.kernel.values import Ask, Reason, Text
from yinglou.modules.approvals.commands import ask_approval
from yinglou.modules.branches.queries import business_date
from yinglou.modules.orders import queries
from yinglou.modules.orders.events import OrderChanged, OrderDelivered
from yinglou.modules.orders.models import Order, OrderLine

from .scheduling import say_moved

RELEASE = "orders.release_unpaid"
RELEASING = "orders.release"

Receiver = Annotated[str, Text(max=60, min=1), Ask(label=gettext_lazy("Receiver"))]
Relation = Annotated[str, Text(max=30), Ask(label=gettext_lazy("Relation"))]


class MoneyOwed(DomainError):
    """Goods are not handed over while money is owed."""


class NothingOwed(DomainError):
    """The order is paid; there is nothing to release."""


def _is_ready(order: Order) -> bool:
    return order.state == Order.State.READY


@command(
    permission=RELEASE,
    title=gettext_lazy("Release unpaid"),
    icon="lock-open",
    danger=True,
    consequence=gettext_lazy("The goods may leave before they are paid for, in your name."),
    available=lambda order: _is_ready(order) and order.balance.minor > 0,
)
def release_unpaid(*, by: Actor, order: Order, reason: Reason) -> Order:
    """Allow the hand-over although money is owed; your name and the reason stay with it."""
    order = lock(order)
    if order.balance.minor <= 0:
        raise NothingOwed(_("%(order)s is paid. Hand it over.") % {"order": order})
    order.released_unpaid_by, order.released_unpaid_why = by.name, reason
    order.save(update_fields=["released_unpaid_by", "released_unpaid_why"])
    emit(
        OrderChanged(
            order_id=order.pk, branch_id=order.branch_id, customer_id=order.customer_id,
            what="released_unpaid", amount_minor=order.balance.minor,
        )
    )  # fmt: skip
    return order


@command(
    permission="orders.hand_over",
    title=gettext_lazy("Ask for a release"),
    icon="lock-question",
    available=lambda order: (
        _is_ready(order) and order.balance.minor > 0 and not order.released_unpaid_by
    ),
)
def ask_release(*, by: Actor, order: Order, reason: Reason) -> Order:
    """Ask somebody who may decide it to let unpaid goods go."""
    if order.balance.minor <= 0:
        raise NothingOwed(_("%(order)s is paid. Hand it over.") % {"order": order})
    ask_approval(
        by=by,
        subject=queries.subject_of(order),
        kind=RELEASING,
        title=_("%(order)s: hand over to %(customer)s with %(owed)s unpaid")
        % {"order": order.number, "customer": order.customer, "owed": order.balance},
        reason=reason,
        amount=order.balance,
        permission=RELEASE,
        branch=order.branch,
    )
    return order


@command(
    permission="orders.hand_over",
    title=gettext_lazy("Hand over"),
    icon="package-export",
    available=_is_ready,
)
def hand_over(
    *, by: Actor, order: Order, receiver: Receiver, relation: Relation = ""
) -> Order:  # fmt: skip
    """Give everything to the customer. From now on it is earned."""
    if not receiver.strip():
        raise InvalidValue(_("Enter who receives the goods."), field="receiver")
    order, folio = lock(order, order.folio)
    order.folio = folio
    _must_be_settled(order)
    was, on = order.state, business_date(order.branch_id)
    lines = queries.open_lines(order)
    order.move_to(
        Order.State.COMPLETED,
        completed_on=on,
        receiver=receiver.strip(),
        receiver_relation=relation.strip(),
    )
    OrderLine.objects.filter(pk__in=[line.pk for line in lines]).update(
        state=OrderLine.State.DELIVERED
    )
    owed = max(0, order.balance.minor)
    emit(
        OrderDelivered(
            order_id=order.pk, branch_id=order.branch_id, customer_id=order.customer_id,
            folio_id=folio.pk, business_date=on.isoformat(), lines=_earned(lines),
            prepaid_minor=order.charged.minor - owed, owed_minor=owed,
        )
    )  # fmt: skip
    say_moved(order, was)
    return order


def _must_be_settled(order: Order) -> None:
    owed = order.balance
    if owed.minor <= 0 or order.released_unpaid_by:
        return
    page = url_of(order)
    raise MoneyOwed(
        _("%(owed)s is not paid yet, so it cannot be handed over. Take the payment, or ask for "
          "a release.") % {"owed": owed},
        options=[
            Option(_("Take payment"), "receive", f"{page}do/receive/"),
            Option(_("Ask for a release"), "ask_release", f"{page}do/ask_release/"),
        ],
    )  # fmt: skip


def _earned(lines: Sequence[OrderLine]) -> list[dict[str, Any]]:
    return [
        {
            "line_id": line.pk,
            "gross_minor": line.net_minor,
            "cost_minor": line.cost_minor,
            "revenue_account": line.revenue_account,
            "cost_account": line.cost_account,
            "stock_account": line.stock_account,
        }
        for line in lines
    ]
