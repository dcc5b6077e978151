"""When a store is open, and to which day its books may move."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

MINUTES_PER_DAY = 24 * 60
CALENDAR_LEAD = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """The hours of one weekday, in minutes after midnight."""

    weekday: int
    opens_min: int
    closes_min: int


def wrong_spans(spans: Iterable[Span]) -> list[Span]:
    """The spans that end before they begin or do not fit into a day."""
    return [s for s in spans if not 0 <= s.opens_min < s.closes_min <= MINUTES_PER_DAY]


def repeated_weekdays(spans: Iterable[Span]) -> set[int]:
    """Weekdays that are said more than once."""
    seen: set[int] = set()
    twice: set[int] = set()
    for span in spans:
        (twice if span.weekday in seen else seen).add(span.weekday)
    return twice


def next_business_date(now: date) -> date:
    """Books are closed day by day: the only day that may follow."""
    return now + timedelta(days=1)


def is_ahead_of_calendar(to: date, today: date) -> bool:
    """The evening's close may open tomorrow; nobody can work the day after tomorrow."""
    return to > today + CALENDAR_LEAD
