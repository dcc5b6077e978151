"""What would happen if a booking were moved: looked at before anything is changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from yinglou.kernel import clock
from yinglou.modules.booking.models import Assignment, BookableResource, Booking
from yinglou.modules.booking.rules import (
    CELL_S,
    Need,
    Proposal,
    Span,
    is_on_the_quarter,
    propose,
)
from yinglou.modules.branches.queries import openings_between

from .offers import closed_why, free_starts, means_of, wishes_of
from .rows import candidates_for, crew_of


@dataclass(frozen=True, slots=True)
class TrialLine:
    """One of the crew at the new time: free, or why not."""

    name: str
    kind_name: str
    is_free: bool
    text: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A start near the wanted one at which everybody is free."""

    starts_at: datetime

    @property
    def value(self) -> str:
        return f"{timezone.localtime(self.starts_at):%Y-%m-%dT%H:%M}"

    @property
    def label(self) -> str:
        return f"{timezone.localtime(self.starts_at):%m-%d %H:%M}"


@dataclass(frozen=True, slots=True)
class Trial:
    """The answer to “what if it were then?”."""

    booking: Booking
    span: Span
    lines: tuple[TrialLine, ...]
    problems: tuple[str, ...]
    suggestions: tuple[Suggestion, ...]

    @property
    def is_possible(self) -> bool:
        return not self.problems

    @property
    def when(self) -> str:
        return f"{timezone.localtime(self.span.starts_at):%m-%d} {self.span}"


def needs_again(booking: Booking, crew: Sequence[Assignment]) -> list[Need]:
    """What was served until now, to be served again; for a fuzzy time what the package needs."""
    wishes = wishes_of(booking.package) if booking.kind == Booking.Kind.SHOOT else []
    if not crew:
        return wishes
    named = {wish.skill_code: wish.skill_name for wish in wishes}
    return [
        Need(
            kind=row.resource.kind,
            kind_name=str(row.resource.get_kind_display()),
            offset_min=row.offset_min,
            length_min=row.length_min,
            skill_code=row.skill_code,
            skill_name=named.get(row.skill_code, row.skill_code),
            min_level=row.min_level,
        )
        for row in crew
    ]


def reasons_of(booking: Booking, crew: Sequence[Assignment]) -> list[str]:
    """Why these people and places: `周航：摄影 5 级，当日 1 单`."""
    if booking.starts_at is None:
        return []
    needs = needs_again(booking, crew)
    day = timezone.localtime(booking.starts_at).date()
    means = means_of([row.resource for row in crew], day, day, leaving_out=booking.pk)
    ids = [row.resource_id for row in crew]
    found = propose(needs, means, booking.starts_at, booking.minutes, ids)
    return [choice.reason for choice in found.choices]


def try_move(
    booking: Booking,
    starts_at: datetime,
    resources: Sequence[BookableResource] | None = None,
    minutes: int | None = None,
) -> Trial:
    """Look whether a booking could be moved there, who is in the way, and what is free nearby."""
    crew = crew_of(booking)
    chosen = list(resources) if resources is not None else [row.resource for row in crew]
    length = minutes or booking.minutes
    span = Span(starts_at, starts_at + timedelta(minutes=length))
    needs = needs_again(booking, crew)
    candidates = candidates_for(booking.branch, {need.kind for need in needs}, chosen)
    day = timezone.localtime(starts_at).date()
    is_booked = booking.kind != Booking.Kind.BLOCKED
    means = means_of(candidates, day, day, leaving_out=booking.pk, buffers=is_booked)
    ids = [resource.pk for resource in chosen]
    found = propose(needs, means, starts_at, length, ids)
    problems = [*_of_the_day(booking, span), *found.reasons]
    nearby = []
    if problems and is_booked:
        nearby = free_starts(booking.branch, needs, candidates, starts_at, length, ids, booking.pk)
    return Trial(
        booking,
        span,
        tuple(_lines(chosen, found)),
        tuple(problems),
        tuple(Suggestion(start) for start in nearby),
    )


def _of_the_day(booking: Booking, span: Span) -> list[str]:
    """What is wrong with the time itself, whoever serves."""
    if not is_on_the_quarter(span.starts_at):
        return [_("begin on a quarter of an hour")]
    if span.starts_at.timestamp() + CELL_S <= clock.now().timestamp():
        return [_("this time has passed")]
    if booking.kind == Booking.Kind.BLOCKED:
        return []
    day = timezone.localtime(span.starts_at).date()
    opening = openings_between(booking.branch, day, day).get(day)
    if opening is None:
        return [closed_why(booking.branch, day)]
    if not span.is_within([opening]):
        return [_("open only %(hours)s") % {"hours": Span(*opening)}]
    return []


def _lines(chosen: Sequence[BookableResource], found: Proposal) -> list[TrialLine]:
    blocked = {o.resource_id: o.text for o in found.obstacles if o.resource_id}
    named = {resource.pk for resource in chosen}
    lines = [
        TrialLine(
            resource.name,
            str(resource.get_kind_display()),
            resource.pk not in blocked,
            blocked.get(resource.pk, _("free")),
        )
        for resource in chosen
    ]
    return lines + [
        TrialLine(choice.means.name, choice.need.kind_name, True, choice.reason)
        for choice in found.choices
        if choice.means.id not in named
    ]
