"""What happens to orders. Days are ISO texts; amounts are fen."""

from dataclasses import dataclass, field
from typing import Any

from yinglou.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class OrderFact(Event):
    """Something happened to an order."""

    order_id: int
    branch_id: int
    customer_id: int


@dataclass(frozen=True, kw_only=True)
class OrderDrafted(OrderFact):
    """An order was written down; nobody owes anything yet."""


@dataclass(frozen=True, kw_only=True)
class OrderPlaced(OrderFact):
    """A customer has ordered: the contract holds."""

    folio_id: int
    number: str
    due_minor: int
    deposit_minor: int
    business_date: str


@dataclass(frozen=True, kw_only=True)
class OrderChanged(OrderFact):
    """Lines, dates or the hand-over terms of an order changed."""

    what: str
    amount_minor: int = 0


@dataclass(frozen=True, kw_only=True)
class OrderMoved(OrderFact):
    """An order reached another stage."""

    was: str
    stage: str


@dataclass(frozen=True, kw_only=True)
class SelectionConfirmed(OrderFact):
    """The customer has chosen the photos; post-production can begin."""

    shoot_type_id: int
    photos: int
    promised_on: str = ""


@dataclass(frozen=True, kw_only=True)
class OrderReady(OrderFact):
    """Everything is here and checked; the customer can come."""

    owed_minor: int


@dataclass(frozen=True, kw_only=True)
class OrderDelivered(OrderFact):
    """The goods were handed over. This is when they are earned.

    Each line is `{line_id, gross_minor, cost_minor, revenue_account, cost_account,
    stock_account}`; `gross_minor` is after the discount, so that the lines add up to what was
    charged.
    """

    folio_id: int
    business_date: str
    lines: list[dict[str, Any]] = field(default_factory=list)
    prepaid_minor: int = 0
    owed_minor: int = 0


@dataclass(frozen=True, kw_only=True)
class OrderCancelled(OrderFact):
    """An order was called off. What is kept is a fee, or pay for what was done already."""

    folio_id: int | None
    business_date: str
    kept_minor: int
    refunded_minor: int
    work_done: bool
    reason: str = ""
