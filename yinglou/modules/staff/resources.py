"""The pages of staff: employees, skills, shifts."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.columns import Column
from yinglou.kernel.manifest import Menu
from yinglou.kernel.resources import Resource, View, resource

from . import commands, queries
from .models import Employee, Shift, Skill


def _left(rows: QuerySet[Employee], actor: Actor) -> QuerySet[Employee]:
    return rows.exclude(left_on=None)


def _coming(rows: QuerySet[Shift], actor: Actor) -> QuerySet[Shift]:
    return rows.filter(day__gte=clock.today())


def _absent(rows: QuerySet[Shift], actor: Actor) -> QuerySet[Shift]:
    return _coming(rows, actor).exclude(kind=Shift.Kind.WORK)


_STANDING = Column("standing", label=_("State"), kind="state", sort=None)


@resource
class Employees(Resource):
    """The people who work here."""

    model = Employee
    permission = "staff.view"
    rows = queries.employees_seen_by
    slug = "employees"
    label = _("Employees")
    icon = "id-badge-2"
    menu = Menu(section="team", order=10)
    lookup = "number"
    columns = (
        "number",
        Column("name", kind="person", link=True),
        Column("position", label=_("Position")),
        "branch",
        "department",
        Column("hired_on", label=_("Hired on")),
        Column("left_on", label=_("Left on"), hidden=True),
        _STANDING,
    )
    views = (
        View("working", _("Working here"), queries.working),
        View("left", _("Have left"), _left),
        View("all", _("All"), counted=False),
    )
    filters = ("branch", "department")
    search = True
    order_by = ("branch_id", "pk")
    create = commands.hire_employee
    actions = (commands.teach_skill, commands.connect_user, commands.plan_leave, commands.let_go)
    badges = (_STANDING,)
    facts = (
        "number",
        Column("position", label=_("Position")),
        "branch",
        "department",
        Column("user", label=_("Signs in as")),
        Column("hired_on", label=_("Hired on")),
        Column("left_on", label=_("Left on")),
    )
    palette = True

    @staticmethod
    def title(row: Employee) -> str:
        return row.name

    @staticmethod
    def subtitle(row: Employee) -> str:
        return row.position


@resource
class Skills(Resource):
    """What people can do for customers."""

    model = Skill
    permission = "staff.view"
    rows = queries.skills_seen_by
    slug = "skills"
    label = _("Skills")
    icon = "certificate"
    menu = Menu(section="team", order=40)
    columns = (Column("name", link=True), Column("code", label=_("Code"), hidden=True))
    search_in = ("name",)
    order_by = ("pk",)
    create = commands.add_skill


@resource
class Shifts(Resource):
    """Who works when."""

    model = Shift
    permission = "staff.view"
    rows = queries.shifts_seen_by
    slug = "shifts"
    label = _("Shifts")
    icon = "table"
    menu = Menu(section="team", order=20)
    columns = (
        Column("day", link=True, label=_("Day")),
        Column("employee", label=_("Employee")),
        Column("hours", label=_("Time"), sort="starts_min"),
        Column("kind", label=_("Kind")),
        Column("reason", label=_("Reason")),
    )
    views = (
        View("coming", _("From today"), _coming),
        View("absent", _("Leave and days off"), _absent),
        View("all", _("All"), counted=False),
    )
    filters = ("employee", "kind", "day")
    search_in = ("employee__name__startswith",)
    order_by = ("day", "starts_min", "pk")
    create = commands.plan_shifts
