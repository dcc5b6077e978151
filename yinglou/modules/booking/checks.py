"""That nobody and nothing is in two places, found without looking at the claims that forbid it."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy

from yinglou.kernel import clock
from yinglou.kernel.checks import check

from .models import OCCUPYING, Assignment, Booking, Claim


@check(gettext_lazy("Nobody and nothing is in two places at the same time"))
def no_resource_in_two_places() -> Iterable[str]:
    """Compares the promises themselves, buffers included, by their times and seats."""
    other = Assignment.objects.filter(
        resource=OuterRef("resource"),
        seat=OuterRef("seat"),
        busy_from__lt=OuterRef("busy_until"),
        busy_until__gt=OuterRef("busy_from"),
        booking__state__in=OCCUPYING,
        pk__gt=OuterRef("pk"),
    )
    rows = Assignment.objects.filter(booking__state__in=OCCUPYING).filter(Exists(other))
    for row in rows.select_related("resource", "booking").order_by("pk").iterator():
        clash = (
            Assignment.objects.filter(
                resource=row.resource_id,
                seat=row.seat,
                busy_from__lt=row.busy_until,
                busy_until__gt=row.busy_from,
                booking__state__in=OCCUPYING,
                pk__gt=row.pk,
            )
            .select_related("booking")
            .order_by("pk")
            .first()
        )
        yield f"{row.resource} is promised to {row.booking} and to {clash and clash.booking}"


@check(gettext_lazy("No more promises at the same time than a resource has seats"))
def no_seat_beyond_capacity() -> Iterable[str]:
    rows = Assignment.objects.filter(
        booking__state__in=OCCUPYING, seat__gte=F("resource__capacity"), ends_at__gt=clock.now()
    )
    for row in rows.select_related("resource", "booking").order_by("pk").iterator():
        yield f"{row.booking} sits on seat {row.seat + 1} of {row.resource}, which has fewer"


@check(gettext_lazy("Every live booking holds its claims"))
def live_bookings_hold_their_claims() -> Iterable[str]:
    """As many claims as quarters of an hour, for whatever is not yet long over."""
    recent = clock.now() - timedelta(days=6)
    rows = Booking.objects.filter(state__in=OCCUPYING, ends_at__gt=recent)
    held = dict(
        Claim.objects.filter(booking__in=rows.values("pk"))
        .values_list("booking")
        .annotate(n=Count("pk"))
    )
    due: dict[int, tuple[str, int]] = {}
    assignments = Assignment.objects.filter(
        booking__in=rows.values("pk"), busy_from__gt=recent
    ).select_related("booking")
    for row in assignments.iterator():
        first = int(row.busy_from.timestamp()) // 900
        cells = -(-int(row.busy_until.timestamp()) // 900) - first
        number, so_far = due.get(row.booking_id, (row.booking.number, 0))
        due[row.booking_id] = (number, so_far + cells)
    for booking_id, (number, cells) in sorted(due.items()):
        if held.get(booking_id, 0) != cells:
            yield f"{number} holds {held.get(booking_id, 0)} claims, its promises need {cells}"


@check(gettext_lazy("Whoever gave a booking up holds nothing"))
def dead_bookings_hold_nothing() -> Iterable[str]:
    dead = Q(booking__state__in=[Booking.State.CANCELLED, Booking.State.NO_SHOW])
    rows = Claim.objects.filter(dead | Q(booking__starts_at=None))
    for number in (
        rows.values_list("booking__number", flat=True).distinct().order_by("booking__number")
    ):
        yield f"{number} is over but still holds claims"


@check(gettext_lazy("Every resource serves only bookings of its own store"))
def resources_serve_their_own_branch() -> Iterable[str]:
    rows = Assignment.objects.exclude(resource__branch=F("booking__branch"))
    for row in rows.select_related("resource", "booking").order_by("pk").iterator():
        yield f"{row.resource} of another store is promised to {row.booking}"
