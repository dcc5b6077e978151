"""When somebody is on duty, as pure decisions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

Window = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Planned:
    """A planned stretch of a person's time: work, leave or a day off."""

    starts_at: datetime
    ends_at: datetime
    kind: str = "work"


def duty_windows(plan: Sequence[Planned], whole_day: Window) -> list[Window]:
    """When somebody can be counted on during a day.

    A small shop plans only the exceptions, so a day without planned work is a day of work. A day
    off without work takes all of it; leave takes its own hours out.
    """
    work = [(p.starts_at, p.ends_at) for p in plan if p.kind == "work"]
    if not work:
        if any(p.kind == "off" for p in plan):
            return []
        work = [whole_day]
    left = merged(work)
    for leave in plan:
        if leave.kind == "leave":
            left = _without(left, (leave.starts_at, leave.ends_at))
    return left


def merged(windows: Iterable[Window]) -> list[Window]:
    """The same stretches in order, those that touch made one."""
    joined: list[Window] = []
    for begins, ends in sorted(windows):
        if joined and begins <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], ends))
        else:
            joined.append((begins, ends))
    return joined


def is_within(windows: Iterable[Window], starts_at: datetime, ends_at: datetime) -> bool:
    return any(begins <= starts_at and ends_at <= ends for begins, ends in windows)


def _without(windows: list[Window], gone: Window) -> list[Window]:
    left: list[Window] = []
    for begins, ends in windows:
        if begins < min(ends, gone[0]):
            left.append((begins, min(ends, gone[0])))
        if max(begins, gone[1]) < ends:
            left.append((max(begins, gone[1]), ends))
    return left
