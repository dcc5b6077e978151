"""The pages of the company, its stores, departments and closures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel.actors import Actor
from yinglou.kernel.columns import Column
from yinglou.kernel.manifest import Menu
from yinglou.kernel.resources import Resource, View, resource

from . import commands, queries
from .models import Branch, Closure, Company, Department


@dataclass(frozen=True, slots=True)
class Link:
    """A hand-written page offered beside the actions."""

    label: str
    url: str
    icon: str
    name: str


def _open_only(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    return rows.filter(retired_at=None)


def _given_up(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    return rows.exclude(retired_at=None)


def _percent(company: Company) -> str:
    return f"{company.vat_bp / 100:g}%"


@resource
class Companies(Resource):
    """The taxpayer behind the stores; there is one."""

    model = Company
    permission = "branches.view"
    rows = queries.companies_seen_by
    slug = "companies"
    icon = "building"
    columns = (
        Column("name", link=True),
        "tax_kind",
        Column("vat_bp", kind="text", value=_percent, label=gettext_lazy("VAT rate")),
        "tax_number",
    )
    create = commands.found_company
    actions = (commands.change_company,)


@resource
class Branches(Resource):
    """The stores."""

    model = Branch
    permission = "branches.view"
    rows = queries.branches_seen_by
    slug = "stores"
    label = gettext_lazy("Stores")
    icon = "building-store"
    menu = Menu(section="settings", order=11)
    columns = (
        "code",
        Column("name", link=True),
        "address",
        "phone",
        "business_date",
        Column("condition", label=gettext_lazy("State"), kind="state"),
    )
    views = (
        View("open", gettext_lazy("Open for business"), _open_only),
        View("retired", gettext_lazy("Given up"), _given_up),
        View("all", gettext_lazy("All")),
    )
    search_in = ("name", "code", "address")
    order_by = ("code",)
    create = commands.open_branch
    actions = (
        commands.announce_closure,
        commands.change_branch,
        commands.add_department,
        commands.roll_business_date,
        commands.retire_branch,
    )
    badges = (Column("condition", kind="state"),)
    facts = ("code", "address", "phone", "business_date", "company")
    palette = True

    @staticmethod
    def subtitle(row: Branch) -> str:
        return _("Business date %(day)s") % {"day": row.business_date}

    @staticmethod
    def links(row: Branch, actor: Actor) -> Sequence[Link]:
        if row.retired_at or not actor.may("branches.manage"):
            return ()
        url = reverse("branches.hours", args=[row.pk])
        return (Link(_("Set opening hours"), url, "clock-hour-9", "branches.set_opening_hours"),)

    @staticmethod
    def found_by(actor: Actor, words: str) -> list[int]:
        """The palette finds stores by name and code."""
        rows = queries.branches_seen_by(actor)
        return list(rows.filter(name__icontains=words).values_list("pk", flat=True)[:6])


@resource
class Departments(Resource):
    """The parts of the stores that people belong to."""

    model = Department
    permission = "branches.view"
    rows = queries.departments_seen_by
    slug = "departments"
    icon = "users-group"
    menu = Menu(section="settings", order=12)
    columns = ("code", Column("name", link=True), "branch")
    views = (
        View("open", gettext_lazy("In use"), _open_only),
        View("all", gettext_lazy("All")),
    )
    filters = ("branch",)
    search_in = ("name", "code")
    order_by = ("branch__code", "code")
    create = commands.add_department
    actions = (commands.retire_department,)


@resource
class Closures(Resource):
    """Days on which stores stay closed."""

    model = Closure
    permission = "branches.view"
    rows = queries.closures_seen_by
    slug = "closures"
    icon = "calendar-off"
    menu = Menu(section="settings", order=13)
    columns = (Column("day", link=True), "branch", "reason")
    filters = ("branch", "day")
    search_in = ("reason",)
    order_by = ("-day", "branch__code")
    create = commands.announce_closure
    actions = (commands.cancel_closure,)
