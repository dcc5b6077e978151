"""What happens elsewhere and moves an order."""

from yinglou.kernel.actors import Actor
from yinglou.kernel.events import reacts_to
from yinglou.modules.approvals.events import ApprovalGranted, ApprovalRefused, ApprovalWithdrawn
from yinglou.modules.approvals.queries import approvals_of
from yinglou.modules.booking.events import (
    BookingCancelled,
    BookingCompleted,
    BookingConfirmed,
    BookingFact,
    BookingMoved,
    CustomerDidNotShow,
)
from yinglou.modules.booking.queries import waits_for_money
from yinglou.modules.folios.events import PaymentReceived

from . import commands
from .models import Order
from .queries import order_by_subject


@reacts_to(PaymentReceived)
def confirm_the_time(event: PaymentReceived, by: Actor) -> None:
    """The deposit is here: the time that waited for it is firm."""
    if not waits_for_money(event.subject):
        return
    order = order_by_subject(event.subject)
    if order is None or order.reached != Order.State.PLACED:
        return
    if order.paid.minor >= min(order.deposit_minor, order.charged.minor):
        commands.confirm_paid_booking(by=by, order=order)


@reacts_to(BookingConfirmed)
def mark_scheduled(event: BookingConfirmed, by: Actor) -> None:
    if order := _shoot_of(event):
        commands.mark_scheduled(by=by, order=order)


@reacts_to(BookingMoved)
def move_shoot(event: BookingMoved, by: Actor) -> None:
    if order := _shoot_of(event):
        commands.move_shoot(by=by, order=order)


@reacts_to(BookingCancelled)
def unschedule(event: BookingCancelled, by: Actor) -> None:
    if order := _shoot_of(event):
        commands.unschedule(by=by, order=order)


@reacts_to(CustomerDidNotShow)
def unschedule_no_show(event: CustomerDidNotShow, by: Actor) -> None:
    if order := _shoot_of(event):
        commands.unschedule(by=by, order=order)


@reacts_to(BookingCompleted)
def mark_shot(event: BookingCompleted, by: Actor) -> None:
    order = _shoot_of(event)
    if order and order.reached in (Order.State.PLACED, Order.State.SCHEDULED):
        commands.mark_shot(by=by, order=order)


@reacts_to(ApprovalGranted)
def follow_approval(event: ApprovalGranted, by: Actor) -> None:
    if order := order_by_subject(event.subject):
        approval = approvals_of(event.subject).get(pk=event.approval_id)
        commands.follow_approval(by=by, order=order, approval=approval)


@reacts_to(ApprovalRefused)
@reacts_to(ApprovalWithdrawn)
def follow_refusal(event: ApprovalRefused | ApprovalWithdrawn, by: Actor) -> None:
    if order := order_by_subject(event.subject):
        approval = approvals_of(event.subject).get(pk=event.approval_id)
        commands.follow_refusal(by=by, order=order, approval=approval)


def _shoot_of(event: BookingFact) -> Order | None:
    return order_by_subject(event.subject) if event.kind == "shoot" else None
