"""The way to the rows of bookings and resources."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.modules.booking.models import (
    LIVE,
    TO_CONFIRM,
    WAITING,
    Assignment,
    BookableResource,
    Booking,
    BookingPolicy,
    PackageNeed,
)
from yinglou.modules.branches.models import Branch
from yinglou.modules.catalog.models import Package
from yinglou.modules.customers.models import Customer
from yinglou.modules.customers.queries import known_ids

HOLD_MIN, PAYMENT_WAIT_MIN = 10, 120


def bookings_seen_by(actor: Actor) -> QuerySet[Booking]:
    """Bookings of the actor's branches; with own reach, those the actor serves."""
    rows = Booking.objects.select_related("branch", "customer", "package__shoot_type")
    if actor.reach == "all":
        return rows
    if actor.reach == "own":
        mine = Assignment.objects.filter(
            booking=OuterRef("pk"), resource__employee__user_id=actor.user_id or 0
        )
        return rows.filter(Exists(mine))
    return rows.filter(branch_id__in=actor.branch_ids)


def resources_seen_by(actor: Actor) -> QuerySet[BookableResource]:
    """Resources of the actor's branches, retired ones too; `in_use` leaves them out."""
    rows = BookableResource.objects.select_related("branch", "employee")
    if actor.reach == "all":
        return rows
    return rows.filter(branch_id__in=actor.branch_ids)


def in_use(rows: QuerySet[Any], actor: Actor | None = None) -> QuerySet[Any]:
    return rows.filter(retired_at=None)


def resources_of(branch: Branch, kinds: Iterable[str] | None = None) -> list[BookableResource]:
    """What a branch can promise, in the order of the board."""
    rows = BookableResource.objects.filter(branch=branch, retired_at=None)
    if kinds is not None:
        rows = rows.filter(kind__in=list(kinds))
    return list(rows.select_related("employee").order_by("pk"))


def candidates_for(
    branch: Branch, kinds: Iterable[str], chosen: Iterable[BookableResource]
) -> list[BookableResource]:
    """Everything of some kinds, and those asked for by name as they are now; one statement."""
    usable = Q(kind__in=list(kinds), retired_at=None)
    named = Q(pk__in=[resource.pk for resource in chosen])
    rows = BookableResource.objects.filter(usable | named, branch=branch)
    return list(rows.select_related("employee").order_by("pk"))


def needs_of(package: Package) -> QuerySet[PackageNeed]:
    return PackageNeed.objects.filter(package=package)


def policy_of(branch: Branch) -> BookingPolicy:
    """How long the branch waits; the usual times if it set none."""
    found = BookingPolicy.objects.filter(branch=branch).first()
    return found or BookingPolicy(
        branch=branch, hold_min=HOLD_MIN, payment_wait_min=PAYMENT_WAIT_MIN
    )


def policies_seen_by(actor: Actor) -> QuerySet[BookingPolicy]:
    rows = BookingPolicy.objects.select_related("branch")
    return rows if actor.reach == "all" else rows.filter(branch_id__in=actor.branch_ids)


def hold_of(hold_key: str) -> Booking | None:
    """The hold behind the key of a form, if it was neither booked nor given up."""
    if not hold_key:
        return None
    rows = Booking.objects.select_related("branch", "package__shoot_type")
    return rows.filter(hold_key=hold_key, state=Booking.State.HOLD).first()


def bookings_of(subject: str) -> QuerySet[Booking]:
    """The bookings made for a document of another module, the latest first."""
    rows = Booking.objects.filter(subject=subject).select_related(
        "branch", "customer", "package__shoot_type"
    )
    return rows.exclude(state=Booking.State.HOLD).order_by("-pk")


def live_booking_of(subject: str, kind: str = Booking.Kind.SHOOT) -> Booking | None:
    """The booking of a kind that stands for a document, if there is one."""
    return bookings_of(subject).filter(kind=kind, state__in=LIVE).first()


def waits_for_money(subject: str) -> bool:
    """Whether a time is kept for a document and is not firm yet."""
    return Booking.objects.filter(subject=subject, state__in=TO_CONFIRM).exists()


def bookings_of_customer(customer: Customer) -> QuerySet[Booking]:
    """A customer's bookings, those of records merged into it among them, the latest first."""
    rows = Booking.objects.filter(customer_id__in=known_ids(customer)).select_related(
        "package", "branch"
    )
    return rows.exclude(state=Booking.State.HOLD).order_by("-starts_at", "-pk")


def crew_of(booking: Booking) -> list[Assignment]:
    """Who and what is promised to a booking, people first."""
    rows = Assignment.objects.filter(booking=booking).select_related("resource__employee")
    return sorted(rows, key=lambda a: (a.resource.employee_id is None, a.starts_at, a.pk))


def expired(now: datetime) -> QuerySet[Booking]:
    """Holds that ran out, and bookings whose deposit did not come in time."""
    rows = Booking.objects.filter(state__in=WAITING, hold_until__lte=now)
    return rows.order_by("hold_until", "pk")


def schedule_of(actor: Actor, day: date, days: int = 1) -> list[Assignment]:
    """The signed-in employee's jobs on a stretch of days, in order of time."""
    rows = Assignment.objects.filter(
        resource__employee__user_id=actor.user_id or 0,
        starts_at__gte=clock.at(day),
        starts_at__lt=clock.at(day + timedelta(days=days)),
    ).exclude(booking__state__in=[Booking.State.CANCELLED, Booking.State.HOLD])
    related = rows.select_related(
        "resource", "booking__customer", "booking__package__shoot_type", "booking__branch"
    )
    return list(related.order_by("starts_at", "pk"))


def next_job_of(actor: Actor, after: date) -> Assignment | None:
    """The first job after a day, to say when there is something again."""
    rows = Assignment.objects.filter(
        resource__employee__user_id=actor.user_id or 0,
        starts_at__gte=clock.at(after + timedelta(days=1)),
        booking__state__in=LIVE,
    )
    return rows.select_related("booking").order_by("starts_at").first()


def crews_of(booking_ids: Iterable[int]) -> dict[int, list[Assignment]]:
    """The crews of several bookings; one statement."""
    found: dict[int, list[Assignment]] = {}
    rows = Assignment.objects.filter(booking_id__in=list(booking_ids))
    for row in rows.select_related("resource").order_by("resource__kind", "pk"):
        found.setdefault(row.booking_id, []).append(row)
    return found


def day_sheet(actor: Actor, branch: Branch, day: date) -> list[Booking]:
    """Everything of a day in order of time, fuzzy times last: what is printed each morning."""
    that_day = Q(starts_at__gte=clock.at(day), starts_at__lt=clock.at(day + timedelta(days=1)))
    rows = bookings_seen_by(actor).filter(that_day | Q(fuzzy_day=day), branch=branch)
    rows = rows.exclude(state__in=[Booking.State.CANCELLED, Booking.State.HOLD])
    return sorted(rows, key=lambda b: (b.starts_at is None, b.starts_at or b.booked_at, b.pk))


def ended_hold(hold_key: str) -> Booking | None:
    """The last hold under a key that ran out or was given up, to say what became of its time."""
    rows = Booking.objects.select_related("branch", "package")
    return rows.filter(hold_key=hold_key, state=Booking.State.CANCELLED).order_by("-pk").first()


def promises_of(resource: BookableResource, first: date, last: date) -> list[Assignment]:
    """What a resource is promised to on a stretch of days."""
    rows = Assignment.objects.filter(
        resource=resource,
        starts_at__gte=clock.at(first),
        starts_at__lt=clock.at(last + timedelta(days=1)),
        booking__state__in=LIVE,
    )
    return list(rows.select_related("booking__customer", "booking__package").order_by("starts_at"))
