"""Taking and giving back the quarters of an hour of resources. Called by commands only."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NoReturn

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from yinglou.kernel import clock
from yinglou.kernel.commands import emit
from yinglou.kernel.errors import InvalidValue
from yinglou.modules.booking import events
from yinglou.modules.booking.models import WAITING, Assignment, BookableResource, Booking, Claim
from yinglou.modules.booking.queries import candidates_for, free_starts, means_of, wishes_of
from yinglou.modules.booking.rules import Need, Obstacle, Proposal, Span, propose
from yinglou.modules.branches.models import Branch
from yinglou.modules.catalog.models import Package

from .refusals import refuse

TRIES_MAX = 3


@dataclass(frozen=True, slots=True)
class Ask:
    """What is wanted: a start, a length, what must be served and by whom in particular."""

    branch: Branch
    starts_at: datetime
    minutes: int
    needs: Sequence[Need]
    chosen: Sequence[BookableResource]
    leaving_out: int | None = None
    buffers: bool = True

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.starts_at + timedelta(minutes=self.minutes))


def ask_for(
    branch: Branch,
    package: Package | None,
    starts_at: datetime,
    minutes: int,
    resources: Sequence[BookableResource] | None,
) -> Ask:
    return Ask(branch, starts_at, minutes, wishes_of(package), list(resources or ()))


def take(ask: Ask, write: Callable[[Proposal], Booking]) -> Booking:
    """Promise everything that is asked for to one booking, or nothing of it.

    `write` makes or changes the booking; what it wrote is undone if a claim turns out to be
    taken. Whoever was not asked for by name is then replaced, a few times.
    """
    _must_be_of_the_branch(ask)
    candidates = candidates_for(ask.branch, {need.kind for need in ask.needs}, ask.chosen)
    for _attempt in range(TRIES_MAX):
        found = _proposal(ask, candidates)
        if not found.is_possible:
            _refuse(ask, candidates, found.obstacles)
        _give_back_expired(found)
        try:
            with transaction.atomic():
                booking = write(found)
                _promise(booking, found)
                return booking
        except IntegrityError as trouble:
            # A claim somebody else made in the meantime. Any other clash is not ours to explain.
            if "claim" not in str(trouble).lower():
                raise
    return _refuse(ask, candidates, [_lost(found)])


def give_back(booking: Booking) -> None:
    """Free everything that was promised to a booking. Who it would have been is kept."""
    Claim.objects.filter(booking=booking).delete()


def facts_of(booking: Booking) -> dict[str, Any]:
    """What every fact about a booking says."""
    return {
        "booking_id": booking.pk,
        "branch_id": booking.branch_id,
        "customer_id": booking.customer_id,
        "subject": booking.subject,
        "kind": str(booking.kind),
    }


def iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def expire(booking: Booking, now: datetime) -> bool:
    """End a hold or an unpaid booking, if it still waits. Only one caller succeeds."""
    waiting = Booking.objects.filter(pk=booking.pk, state__in=WAITING, hold_until__lte=now)
    was_hold = booking.state == Booking.State.HOLD
    why = _("The hold ran out.") if was_hold else _("The deposit was not paid in time.")
    if not waiting.update(state=Booking.State.CANCELLED, end_reason=why, finished_at=now):
        return False
    give_back(booking)
    facts = facts_of(booking)
    if was_hold:
        emit(events.HoldExpired(**facts))
    else:
        emit(
            events.BookingCancelled(
                **facts, starts_at=iso(booking.starts_at), reason=why, cause="unpaid"
            )
        )
    return True


def _must_be_of_the_branch(ask: Ask) -> None:
    for resource in ask.chosen:
        if resource.branch_id != ask.branch.pk:
            raise InvalidValue(
                _("%(resource)s belongs to another store. Choose one of %(branch)s.")
                % {"resource": resource.name, "branch": ask.branch.name},
                field="resources",
            )


def _proposal(ask: Ask, candidates: Sequence[BookableResource]) -> Proposal:
    if not candidates and not ask.needs:
        return Proposal(ask.starts_at)
    first = timezone.localtime(ask.span.starts_at).date()
    last = timezone.localtime(ask.span.ends_at).date()
    means = means_of(candidates, first, last, leaving_out=ask.leaving_out, buffers=ask.buffers)
    return propose(ask.needs, means, ask.starts_at, ask.minutes, [r.pk for r in ask.chosen])


def _refuse(
    ask: Ask, candidates: Sequence[BookableResource], obstacles: Sequence[Obstacle]
) -> NoReturn:
    instead = free_starts(
        ask.branch,
        ask.needs,
        candidates,
        ask.starts_at,
        ask.minutes,
        [r.pk for r in ask.chosen],
        ask.leaving_out,
    )
    refuse(obstacles, instead)


def _give_back_expired(found: Proposal) -> None:
    """A hold that ran out but was not cleared away yet makes room at once."""
    now = clock.now()
    in_the_way = {
        held.booking_id
        for choice in found.choices
        for held in choice.means.holdings
        if held.is_expired
        and held.seat == choice.seat
        and held.busy.widened(15, 15).overlaps(choice.means.busy(choice.span))
    }
    if in_the_way:
        for booking in Booking.objects.filter(pk__in=in_the_way).order_by("pk"):
            expire(booking, now)


def _promise(booking: Booking, found: Proposal) -> None:
    """The rows that say who serves what, and the claims that nobody else can make then."""
    made, claims = [], []
    for choice in found.choices:
        busy = choice.means.busy(choice.span)
        made.append(
            Assignment(
                booking=booking,
                resource_id=choice.means.id,
                starts_at=choice.span.starts_at,
                ends_at=choice.span.ends_at,
                busy_from=busy.starts_at,
                busy_until=busy.ends_at,
                seat=choice.seat,
                offset_min=choice.need.offset_min,
                length_min=choice.need.length_min,
                skill_code=choice.need.skill_code,
                min_level=choice.need.min_level,
                chosen=choice.chosen,
            )
        )
        claims += [
            Claim(resource_id=choice.means.id, cell=cell, seat=choice.seat, booking=booking)
            for cell in busy.cells()
        ]
    if made:
        Assignment.objects.bulk_create(made)
    if claims:  # in one order for everybody, so that two can wait but not in a circle
        Claim.objects.bulk_create(sorted(claims, key=lambda c: (c.resource_id, c.cell, c.seat)))


def _lost(found: Proposal) -> Obstacle:
    names = "、".join(choice.means.name for choice in found.choices)
    text = _("%(names)s was taken by somebody else at this moment") % {"names": names}
    return Obstacle("taken", text)
