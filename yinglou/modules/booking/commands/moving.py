"""Moving a promise and calling it off."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command, emit
from yinglou.kernel.errors import IllegalMove, Stale
from yinglou.kernel.locks import lock
from yinglou.kernel.values import Ask as Asked
from yinglou.kernel.values import Reason, Text
from yinglou.modules.booking import events, queries
from yinglou.modules.booking.models import Assignment, BookableResource, Booking
from yinglou.modules.booking.rules import Proposal

from .claiming import Ask, facts_of, give_back, iso, take
from .holding import Length, Resources
from .refusals import NothingToMove, day_must_be_open, must_be_open, must_be_possible

MOVABLE = (Booking.State.AWAITING_PAYMENT, Booking.State.PENDING, Booking.State.CONFIRMED)
SeenAt = Annotated[datetime | None, Asked(hidden=True)]


def _may_move(booking: Booking) -> bool:
    return booking.state in MOVABLE


@command(
    permission="booking.move",
    title=gettext_lazy("Reschedule"),
    icon="calendar-repeat",
    available=_may_move,
)
def reschedule(
    *,
    by: Actor,
    booking: Booking,
    starts_at: datetime,
    resources: Resources | None = None,
    minutes: Length | None = None,
    reason: Annotated[str, Text(max=200)] = "",
    seen_at: SeenAt = None,
) -> Booking:
    """Move a booking with everybody and everything promised to it, or leave it as it is.

    Without `resources` the same people and places move along. `seen_at` is the start that was
    on the screen: if somebody moved the booking in the meantime, nothing is done.
    """
    booking = lock(booking)
    _must_be_movable(booking)
    if seen_at is not None and seen_at != booking.starts_at:
        raise Stale(
            _("%(booking)s was moved to %(when)s by somebody else. Look again before moving it.")
            % {"booking": booking, "when": booking.when},
            field="starts_at",
        )
    crew = queries.crew_of(booking)
    chosen = list(resources) if resources is not None else [row.resource for row in crew]
    length = minutes or booking.minutes
    _must_change_something(booking, crew, chosen, starts_at, length)
    is_booked = booking.kind != Booking.Kind.BLOCKED
    needs = queries.needs_again(booking, crew)
    ask = Ask(booking.branch, starts_at, length, needs, chosen, booking.pk, buffers=is_booked)
    must_be_possible(starts_at, ask.span.ends_at)
    if is_booked:
        must_be_open(booking.branch, ask.span)
    was_at = booking.starts_at

    def write(found: Proposal) -> Booking:
        give_back(booking)
        Assignment.objects.filter(booking=booking).delete()
        booking.starts_at, booking.ends_at, booking.minutes = starts_at, ask.span.ends_at, length
        booking.fuzzy, booking.fuzzy_day = Booking.Fuzzy.EXACT, None
        booking.save(update_fields=["starts_at", "ends_at", "minutes", "fuzzy", "fuzzy_day"])
        return booking

    take(ask, write)
    _tell_moved(booking, was_at, reason)
    return booking


@command(
    permission="booking.move",
    title=gettext_lazy("Set the time later"),
    icon="calendar-question",
    available=lambda booking: _may_move(booking) and booking.kind != "blocked",
)
def postpone(
    *,
    by: Actor,
    booking: Booking,
    day: date,
    fuzzy: Booking.Fuzzy = Booking.Fuzzy.TBD,
    reason: Annotated[str, Text(max=200)] = "",
) -> Booking:
    """Agree only on the day and give the exact time back."""
    booking = lock(booking)
    _must_be_movable(booking)
    day_must_be_open(booking.branch, day)
    was_at = booking.starts_at
    give_back(booking)
    Assignment.objects.filter(booking=booking).delete()
    booking.starts_at = booking.ends_at = None
    booking.fuzzy, booking.fuzzy_day = fuzzy or Booking.Fuzzy.TBD, day
    booking.save(update_fields=["starts_at", "ends_at", "fuzzy", "fuzzy_day"])
    _tell_moved(booking, was_at, reason)
    return booking


@command(
    permission="booking.cancel",
    title=gettext_lazy("Cancel the booking"),
    icon="calendar-x",
    danger=True,
    consequence=gettext_lazy("The time is free for others at once."),
    available=_may_move,
)
def cancel_booking(*, by: Actor, booking: Booking, reason: Reason) -> Booking:
    """Call a booking off and free its time."""
    booking = lock(booking)
    booking.move_to(Booking.State.CANCELLED, end_reason=reason, finished_at=clock.now())
    give_back(booking)
    emit(
        events.BookingCancelled(
            **facts_of(booking), starts_at=iso(booking.starts_at), reason=reason
        )
    )
    return booking


def _must_be_movable(booking: Booking) -> None:
    if booking.state not in MOVABLE:
        raise IllegalMove(
            _("%(booking)s is “%(state)s” and cannot be moved. Make a new booking.")
            % {"booking": booking, "state": booking.get_state_display()}
        )


def _must_change_something(
    booking: Booking,
    crew: Sequence[Assignment],
    chosen: Sequence[BookableResource],
    starts_at: datetime,
    minutes: int,
) -> None:
    same_crew = {row.resource_id for row in crew} == {resource.pk for resource in chosen}
    if booking.starts_at == starts_at and booking.minutes == minutes and same_crew:
        raise NothingToMove(
            _("%(booking)s is already at %(when)s with these people and places. "
              "Choose another time.")
            % {"booking": booking, "when": booking.when},
            field="starts_at",
        )  # fmt: skip


def _tell_moved(booking: Booking, was_at: datetime | None, reason: str) -> None:
    emit(
        events.BookingMoved(
            **facts_of(booking),
            was_at=iso(was_at),
            starts_at=iso(booking.starts_at),
            ends_at=iso(booking.ends_at),
            reason=reason,
        )
    )
