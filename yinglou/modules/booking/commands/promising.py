"""Promising a customer a time."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command, emit
from yinglou.kernel.errors import InvalidValue
from yinglou.kernel.locks import lock
from yinglou.kernel.numbers import next_number
from yinglou.kernel.values import Ask as Asked
from yinglou.kernel.values import Note, Pick, Text
from yinglou.modules.booking import events, queries
from yinglou.modules.booking.models import BookableResource, Booking
from yinglou.modules.booking.rules import Proposal
from yinglou.modules.branches.models import Branch
from yinglou.modules.catalog.models import Package
from yinglou.modules.catalog.queries import sold
from yinglou.modules.customers.models import Customer

from .claiming import ask_for, facts_of, iso, take
from .holding import HoldKey, Length, Resources, give_up_hold, hold_is_over
from .refusals import day_must_be_open, must_be_open, must_be_possible

PROMISES = (Booking.State.CONFIRMED, Booking.State.PENDING, Booking.State.AWAITING_PAYMENT)
Subject = Annotated[str, Text(max=100), Asked(hidden=True)]


@command(permission="booking.book", title=gettext_lazy("New booking"), icon="calendar-plus")
def book(  # noqa: PLR0913
    *,
    by: Actor,
    customer: Customer,
    branch: Branch,
    starts_at: datetime | None = None,
    package: Annotated[Package | None, Pick(among=sold)] = None,
    kind: Booking.Kind = Booking.Kind.SHOOT,
    minutes: Length | None = None,
    resources: Resources | None = None,
    subject: Subject = "",
    hold_key: HoldKey = "",
    state: Booking.State = Booking.State.CONFIRMED,
    fuzzy: Booking.Fuzzy = Booking.Fuzzy.EXACT,
    fuzzy_day: date | None = None,
    title: Annotated[str, Text(max=100)] = "",
    note: Note = "",
) -> Booking:
    """Promise a customer a time with everybody and everything it needs, or nothing of it.

    A hold under `hold_key` becomes the booking. With a fuzzy time only the day is agreed.
    """
    _must_be_a_promise(state, kind)
    also = {
        "customer": customer, "kind": kind, "subject": subject, "state": state,
        "title": title, "note": note[:500], "user_id": by.user_id,
        "hold_until": _deadline(branch, state), "booked_at": clock.now(),
    }  # fmt: skip
    if fuzzy:
        booking = _book_a_day(branch, package, minutes, fuzzy, fuzzy_day, also)
    else:
        held = _held(hold_key)
        if held is not None and _still_meant(held, branch, package, starts_at, resources):
            held.move_to(state, **{k: v for k, v in also.items() if k != "state"})
            booking = held
        else:
            if held is not None:
                give_up_hold(held)
            booking = _book_a_time(branch, package, starts_at, minutes, resources, also)
    emit(
        events.BookingMade(
            **facts_of(booking),
            state=str(state),
            starts_at=iso(booking.starts_at),
            ends_at=iso(booking.ends_at),
        )
    )
    if state == Booking.State.CONFIRMED:
        emit(events.BookingConfirmed(**facts_of(booking), starts_at=iso(booking.starts_at)))
    return booking


@command(
    permission="booking.book",
    title=gettext_lazy("Confirm"),
    icon="calendar-check",
    available=lambda booking: booking.state in ("pending", "awaiting_payment"),
)
def confirm_booking(*, by: Actor, booking: Booking) -> Booking:
    """Make the promise firm: the deposit is here, or the house waits no longer for it."""
    booking = lock(booking)
    booking.move_to(Booking.State.CONFIRMED, hold_until=None)
    emit(events.BookingConfirmed(**facts_of(booking), starts_at=iso(booking.starts_at)))
    return booking


@command(
    permission="booking.book",
    title=gettext_lazy("Wait for the deposit"),
    icon="clock-dollar",
    available=lambda booking: booking.state == "pending",
)
def await_payment(*, by: Actor, booking: Booking, until: datetime | None = None) -> Booking:
    """Keep the time until the deposit is paid; by the policy of the branch it is freed after."""
    booking = lock(booking)
    until = until or _deadline(booking.branch, Booking.State.AWAITING_PAYMENT)
    booking.move_to(Booking.State.AWAITING_PAYMENT, hold_until=until)
    return booking


def _must_be_a_promise(state: Booking.State, kind: Booking.Kind) -> None:
    if state not in PROMISES:
        raise InvalidValue(
            _("A new booking is pending, awaiting its deposit or confirmed. Choose one of these."),
            field="state",
        )
    if kind == Booking.Kind.BLOCKED:
        raise InvalidValue(
            _("Blocked time has no customer. Use “Block time” of the resource."), field="kind"
        )


def _deadline(branch: Branch, state: Booking.State) -> datetime | None:
    if state != Booking.State.AWAITING_PAYMENT:
        return None
    return clock.now() + timedelta(minutes=queries.policy_of(branch).payment_wait_min)


def _held(hold_key: str) -> Booking | None:
    """The hold that becomes the booking; refuses if there was one and it is over."""
    if not hold_key:
        return None
    held = queries.hold_of(hold_key)
    if held is not None:
        held = lock(held)
    if held is None or held.hold_until is None or held.hold_until <= clock.now():
        raise hold_is_over(held or queries.ended_hold(hold_key))
    return held


def _still_meant(
    held: Booking,
    branch: Branch,
    package: Package | None,
    starts_at: datetime | None,
    resources: Sequence[BookableResource] | None,
) -> bool:
    """Whether what is booked now is what was held."""
    if held.branch_id != branch.pk or (package and package.pk != held.package_id):
        return False
    if starts_at is not None and starts_at != held.starts_at:
        return False
    if resources is None:
        return True
    crew = {row.resource_id for row in queries.crew_of(held)}
    return {resource.pk for resource in resources} <= crew


def _book_a_time(
    branch: Branch,
    package: Package | None,
    starts_at: datetime | None,
    minutes: int | None,
    resources: Sequence[BookableResource] | None,
    also: dict[str, object],
) -> Booking:
    if starts_at is None:
        raise InvalidValue(_("Enter when the customer comes."), field="starts_at")
    is_shoot = also["kind"] == Booking.Kind.SHOOT
    default = package.duration_min if package and is_shoot else queries.DEFAULT_MIN
    minutes = minutes or default
    # A fitting or a selection for a package does not need the crew of its shoot.
    ask = ask_for(branch, package if is_shoot else None, starts_at, minutes, resources)
    must_be_possible(starts_at, ask.span.ends_at)
    must_be_open(branch, ask.span)
    number = next_number("BK", branch.business_date)

    def write(found: Proposal) -> Booking:
        return Booking.objects.create(
            number=number, branch=branch, package=package, minutes=ask.minutes,
            starts_at=ask.span.starts_at, ends_at=ask.span.ends_at, **also,
        )  # fmt: skip

    return take(ask, write)


def _book_a_day(
    branch: Branch,
    package: Package | None,
    minutes: int | None,
    fuzzy: Booking.Fuzzy,
    day: date | None,
    also: dict[str, object],
) -> Booking:
    if day is None:
        raise InvalidValue(_("Enter the day on which the customer comes."), field="fuzzy_day")
    day_must_be_open(branch, day)
    length = minutes or (package.duration_min if package else queries.DEFAULT_MIN)
    return Booking.objects.create(
        number=next_number("BK", branch.business_date), branch=branch, package=package,
        minutes=length, fuzzy=fuzzy, fuzzy_day=day, **also,
    )  # fmt: skip
