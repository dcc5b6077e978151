"""What happens to the people of the house."""

from dataclasses import dataclass

from yinglou.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class EmployeeHired(Event):
    """A person works here now."""

    employee_id: int
    branch_id: int


@dataclass(frozen=True, kw_only=True)
class EmployeeLeft(Event):
    """A person no longer works here."""

    employee_id: int
    branch_id: int
    left_on: str


@dataclass(frozen=True, kw_only=True)
class SkillTaught(Event):
    """An employee can do something, or does it better than before."""

    employee_id: int
    skill: str
    level: int


@dataclass(frozen=True, kw_only=True)
class RosterChanged(Event):
    """What was planned for these employees changed on days of a stretch."""

    employee_ids: tuple[int, ...]
    first_day: str
    last_day: str
