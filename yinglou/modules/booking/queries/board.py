"""The booking board: one day, or a week, of everything that can be promised."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.states import Badge, badge_of
from yinglou.modules.booking.models import (
    OCCUPYING,
    PEOPLE,
    Assignment,
    BookableResource,
    Booking,
    ResourceKind,
)
from yinglou.modules.booking.rules import Means, Need, Span, Window, merged_minutes, obstacle
from yinglou.modules.branches.models import Branch
from yinglou.modules.branches.queries import openings_between

from .offers import closed_why, means_of
from .rows import bookings_seen_by, resources_of

COLUMN_MIN = 15
USUAL_HOURS = (9, 18)
BLOCKED_TONE = "blocked"
_UNSURE = (Booking.State.HOLD, Booking.State.AWAITING_PAYMENT, Booking.State.PENDING)


@dataclass(frozen=True, slots=True)
class Block:
    """A promise on the board: its row, its columns, how it is drawn."""

    booking: Booking
    resource_id: int
    span: Span
    first_column: int  # from 1, as a grid counts
    last_column: int  # where it ends, not included
    tail_column: int  # where its buffer ends, not included
    lane: int
    tone: str
    badge: Badge
    is_unsure: bool
    is_chosen: bool
    is_lead: bool  # the first of the booking's blocks: the one that is dragged and asked for
    conflict: str = ""

    @property
    def columns(self) -> int:
        return self.last_column - self.first_column

    @property
    def tail(self) -> int:
        return self.tail_column - self.last_column

    @property
    def kind_name(self) -> str:
        return str(self.booking.get_kind_display())


@dataclass(slots=True)
class Row:
    """A resource on the board with its promises of the day."""

    resource: BookableResource
    day: date
    blocks: list[Block] = field(default_factory=list)
    off: list[tuple[int, int]] = field(default_factory=list)  # hatched columns: from, to
    why_off: str = ""

    @property
    def count(self) -> int:
        return len({block.booking.pk for block in self.blocks if block.tone != BLOCKED_TONE})

    @property
    def lanes(self) -> int:
        return max((block.lane for block in self.blocks), default=0) + 1


@dataclass(slots=True)
class Group:
    """The resources of a kind."""

    kind: str
    label: str
    rows: list[Row] = field(default_factory=list)
    used_percent: int = 0


@dataclass(slots=True)
class Conflict:
    """Something on the board that cannot happen as it is planned."""

    booking: Booking
    text: str


@dataclass(slots=True)
class Board:
    """A day of a branch as the board shows it."""

    branch: Branch
    day: date
    opening: Window | None
    closed_why: str
    first_hour: int
    last_hour: int
    groups: list[Group] = field(default_factory=list)
    tray: list[Booking] = field(default_factory=list)
    loose: list[Booking] = field(default_factory=list)  # timed, but on no resource
    conflicts: list[Conflict] = field(default_factory=list)
    legend: list[tuple[str, str]] = field(default_factory=list)  # tone, name
    counts: Counter[str] = field(default_factory=Counter)
    now_column: int = 0  # 0: now is not on the board

    @property
    def columns(self) -> int:
        return (self.last_hour - self.first_hour) * 60 // COLUMN_MIN

    @property
    def hours(self) -> list[tuple[int, str]]:
        """The column at which each hour begins, and how it is written."""
        per_hour = 60 // COLUMN_MIN
        return [
            ((hour - self.first_hour) * per_hour + 1, f"{hour:02}:00")
            for hour in range(self.first_hour, self.last_hour)
        ]

    @property
    def slots(self) -> list[tuple[int, str]]:
        """Every half hour: its column and its time."""
        return [
            (half * 2 + 1, f"{self.first_hour + half // 2:02}:{30 * (half % 2):02}")
            for half in range((self.last_hour - self.first_hour) * 2)
        ]

    @property
    def is_empty(self) -> bool:
        return not self.counts and not self.tray

    def column_of(self, moment: datetime) -> int:
        start = clock.at(self.day, self.first_hour)
        column = int((moment - start).total_seconds() // 60 // COLUMN_MIN) + 1
        return max(1, min(column, self.columns + 1))


def board_of(
    actor: Actor, branch: Branch, day: date, kinds: Sequence[str] = (), days: int = 1
) -> list[Board]:
    """The boards of a day, or of several; a fixed number of statements for all of them."""
    last = day + timedelta(days=days - 1)
    resources = resources_of(branch, kinds or None)
    openings = openings_between(branch, day, last)
    means = {m.id: m for m in means_of(resources, day, last)}
    rows = _assignments(actor, branch, resources, day, last)
    timed, fuzzy = _bookings(actor, branch, day, last)
    return [
        _board(branch, day + timedelta(days=n), openings, resources, means, rows, timed, fuzzy)
        for n in range(days)
    ]


def _assignments(
    actor: Actor, branch: Branch, resources: Sequence[BookableResource], first: date, last: date
) -> list[Assignment]:
    rows = Assignment.objects.filter(
        resource__in=[resource.pk for resource in resources],
        starts_at__lt=clock.at(last + timedelta(days=1)),
        ends_at__gt=clock.at(first),
        booking__state__in=OCCUPYING,
    )
    if actor.reach == "own":
        rows = rows.filter(booking__in=bookings_seen_by(actor).values("pk"))
    related = rows.select_related("booking__customer", "booking__package__shoot_type")
    found = related.order_by("starts_at", "pk")
    now = clock.now()
    return [row for row in found if not _is_over(row.booking, now)]


def _bookings(
    actor: Actor, branch: Branch, first: date, last: date
) -> tuple[list[Booking], list[Booking]]:
    """Those with a time, and those of which only the day is agreed; one statement."""
    timed = Q(starts_at__gte=clock.at(first), starts_at__lt=clock.at(last + timedelta(days=1)))
    rows = bookings_seen_by(actor).filter(
        timed | Q(fuzzy_day__range=(first, last)), branch=branch, state__in=OCCUPYING
    )
    now = clock.now()
    found = [row for row in rows.order_by("starts_at", "pk") if not _is_over(row, now)]
    return [row for row in found if row.starts_at], [row for row in found if not row.starts_at]


def _is_over(booking: Booking, now: datetime) -> bool:
    return (
        booking.state in (Booking.State.HOLD, Booking.State.AWAITING_PAYMENT)
        and booking.hold_until is not None
        and booking.hold_until <= now
    )


def _board(
    branch: Branch,
    day: date,
    openings: dict[date, Window],
    resources: Sequence[BookableResource],
    means: dict[int, Means],
    rows: Sequence[Assignment],
    timed: Sequence[Booking],
    fuzzy: Sequence[Booking],
) -> Board:
    opening = openings.get(day)
    today = [row for row in rows if _touches(row, day)]
    first, last = _hours(opening, today, day)
    why = "" if opening else closed_why(branch, day)
    board = Board(branch, day, opening, why, first, last)
    lines = {resource.pk: Row(resource, day) for resource in resources}
    leads = {row.booking_id: row.pk for row in sorted(today, key=lambda row: -row.pk)}
    for row in today:
        line = lines[row.resource_id]
        lead = leads[row.booking_id] == row.pk
        block = _block(board, row, means[row.resource_id], is_lead=lead)
        line.blocks.append(block)
        if block.conflict:
            board.conflicts.append(Conflict(row.booking, block.conflict))
    for key, line in lines.items():
        _hatch(board, line, means[key])
    board.groups = _groups(lines.values(), means, opening)
    that_day = [b for b in timed if b.starts_at and _day(b.starts_at) == day]
    placed = {row.booking_id for row in today}
    board.loose = [b for b in that_day if b.pk not in placed]
    board.tray = [b for b in fuzzy if b.fuzzy_day == day]
    board.counts = Counter(b.state for b in that_day if b.kind != Booking.Kind.BLOCKED)
    board.legend = _legend(today)
    now = clock.now()
    if clock.at(day, first) <= now < clock.at(day, last):
        board.now_column = board.column_of(now)
    return board


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


def _touches(row: Assignment, day: date) -> bool:
    return row.starts_at < clock.at(day + timedelta(days=1)) and row.ends_at > clock.at(day)


def _hours(opening: Window | None, rows: Sequence[Assignment], day: date) -> tuple[int, int]:
    """From the full hour before the first thing of the day to the full hour after the last."""
    begins, ends = [clock.at(day, USUAL_HOURS[0])], [clock.at(day, USUAL_HOURS[1])]
    if opening:
        begins, ends = [opening[0]], [opening[1]]
    begins += [max(row.starts_at, clock.at(day)) for row in rows]
    ends += [min(row.ends_at, clock.at(day + timedelta(days=1))) for row in rows]
    first = timezone.localtime(min(begins)).hour
    minutes = (max(ends) - clock.at(day)).total_seconds() // 60
    return first, min(24, -(-int(minutes) // 60))


def _block(board: Board, row: Assignment, means: Means, *, is_lead: bool) -> Block:
    booking = row.booking
    if booking.kind == Booking.Kind.BLOCKED:
        tone = BLOCKED_TONE
    elif booking.package is not None:
        tone = booking.package.shoot_type.tone
    else:
        tone = "azure"
    return Block(
        booking=booking,
        resource_id=row.resource_id,
        span=Span(row.starts_at, row.ends_at),
        first_column=board.column_of(row.starts_at),
        last_column=max(
            board.column_of(row.ends_at + timedelta(minutes=COLUMN_MIN - 1)),
            board.column_of(row.starts_at) + 1,
        ),
        tail_column=board.column_of(row.busy_until + timedelta(minutes=COLUMN_MIN - 1)),
        lane=row.seat,
        tone=tone,
        badge=badge_of(booking),
        is_unsure=booking.state in _UNSURE,
        is_chosen=row.chosen,
        is_lead=is_lead,
        conflict=_conflict(board, row, means),
    )


def _conflict(board: Board, row: Assignment, means: Means) -> str:
    """Why a promise cannot be kept as things stand now: off shift, under repair, closed."""
    booking = row.booking
    if booking.kind == Booking.Kind.BLOCKED or booking.state == Booking.State.DONE:
        return ""
    span = Span(row.starts_at, row.ends_at)
    if board.opening is None:
        return board.closed_why
    need = Need(means.kind, skill_code=row.skill_code, min_level=row.min_level)
    others = [held for held in means.holdings if held.booking_id != row.booking_id]
    alone = Means(
        means.id, means.name, means.kind, means.before_min, means.after_min, means.capacity,
        means.unavailable, means.unavailable_until, means.skills, means.duty, others,
    )  # fmt: skip
    found = obstacle(alone, span, need)
    return found.text if found else ""


def _hatch(board: Board, line: Row, means: Means) -> None:
    """The columns at which a resource cannot be booked anyway."""
    whole = (1, board.columns + 1)
    if board.opening is None:
        line.off, line.why_off = [whole], board.closed_why
        return
    if means.unavailable and (
        means.unavailable_until is None or clock.at(board.day) < means.unavailable_until
    ):
        line.off, line.why_off = [whole], _("Out of service: %(why)s") % {"why": means.unavailable}
        return
    windows = [board.opening]
    if means.duty is not None:
        windows = [
            (max(a, board.opening[0]), min(b, board.opening[1]))
            for a, b in means.duty
            if a < board.opening[1] and b > board.opening[0]
        ]
        line.why_off = "" if windows else _("Off duty")
    reached = 1
    for begins, ends in windows:
        if board.column_of(begins) > reached:
            line.off.append((reached, board.column_of(begins)))
        reached = board.column_of(ends)
    if reached < whole[1]:
        line.off.append((reached, whole[1]))


def _groups(lines: Iterable[Row], means: dict[int, Means], opening: Window | None) -> list[Group]:
    groups = {kind.value: Group(kind.value, str(kind.label)) for kind in ResourceKind}
    for line in lines:
        groups[line.resource.kind].rows.append(line)
    found = [group for group in groups.values() if group.rows]
    for group in found:
        group.used_percent = _used(group, means, opening)
    return sorted(found, key=lambda group: (group.kind not in PEOPLE, _order(group.kind)))


def _order(kind: str) -> int:
    return list(ResourceKind.values).index(kind)


def _used(group: Group, means: dict[int, Means], opening: Window | None) -> int:
    """How much of the time they are there is promised, in percent."""
    if opening is None:
        return 0
    there = busy = 0
    for line in group.rows:
        duty = means[line.resource.pk].duty
        there += merged_minutes([opening] if duty is None else duty, opening)
        spans = [(block.span.starts_at, block.span.ends_at) for block in line.blocks]
        busy += merged_minutes(spans, opening)
    return min(100, (100 * busy + there // 2) // there) if there else 0


def _legend(rows: Sequence[Assignment]) -> list[tuple[str, str]]:
    found: dict[str, str] = {}
    for row in rows:
        package = row.booking.package
        if package is not None:
            found.setdefault(package.shoot_type.tone, package.shoot_type.name)
        elif row.booking.kind == Booking.Kind.BLOCKED:
            found.setdefault(BLOCKED_TONE, str(Booking.Kind.BLOCKED.label))
        else:
            found.setdefault("azure", str(_("Appointment without a shoot")))
    return list(found.items())
