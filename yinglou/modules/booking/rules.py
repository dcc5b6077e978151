"""Who is free when, and who is proposed: decided from values, without rows or a clock."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from yinglou.kernel.money import half_up

CELL_S = 15 * 60
STEP_MIN = 30
OPTIONS_MAX = 3
Window = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of time, its end not included."""

    starts_at: datetime
    ends_at: datetime

    def overlaps(self, other: "Span") -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def widened(self, before_min: int, after_min: int) -> "Span":
        return Span(
            self.starts_at - timedelta(minutes=before_min),
            self.ends_at + timedelta(minutes=after_min),
        )

    def cells(self) -> range:
        """The quarters of an hour it touches."""
        first = int(self.starts_at.timestamp()) // CELL_S
        return range(first, -(-int(self.ends_at.timestamp()) // CELL_S))

    def is_within(self, windows: Iterable[Window]) -> bool:
        return any(begins <= self.starts_at and self.ends_at <= ends for begins, ends in windows)

    def __str__(self) -> str:
        start, end = timezone.localtime(self.starts_at), timezone.localtime(self.ends_at)
        return f"{start:%H:%M}–{end:%H:%M}"


@dataclass(frozen=True, slots=True)
class Need:
    """A part of a booking that somebody or something must serve; `length_min` 0: to its end."""

    kind: str
    kind_name: str = ""
    count: int = 1
    offset_min: int = 0
    length_min: int = 0
    skill_code: str = ""
    skill_name: str = ""
    min_level: int = 1

    def span(self, start: datetime, minutes: int) -> Span:
        begins = start + timedelta(minutes=min(self.offset_min, minutes - 1))
        ends = start + timedelta(minutes=minutes)
        if self.length_min:
            ends = min(ends, begins + timedelta(minutes=self.length_min))
        return Span(begins, ends)


@dataclass(frozen=True, slots=True)
class Holding:
    """A seat of a resource that is promised: for which booking, when, with which buffers."""

    booking_id: int
    number: str
    span: Span
    busy: Span
    seat: int = 0
    is_expired: bool = False  # a hold that ran out: it stands in nobody's way


@dataclass(slots=True)
class Means:
    """A resource as the rules see it: what it can do, when it works, what it promised."""

    id: int
    name: str
    kind: str
    before_min: int = 0
    after_min: int = 0
    capacity: int = 1
    unavailable: str = ""
    unavailable_until: datetime | None = None
    skills: Mapping[str, int] = field(default_factory=dict)
    duty: Sequence[Window] | None = None  # None: at any time
    holdings: list[Holding] = field(default_factory=list)

    def busy(self, span: Span) -> Span:
        return span.widened(self.before_min, self.after_min)

    def in_the_way(self, span: Span, seat: int) -> Holding | None:
        """What keeps a seat from serving a stretch of time, buffers included."""
        cells = self.busy(span).cells()
        for held in self.holdings:
            theirs = held.busy.cells()
            touches = cells.start < theirs.stop and theirs.start < cells.stop
            if held.seat == seat and not held.is_expired and touches:
                return held
        return None

    def free_seat(self, span: Span) -> int | None:
        seats = range(self.capacity)
        return next((seat for seat in seats if self.in_the_way(span, seat) is None), None)

    def load(self, span: Span) -> int:
        """How many promises it has on the day of a stretch of time."""
        day = timezone.localtime(span.starts_at).date()
        return sum(
            timezone.localtime(held.span.starts_at).date() == day
            for held in self.holdings
            if not held.is_expired
        )


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a resource cannot serve; `code` is taken, cleaning, off_shift, lacks_skill,
    out_of_service or missing."""

    code: str
    text: str
    resource_id: int | None = None
    booking_id: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A resource that serves a part of a booking."""

    means: Means
    need: Need
    span: Span
    seat: int
    chosen: bool = False

    @property
    def reason(self) -> str:
        """`周航: Photography level 5, 1 booking that day`"""
        load = self.means.load(self.span)
        day = _("%(n)s booked that day") % {"n": load}
        if not self.need.skill_code:
            return _("%(name)s: free, %(day)s") % {"name": self.means.name, "day": day}
        return _("%(name)s: %(skill)s level %(level)s, %(day)s") % {
            "name": self.means.name,
            "skill": self.need.skill_name,
            "level": self.means.skills.get(self.need.skill_code, 0),
            "day": day,
        }


@dataclass(frozen=True, slots=True)
class Proposal:
    """Who serves what at a start; with obstacles it cannot be booked."""

    starts_at: datetime
    choices: tuple[Choice, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()

    @property
    def is_possible(self) -> bool:
        return not self.obstacles

    @property
    def reasons(self) -> list[str]:
        return list(dict.fromkeys(obstacle.text for obstacle in self.obstacles))


def obstacle(means: Means, span: Span, need: Need) -> Obstacle | None:
    """The first reason why a resource cannot serve, in the words of the desk."""
    say = {"name": means.name, "time": span}
    if means.unavailable and _still_out(means, span):
        text = _("%(name)s is out of service: %(why)s") % {**say, "why": means.unavailable}
        return Obstacle("out_of_service", text, means.id)
    if means.duty is not None and not span.is_within(means.duty):
        return Obstacle("off_shift", _off_shift(means, span), means.id)
    level = means.skills.get(need.skill_code, 0)
    if need.skill_code and level < need.min_level:
        return Obstacle("lacks_skill", _lacks_skill(means, need, level), means.id)
    if means.free_seat(span) is None:
        return _occupied(means, span)
    return None


def propose(
    needs: Sequence[Need],
    means: Sequence[Means],
    start: datetime,
    minutes: int,
    chosen: Collection[int] = (),
) -> Proposal:
    """Serve each need: by those asked for by name, then by the least loaded who can."""
    table = _Table(means, start, minutes, frozenset(chosen))
    for need in needs:
        table.serve(need)
    for named in [m for m in means if m.id in chosen and m.id not in table.used]:
        need = next((n for n in needs if n.kind == named.kind), Need(named.kind))
        table.seat(named, need)
    return Proposal(start, tuple(table.choices), tuple(table.obstacles))


@dataclass(slots=True)
class _Table:
    """A proposal in the making: who was chosen so far, and what stood in the way."""

    means: Sequence[Means]
    start: datetime
    minutes: int
    chosen: frozenset[int]
    used: set[int] = field(default_factory=set)
    choices: list[Choice] = field(default_factory=list)
    obstacles: list[Obstacle] = field(default_factory=list)

    def serve(self, need: Need) -> None:
        """So many as are needed; who was asked for by name is not replaced in silence."""
        span, served, trouble = need.span(self.start, self.minutes), 0, []
        for candidate in _ranked(self.means, need, span, self.chosen, self.used):
            if served == need.count:
                return
            found = obstacle(candidate, span, need)
            if found is not None and candidate.id not in self.chosen:
                trouble.append(found)
                continue
            self.seat(candidate, need)
            served += 1
        if served < need.count:
            self.obstacles += _nobody(need, trouble)

    def seat(self, candidate: Means, need: Need) -> None:
        span = need.span(self.start, self.minutes)
        self.used.add(candidate.id)
        found = obstacle(candidate, span, need)
        if found is not None:
            self.obstacles.append(found)
            return
        seat = candidate.free_seat(span) or 0
        named = candidate.id in self.chosen
        self.choices.append(Choice(candidate, need, span, seat, named))


def starts_between(opens: datetime, closes: datetime, minutes: int) -> list[datetime]:
    """Where a booking may begin within opening hours: every half hour."""
    step = timedelta(minutes=STEP_MIN)
    first = int(opens.timestamp())
    aligned = opens + timedelta(seconds=-first % step.total_seconds())
    count = int((closes - timedelta(minutes=minutes) - aligned) / step) + 1
    return [aligned + step * n for n in range(max(0, count))]


def nearest(
    wanted: datetime,
    openings: Iterable[Window],
    needs: Sequence[Need],
    means: Sequence[Means],
    minutes: int,
    chosen: Collection[int],
    not_before: datetime,
) -> list[datetime]:
    """The starts nearest to the wanted one at which everything is free."""
    found: list[datetime] = []
    starts = [s for window in openings for s in starts_between(*window, minutes)]
    for start in sorted(starts, key=lambda s: (abs(s - wanted), s)):
        if start < not_before or start == wanted:
            continue
        if propose(needs, means, start, minutes, chosen).is_possible:
            found.append(start)
        if len(found) == OPTIONS_MAX:
            break
    return found


def day_capacity(
    needs: Sequence[Need], means: Sequence[Means], opening: Window | None, minutes: int
) -> int:
    """How many such bookings a day can carry: what the scarcest kind allows."""
    if opening is None:
        return 0
    limits = []
    for need in needs:
        length = min(need.length_min or minutes, minutes)
        turns = sum(_turns(m, need, opening, length) for m in means if m.kind == need.kind)
        limits.append(turns // need.count)
    whole = int((opening[1] - opening[0]).total_seconds() // 60)
    return min(limits) if limits else whole // minutes


def day_taken(needs: Sequence[Need], means: Sequence[Means], day: date, minutes: int) -> int:
    """How many such bookings the promises of a day amount to: what the fullest kind says.

    Four passport photos of half an hour take as much of a photographer as half a wedding.
    """
    found = [0]
    for need in needs:
        length = min(need.length_min or minutes, minutes)
        spent = sum(
            int((held.span.ends_at - held.span.starts_at).total_seconds() // 60)
            for one in means
            if one.kind == need.kind
            for held in one.holdings
            if not held.is_expired and timezone.localtime(held.span.starts_at).date() == day
        )
        found.append(half_up(spent, length * need.count))
    return max(found)


def is_on_the_quarter(moment: datetime) -> bool:
    return moment.timestamp() % CELL_S == 0


def _turns(means: Means, need: Need, opening: Window, length: int) -> int:
    """How many such stretches fit into the hours a resource works on a day."""
    if means.unavailable and _still_out(means, Span(*opening)):
        return 0
    if need.skill_code and means.skills.get(need.skill_code, 0) < need.min_level:
        return 0
    windows = [opening] if means.duty is None else means.duty
    turn = length + means.before_min + means.after_min
    minutes = [
        (min(ends, opening[1]) - max(begins, opening[0])).total_seconds() // 60
        + means.before_min + means.after_min  # preparing may begin before the doors open
        for begins, ends in windows
        if begins < opening[1] and opening[0] < ends
    ]  # fmt: skip
    return means.capacity * sum(int(m // turn) for m in minutes)


def _ranked(
    means: Sequence[Means], need: Need, span: Span, chosen: Collection[int], used: set[int]
) -> list[Means]:
    fitting = [m for m in means if m.kind == need.kind and m.id not in used]
    return sorted(
        fitting,
        key=lambda m: (
            m.id not in chosen, m.load(span), -m.skills.get(need.skill_code, 0), m.id,
        ),
    )  # fmt: skip


def _still_out(means: Means, span: Span) -> bool:
    return means.unavailable_until is None or span.starts_at < means.unavailable_until


def _off_shift(means: Means, span: Span) -> str:
    say = {"name": means.name, "time": span}
    day = timezone.localtime(span.starts_at).date()
    hours = [
        Span(*window) for window in means.duty or () if timezone.localtime(window[0]).date() == day
    ]
    if not hours:
        return _("%(name)s is not on duty that day") % say
    worked = "、".join(str(window) for window in hours)
    return _("%(name)s is not on duty at %(time)s (works %(hours)s)") % {**say, "hours": worked}


def _lacks_skill(means: Means, need: Need, level: int) -> str:
    say = {"name": means.name, "skill": need.skill_name, "need": need.min_level, "level": level}
    if not level:
        return _("%(name)s lacks the skill %(skill)s") % say
    return _("%(name)s has %(skill)s at level %(level)s, level %(need)s is needed") % say


def _occupied(means: Means, span: Span) -> Obstacle:
    held = next(h for seat in range(means.capacity) if (h := means.in_the_way(span, seat)))
    say = {"name": means.name, "number": held.number, "time": held.span, "busy": held.busy}
    if held.span.overlaps(span):
        text = _("%(name)s already has %(number)s at %(time)s") % say
        return Obstacle("taken", text, means.id, held.booking_id)
    until = timezone.localtime(held.busy.ends_at)
    say["until"] = f"{until:%m-%d %H:%M}"
    if means.kind == "gown" and held.span.ends_at <= span.starts_at:
        text = _("%(name)s is in cleaning after %(number)s until %(until)s") % say
    else:
        text = _("%(name)s is being made ready around %(number)s (%(busy)s)") % say
    return Obstacle("cleaning", text, means.id, held.booking_id)


def _nobody(need: Need, trouble: list[Obstacle]) -> list[Obstacle]:
    """Everybody's reason; or that there is none of the kind at all."""
    if trouble:
        return sorted(trouble, key=lambda found: found.code not in ("taken", "cleaning"))[:4]
    text = _("this store has no %(kind)s that could serve") % {"kind": need.kind_name or need.kind}
    return [Obstacle("missing", text)]


def merged_minutes(windows: Iterable[Window], within: Window) -> int:
    """How many minutes of a window are covered, what overlaps counted once."""
    total, reached = 0, within[0]
    for begins, ends in sorted(windows):
        begins, ends = max(begins, reached), min(ends, within[1])
        if begins < ends:
            total += int((ends - begins).total_seconds() // 60)
            reached = ends
    return total
