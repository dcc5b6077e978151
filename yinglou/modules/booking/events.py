"""What happens to promises of time. Moments are ISO texts in UTC, empty for a fuzzy time."""

from dataclasses import dataclass

from yinglou.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class BookingFact(Event):
    """Something happened to a booking."""

    booking_id: int
    branch_id: int
    customer_id: int | None = None
    subject: str = ""
    kind: str = ""


@dataclass(frozen=True, kw_only=True)
class BookingHeld(BookingFact):
    """A time is kept for somebody who is still deciding."""

    hold_key: str
    starts_at: str
    hold_until: str


@dataclass(frozen=True, kw_only=True)
class HoldReleased(BookingFact):
    """A hold was given up before it ended."""


@dataclass(frozen=True, kw_only=True)
class HoldExpired(BookingFact):
    """A hold ended without a booking; its time is free again."""


@dataclass(frozen=True, kw_only=True)
class BookingMade(BookingFact):
    """A customer was promised a time."""

    state: str
    starts_at: str
    ends_at: str


@dataclass(frozen=True, kw_only=True)
class BookingConfirmed(BookingFact):
    """The promise is firm."""

    starts_at: str


@dataclass(frozen=True, kw_only=True)
class BookingMoved(BookingFact):
    """A promise was moved, with everything that belongs to it."""

    was_at: str
    starts_at: str
    ends_at: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class BookingCancelled(BookingFact):
    """A promise was called off. `cause` is asked, or unpaid when the deposit never came."""

    starts_at: str
    reason: str = ""
    cause: str = "asked"


@dataclass(frozen=True, kw_only=True)
class CustomerArrived(BookingFact):
    """The customer is here."""


@dataclass(frozen=True, kw_only=True)
class ServiceStarted(BookingFact):
    """Work with the customer has begun."""


@dataclass(frozen=True, kw_only=True)
class BookingCompleted(BookingFact):
    """What was booked has been done."""


@dataclass(frozen=True, kw_only=True)
class CustomerDidNotShow(BookingFact):
    """The customer did not come."""


@dataclass(frozen=True, kw_only=True)
class TimeBlocked(BookingFact):
    """Somebody or something cannot be booked for a while."""

    starts_at: str
    ends_at: str


@dataclass(frozen=True, kw_only=True)
class ResourceChanged(Event):
    """A resource was added, went out of service or came back."""

    resource_id: int
    branch_id: int
