"""Facts about customers."""

from dataclasses import dataclass

from yinglou.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class CustomerRegistered(Event):
    """The house knows somebody new."""

    customer_id: int
    branch_id: int
    source: str


@dataclass(frozen=True, kw_only=True)
class CustomerChanged(Event):
    """Something known about a customer is different now."""

    customer_id: int


@dataclass(frozen=True, kw_only=True)
class CustomersMerged(Event):
    """Two records turned out to be one customer; `customer_id` stays."""

    customer_id: int
    merged_id: int


@dataclass(frozen=True, kw_only=True)
class CustomerReceived(Event):
    """A customer was in the shop."""

    customer_id: int
    branch_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class ConsentRecorded(Event):
    """A customer allowed or forbade something."""

    customer_id: int
    kind: str
    is_given: bool


@dataclass(frozen=True, kw_only=True)
class CustomerErased(Event):
    """A customer's personal data were removed at the customer's request."""

    customer_id: int
