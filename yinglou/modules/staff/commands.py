"""Hiring, teaching, planning."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command, emit
from yinglou.kernel.errors import DomainError, InvalidValue, NotFound
from yinglou.kernel.locks import lock
from yinglou.kernel.numbers import next_in
from yinglou.kernel.values import Ask, Name, Pick, Text, Whole
from yinglou.modules.access.commands import link_employee
from yinglou.modules.access.models import User
from yinglou.modules.branches.models import Branch, Department

from . import queries
from .events import EmployeeHired, EmployeeLeft, RosterChanged, SkillTaught
from .models import MINUTES_A_DAY, Employee, EmployeeSkill, Shift, Skill

LEAVE_DAYS_MAX = 366
Working = Annotated[Employee, Pick(among=queries.working)]
ShiftMinute = Annotated[int, Whole(min=0, max=MINUTES_A_DAY, unit="min")]


class SkillExists(DomainError):
    """There is a skill with this code already."""


class UserTaken(DomainError):
    """Two employees cannot sign in as the same user."""


class HasLeft(DomainError):
    """Nothing is planned for somebody who no longer works here."""


class ShiftsOverlap(DomainError):
    """A person cannot work two shifts at the same time."""


@dataclass(frozen=True, slots=True)
class ShiftIn:
    """A line of the roster."""

    employee: Working
    day: date
    starts_min: Annotated[ShiftMinute, Ask(label=gettext_lazy("From (minute of the day)"))] = 540
    ends_min: Annotated[ShiftMinute, Ask(label=gettext_lazy("To (minute of the day)"))] = 1080
    kind: Shift.Kind = Shift.Kind.WORK


@command(permission="staff.teach", title=gettext_lazy("Add a skill"), icon="certificate")
def add_skill(*, by: Actor, code: Annotated[str, Text(max=30, min=1)], name: Name) -> Skill:
    """Name something that people can do for customers."""
    if other := Skill.objects.filter(code=code).first():
        raise SkillExists(
            _("“%(code)s” is already the skill %(other)s. Choose another code.")
            % {"code": code, "other": other},
            field="code",
        )
    return Skill.objects.create(code=code, name=name.strip())


@command(permission="staff.hire", title=gettext_lazy("Hire an employee"), icon="user-plus")
def hire_employee(
    *,
    by: Actor,
    name: Name,
    branch: Branch,
    position: Annotated[str, Text(max=40)] = "",
    department: Department | None = None,
    user: User | None = None,
    hired_on: date | None = None,
) -> Employee:
    """Enter a person who works here from a day on."""
    if department is not None and department.branch_id != branch.pk:
        raise InvalidValue(
            _("%(department)s belongs to another store. Choose one of %(branch)s.")
            % {"department": department, "branch": branch},
            field="department",
        )
    if user is not None:
        _must_be_free(user)
    employee = Employee.objects.create(
        number=f"E{next_in('staff.employee'):04}",
        name=name.strip(),
        branch=branch,
        department=department,
        user=user,
        position=position,
        hired_on=hired_on or branch.business_date,
    )
    if user is not None:
        link_employee(by=by, user=user, employee_id=employee.pk)
    emit(EmployeeHired(employee_id=employee.pk, branch_id=branch.pk))
    return employee


@command(
    permission="staff.hire",
    title=gettext_lazy("Connect a sign-in"),
    icon="user-check",
    available=lambda employee: not employee.has_left and employee.user_id is None,
)
def connect_user(*, by: Actor, employee: Employee, user: User) -> Employee:
    """Say with which user an employee signs in, so that work and sales are known as theirs."""
    employee = lock(employee)
    _must_be_free(user)
    employee.user = user
    employee.save(update_fields=["user"])
    link_employee(by=by, user=user, employee_id=employee.pk)
    return employee


def _must_be_free(user: User) -> None:
    if other := Employee.objects.filter(user=user).first():
        raise UserTaken(
            _("%(other)s already signs in as %(user)s. Choose another user.")
            % {"other": other, "user": user},
            field="user",
        )


@command(
    permission="staff.teach",
    title=gettext_lazy("Set a skill"),
    icon="certificate",
    available=lambda employee: not employee.has_left,
)
def teach_skill(
    *,
    by: Actor,
    employee: Employee,
    skill: Skill,
    level: Annotated[
        int,
        Whole(min=0, max=5),
        Ask(help=gettext_lazy("1 is learning, 5 is our best; 0 takes the skill away.")),
    ] = 3,
) -> Employee:
    """Say how well an employee can do something."""
    _must_work_here(employee)
    if not 0 <= level <= 5:
        raise InvalidValue(
            _("A level is 1 to 5, or 0 to take the skill away; you entered %(n)s.") % {"n": level},
            field="level",
        )
    if level == 0:
        EmployeeSkill.objects.filter(employee=employee, skill=skill).delete()
    else:
        EmployeeSkill.objects.update_or_create(
            employee=employee, skill=skill, defaults={"level": level}
        )
    emit(SkillTaught(employee_id=employee.pk, skill=skill.code, level=level))
    return employee


@command(permission="staff.plan", title=gettext_lazy("Plan shifts"), icon="table")
def plan_shifts(
    *, by: Actor, shifts: Annotated[list[ShiftIn], Ask(label=gettext_lazy("Shifts"))]
) -> None:
    """Plan who works when. What was planned for these people on these days is replaced;
    leave that was granted stays."""
    if not shifts:
        raise InvalidValue(_("No shift was entered. Add at least one line."), field="shifts")
    for shift in shifts:
        _must_work_here(shift.employee, shift.day)
        _must_be_seen(by, shift.employee)
        if not 0 <= shift.starts_min < shift.ends_min <= MINUTES_A_DAY:
            raise InvalidValue(
                _("The shift of %(employee)s on %(day)s ends before it starts. Correct its times.")
                % {"employee": shift.employee, "day": shift.day},
                field="shifts",
            )
    _must_not_overlap(shifts)
    lock(*{shift.employee.pk: shift.employee for shift in shifts}.values())
    _clear_days(shifts)
    Shift.objects.bulk_create(
        Shift(
            employee=shift.employee,
            day=shift.day,
            starts_min=shift.starts_min,
            ends_min=shift.ends_min,
            kind=shift.kind,
        )
        for shift in shifts
    )
    _tell_roster([s.employee for s in shifts], [s.day for s in shifts])


@command(
    permission="staff.plan",
    title=gettext_lazy("Grant leave"),
    icon="plane-departure",
    available=lambda employee: not employee.has_left,
)
def plan_leave(
    *,
    by: Actor,
    employee: Employee,
    first_day: date,
    last_day: date | None = None,
    starts_min: Annotated[ShiftMinute, Ask(label=gettext_lazy("From (minute of the day)"))] = 0,
    ends_min: Annotated[
        ShiftMinute, Ask(label=gettext_lazy("To (minute of the day)"))
    ] = MINUTES_A_DAY,
    reason: Annotated[str, Text(max=100)] = "",
) -> Employee:
    """Grant an employee leave for whole days, or for some hours of each."""
    last_day = last_day or first_day
    _must_work_here(employee, last_day)
    if last_day < first_day or (last_day - first_day).days >= LEAVE_DAYS_MAX:
        raise InvalidValue(
            _("Leave ends on its first day or later, within a year. Correct the last day."),
            field="last_day",
        )
    if starts_min >= ends_min:
        raise InvalidValue(
            _("The leave ends before it starts. Correct its times."), field="ends_min"
        )
    lock(employee)
    days = [first_day + timedelta(days=n) for n in range((last_day - first_day).days + 1)]
    leave = Shift.objects.filter(employee=employee, day__in=days, kind=Shift.Kind.LEAVE)
    leave.filter(starts_min__lt=ends_min, ends_min__gt=starts_min).delete()
    Shift.objects.bulk_create(
        Shift(
            employee=employee, day=day, starts_min=starts_min, ends_min=ends_min,
            kind=Shift.Kind.LEAVE, reason=reason,
        )
        for day in days
    )  # fmt: skip
    _tell_roster([employee], days)
    return employee


@command(
    permission="staff.hire",
    title=gettext_lazy("Let go"),
    icon="door-exit",
    danger=True,
    consequence=gettext_lazy("Nothing more can be planned for this person after that day."),
    available=lambda employee: not employee.has_left,
)
def let_go(*, by: Actor, employee: Employee, left_on: date | None = None) -> Employee:
    """Enter that a person no longer works here after a day."""
    employee = lock(employee)
    _must_work_here(employee)
    left_on = left_on or clock.today()
    if left_on < employee.hired_on:
        raise InvalidValue(
            _("%(employee)s was hired on %(day)s and cannot leave before. Choose a later day.")
            % {"employee": employee, "day": employee.hired_on},
            field="left_on",
        )
    employee.left_on = left_on
    employee.save(update_fields=["left_on"])
    Shift.objects.filter(employee=employee, day__gt=left_on).delete()
    emit(
        EmployeeLeft(
            employee_id=employee.pk, branch_id=employee.branch_id, left_on=left_on.isoformat()
        )
    )
    return employee


def _must_work_here(employee: Employee, day: date | None = None) -> None:
    if employee.left_on is None or (day is not None and day <= employee.left_on):
        return
    raise HasLeft(
        _("%(employee)s left on %(day)s. Choose somebody who works here.")
        % {"employee": employee, "day": employee.left_on},
        field="employee",
    )


def _must_be_seen(by: Actor, employee: Employee) -> None:
    if not by.sees_branch(employee.branch_id):
        raise NotFound(field="shifts")


def _must_not_overlap(shifts: Sequence[ShiftIn]) -> None:
    kept: dict[tuple[int, date], int] = {}
    ordered = sorted(shifts, key=lambda s: (s.employee.pk, s.day, s.starts_min))
    for shift in ordered:
        place = (shift.employee.pk, shift.day)
        if shift.starts_min < kept.get(place, 0):
            raise ShiftsOverlap(
                _("%(employee)s would work two shifts at the same time on %(day)s. Correct one.")
                % {"employee": shift.employee, "day": shift.day},
                field="shifts",
            )
        kept[place] = shift.ends_min


def _clear_days(shifts: Sequence[ShiftIn]) -> None:
    """Only the days that are planned anew: two people's days may differ."""
    wanted = {(shift.employee.pk, shift.day) for shift in shifts}
    rows = Shift.objects.filter(
        employee_id__in={employee for employee, _day in wanted},
        day__in={day for _employee, day in wanted},
    ).exclude(kind=Shift.Kind.LEAVE)
    keys = [
        pk for pk, employee, day in rows.values_list("pk", "employee_id", "day")
        if (employee, day) in wanted
    ]  # fmt: skip
    Shift.objects.filter(pk__in=keys).delete()


def _tell_roster(employees: Sequence[Employee], days: Sequence[date]) -> None:
    emit(
        RosterChanged(
            employee_ids=tuple(sorted({employee.pk for employee in employees})),
            first_day=min(days).isoformat(),
            last_day=max(days).isoformat(),
        )
    )
