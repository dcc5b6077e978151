"""The clock of the house. Everybody asks it, so that tests and the demo can set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

_set_to: datetime | None = None


def now() -> datetime:
    """This moment, aware, in UTC."""
    return _set_to if _set_to is not None else datetime.now(UTC)


def local_now() -> datetime:
    """This moment on the wall of the shop (the active time zone)."""
    return timezone.localtime(now())


def today() -> date:
    """The calendar date in the shop. The business date is kept by `branches`."""
    return local_now().date()


def at(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """A wall-clock time of the shop on a day, aware."""
    midnight = datetime.combine(day, time.min)
    return timezone.make_aware(midnight + timedelta(hours=hour, minutes=minute))


@contextmanager
def set_to(moment: datetime) -> Iterator[None]:
    """Stop the clock at a moment: for tests, and for the demo builder's year of history."""
    global _set_to
    if moment.tzinfo is None:
        raise ValueError("the clock is set to an aware moment")
    before, _set_to = _set_to, moment
    try:
        yield
    finally:
        _set_to = before
