"""What an employee can do, and what is planned for the coming days."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.panels import panel

from . import queries
from .models import Employee

DAYS_SHOWN = 14


@panel(
    on="staff.employees",
    permission="staff.view",
    template="staff/skills_panel.html",
    title=_("Skills"),
    order=10,
)
def skills_of_employee(row: Employee, actor: Actor) -> dict[str, Any]:
    return {"skills": list(queries.skill_rows_of(row))}


@panel(
    on="staff.employees",
    permission="staff.view",
    template="staff/shifts_panel.html",
    title=_("The next two weeks"),
    order=20,
)
def shifts_of_employee(row: Employee, actor: Actor) -> dict[str, Any]:
    first = clock.today()
    days = queries.shifts_between([row.pk], first, first + timedelta(days=DAYS_SHOWN - 1))
    return {"shifts": [shift for rows in days.get(row.pk, {}).values() for shift in rows]}
