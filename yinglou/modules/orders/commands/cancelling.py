"""Calling an order off: what may be kept, what goes back, and who has to agree."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command, emit
from yinglou.kernel.errors import DomainError, InvalidValue, Option
from yinglou.kernel.locks import lock
from yinglou.kernel.money import Money
from yinglou.kernel.resources import url_of
from yinglou.kernel.values import Amount, Ask, Reason
from yinglou.modules.approvals.commands import ask_approval
from yinglou.modules.booking.commands import cancel_booking
from yinglou.modules.booking.models import Booking
from yinglou.modules.booking.queries import bookings_of
from yinglou.modules.branches.queries import business_date
from yinglou.modules.folios.commands import allow, refund_payment
from yinglou.modules.folios.models import Folio, Payment
from yinglou.modules.folios.queries import payments_of
from yinglou.modules.orders import queries
from yinglou.modules.orders.events import OrderCancelled
from yinglou.modules.orders.models import BEFORE_SHOOT, CLOSED, Order, OrderLine

CANCEL = "orders.cancel"
CANCELLING = "orders.cancel"

Kept = Annotated[
    Money | None,
    Amount(min=0),
    Ask(
        label=gettext_lazy("Kept"),
        help=gettext_lazy("What the house keeps of the money paid; by the policy, if empty."),
    ),
]


class NotCancellable(DomainError):
    """What was handed over is taken back, not cancelled."""


class KeepsTooMuch(InvalidValue):
    """More than was paid cannot be kept."""


def _is_open(order: Order) -> bool:
    return order.state not in CLOSED


@command(
    permission="orders.ask_cancel",
    title=gettext_lazy("Ask for a cancellation"),
    icon="circle-x",
    available=_is_open,
)
def ask_cancellation(*, by: Actor, order: Order, reason: Reason, kept: Kept = None) -> Order:
    """Put the cancellation to somebody who may decide it: whoever asks does not pay back."""
    _must_be_open(order)
    keep = _kept(order, kept)
    ask_approval(
        by=by,
        subject=queries.subject_of(order),
        kind=CANCELLING,
        title=_("%(order)s: cancel, keep %(kept)s and pay %(back)s back")
        % {"order": order.number, "kept": keep, "back": order.paid - keep},
        reason=reason,
        amount=keep,
        permission=CANCEL,
        branch=order.branch,
    )
    return order


@command(
    permission=CANCEL,
    title=gettext_lazy("Cancel the order"),
    icon="circle-x",
    danger=True,
    consequence=gettext_lazy("Its times are freed and the rest of the money is paid back."),
    available=_is_open,
)
def cancel_order(*, by: Actor, order: Order, reason: Reason, kept: Kept = None) -> Order:
    """Call an order off before it is handed over: keep what may be kept, pay the rest back."""
    order = lock(order)
    _must_be_open(order)
    keep, work_done = _kept(order, kept), _was_worked_on(order)
    back = order.paid - keep
    _free_the_times(by, order, reason)
    if order.folio is not None:
        _pay_back(by, order.folio, back, reason)
        order.folio.refresh_from_db(fields=["charged_minor", "posted_minor", "paid_minor"])
        if order.charged > keep:
            allow(
                by=by, folio=order.folio, text=_("Order cancelled"), amount=order.charged - keep,
                source=f"{queries.subject_of(order)}/cancelled",
            )  # fmt: skip
            order.folio.refresh_from_db(fields=["charged_minor"])
    OrderLine.objects.filter(order=order, state=OrderLine.State.OPEN).update(
        state=OrderLine.State.CANCELLED
    )
    order.refresh_from_db(fields=["state"])
    order.move_to(
        Order.State.REFUNDED if back else Order.State.CANCELLED,
        end_reason=reason,
        kept_minor=keep.minor,
    )
    emit(
        OrderCancelled(
            order_id=order.pk, branch_id=order.branch_id, customer_id=order.customer_id,
            folio_id=order.folio_id, business_date=business_date(order.branch_id).isoformat(),
            kept_minor=keep.minor, refunded_minor=back.minor, work_done=work_done, reason=reason,
        )
    )  # fmt: skip
    return order


def _must_be_open(order: Order) -> None:
    if order.state == Order.State.COMPLETED:
        raise NotCancellable(
            _("%(order)s was handed over, so it cannot be cancelled. Pay money back from its "
              "account instead.")
            % {"order": order},
            options=[Option(str(order.folio), str(order.folio), url_of(order.folio))],
        )  # fmt: skip
    if order.state in CLOSED:
        raise NotCancellable(
            _("%(order)s is “%(state)s” already.")
            % {"order": order, "state": order.get_state_display()}
        )


def _kept(order: Order, kept: Money | None) -> Money:
    keep = queries.kept_by_policy(order) if kept is None else kept
    if keep > order.paid:
        raise KeepsTooMuch(
            _("%(paid)s was paid, so %(kept)s cannot be kept. Keep at most what was paid.")
            % {"paid": order.paid, "kept": keep},
            field="kept",
            options=[Option(str(order.paid), f"{order.paid.minor / 100:.2f}")],
        )
    return keep


def _was_worked_on(order: Order) -> bool:
    """Whether what is kept pays for something that was done, or is a penalty for nothing."""
    return order.reached not in BEFORE_SHOOT


def _free_the_times(by: Actor, order: Order, reason: str) -> None:
    waiting = (Booking.State.AWAITING_PAYMENT, Booking.State.PENDING, Booking.State.CONFIRMED)
    for booking in bookings_of(queries.subject_of(order)).filter(state__in=waiting):
        cancel_booking(by=by, booking=booking, reason=reason)


def _pay_back(by: Actor, folio: Folio, back: Money, reason: str) -> None:
    """Out of the payments it came with, the latest first."""
    left = back
    for payment in reversed(_refundable(folio)):
        if not left:
            return
        amount = min(left, payment.left)
        refund_payment(by=by, payment=payment, amount=amount, reason=reason)
        left -= amount


def _refundable(folio: Folio) -> list[Payment]:
    return [p for p in payments_of(folio) if not p.is_security_deposit and p.left]
