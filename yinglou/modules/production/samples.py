"""How a studio makes things, and an order being made, for tests and the demo."""

from typing import Any

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.modules.catalog.models import ShootType
from yinglou.modules.orders import samples as order_samples
from yinglou.modules.orders.commands import record_selection
from yinglou.modules.orders.models import Order
from yinglou.modules.staff import samples as staff_samples
from yinglou.modules.staff.commands import teach_skill
from yinglou.modules.staff.models import Employee
from yinglou.modules.staff.queries import skills_seen_by

from . import commands, queries
from .commands import StepIn
from .models import Job, JobStep, Stage, StepTemplate

WHOLE = (
    StepIn("retouch", "精修", 30, Stage.RETOUCHING, "retoucher", 5),
    StepIn("design", "设计", 22, Stage.RETOUCHING, "designer", 5),
    StepIn("proof", "看样", 17, Stage.PROOFING),
    StepIn("making", "制作", 4, Stage.MANUFACTURING),
    StepIn("qc", "质检", 2, Stage.MANUFACTURING, "retoucher"),
)
SHORT = (
    StepIn("retouch", "精修", 2, Stage.RETOUCHING, "retoucher", 10),
    StepIn("qc", "质检", 1, Stage.MANUFACTURING),
)


def standard_templates(by: Actor) -> list[StepTemplate]:
    """Retouch, design, proof, making, QC for everything; passport photos are only retouched."""
    made = [commands.add_template(by=by, code="standard", name="标准流程", steps=list(WHOLE))]
    if passport := ShootType.objects.filter(code="passport").first():
        made.append(
            commands.add_template(
                by=by, code="passport", name="证件照流程", steps=list(SHORT), shoot_type=passport
            )
        )
    return made


def a_retoucher(by: Actor, order: Order, name: str = "许然") -> Employee:
    """Somebody who retouches and designs."""
    skills = {skill.code: skill for skill in skills_seen_by(by)}
    found = staff_samples.an_employee(by, order.branch, name, skills["retoucher"], 4)
    teach_skill(by=by, employee=found, skill=skills["designer"], level=3)
    return found


def a_job(by: Actor | None = None, order: Order | None = None) -> Job:
    """Thirty photos of 王晓明 and 李静, chosen and waiting to be retouched."""
    by = by or Actor.house("samples")
    if order is None:
        order = order_samples.paid(by, order_samples.an_order(by))
    if not StepTemplate.objects.exists():
        standard_templates(by)
    if order.state != Order.State.SHOT:
        order = order_samples.shot(by, order)
    record_selection(by=by, order=order, photos_chosen=30)
    job = queries.job_of(order)
    assert job is not None
    return job


def a_row(resource: Any) -> Any:
    """One row of each resource, for the tests of all pages."""
    with clock.set_to(order_samples.MOMENT):
        job = a_job()
    rows: dict[Any, Any] = {Job: job, StepTemplate: job.template, JobStep: queries.steps_of(job)[0]}
    return rows[resource.model]
