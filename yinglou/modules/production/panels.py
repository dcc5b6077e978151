"""What production shows: the steps of a job on its own page and on the order's."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yinglou.kernel.actors import Actor
from yinglou.kernel.panels import panel
from yinglou.modules.orders.models import Order

from . import queries, rules
from .models import Job, StepTemplate


@panel(
    on="production.jobs",
    permission="production.view",
    template="production/steps_panel.html",
    title=_("Steps"),
    order=10,
)
def steps_of_job(row: Job, actor: Actor) -> dict[str, Any]:
    return _steps(row, actor)


@panel(
    on="orders.orders",
    permission="production.view",
    template="production/steps_panel.html",
    title=_("Production"),
    order=40,
)
def production_of_order(row: Order, actor: Actor) -> dict[str, Any]:
    """How far the making of an order is; nothing before it has begun."""
    job = queries.job_of(row)
    return _steps(job, actor) if job else {}


@panel(
    on="production.templates",
    permission="production.view",
    template="production/template_panel.html",
    title=_("Steps"),
    order=10,
)
def steps_of_template(row: StepTemplate, actor: Actor) -> dict[str, Any]:
    return {"steps": list(row.steps.all())}


def _steps(job: Job, actor: Actor) -> dict[str, Any]:
    steps = queries.steps_of(job)
    now: Any = rules.current(steps)
    return {
        "job": job,
        "steps": steps,
        "current": now,
        "share": rules.done_share(steps),
        "is_mine": bool(now and now.owner_id and now.owner_id == actor.employee_id),
        "may_work": actor.may("production.work") and job.state == Job.State.OPEN,
        "may_assign": actor.may("production.assign") and job.state == Job.State.OPEN,
    }
