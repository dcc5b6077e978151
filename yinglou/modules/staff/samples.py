"""The crew of a studio, for tests and the demo."""

from datetime import date
from typing import Any

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.modules.branches import samples as branch_samples
from yinglou.modules.branches.models import Branch

from . import commands
from .commands import ShiftIn
from .models import Employee, Shift, Skill

SKILLS = (
    ("photographer", "摄影"),
    ("makeup_artist", "化妆"),
    ("assistant", "助理"),
    ("retoucher", "修图"),
    ("designer", "设计"),
    ("consultant", "选片"),
    ("front_desk", "门市"),
    ("quality", "质检"),
)


def skills(by: Actor) -> dict[str, Skill]:
    """Everything people can do in a studio, by code."""
    return {code: commands.add_skill(by=by, code=code, name=name) for code, name in SKILLS}


def an_employee(
    by: Actor,
    branch: Branch,
    name: str,
    skill: Skill | None = None,
    level: int = 3,
    **also: Any,
) -> Employee:
    """Somebody who can do something."""
    employee = commands.hire_employee(by=by, name=name, branch=branch, **also)
    if skill is not None:
        commands.teach_skill(by=by, employee=employee, skill=skill, level=level)
    return employee


def a_shift(
    by: Actor, employee: Employee, day: date, starts: int, ends: int,
    kind: Shift.Kind = Shift.Kind.WORK,
) -> None:  # fmt: skip
    """One planned shift, in hours of the day."""
    line = ShiftIn(employee, day, starts_min=starts * 60, ends_min=ends * 60, kind=kind)
    commands.plan_shifts(by=by, shifts=[line])


def a_row(resource: Any) -> Any:
    """One row of each resource, for the tests of all pages."""
    by = Actor.house("samples")
    skill = commands.add_skill(by=by, code="photographer", name="摄影")
    if resource.model is Skill:
        return skill
    branch = branch_samples.a_branch(by)
    employee = an_employee(by, branch, "周航", skill, 5)
    if resource.model is Employee:
        return employee
    a_shift(by, employee, clock.today(), 9, 18)
    return Shift.objects.get(employee=employee)
