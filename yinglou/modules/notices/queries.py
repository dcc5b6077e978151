"""What notices need to know of bookings, orders and accounts to write about them."""

from datetime import date, datetime, timedelta
from urllib.parse import urljoin

from django.conf import settings

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.modules.booking.models import Booking
from yinglou.modules.booking.queries import bookings_seen_by
from yinglou.modules.customers.models import Customer
from yinglou.modules.customers.queries import reachable
from yinglou.modules.folios.models import Payment, PaymentKind, Refund
from yinglou.modules.folios.queries import payments_seen_by, refunds_seen_by
from yinglou.modules.messaging.models import OptOut
from yinglou.modules.messaging.queries import opt_outs_of
from yinglou.modules.orders.models import Order
from yinglou.modules.orders.queries import order_by_subject, orders_seen_by, uncollected
from yinglou.modules.payments.models import PayRequest
from yinglou.modules.payments.queries import requests_seen_by

# What confirms a booking: its receipt is part of the confirmation.
DEPOSITS = (PaymentKind.DOWN_PAYMENT, PaymentKind.REFUNDABLE_ADVANCE)


def stopped_addresses(customer: Customer) -> list[OptOut]:
    """The stops on advertising that hold for a customer's own numbers."""
    found = reachable(customer)
    return opt_outs_of((found.phone, found.email))


def booking_of(by: Actor, key: int) -> Booking | None:
    return bookings_seen_by(by).filter(pk=key).first()


def confirmed_at(by: Actor, key: int, starts_at: str) -> Booking | None:
    """A confirmed booking, if it still begins then; one that moved on is told by a later fact."""
    booking = booking_of(by, key)
    if booking is None or booking.state != Booking.State.CONFIRMED or not starts_at:
        return None
    return booking if booking.starts_at == datetime.fromisoformat(starts_at) else None


def order_of(by: Actor, key: int) -> Order | None:
    return orders_seen_by(by).filter(pk=key).first()


def request_of(by: Actor, key: int) -> PayRequest | None:
    return requests_seen_by(by).filter(pk=key).first()


def payment_of(by: Actor, key: int) -> Payment | None:
    return payments_seen_by(by).filter(pk=key).first()


def refund_of(by: Actor, key: int) -> Refund | None:
    return refunds_seen_by(by).filter(pk=key).first()


def bookings_on(by: Actor, day: date) -> list[Booking]:
    """The confirmed bookings of customers on a day, those with a time only."""
    rows = bookings_seen_by(by).filter(
        starts_at__gte=clock.at(day),
        starts_at__lt=clock.at(day + timedelta(days=1)),
        state=Booking.State.CONFIRMED,
        customer__isnull=False,
    )
    return list(rows.order_by("starts_at", "pk"))


def ready_since(by: Actor, day: date) -> list[Order]:
    """The orders that became ready on a day and are still on the shelf."""
    return list(uncollected(orders_seen_by(by).filter(ready_on=day)))


def absolute(path: str) -> str:
    """An address that a customer can open from a message."""
    return urljoin(getattr(settings, "YINGLOU_BASE_URL", "") or "http://localhost:8000", path)


def order_for(subject: str) -> Order | None:
    """The order that an account or a booking belongs to."""
    return order_by_subject(subject) if subject else None
