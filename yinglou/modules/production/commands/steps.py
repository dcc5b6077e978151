"""Working: claiming a step, finishing it, giving it back, doing it again."""

from typing import Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command, emit
from yinglou.kernel.errors import DomainError
from yinglou.kernel.locks import lock
from yinglou.kernel.values import Ask, Pick, Reason
from yinglou.modules.orders.commands import mark_ready, move_stage
from yinglou.modules.orders.models import Order
from yinglou.modules.production import queries, rules
from yinglou.modules.production.events import (
    JobFinished,
    StepClaimed,
    StepFinished,
    StepReleased,
    StepSentBack,
    StepSkipped,
)
from yinglou.modules.production.models import Job, JobStep
from yinglou.modules.staff.models import Employee
from yinglou.modules.staff.queries import employee_of, skill_names, skills_of, working

from .jobs import facts_of

Worker = Annotated[Employee, Pick(among=working), Ask(label=gettext_lazy("Done by"))]
ASSIGN = "production.assign"


class NotAnEmployee(DomainError):
    """Only people of the house work on things."""


class LacksTheSkill(DomainError):
    """Not everybody can do everything."""


class NotItsTurn(DomainError):
    """An earlier step is not done."""


class TakenAlready(DomainError):
    """Somebody else works on it."""


class NotYours(DomainError):
    """A step is finished or given back by whoever works on it."""

    status = 403


class TooMuchAtOnce(DomainError):
    """Somebody has as much in hand as is allowed at once."""


class OrderRests(DomainError):
    """The order was put on hold or is over."""


class NothingToClaim(DomainError):
    """No step waits that this person can do."""


class NothingToSendBack(DomainError):
    """There is no earlier step to do again."""


@command(
    permission="production.work",
    title=gettext_lazy("Claim"),
    icon="hand-grab",
    available=lambda step: step.state == rules.TODO,
)
def claim_step(*, by: Actor, step: JobStep) -> JobStep:
    """Take a step on: from now on it is yours."""
    employee = _must_be_an_employee(by)
    order, job, step = _lock(step)
    _must_be_workable(step, job, order)
    _must_have_the_skill(step, employee)
    _must_not_be_too_much(by, step, employee)
    _begin(by, order, job, step, employee)
    return step


@command(permission="production.work", title=gettext_lazy("Claim the next"), icon="hand-grab")
def claim_next(*, by: Actor) -> JobStep:
    """Take on the most urgent step that you can do."""
    _must_be_an_employee(by)
    waiting = queries.claimable(by)
    if not waiting:
        raise NothingToClaim(_("Nothing waits that you can do. Have a rest."))
    return claim_step(by=by, step=waiting[0])


@command(
    permission="production.work",
    title=gettext_lazy("Give back"),
    icon="arrow-back-up",
    available=lambda step: step.state == rules.DOING,
)
def release_step(*, by: Actor, step: JobStep) -> JobStep:
    """Let somebody else do a step."""
    _order, job, step = _lock(step)
    _must_be_mine(by, step)
    step.move_to(JobStep.State.TODO, owner=None, started_at=None)
    emit(StepReleased(**facts_of(job), step_id=step.pk, code=step.code))
    return step


@command(
    permission="production.work",
    title=gettext_lazy("Finish"),
    icon="check",
    available=lambda step: step.state == rules.DOING,
)
def finish_step(*, by: Actor, step: JobStep) -> JobStep:
    """A step is done. After the last one the order is ready for pick-up."""
    order, job, step = _lock(step)
    _must_be_mine(by, step)
    _must_not_rest(job, order)
    step.move_to(JobStep.State.DONE, finished_at=clock.now())
    emit(
        StepFinished(
            **facts_of(job), step_id=step.pk, code=step.code, employee_id=step.owner_id,
            quantity=job.quantity,
        )
    )  # fmt: skip
    _go_on(by, order, job, step)
    return step


@command(
    permission=ASSIGN,
    title=gettext_lazy("Skip"),
    icon="player-skip-forward",
    available=lambda step: step.state in (rules.TODO, rules.DOING),
)
def skip_step(*, by: Actor, step: JobStep, reason: Reason) -> JobStep:
    """Leave a step out for this order."""
    order, job, step = _lock(step)
    _must_not_rest(job, order)
    if not rules.is_its_turn(step, queries.steps_of(job)):
        raise _not_its_turn(step, job)
    step.move_to(JobStep.State.SKIPPED, remark=reason, finished_at=clock.now())
    emit(StepSkipped(**facts_of(job), step_id=step.pk, code=step.code, reason=reason))
    _go_on(by, order, job, step)
    return step


@command(
    permission=ASSIGN,
    title=gettext_lazy("Assign"),
    icon="user-plus",
    available=lambda step: step.state in (rules.TODO, rules.DOING),
)
def reassign_step(*, by: Actor, step: JobStep, owner: Worker) -> JobStep:
    """Say who does a step; whoever did it until now is relieved."""
    order, job, step = _lock(step)
    _must_have_the_skill(step, owner)
    if step.state == rules.DOING:
        step.move_to(JobStep.State.TODO, owner=None, started_at=None)
    _must_be_workable(step, job, order)
    _begin(by, order, job, step, owner)
    return step


@command(
    permission="production.work",
    title=gettext_lazy("Send back"),
    icon="arrow-back",
    danger=True,
    consequence=gettext_lazy("The step before is to be done again by whoever did it."),
    available=lambda step: step.state == rules.DOING and step.position > 1,
)
def send_back(*, by: Actor, step: JobStep, reason: Reason) -> JobStep:
    """The work before is not good enough: whoever did it does it again."""
    order, job, step = _lock(step)
    _must_be_mine(by, step)
    before = [s for s in queries.steps_of(job)
              if s.position < step.position and s.state == rules.DONE]  # fmt: skip
    if not before:
        raise NothingToSendBack(
            _("Nothing was done before “%(step)s” that could be done again.") % {"step": step.name}
        )
    again = before[-1]
    step.move_to(JobStep.State.TODO, owner=None, started_at=None)
    again.move_to(JobStep.State.TODO, finished_at=None, started_at=None, remark=reason)
    job.rework_count += 1
    job.save(update_fields=["rework_count"])
    emit(StepSentBack(**facts_of(job), step_id=again.pk, code=again.code, reason=reason))
    if again.owner is not None:
        _begin(by, order, job, again, again.owner)
    return again


def _lock(step: JobStep) -> tuple[Order, Job, JobStep]:
    """Order, job and step, taken in the order in which everybody takes them."""
    order, job, step = lock(step.job.order, step.job, step)
    job.order, step.job = order, job
    return order, job, step


def _begin(by: Actor, order: Order, job: Job, step: JobStep, employee: Employee) -> None:
    step.move_to(JobStep.State.DOING, owner=employee, started_at=clock.now())
    if order.state != step.stage:
        move_stage(by=by, order=order, stage=Order.State(step.stage))
    emit(
        StepClaimed(
            **facts_of(job), step_id=step.pk, code=step.code, employee_id=employee.pk
        )
    )  # fmt: skip


def _go_on(by: Actor, order: Order, job: Job, step: JobStep) -> None:
    """What the end of a step means for the order."""
    if rules.is_last(step, queries.steps_of(job)):
        job.move_to(Job.State.DONE, finished_at=clock.now())
        mark_ready(by=by, order=order)
        emit(JobFinished(**facts_of(job)))
        return
    stage = rules.stage_after(step.stage)
    if step.state == rules.DONE and stage != step.stage and order.state == step.stage:
        move_stage(by=by, order=order, stage=Order.State(stage))


def _must_be_an_employee(by: Actor) -> Employee:
    employee = employee_of(by)
    if employee is None:
        raise NotAnEmployee(
            _("You are not entered as an employee, so you cannot claim work. Assign it to "
              "somebody who is.")
        )  # fmt: skip
    return employee


def _must_be_workable(step: JobStep, job: Job, order: Order) -> None:
    _must_not_rest(job, order)
    if step.state != rules.TODO:
        raise TakenAlready(
            _("%(person)s has claimed this at %(time)s. Claim another.")
            % {"person": step.owner or "—", "time": _time(step.started_at)}
        )
    if not rules.is_its_turn(step, queries.steps_of(job)):
        raise _not_its_turn(step, job)


def _not_its_turn(step: JobStep, job: Job) -> NotItsTurn:
    first: Any = rules.current(queries.steps_of(job))
    return NotItsTurn(
        _("“%(step)s” of %(job)s comes after “%(before)s”, which is not done yet. Finish that "
          "first.")
        % {"step": step.name, "job": job, "before": first.name}
    )  # fmt: skip


def _must_not_rest(job: Job, order: Order) -> None:
    if job.state != Job.State.OPEN or order.state == Order.State.ON_HOLD or not order.is_open:
        raise OrderRests(
            _("%(order)s is “%(state)s”; its making does not go on. Resume the order first.")
            % {"order": order, "state": order.get_state_display()}
        )


def _must_have_the_skill(step: JobStep, employee: Employee) -> None:
    if step.skill_code and step.skill_code not in skills_of([employee.pk])[employee.pk]:
        skill = skill_names().get(step.skill_code, step.skill_code)
        raise LacksTheSkill(
            _("“%(step)s” needs the skill “%(skill)s”, which %(person)s does not have. Choose "
              "somebody who has it.")
            % {"step": step.name, "skill": skill, "person": employee}
        )  # fmt: skip


def _must_not_be_too_much(by: Actor, step: JobStep, employee: Employee) -> None:
    if not step.wip_max or by.may(ASSIGN):
        return
    if queries.in_work(employee, step.code) >= step.wip_max:
        raise TooMuchAtOnce(
            _("You have %(count)s of “%(step)s” in hand, as many as are allowed at once. Finish "
              "one first, or ask your lead to assign it.")
            % {"count": step.wip_max, "step": step.name}
        )  # fmt: skip


def _must_be_mine(by: Actor, step: JobStep) -> None:
    if by.may(ASSIGN) or (step.owner_id is not None and step.owner_id == by.employee_id):
        return
    raise NotYours(
        _("%(person)s works on this, not you. Ask that person or your lead.")
        % {"person": step.owner or "—"}
    )


def _time(moment: Any) -> str:
    return f"{timezone.localtime(moment):%H:%M}" if moment else "—"
