"""Which fact tells the customer what. All of it after the commit: a letter may come later."""

from yinglou.kernel.actors import Actor
from yinglou.kernel.events import reacts_to
from yinglou.modules.booking.events import BookingCancelled, BookingConfirmed, BookingMoved
from yinglou.modules.customers.events import ConsentRecorded, CustomerErased
from yinglou.modules.customers.models import Consent
from yinglou.modules.customers.queries import customer_of
from yinglou.modules.folios.events import PaymentReceived, RefundPaid
from yinglou.modules.messaging.commands import forget_party
from yinglou.modules.messaging.events import AdvertisingStopped
from yinglou.modules.orders.events import OrderReady
from yinglou.modules.payments.events import PayLinkCreated

from . import commands, queries
from .commands import occasions


@reacts_to(CustomerErased)
def forget_what_was_written(event: CustomerErased, by: Actor) -> None:
    """Erased is erased: in the same transaction, or not at all."""
    forget_party(by=by, party=f"customers.customer:{event.customer_id}")


@reacts_to(BookingConfirmed, after_commit=True)
def tell_confirmed(event: BookingConfirmed, by: Actor) -> None:
    """“Your booking is confirmed.”"""
    if booking := queries.booking_of(by, event.booking_id):
        commands.tell_of_booking(
            by=by, booking=booking, code=occasions.BOOKING_CONFIRMED.code,
            once_key=commands.confirmed_key(booking),
        )  # fmt: skip


@reacts_to(BookingMoved, after_commit=True)
def tell_moved(event: BookingMoved, by: Actor) -> None:
    """“Your booking was moved.” Only where it stands now: of several moves, the last counts."""
    booking = queries.confirmed_at(by, event.booking_id, event.starts_at)
    if booking is not None:
        commands.tell_of_booking(
            by=by, booking=booking, code=occasions.BOOKING_MOVED.code, was_at=event.was_at,
            once_key=commands.next_time_key(booking, event.starts_at),
        )  # fmt: skip


@reacts_to(BookingCancelled, after_commit=True)
def tell_cancelled(event: BookingCancelled, by: Actor) -> None:
    """“Your booking was cancelled.”"""
    if booking := queries.booking_of(by, event.booking_id):
        commands.tell_of_booking(
            by=by, booking=booking, code=occasions.BOOKING_CANCELLED.code, reason=event.reason,
            once_key=f"booking:{booking.pk}:cancelled",
        )  # fmt: skip


@reacts_to(PayLinkCreated, after_commit=True)
def send_pay_link(event: PayLinkCreated, by: Actor) -> None:
    """“Please pay here.”"""
    if request := queries.request_of(by, event.request_id):
        commands.tell_of_pay_link(by=by, request=request)


@reacts_to(PaymentReceived, after_commit=True)
def send_receipt(event: PaymentReceived, by: Actor) -> None:
    """“We received so much.”"""
    if payment := queries.payment_of(by, event.payment_id):
        commands.tell_of_payment(by=by, payment=payment)


@reacts_to(RefundPaid, after_commit=True)
def tell_refund(event: RefundPaid, by: Actor) -> None:
    """“So much went back to you.”"""
    if refund := queries.refund_of(by, event.refund_id):
        commands.tell_of_refund(by=by, refund=refund)


@reacts_to(OrderReady, after_commit=True)
def tell_ready(event: OrderReady, by: Actor) -> None:
    """“You can collect your album.”"""
    if order := queries.order_of(by, event.order_id):
        commands.tell_of_order(
            by=by, order=order, code=occasions.ORDER_READY.code,
            once_key=f"order:{order.pk}:ready:{order.ready_on or ''}",
        )  # fmt: skip


@reacts_to(AdvertisingStopped, after_commit=True)
def end_consent(event: AdvertisingStopped, by: Actor) -> None:
    """TD by SMS is a withdrawn consent."""
    label, _colon, key = event.party.partition(":")
    if label == "customers.customer" and key.isdigit() and (found := customer_of(int(key))):
        commands.consent_by_reply(by=by, customer=found)


@reacts_to(ConsentRecorded, after_commit=True)
def allow_again(event: ConsentRecorded, by: Actor) -> None:
    """A consent given anew lifts the stop on the customer's numbers."""
    is_advertising = event.kind == Consent.Kind.MARKETING and event.is_given
    found = customer_of(event.customer_id) if is_advertising else None
    if found is not None and queries.stopped_addresses(found):
        commands.lift_opt_outs(by=by, customer=found)
