"""The derived pages of production: jobs, steps, templates."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel.actors import Actor
from yinglou.kernel.columns import Column
from yinglou.kernel.lists import Button
from yinglou.kernel.manifest import Menu
from yinglou.kernel.resources import Resource, View, resource

from . import commands, queries
from .models import Job, JobStep, StepTemplate


def _open(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    return rows.filter(state=Job.State.OPEN)


def _late(row: Any) -> str:
    return _("%(n)s d late") % {"n": row.late_days} if row.late_days else ""


@resource
class Jobs(Resource):
    """The making of orders."""

    model = Job
    permission = "production.view"
    rows = queries.jobs_seen_by
    slug = "jobs"
    label = gettext_lazy("Production jobs")
    icon = "wand"
    menu = Menu(section="orders", order=30)
    lookup = "number"
    columns = (
        "number",
        Column("order", label=gettext_lazy("Order")),
        Column("customer", label=gettext_lazy("Customer"), value="order__customer__name",
               kind="person", sort=None),
        Column("quantity", label=gettext_lazy("Photos")),
        Column("due_on", label=gettext_lazy("Due on"), sub=_late),
        Column("is_rush", label=gettext_lazy("Rush")),
        Column("rework_count", label=gettext_lazy("Times reworked"), hidden=True),
        "state",
        Column("branch", label=gettext_lazy("Store"), hidden=True),
    )  # fmt: skip
    views = (
        View("open", gettext_lazy("In production"), _open),
        View("late", gettext_lazy("Late"), queries.late_jobs),
        View("all", gettext_lazy("All"), counted=False),
    )
    filters = ("state", "branch", "is_rush", "due_on")
    search = True
    actions = (
        commands.note_on_job,
        commands.mark_rush,
        commands.calm_down,
        commands.replan_job,
        commands.cancel_job,
    )
    badges = ("state",)
    facts = (
        Column("order", label=gettext_lazy("Order")),
        Column("customer", label=gettext_lazy("Customer"), value="order__customer"),
        Column("package", label=gettext_lazy("Package"), value="order__package"),
        Column("template", label=gettext_lazy("Template")),
        Column("quantity", label=gettext_lazy("Photos")),
        Column("due_on", label=gettext_lazy("Due on"), sub=_late),
        Column("rework_count", label=gettext_lazy("Times reworked")),
        Column("opened_at", label=gettext_lazy("Opened")),
        Column("finished_at", label=gettext_lazy("Finished")),
        Column("note", label=gettext_lazy("Note")),
    )
    palette = True

    @staticmethod
    def subtitle(row: Job) -> str:
        return f"{row.order.customer.name} · {row.order.package.name}"

    @staticmethod
    def links(row: Job, actor: Actor) -> Sequence[Any]:
        return [Button(_("Board"), reverse("production.board"), "layout-kanban")]


@resource
class Steps(Resource):
    """The steps of all jobs: who has how much to do."""

    model = JobStep
    permission = "production.view"
    rows = queries.steps_seen_by
    slug = "steps"
    label = gettext_lazy("Production steps")
    icon = "list-check"
    columns = (
        Column("name", label=gettext_lazy("Step"), link=True),
        Column("job", label=gettext_lazy("Job")),
        Column("customer", label=gettext_lazy("Customer"), value="job__order__customer__name",
               kind="person", sort=None),
        Column("owner", label=gettext_lazy("Done by")),
        Column("due_on", label=gettext_lazy("Due on"), sub=_late),
        "state",
        Column("started_at", label=gettext_lazy("Started"), hidden=True),
        Column("finished_at", label=gettext_lazy("Finished"), hidden=True),
        Column("remark", label=gettext_lazy("Remark"), hidden=True),
    )  # fmt: skip
    views = (
        View("all", gettext_lazy("All"), counted=False),
        View("doing", gettext_lazy("In work"), queries.steps_in_work),
        View("late", gettext_lazy("Late"), queries.late_steps),
    )
    filters = ("state", "owner", "due_on")
    search_in = ("name",)
    actions = (
        commands.claim_step,
        commands.finish_step,
        commands.release_step,
        commands.send_back,
        commands.reassign_step,
        commands.skip_step,
    )
    badges = ("state",)
    facts = (
        Column("job", label=gettext_lazy("Job")),
        Column("order", label=gettext_lazy("Order"), value="job__order"),
        Column("owner", label=gettext_lazy("Done by")),
        Column("due_on", label=gettext_lazy("Due on"), sub=_late),
        Column("started_at", label=gettext_lazy("Started")),
        Column("finished_at", label=gettext_lazy("Finished")),
        Column("remark", label=gettext_lazy("Remark")),
    )

    @staticmethod
    def primary(row: JobStep, actor: Actor) -> Any:
        return {"todo": commands.claim_step, "doing": commands.finish_step}.get(row.state)


@resource
class Templates(Resource):
    """How each kind of shoot is made."""

    model = StepTemplate
    permission = "production.view"
    rows = queries.templates_seen_by
    slug = "templates"
    label = gettext_lazy("Production templates")
    icon = "list-numbers"
    menu = Menu(section="settings", order=60, permission="production.templates")
    columns = (
        Column("name", label=gettext_lazy("Name"), link=True),
        Column("shoot_type", label=gettext_lazy("Shoot type"), kind="text"),
        Column("steps", label=gettext_lazy("Steps"), value="step_names", kind="text", sort=None),
        Column("retired_at", label=gettext_lazy("Given up"), hidden=True),
    )
    search_in = ("name", "code")
    order_by = ("pk",)
    create = commands.add_template
    actions = (commands.change_template, commands.retire_template)
    facts = (
        Column("code", label=gettext_lazy("Code")),
        Column("shoot_type", label=gettext_lazy("Shoot type"), kind="text"),
        Column("retired_at", label=gettext_lazy("Given up")),
    )
