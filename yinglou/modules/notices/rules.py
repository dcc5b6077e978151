"""When customers are reminded, and what goes into a message, without rows."""

from datetime import date

REMIND_DAYS = (3, 1, 0)  # before a booking
UNCOLLECTED_DAYS = (3, 7, 30)  # after an order is ready


def reminder_key(booking_id: int, days: int, day: str) -> str:
    """A booking is reminded of once for each distance from each day."""
    return f"booking:{booking_id}:remind-{days}:{day}"


def count_of(once_key: str) -> int:
    """The running number at the end but one of `booking:7:moved:2:2026-12-05T…`."""
    parts = once_key.split(":", 4)
    return int(parts[3]) if len(parts) > 3 and parts[3].isdigit() else 0


def days_between(first: date | None, last: date) -> int:
    """How long something has waited; 0 if it is not known since when."""
    return (last - first).days if first else 0
