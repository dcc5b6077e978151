"""Opening the making of an order, planning it, calling it off."""

from datetime import date
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command, emit
from yinglou.kernel.errors import DomainError
from yinglou.kernel.locks import lock
from yinglou.kernel.numbers import next_number
from yinglou.kernel.values import Ask, Text, Whole
from yinglou.modules.branches.queries import business_date
from yinglou.modules.orders.models import Order
from yinglou.modules.production import queries, rules
from yinglou.modules.production.events import (
    JobCancelled,
    JobChanged,
    JobFinished,
    JobOpened,
    StepSkipped,
)
from yinglou.modules.production.models import Job, JobStep, StepTemplate

Photos = Annotated[int, Whole(min=0, max=5000), Ask(label=gettext_lazy("Photos"))]
JobNote = Annotated[str, Text(max=500, lines=2), Ask(label=gettext_lazy("Note"))]


class JobExists(DomainError):
    """An order is made once."""


class NoTemplate(DomainError):
    """Nobody has written down how this kind of shoot is made."""


@command(permission="production.assign", title=gettext_lazy("Open a job"), icon="wand")
def open_job(
    *, by: Actor, order: Order, quantity: Photos, template: StepTemplate | None = None
) -> Job:
    """Begin the making of an order: one step after the other, each with its day."""
    order = lock(order)
    if existing := queries.job_of(order):
        raise JobExists(
            _("%(order)s is being made as %(job)s already.") % {"order": order, "job": existing}
        )
    template = template or queries.template_for(order)
    if template is None:
        raise NoTemplate(
            _("Nobody has written down how %(kind)s is made. Add a template under Settings.")
            % {"kind": order.shoot_type}
        )
    on = business_date(order.branch_id)
    job = Job.objects.create(
        number=next_number("PJ", on), order=order, branch_id=order.branch_id, template=template,
        quantity=quantity, due_on=order.promised_on, note=order.special_request[:500],
    )  # fmt: skip
    JobStep.objects.bulk_create(
        JobStep(
            job=job, position=step.position, code=step.code, name=step.name,
            skill_code=step.skill_code, stage=step.stage, wip_max=step.wip_max,
            due_on=rules.due_on(order.promised_on, step.days_before_promise, on),
        )
        for step in template.steps.all()
    )  # fmt: skip
    emit(
        JobOpened(
            **facts_of(job), quantity=quantity, due_on=job.due_on.isoformat() if job.due_on else ""
        )
    )
    return job


@command(
    permission="production.assign",
    title=gettext_lazy("Plan anew"),
    icon="calendar-repeat",
    available=lambda job: job.state == Job.State.OPEN,
)
def replan_job(*, by: Actor, job: Job, due_on: date | None = None) -> Job:
    """Count the days of the open steps back from another promised day."""
    job = lock(job)
    on = business_date(job.branch_id)
    days = {step.code: step.days_before_promise for step in job.template.steps.all()}
    job.due_on = due_on
    job.save(update_fields=["due_on"])
    steps = [s for s in queries.steps_of(job) if s.state not in rules.OVER and s.code in days]
    for step in steps:
        step.due_on = rules.due_on(due_on, days[step.code], on)
    JobStep.objects.bulk_update(steps, ["due_on"])
    emit(JobChanged(**facts_of(job)))
    return job


@command(
    permission="production.assign",
    title=gettext_lazy("Mark as rush"),
    icon="flame",
    available=lambda job: job.state == Job.State.OPEN and not job.is_rush,
)
def mark_rush(*, by: Actor, job: Job) -> Job:
    """Put a job before the others."""
    job = lock(job)
    job.is_rush = True
    job.save(update_fields=["is_rush"])
    emit(JobChanged(**facts_of(job)))
    return job


@command(
    permission="production.assign",
    title=gettext_lazy("No longer rush"),
    icon="flame-off",
    available=lambda job: job.state == Job.State.OPEN and job.is_rush,
)
def calm_down(*, by: Actor, job: Job) -> Job:
    """Let a job wait its turn again."""
    job = lock(job)
    job.is_rush = False
    job.save(update_fields=["is_rush"])
    emit(JobChanged(**facts_of(job)))
    return job


@command(
    permission="production.work",
    title=gettext_lazy("Change the note"),
    icon="note",
    available=lambda job: job.state == Job.State.OPEN,
)
def note_on_job(*, by: Actor, job: Job, note: JobNote = "") -> Job:
    """Tell whoever works on it what to look out for."""
    job = lock(job)
    job.note = note.strip()
    job.save(update_fields=["note"])
    emit(JobChanged(**facts_of(job)))
    return job


@command(
    permission="production.assign",
    title=gettext_lazy("Cancel the job"),
    icon="circle-x",
    danger=True,
    consequence=gettext_lazy("Nobody works on it any more. The order stays as it is."),
    available=lambda job: job.state == Job.State.OPEN,
)
def cancel_job(*, by: Actor, job: Job) -> Job:
    """Work on an order no longer."""
    job = lock(job)
    job.move_to(Job.State.CANCELLED)
    emit(JobCancelled(**facts_of(job)))
    return job


@command(permission="production.assign", title=gettext_lazy("End the job"), icon="circle-check")
def end_job(*, by: Actor, job: Job) -> Job:
    """The goods are ready or handed over although steps are open: those were not needed."""
    job, *steps = lock(job, *queries.steps_of(job))
    if job.state != Job.State.OPEN:
        return job
    reason = _("%(order)s was ready before this was done") % {"order": job.order}
    for step in (step for step in steps if step.state not in rules.OVER):
        step.move_to(JobStep.State.SKIPPED, remark=reason, finished_at=clock.now())
        emit(StepSkipped(**facts_of(job), step_id=step.pk, code=step.code, reason=reason))
    job.move_to(Job.State.DONE, finished_at=clock.now())
    emit(JobFinished(**facts_of(job)))
    return job


def facts_of(job: Job) -> dict[str, int]:
    """What every fact about a job says."""
    return {"job_id": job.pk, "order_id": job.order_id, "branch_id": job.branch_id}
