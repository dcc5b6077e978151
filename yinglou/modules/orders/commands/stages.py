"""Moving an order on: production, the shelf, a pause, and corrections of its dates and notes."""

from datetime import date
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command, emit
from yinglou.kernel.errors import DomainError
from yinglou.kernel.locks import lock
from yinglou.kernel.values import Ask, Note, Reason, Text
from yinglou.modules.branches.queries import business_date
from yinglou.modules.orders import rules
from yinglou.modules.orders.events import OrderChanged, OrderReady
from yinglou.modules.orders.models import CLOSED, Order, PaymentStep

from .scheduling import say_moved

MAKING = (
    Order.State.RETOUCHING, Order.State.PROOFING, Order.State.FINALIZED, Order.State.MANUFACTURING,
)  # fmt: skip
Shelf = Annotated[str, Text(max=20), Ask(label=gettext_lazy("Shelf"))]


class NotAProductionStage(DomainError):
    """Only the stages between the selection and the shelf are set by production."""


class NothingToResume(DomainError):
    """The order was not put on hold."""


@command(
    permission="orders.produce",
    title=gettext_lazy("Move to a stage"),
    icon="arrow-right",
    available=lambda order: order.state in (Order.State.SELECTED, *MAKING),
)
def move_stage(
    *, by: Actor, order: Order, stage: Annotated[Order.State, Ask(label=gettext_lazy("Stage"))]
) -> Order:
    """Say which stage of production an order has reached."""
    if stage not in MAKING:
        raise NotAProductionStage(
            _("“%(stage)s” is not a stage of production. Choose retouching, proof review, final "
              "approved or manufacturing.")
            % {"stage": Order.State(stage).label},
            field="stage",
        )  # fmt: skip
    order = lock(order)
    was = order.state
    order.move_to(stage)
    say_moved(order, was)
    return order


@command(
    permission="orders.produce",
    title=gettext_lazy("Mark as ready"),
    icon="package",
    available=lambda order: order.state in (Order.State.SELECTED, *MAKING),
)
def mark_ready(*, by: Actor, order: Order, shelf: Shelf = "") -> Order:
    """Everything is here and checked: the customer can come, and owes the rest from now on."""
    order = lock(order)
    was, on = order.state, business_date(order.branch_id)
    order.move_to(Order.State.READY, ready_on=on, shelf=shelf.strip() or order.shelf)
    PaymentStep.objects.filter(order=order, due_on=None).update(due_on=rules.latest_pickup(on))
    say_moved(order, was)
    emit(
        OrderReady(
            order_id=order.pk, branch_id=order.branch_id, customer_id=order.customer_id,
            owed_minor=max(0, order.balance.minor),
        )
    )  # fmt: skip
    return order


@command(
    permission="orders.pause",
    title=gettext_lazy("Put on hold"),
    icon="player-pause",
    available=lambda order: order.state not in (*CLOSED, Order.State.DRAFT, Order.State.ON_HOLD),
)
def put_on_hold(*, by: Actor, order: Order, reason: Reason) -> Order:
    """Stop working on an order for a while."""
    order = lock(order)
    was = order.state
    order.move_to(Order.State.ON_HOLD, held_from=was, end_reason=reason)
    say_moved(order, was)
    return order


@command(
    permission="orders.pause",
    title=gettext_lazy("Resume"),
    icon="player-play",
    available=lambda order: order.state == Order.State.ON_HOLD,
)
def resume_order(*, by: Actor, order: Order) -> Order:
    """Go on where an order was put on hold."""
    order = lock(order)
    if order.state != Order.State.ON_HOLD:
        raise NothingToResume(
            _("%(order)s is “%(state)s”; it was not put on hold.")
            % {"order": order, "state": order.get_state_display()}
        )
    order.move_to(order.held_from, held_from="", end_reason="")
    say_moved(order, Order.State.ON_HOLD)
    return order


@command(
    permission="orders.place",
    title=gettext_lazy("Change dates and notes"),
    icon="pencil",
    available=lambda order: order.state not in CLOSED,
)
def change_order(
    *,
    by: Actor,
    order: Order,
    wedding_on: date | None = None,
    promised_on: date | None = None,
    note: Note = "",
    special_request: Annotated[
        str, Text(max=500, lines=2), Ask(label=gettext_lazy("Special request"))
    ] = "",
    shelf: Shelf = "",
) -> Order:
    """Correct what is written about an order. Prices are not changed here."""
    order = lock(order)
    order.wedding_on, order.promised_on = wedding_on, promised_on
    order.note, order.special_request = note.strip(), special_request.strip()
    order.shelf = shelf.strip()
    order.save(update_fields=["wedding_on", "promised_on", "note", "special_request", "shelf"])
    emit(
        OrderChanged(
            order_id=order.pk, branch_id=order.branch_id, customer_id=order.customer_id,
            what="notes",
        )
    )  # fmt: skip
    return order
