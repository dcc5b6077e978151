"""Why a time cannot be had. Each refusal names what is in the way and the nearest ways out."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NoReturn

from django.utils import timezone
from django.utils.translation import gettext as _

from yinglou.kernel import clock
from yinglou.kernel.errors import DomainError, InvalidValue, Option
from yinglou.modules.booking import rules
from yinglou.modules.booking.queries import closed_why
from yinglou.modules.branches.models import Branch
from yinglou.modules.branches.queries import openings_between


class NotAvailable(DomainError):
    """This time cannot be had."""


class ResourceTaken(NotAvailable):
    """Somebody or something is promised to another booking at this time (E-SLOT)."""


class InCleaning(NotAvailable):
    """A gown is in cleaning, or a place is being made ready for another booking."""


class OffShift(NotAvailable):
    """The person is not on duty at this time."""


class LacksSkill(NotAvailable):
    """The person cannot do what the package asks for, or not well enough."""


class OutOfService(NotAvailable):
    """The place or thing cannot be used at present."""


class NothingThatServes(NotAvailable):
    """The branch has nobody and nothing of a kind that the package needs."""


class BranchClosed(NotAvailable):
    """The branch is closed on that day."""


class OutsideHours(NotAvailable):
    """The time lies outside the opening hours."""


class InThePast(NotAvailable):
    """The time has passed."""


class HoldExpired(DomainError):
    """The hold of ten minutes is over (E-HOLD)."""


class HoldExtended(DomainError):
    """A hold is extended once, not again and again."""


class WrongDay(DomainError):
    """The booking is for another day."""


class TooEarly(DomainError):
    """Nobody has failed to come before the time has come."""


class NothingToMove(DomainError):
    """The new time is the old one."""


class ResourceExists(DomainError):
    """The branch has this resource already."""


class StillPromised(DomainError):
    """A resource with bookings ahead cannot be retired."""


_CLASSES: dict[str, type[NotAvailable]] = {
    "taken": ResourceTaken,
    "cleaning": InCleaning,
    "off_shift": OffShift,
    "lacks_skill": LacksSkill,
    "out_of_service": OutOfService,
    "missing": NothingThatServes,
}


def option_for(start: datetime) -> Option:
    """A start that is free instead, as a button."""
    local = timezone.localtime(start)
    return Option(label=f"{local:%m-%d %H:%M}", value=local.isoformat())


def refuse(obstacles: Sequence[rules.Obstacle], instead: Sequence[datetime]) -> NoReturn:
    """Say what is in the way, everything of it, and up to three free starts instead."""
    reasons = list(dict.fromkeys(found.text for found in obstacles))
    options = [option_for(start) for start in instead]
    sentence = _("Not available: %(reason)s.") % {"reason": "；".join(reasons)}
    if options:
        times = "、".join(option.label for option in options)
        sentence = _("Not available: %(reason)s. Try: %(options)s.") % {
            "reason": "；".join(reasons), "options": times,
        }  # fmt: skip
    kind = _CLASSES[obstacles[0].code]
    raise kind(sentence, field="starts_at", options=options, reasons=reasons)


def must_be_possible(start: datetime, end: datetime) -> None:
    """A time to come, on the quarter of an hour."""
    if not rules.is_on_the_quarter(start):
        raise InvalidValue(
            _("%(time)s is not on a quarter of an hour. Type a time such as 09:15 or 09:30.")
            % {"time": f"{timezone.localtime(start):%H:%M}"},
            field="starts_at",
        )
    if end <= start:
        raise InvalidValue(
            _("The booking ends before it starts. Give it a length."), field="minutes"
        )
    if start.timestamp() + rules.CELL_S <= clock.now().timestamp():
        raise InThePast(
            _("%(time)s has passed. Choose a time from now on.")
            % {"time": f"{timezone.localtime(start):%m-%d %H:%M}"},
            field="starts_at",
        )


def must_be_open(branch: Branch, span: rules.Span) -> None:
    """Within the opening hours of the day."""
    day = timezone.localtime(span.starts_at).date()
    opening = openings_between(branch, day, day).get(day)
    if opening is None:
        raise BranchClosed(
            _("%(why)s. Choose another day.") % {"why": closed_why(branch, day)},
            field="starts_at",
        )
    if not span.is_within([opening]):
        raise OutsideHours(
            _("%(branch)s is open %(hours)s on %(day)s; %(time)s lies outside. Choose again.")
            % {
                "branch": branch.name,
                "hours": rules.Span(*opening),
                "day": f"{day:%m-%d}",
                "time": span,
            },
            field="starts_at",
        )


def day_must_be_open(branch: Branch, day: date) -> None:
    """For a fuzzy time: a day to come on which the branch is open."""
    if day < clock.today():
        raise InThePast(
            _("%(day)s has passed. Choose a day from today on.") % {"day": f"{day:%m-%d}"},
            field="fuzzy_day",
        )
    if not openings_between(branch, day, day):
        raise BranchClosed(
            _("%(why)s. Choose another day.") % {"why": closed_why(branch, day)},
            field="fuzzy_day",
        )
