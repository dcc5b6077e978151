"""How figures are put together, apart from any database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of business days, both ends included, and the one it is compared with."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def before(self) -> "Period":
        """The same weekdays a week ago; for more than a week, as many days just before."""
        shift = timedelta(days=max(7, self.days))
        return Period(self.first - shift, self.last - shift)

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last

    def total(self, by_day: Mapping[date, int]) -> int:
        return sum(value for day, value in by_day.items() if self.holds(day))


def period_of(word: str, today: date) -> Period:
    """Yesterday, today, this week, this month: what a morning page is asked for."""
    if word == "today":
        return Period(today, today)
    if word == "week":
        return Period(today - timedelta(days=today.weekday()), today)
    if word == "month":
        return Period(today.replace(day=1), today)
    yesterday = today - timedelta(days=1)
    return Period(yesterday, yesterday)


def last_days(last: date, count: int) -> list[date]:
    return [last - timedelta(days=n) for n in reversed(range(count))]


def change_bp(now: int, before: int) -> int | None:
    """By how much more, in ten-thousandths; None if there is nothing to compare with."""
    return round((now - before) * 10_000 / before) if before > 0 else None


def ratio_bp(part: int, whole: int) -> int:
    return round(part * 10_000 / whole) if whole else 0


def average(total: int, count: int) -> int:
    return round(total / count) if count else 0


def stacked(days: Sequence[date], rows: Iterable[tuple[date, str, int]]) -> dict[str, list[int]]:
    """One series per word, a value for each day; words in order of their weight."""
    found: dict[str, dict[date, int]] = {}
    for day, word, value in rows:
        series = found.setdefault(word, {})
        series[day] = series.get(day, 0) + value
    by_weight = sorted(found, key=lambda word: -sum(found[word].get(day, 0) for day in days))
    return {word: [found[word].get(day, 0) for day in days] for word in by_weight}
