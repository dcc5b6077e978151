"""The day itself: the customer comes, is served, leaves — or does not come."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command, emit
from yinglou.kernel.locks import lock
from yinglou.modules.booking import events
from yinglou.modules.booking.models import Booking
from yinglou.modules.customers.commands import receive_customer
from yinglou.modules.customers.models import Customer, Reception
from yinglou.modules.customers.queries import kept

from .claiming import facts_of, give_back
from .refusals import TooEarly, WrongDay

_WHY = {
    Booking.Kind.SHOOT: Reception.Reason.SHOOT,
    Booking.Kind.SELECTION: Reception.Reason.SELECTION,
    Booking.Kind.PICKUP: Reception.Reason.PICKUP,
}
_WAITED_FOR = ("awaiting_payment", "pending", "confirmed")


@command(
    permission="booking.serve",
    title=gettext_lazy("Check in"),
    icon="user-check",
    available=lambda booking: booking.state in _WAITED_FOR and booking.kind != "blocked",
)
def check_in(*, by: Actor, booking: Booking) -> Booking:
    """The customer is here."""
    booking = lock(booking)
    _must_be_today(booking)
    booking.move_to(Booking.State.ARRIVED, arrived_at=clock.now(), hold_until=None)
    _write_reception(by, booking)
    emit(events.CustomerArrived(**facts_of(booking)))
    return booking


@command(
    permission="booking.serve",
    title=gettext_lazy("Start"),
    icon="player-play",
    available=lambda booking: booking.state == "arrived",
)
def start_service(*, by: Actor, booking: Booking) -> Booking:
    """Work with the customer begins."""
    booking = lock(booking)
    booking.move_to(Booking.State.IN_SERVICE, started_at=clock.now())
    emit(events.ServiceStarted(**facts_of(booking)))
    return booking


@command(
    permission="booking.serve",
    title=gettext_lazy("Complete"),
    icon="circle-check",
    available=lambda booking: booking.state in ("arrived", "in_service"),
)
def complete_booking(*, by: Actor, booking: Booking) -> Booking:
    """What was booked has been done."""
    booking = lock(booking)
    booking.move_to(Booking.State.DONE, finished_at=clock.now())
    emit(events.BookingCompleted(**facts_of(booking)))
    return booking


@command(
    permission="booking.serve",
    title=gettext_lazy("Mark as no-show"),
    icon="user-x",
    danger=True,
    consequence=gettext_lazy("The rest of the time is free for others at once."),
    available=lambda booking: booking.state == "confirmed" and booking.kind != "blocked",
)
def mark_no_show(*, by: Actor, booking: Booking) -> Booking:
    """The customer did not come."""
    booking = lock(booking)
    if booking.starts_at is not None and booking.starts_at > clock.now():
        raise TooEarly(
            _("%(booking)s is at %(when)s; the customer may still come. Cancel it instead.")
            % {"booking": booking, "when": booking.when}
        )
    booking.move_to(Booking.State.NO_SHOW, finished_at=clock.now())
    give_back(booking)
    emit(events.CustomerDidNotShow(**facts_of(booking)))
    return booking


def _write_reception(by: Actor, booking: Booking) -> None:
    """Whoever is checked in was here: the customer's card says so, too."""
    customer = kept(booking.customer) if booking.customer else None
    if customer is not None and customer.state != Customer.State.ERASED:
        why = _WHY.get(Booking.Kind(booking.kind), Reception.Reason.OTHER)
        receive_customer(by=by, customer=customer, reason=why, branch=booking.branch)


def _must_be_today(booking: Booking) -> None:
    start = booking.starts_at
    day = timezone.localtime(start).date() if start else booking.fuzzy_day
    if day not in (clock.today(), booking.branch.business_date):
        raise WrongDay(
            _("%(booking)s is for %(when)s. Reschedule it to today first.")
            % {"booking": booking, "when": booking.when}
        )
