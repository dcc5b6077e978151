"""Facts, and who reacts to them. The whole wiring is one table: `yinglou house`."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple, TypeVar


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that has happened. Past tense; ids and plain values only."""

    @classmethod
    def name(cls) -> str:
        return f"{_home(cls.__module__)}.{cls.__name__}"

    def payload(self) -> dict[str, Any]:
        return asdict(self)


class Reaction(NamedTuple):
    """One line of the wiring table."""

    event: type[Event]
    run: Callable[..., Any]
    after_commit: bool

    @property
    def module(self) -> str:
        return _home(self.run.__module__)

    @property
    def name(self) -> str:
        return f"{self.module}.{self.run.__name__}"

    def order(self) -> tuple[str, bool, str]:
        return (self.event.name(), self.after_commit, self.name)


_reactions: dict[type[Event], list[Reaction]] = defaultdict(list)
F = TypeVar("F", bound=Callable[..., Any])


def reacts_to(event: type[Event], *, after_commit: bool = False) -> Callable[[F], F]:
    """Register a reaction `(event, by) -> None`.

    Without `after_commit` it runs in the same transaction: if it fails, the command fails.
    With it, it is delivered by the worker afterwards, at least once, and may be retried.
    """

    def register(run: F) -> F:
        _reactions[event].append(Reaction(event, run, after_commit))
        _reactions[event].sort(key=Reaction.order)
        return run

    return register


def reactions_to(event: type[Event]) -> list[Reaction]:
    return _reactions.get(event, [])


def all_reactions() -> list[Reaction]:
    """In a fixed order, so that two runs do the same thing."""
    return sorted((r for found in _reactions.values() for r in found), key=Reaction.order)


def _home(module: str) -> str:
    """`yinglou.modules.folios.events` and `…folios.events.payments` both live in folios."""
    parts = module.split(".")
    for room in ("events", "reactions"):
        if room in parts:
            return parts[parts.index(room) - 1]
    return parts[-1]
