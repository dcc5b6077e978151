"""Facts about the company and its stores."""

from dataclasses import dataclass

from yinglou.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class BranchOpened(Event):
    """A store exists from now on."""

    branch_id: int
    code: str


@dataclass(frozen=True, kw_only=True)
class BusinessDateRolled(Event):
    """The books of a store moved on to the next day. Dates in ISO."""

    branch_id: int
    closed: str
    opened: str


@dataclass(frozen=True, kw_only=True)
class ClosureAnnounced(Event):
    """A store stays closed on these days, both ends included. Dates in ISO."""

    branch_id: int
    first: str
    last: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class OpeningHoursChanged(Event):
    """A store keeps other hours from now on."""

    branch_id: int
