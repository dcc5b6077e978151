"""What happens to orders and moves production."""

from yinglou.kernel.actors import Actor
from yinglou.kernel.events import reacts_to
from yinglou.modules.orders.events import (
    OrderCancelled,
    OrderChanged,
    OrderDelivered,
    OrderReady,
    SelectionConfirmed,
)
from yinglou.modules.orders.queries import order_of_job

from . import commands, queries
from .models import Job


@reacts_to(SelectionConfirmed)
def open_job(event: SelectionConfirmed, by: Actor) -> None:
    """The photos are chosen: post-production begins, if it is written down how."""
    if queries.job_of_order_id(event.order_id) is not None:
        return
    order = order_of_job(event.order_id)
    if template := queries.template_for(order):
        commands.open_job(by=by, order=order, quantity=event.photos, template=template)


@reacts_to(OrderChanged)
def plan_anew(event: OrderChanged, by: Actor) -> None:
    """Another promised day moves the days of the steps."""
    if event.what not in ("dates", "notes"):
        return
    job = queries.job_of_order_id(event.order_id)
    if job is None or job.state != Job.State.OPEN:
        return
    promised_on = order_of_job(event.order_id).promised_on
    if promised_on != job.due_on:
        commands.replan_job(by=by, job=job, due_on=promised_on)


@reacts_to(OrderReady)
@reacts_to(OrderDelivered)
def end_job(event: OrderReady | OrderDelivered, by: Actor) -> None:
    """Everything is on the shelf or gone, whatever the board said: nothing is left to make."""
    job = queries.job_of_order_id(event.order_id)
    if job is not None and job.state == Job.State.OPEN:
        commands.end_job(by=by, job=job)


@reacts_to(OrderCancelled)
def cancel_job(event: OrderCancelled, by: Actor) -> None:
    job = queries.job_of_order_id(event.order_id)
    if job is not None and job.state == Job.State.OPEN:
        commands.cancel_job(by=by, job=job)
