"""What can be booked when: the reading behind every offer and every refusal."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.modules.booking.models import (
    OCCUPYING,
    WAITING,
    Assignment,
    BookableResource,
    Booking,
)
from yinglou.modules.booking.rules import (
    CELL_S,
    Choice,
    Holding,
    Means,
    Need,
    Proposal,
    Span,
    Window,
    day_capacity,
    day_taken,
    nearest,
    propose,
    starts_between,
)
from yinglou.modules.branches.models import Branch
from yinglou.modules.branches.queries import closure_on, openings_between
from yinglou.modules.catalog.models import Package
from yinglou.modules.staff.queries import duty_between, skill_names, skills_of

from .rows import needs_of, resources_of

DEFAULT_MIN = 60
NEAREST_DAYS = 14


@dataclass(frozen=True, slots=True)
class SlotOffer:
    """A start that is offered, or shown grey with the reasons why it cannot be had."""

    starts_at: datetime
    ends_at: datetime
    resources: tuple[Choice, ...]
    reason: str
    free: bool
    why: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """`0930`, for test ids and keys."""
        return f"{timezone.localtime(self.starts_at):%H%M}"

    @property
    def time(self) -> str:
        return f"{timezone.localtime(self.starts_at):%H:%M}"

    @property
    def resource_ids(self) -> list[int]:
        return [choice.means.id for choice in self.resources]


@dataclass(frozen=True, slots=True)
class DayLoad:
    """How full a day is: `taken` bookings of the `capacity` it can carry."""

    day: date
    taken: int
    capacity: int

    @property
    def is_closed(self) -> bool:
        return self.capacity == 0

    @property
    def is_full(self) -> bool:
        return self.taken >= self.capacity

    @property
    def eighths(self) -> int:
        """How full, for the bar: 0 to 8."""
        return min(8, -(-8 * self.taken // self.capacity)) if self.capacity else 8


def wishes_of(package: Package | None) -> list[Need]:
    """What a package needs, as the rules see it."""
    if package is None:
        return []
    rows = list(needs_of(package))
    names = skill_names() if any(row.skill_code for row in rows) else {}
    return [
        Need(
            kind=row.kind,
            kind_name=str(row.get_kind_display()),
            count=row.count,
            offset_min=row.offset_min,
            length_min=row.length_min,
            skill_code=row.skill_code,
            skill_name=names.get(row.skill_code, row.skill_code),
            min_level=row.min_level,
        )
        for row in rows
    ]


def means_of(
    resources: Sequence[BookableResource],
    first: date,
    last: date,
    *,
    leaving_out: int | None = None,
    buffers: bool = True,
) -> list[Means]:
    """Resources with their skills, duty and promises on a stretch of days: three statements.

    `leaving_out` is a booking that is being moved: its own promises are not in its way.
    Without `buffers` nothing is prepared or cleaned: for time that is only blocked.
    """
    employees = [r.employee_id for r in resources if r.employee_id]
    skills = skills_of(employees)
    duty = _duty(resources, employees, first, last)
    holdings = _holdings(resources, first, last, leaving_out)
    return [
        Means(
            id=resource.pk,
            name=resource.name,
            kind=resource.kind,
            before_min=resource.buffer_before_min if buffers else 0,
            after_min=resource.buffer_after_min if buffers else 0,
            capacity=resource.capacity,
            unavailable=_why_out(resource),
            unavailable_until=_out_until(resource),
            skills=skills.get(resource.employee_id or 0, {}),
            duty=duty.get(resource.employee_id) if resource.employee_id else None,
            holdings=holdings.get(resource.pk, []),
        )
        for resource in resources
    ]


def free_starts(
    branch: Branch,
    needs: Sequence[Need],
    resources: Sequence[BookableResource],
    wanted: datetime,
    minutes: int,
    chosen: Collection[int],
    leaving_out: int | None = None,
) -> list[datetime]:
    """The free starts nearest to a wanted one, within two weeks around it."""
    today, day = clock.today(), timezone.localtime(wanted).date()
    first, last = max(today, day - timedelta(days=7)), day + timedelta(days=NEAREST_DAYS)
    if first > last:
        return []
    openings = openings_between(branch, first, last)
    means = means_of(resources, first, last, leaving_out=leaving_out)
    return nearest(wanted, openings.values(), needs, means, minutes, chosen, clock.now())


def slots_on(
    branch: Branch,
    package: Package | None,
    day: date,
    actor: Actor | None = None,
    *,
    minutes: int | None = None,
    also: Iterable[datetime] = (),
) -> list[SlotOffer]:
    """The starts of a day, each with who would serve or why it cannot be had.

    Every half hour is looked at, and the quarters of an hour in `also` that somebody typed. The
    number of statements does not depend on how many people and places the branch has.
    """
    opening = openings_between(branch, day, day).get(day)
    if opening is None:
        return []
    minutes = minutes or (package.duration_min if package else DEFAULT_MIN)
    needs = wishes_of(package)
    resources = resources_of(branch, {need.kind for need in needs}) if needs else []
    means = means_of(resources, day, day)
    starts = {*starts_between(*opening, minutes), *also}
    return [_offer(start, opening, needs, means, minutes) for start in sorted(starts)]


def closed_why(branch: Branch, day: date) -> str:
    """Why a branch is closed on a day, as a sentence."""
    closure = closure_on(branch, day)
    say = {"branch": branch.name, "day": f"{day:%m-%d}", "why": closure.reason if closure else ""}
    if closure and closure.reason:
        return _("%(branch)s is closed on %(day)s (%(why)s)") % say
    return _("%(branch)s is closed on %(day)s") % say


def day_loads(branch: Branch, package: Package | None, days: Sequence[date]) -> list[DayLoad]:
    """How full each day of a calendar is, for one kind of shoot; a fixed number of statements."""
    if not days:
        return []
    first, last = min(days), max(days)
    openings = openings_between(branch, first, last)
    needs = wishes_of(package)
    resources = resources_of(branch, {need.kind for need in needs}) if needs else []
    means = means_of(resources, first, last)
    minutes = package.duration_min if package else DEFAULT_MIN
    undated = _counted_by_day(branch, first, last, only_fuzzy=bool(needs))
    today = clock.today()
    return [
        DayLoad(
            day,
            undated[day] + day_taken(needs, means, day, minutes),
            day_capacity(needs, means, openings.get(day), minutes) if day >= today else 0,
        )
        for day in days
    ]


def _offer(
    start: datetime,
    opening: Window,
    needs: Sequence[Need],
    means: Sequence[Means],
    minutes: int,
) -> SlotOffer:
    span = Span(start, start + timedelta(minutes=minutes))
    why: list[str] = []
    found = Proposal(start)
    if start.timestamp() + CELL_S <= clock.now().timestamp():
        why.append(_("this time has passed"))
    elif not span.is_within([opening]):
        why.append(_("open only %(hours)s") % {"hours": Span(*opening)})
    else:
        found = propose(needs, means, start, minutes)
        why = found.reasons
    reason = "；".join(choice.reason for choice in found.choices)
    return SlotOffer(start, span.ends_at, found.choices, reason, not why, tuple(why))


def _duty(
    resources: Sequence[BookableResource], employees: list[int], first: date, last: date
) -> Mapping[int, list[Window]]:
    """When people work; whoever has left works until that day."""
    found = duty_between(employees, first, last) if employees else {}
    for resource in resources:
        employee = resource.employee
        if employee is not None and employee.left_on is not None:
            end = clock.at(employee.left_on + timedelta(days=1))
            windows = found.get(employee.pk, [])
            found[employee.pk] = [(a, min(b, end)) for a, b in windows if a < end]
    return found


def _holdings(
    resources: Sequence[BookableResource], first: date, last: date, leaving_out: int | None
) -> dict[int, list[Holding]]:
    now = clock.now()
    before = max((r.buffer_before_min for r in resources), default=0)
    after = max((r.buffer_after_min for r in resources), default=0)
    rows = Assignment.objects.filter(
        resource__in=[resource.pk for resource in resources],
        busy_from__lt=clock.at(last + timedelta(days=1)) + timedelta(minutes=after),
        busy_until__gt=clock.at(first) - timedelta(minutes=before),
        booking__state__in=OCCUPYING,
    )
    found: dict[int, list[Holding]] = {}
    for row in rows.select_related("booking").order_by("starts_at", "pk"):
        if row.booking_id == leaving_out:
            continue
        until = row.booking.hold_until
        is_expired = row.booking.state in WAITING and until is not None and until <= now
        holding = Holding(
            row.booking_id,
            row.booking.number,
            Span(row.starts_at, row.ends_at),
            Span(row.busy_from, row.busy_until),
            row.seat,
            is_expired,
        )
        found.setdefault(row.resource_id, []).append(holding)
    return found


def _counted_by_day(branch: Branch, first: date, last: date, *, only_fuzzy: bool) -> Counter[date]:
    """Shoots of each day that take nobody's time yet; all of them if nothing is known to serve."""
    rows = Booking.objects.filter(branch=branch, kind=Booking.Kind.SHOOT, state__in=OCCUPYING)
    fuzzy = Q(fuzzy_day__range=(first, last))
    if only_fuzzy:
        rows = rows.filter(fuzzy)
    else:
        end = clock.at(last + timedelta(days=1))
        rows = rows.filter(fuzzy | Q(starts_at__gte=clock.at(first), starts_at__lt=end))
        rows = rows.exclude(state__in=WAITING, hold_until__lte=clock.now())
    return Counter(
        timezone.localtime(start).date() if start else day
        for start, day in rows.values_list("starts_at", "fuzzy_day")
    )


def _why_out(resource: BookableResource) -> str:
    if resource.retired_at is not None:
        return _("retired")
    if resource.out_of_service:
        return resource.out_of_service_why or _("under repair")
    return ""


def _out_until(resource: BookableResource) -> datetime | None:
    until = resource.out_of_service_until
    if until is None or resource.retired_at is not None:
        return None
    return clock.at(until + timedelta(days=1))
