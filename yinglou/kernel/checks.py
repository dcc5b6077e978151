"""What must hold in the database, said once and verified on demand: `yinglou check`.

A check reads for itself and does not use the guards it verifies; it yields a sentence for
each row that breaks the rule, naming the row.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy

from .seals import broken_seals

F = TypeVar("F", bound=Callable[[], Iterable[str]])


@dataclass(frozen=True, slots=True)
class Check:
    """A rule of the house and how to find what breaks it."""

    title: Any
    run: Callable[[], Iterable[str]]

    @property
    def name(self) -> str:
        return f"{self.run.__module__.split('.')[-2]}.{self.run.__name__}"


_checks: list[Check] = []


def check(title: Any) -> Callable[[F], F]:
    """Register `() -> sentences` as a check; no sentence means that the rule holds."""

    def register(run: F) -> F:
        _checks.append(Check(title, run))
        return run

    return register


def all_checks() -> list[Check]:
    return sorted(_checks, key=lambda made: made.name)


@check(gettext_lazy("The journal is unbroken"))
def journal_is_unbroken() -> Iterable[str]:
    return broken_seals()
