"""Holds: a time is kept for ten minutes while the customer decides."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command, emit
from yinglou.kernel.errors import IllegalMove
from yinglou.kernel.locks import lock
from yinglou.kernel.numbers import next_number
from yinglou.kernel.values import Ask as Asked
from yinglou.kernel.values import Pick, Text, Whole
from yinglou.modules.booking import events, queries
from yinglou.modules.booking.models import BookableResource, Booking
from yinglou.modules.booking.rules import Proposal
from yinglou.modules.branches.models import Branch
from yinglou.modules.catalog.models import Package

from .claiming import ask_for, expire, facts_of, give_back, iso, take
from .refusals import HoldExpired, HoldExtended, must_be_open, must_be_possible, option_for

HoldKey = Annotated[str, Text(max=64), Asked(hidden=True)]
Length = Annotated[int, Whole(min=15, max=24 * 60, unit="min")]
Resources = Annotated[list[BookableResource], Pick(among=queries.in_use)]


@command(permission="booking.book", title=gettext_lazy("Hold"), icon="hourglass")
def hold_slot(
    *,
    by: Actor,
    branch: Branch,
    package: Package | None,
    starts_at: datetime,
    hold_key: HoldKey = "",
    resources: Resources | None = None,
    minutes: Length | None = None,
) -> Booking:
    """Keep a time, with everybody and everything the package needs, while the customer decides.

    A second hold under the same key takes the place of the first.
    """
    minutes = minutes or (package.duration_min if package else queries.DEFAULT_MIN)
    ask = ask_for(branch, package, starts_at, minutes, resources)
    must_be_possible(starts_at, ask.span.ends_at)
    must_be_open(branch, ask.span)
    if earlier := queries.hold_of(hold_key):
        give_up_hold(earlier)
    number = next_number("BK", branch.business_date)
    until = clock.now() + timedelta(minutes=queries.policy_of(branch).hold_min)

    def write(found: Proposal) -> Booking:
        return Booking.objects.create(
            number=number, branch=branch, package=package, minutes=minutes,
            starts_at=ask.span.starts_at, ends_at=ask.span.ends_at,
            state=Booking.State.HOLD, hold_until=until, hold_key=hold_key, user_id=by.user_id,
        )  # fmt: skip

    booking = take(ask, write)
    emit(
        events.BookingHeld(
            **facts_of(booking),
            hold_key=hold_key,
            starts_at=iso(booking.starts_at),
            hold_until=until.isoformat(),
        )
    )
    return booking


@command(
    permission="booking.book",
    title=gettext_lazy("Extend the hold"),
    icon="hourglass-high",
    available=lambda booking: booking.state == "hold" and not booking.is_hold_extended,
)
def extend_hold(*, by: Actor, booking: Booking) -> Booking:
    """Keep a held time as long again, once."""
    booking = lock(booking)
    must_be_held(booking)
    if booking.is_hold_extended:
        raise HoldExtended(
            _("This hold was extended before. Book the time now, or let it go."),
        )
    until = clock.now() + timedelta(minutes=queries.policy_of(booking.branch).hold_min)
    booking.hold_until, booking.is_hold_extended = until, True
    booking.save(update_fields=["hold_until", "is_hold_extended"])
    emit(
        events.BookingHeld(
            **facts_of(booking),
            hold_key=booking.hold_key,
            starts_at=iso(booking.starts_at),
            hold_until=until.isoformat(),
        )
    )
    return booking


@command(
    permission="booking.book",
    title=gettext_lazy("Release the hold"),
    icon="hourglass-empty",
    available=lambda booking: booking.state == "hold",
)
def release_hold(*, by: Actor, booking: Booking) -> Booking:
    """Give a held time back before it runs out."""
    booking = lock(booking)
    if booking.state != Booking.State.HOLD:
        raise IllegalMove(
            _("%(booking)s is no longer a hold. Cancel the booking instead.") % {"booking": booking}
        )
    give_up_hold(booking)
    return booking


@command(permission="booking.book", title=gettext_lazy("Release what has expired"))
def release_expired(*, by: Actor, limit: Annotated[int, Whole(min=1, max=1000)] = 200) -> None:
    """Free the times of holds that ran out and of bookings whose deposit did not come."""
    now = clock.now()
    for booking in queries.expired(now)[:limit]:
        expire(booking, now)


def give_up_hold(booking: Booking) -> None:
    """Only a command may: it announces the fact."""
    booking.move_to(
        Booking.State.CANCELLED, end_reason=_("The hold was given up."), finished_at=clock.now()
    )
    give_back(booking)
    emit(events.HoldReleased(**facts_of(booking)))


def must_be_held(booking: Booking) -> None:
    """E-HOLD: over is over, but the time may still be there."""
    is_held = booking.state == Booking.State.HOLD
    if is_held and booking.hold_until and booking.hold_until > clock.now():
        return
    if not is_held and booking.state != Booking.State.CANCELLED:
        raise IllegalMove(
            _("%(booking)s was booked already; there is nothing to hold.") % {"booking": booking}
        )
    raise hold_is_over(booking)


def hold_is_over(booking: Booking | None) -> HoldExpired:
    """The sentence of E-HOLD: whether the time is still there, or which are near it."""
    if booking is None or booking.starts_at is None:
        return HoldExpired(_("Your hold expired. Choose the time again."), field="hold_key")
    starts = _free_again(booking, booking.starts_at)
    if starts and starts[0] == booking.starts_at:
        return HoldExpired(
            _("Your hold expired. The time is still free: hold it again."),
            field="hold_key",
            options=[option_for(booking.starts_at)],
        )
    return HoldExpired(
        _("Your hold expired and the time has been taken. Choose another."),
        field="hold_key",
        options=[option_for(start) for start in starts],
    )


def _free_again(booking: Booking, start: datetime) -> Sequence[datetime]:
    day = timezone.localtime(start).date()
    offers = queries.slots_on(
        booking.branch, booking.package, day, minutes=booking.minutes, also=[start]
    )
    free = sorted((o.starts_at for o in offers if o.free), key=lambda s: abs(s - start))
    return free[:3]
