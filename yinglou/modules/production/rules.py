"""When steps are due, whose turn it is, and how late something is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

PROOFING, FINALIZED = "proofing", "finalized"
DONE, SKIPPED, DOING, TODO = "done", "skipped", "doing", "todo"
OVER = (DONE, SKIPPED)


class Stepping(Protocol):
    """A step, as far as the order of steps is concerned."""

    position: int
    state: str


@dataclass(frozen=True, slots=True)
class Load:
    """How the cards of a column stand with their dates."""

    overdue: int = 0
    today: int = 0
    calm: int = 0

    @property
    def total(self) -> int:
        return self.overdue + self.today + self.calm


def due_on(promised_on: date | None, days_before: int, not_before: date) -> date | None:
    """Counted back from the promised day, but never into the past."""
    if promised_on is None:
        return None
    return max(promised_on - timedelta(days=days_before), not_before)


def current(steps: Sequence[Stepping]) -> Stepping | None:
    """The step whose turn it is: the first that is neither done nor skipped."""
    return next((s for s in sorted(steps, key=_place) if s.state not in OVER), None)


def is_its_turn(step: Stepping, steps: Sequence[Stepping]) -> bool:
    return all(s.state in OVER for s in steps if s.position < step.position)


def is_last(step: Stepping, steps: Sequence[Stepping]) -> bool:
    return all(s.state in OVER for s in steps if s.position != step.position)


def stage_after(stage: str) -> str:
    """What finishing a step makes of the order: a proof that was approved is final."""
    return FINALIZED if stage == PROOFING else stage


def done_share(steps: Sequence[Stepping]) -> int:
    """How much of a job is done, in per cent."""
    return 100 * sum(s.state in OVER for s in steps) // len(steps) if steps else 0


def days_late(due: date | None, today: date) -> int:
    return max(0, (today - due).days) if due else 0


def load_of(dues: Sequence[date | None], today: date) -> Load:
    late = sum(1 for due in dues if due and due < today)
    now = sum(1 for due in dues if due == today)
    return Load(late, now, len(dues) - late - now)


def _place(step: Stepping) -> int:
    return step.position


def urgency(step: Any) -> tuple[bool, date, int]:
    """What to do first: rush jobs, then what is due first; without a day last."""
    return (not step.job.is_rush, step.due_on or date.max, step.pk)
