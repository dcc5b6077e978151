"""Who works here, who can do what, who is on duty when."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.search import find_ids
from yinglou.modules.branches.models import Branch

from .models import Employee, EmployeeSkill, Shift, Skill
from .rules import Planned, Window, duty_windows, is_within, merged


def skills_seen_by(actor: Actor) -> QuerySet[Skill]:
    return Skill.objects.all()


def employees_seen_by(actor: Actor) -> QuerySet[Employee]:
    """Everybody of the actor's branches, those who left too; `working` leaves them out."""
    rows = Employee.objects.select_related("branch", "department", "user")
    if actor.reach == "all":
        return rows
    return rows.filter(branch_id__in=actor.branch_ids)


def working(rows: QuerySet[Any], actor: Actor | None = None) -> QuerySet[Any]:
    return rows.filter(left_on=None)


def shifts_seen_by(actor: Actor) -> QuerySet[Shift]:
    rows = Shift.objects.select_related("employee__branch")
    if actor.reach == "all":
        return rows
    if actor.reach == "own":
        return rows.filter(employee__user_id=actor.user_id)
    return rows.filter(employee__branch_id__in=actor.branch_ids)


def employee_of(actor: Actor) -> Employee | None:
    """The employee behind a signed-in user."""
    if actor.user_id is None:
        return None
    rows = Employee.objects.select_related("branch")
    return rows.filter(user_id=actor.user_id).first()


def employees_with(skill_code: str, branch: Branch | None = None) -> QuerySet[Employee]:
    """Who can do something and still works here; the best first."""
    rows = Employee.objects.filter(skills__skill__code=skill_code, left_on=None)
    if branch is not None:
        rows = rows.filter(branch=branch)
    return rows.select_related("branch").order_by("-skills__level", "pk")


def skills_of(employee_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """For each employee the level of each skill; one statement."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    rows = EmployeeSkill.objects.filter(employee_id__in=list(employee_ids))
    for employee, code, level in rows.values_list("employee_id", "skill__code", "level"):
        found[employee][code] = level
    return found


def skill_names() -> dict[str, str]:
    return dict(Skill.objects.values_list("code", "name"))


def skill_rows_of(employee: Employee) -> QuerySet[EmployeeSkill]:
    rows = EmployeeSkill.objects.filter(employee=employee).select_related("skill")
    return rows.order_by("-level", "skill_id")


def shifts_between(
    employee_ids: Iterable[int], first: date, last: date
) -> Mapping[int, dict[date, list[Shift]]]:
    """What is planned for employees on a stretch of days, both ends included; one statement."""
    found: dict[int, dict[date, list[Shift]]] = defaultdict(lambda: defaultdict(list))
    rows = Shift.objects.filter(employee_id__in=list(employee_ids), day__range=(first, last))
    for shift in rows.order_by("day", "starts_min"):
        found[shift.employee_id][shift.day].append(shift)
    return found


def duty_between(employee_ids: Iterable[int], first: date, last: date) -> dict[int, list[Window]]:
    """When each employee can be counted on during a stretch of days; one statement."""
    wanted = list(employee_ids)
    shifts = shifts_between(wanted, first, last)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return {
        employee: merged(
            window
            for day in days
            for window in duty_windows(
                [planned(shift) for shift in shifts.get(employee, {}).get(day, ())],
                (clock.at(day), clock.at(day + timedelta(days=1))),
            )
        )
        for employee in wanted
    }


def planned(shift: Shift) -> Planned:
    starts, ends = (clock.at(shift.day, minute=m) for m in (shift.starts_min, shift.ends_min))
    return Planned(starts, ends, shift.kind)


def on_duty(employee: Employee, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether an employee works during the whole of a stretch of time."""
    first = timezone.localtime(starts_at).date()
    last = timezone.localtime(ends_at - timedelta(microseconds=1)).date()
    if employee.left_on is not None and last > employee.left_on:
        return False
    return is_within(duty_between([employee.pk], first, last)[employee.pk], starts_at, ends_at)


def suggest_employees(actor: Actor, typed: str, limit: int = 8) -> list[Employee]:
    """Employees who work here and whose name, initials or number begin with what was typed."""
    rows = working(employees_seen_by(actor))
    if typed.strip():
        rows = rows.filter(pk__in=find_ids("staff.employee", typed, limit * 4))
    return list(rows.order_by("branch_id", "pk")[:limit])
