"""What happens in production. Days are ISO texts."""

from dataclasses import dataclass

from yinglou.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class JobFact(Event):
    """Something happened to the making of an order."""

    job_id: int
    order_id: int
    branch_id: int


@dataclass(frozen=True, kw_only=True)
class JobOpened(JobFact):
    """The photos are chosen; somebody can begin."""

    quantity: int
    due_on: str = ""


@dataclass(frozen=True, kw_only=True)
class JobChanged(JobFact):
    """Its dates, its haste or its note changed."""


@dataclass(frozen=True, kw_only=True)
class StepClaimed(JobFact):
    """Somebody works on a step."""

    step_id: int
    code: str
    employee_id: int


@dataclass(frozen=True, kw_only=True)
class StepReleased(JobFact):
    """A step was given back and waits for somebody else."""

    step_id: int
    code: str


@dataclass(frozen=True, kw_only=True)
class StepFinished(JobFact):
    """A step is done."""

    step_id: int
    code: str
    employee_id: int | None
    quantity: int


@dataclass(frozen=True, kw_only=True)
class StepSkipped(JobFact):
    """A step is not needed for this order."""

    step_id: int
    code: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class StepSentBack(JobFact):
    """Work has to be done again, from an earlier step on."""

    step_id: int
    code: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class JobFinished(JobFact):
    """Every step is done; the goods are on the shelf."""


@dataclass(frozen=True, kw_only=True)
class JobCancelled(JobFact):
    """The order was called off; nobody works on it any more."""
