"""Facts about the books."""

from dataclasses import dataclass

from yinglou.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class EntryPosted(Event):
    """An entry stands in the books. The date is ISO, the amount in fen."""

    entry_id: int
    branch_id: int
    business_date: str
    rule: str
    source: str
    amount_minor: int


@dataclass(frozen=True, kw_only=True)
class EntryReversed(Event):
    """An entry was taken back by its mirror in red."""

    entry_id: int
    reversal_id: int
    branch_id: int
    reason: str
