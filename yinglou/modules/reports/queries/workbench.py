"""The desk everybody starts the day at: who comes, what waits, what is to be done."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, QuerySet, Sum

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.modules.approvals.models import Approval
from yinglou.modules.approvals.queries import waiting_for
from yinglou.modules.booking.models import WAITING, Assignment, Booking
from yinglou.modules.booking.queries import bookings_seen_by, crews_of
from yinglou.modules.branches.models import Branch
from yinglou.modules.branches.queries import branches_seen_by
from yinglou.modules.customers.models import Customer
from yinglou.modules.customers.queries import customers_seen_by
from yinglou.modules.ledger.queries import column_totals, trial_balance
from yinglou.modules.orders.models import Order
from yinglou.modules.orders.queries import due_now, orders_seen_by, uncollected
from yinglou.modules.production.models import JobStep
from yinglou.modules.production.queries import queue_of
from yinglou.modules.timeline.models import Task
from yinglou.modules.timeline.queries import tasks_seen_by

LISTED = 8
CAME = ("arrived", "in_service", "done")
DAYS_AHEAD = 7
NEXT = {
    Booking.State.CONFIRMED: "check_in",
    Booking.State.ARRIVED: "start_service",
    Booking.State.IN_SERVICE: "complete_booking",
}


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody who comes today, who serves, and the button that is next."""

    booking: Booking
    crew: list[Assignment]
    following: str
    order: Order | None

    @property
    def people(self) -> str:
        return "、".join(a.resource.name for a in self.crew if a.resource.employee_id)

    @property
    def places(self) -> str:
        return "、".join(a.resource.name for a in self.crew if not a.resource.employee_id)


@dataclass(slots=True)
class Workbench:
    """What the desk shows this actor; a part is None if the actor may not see it."""

    day: date
    store: Branch | None
    sees_money: bool = False
    jobs: list[JobStep] | None = None
    arrivals: list[Arrival] | None = None
    waiting: list[Booking] | None = None
    to_collect: list[Order] | None = None
    owed_minor: int = 0
    owed_count: int = 0
    ready: list[Order] | None = None
    ready_count: int = 0
    tasks: list[Task] = field(default_factory=list)
    approvals: list[Approval] = field(default_factory=list)
    occasions: list[Customer] = field(default_factory=list)
    feet: tuple[int, int] | None = None

    @property
    def came(self) -> int:
        return sum(
            a.booking.state in ("arrived", "in_service", "done") for a in self.arrivals or ()
        )

    @property
    def is_tied(self) -> bool:
        return self.feet is not None and self.feet[0] == self.feet[1]


def workbench_of(actor: Actor) -> Workbench:
    """Everything on the desk, in a fixed number of statements."""
    store = _store(actor)
    desk = Workbench(store.business_date if store else clock.today(), store)
    desk.sees_money = actor.may("folios.view")
    _put_work(desk, actor, store)
    if actor.may("timeline.view"):
        desk.tasks = _tasks(actor, desk.day)
    if actor.may("approvals.view"):
        desk.approvals = list(waiting_for(actor)[:LISTED])
    if actor.may("customers.change"):
        desk.occasions = _occasions(actor, store, desk.day)
    if actor.may("ledger.view"):
        ids = None if actor.reach == "all" else sorted(actor.branch_ids)
        feet = column_totals(trial_balance(desk.day, branch_ids=ids))
        desk.feet = (feet["closing_debit_minor"], feet["closing_credit_minor"])
    return desk


def _put_work(desk: Workbench, actor: Actor, store: Branch | None) -> None:
    """To each his own: jobs for who makes, visitors for who serves, money for who sees the till."""
    if actor.may("production.work") and actor.employee_id:
        desk.jobs = queue_of(actor)
    if actor.may("booking.serve"):
        desk.arrivals = arrivals_of(actor, store, desk.day)
    if actor.may("booking.book"):
        desk.waiting = _waiting(actor, store)
    if actor.may("orders.hand_over") or (desk.sees_money and actor.may("orders.view")):
        orders = _of(orders_seen_by(actor), store)
        if desk.sees_money:
            _collect(desk, orders)
        ready = uncollected(orders)
        desk.ready, desk.ready_count = list(ready[:LISTED]), ready.count()


def arrivals_of(actor: Actor, store: Branch | None, day: date) -> list[Arrival]:
    """Who comes on a day in order of time, with crew and order: three statements."""
    rows = _of(bookings_seen_by(actor), store).filter(
        starts_at__gte=clock.at(day), starts_at__lt=clock.at(day + timedelta(days=1))
    )
    gone = (Booking.State.CANCELLED, Booking.State.HOLD)
    rows = rows.exclude(state__in=gone).exclude(kind=Booking.Kind.BLOCKED)
    bookings = list(rows.order_by("starts_at", "pk"))
    crews = crews_of(booking.pk for booking in bookings)
    orders = _orders_of(actor, bookings) if actor.may("folios.view") else {}
    return [
        Arrival(b, crews.get(b.pk, []), NEXT.get(Booking.State(b.state), ""), orders.get(b.subject))
        for b in bookings
    ]


def _orders_of(actor: Actor, bookings: Sequence[Booking]) -> dict[str, Order]:
    label = Order._meta.label_lower
    keys = [b.subject.partition(":")[2] for b in bookings if b.subject.startswith(f"{label}:")]
    rows = orders_seen_by(actor).filter(pk__in=[key for key in keys if key.isdigit()])
    return {f"{label}:{order.pk}": order for order in rows}


def _store(actor: Actor) -> Branch | None:
    if actor.branch_id is None:
        return None
    return branches_seen_by(actor).filter(pk=actor.branch_id).first()


def _of(rows: QuerySet[Any], store: Branch | None) -> QuerySet[Any]:
    return rows.filter(branch=store) if store else rows


def _waiting(actor: Actor, store: Branch | None) -> list[Booking]:
    """Times that are kept for somebody who has not confirmed or paid yet; the shortest first."""
    states = (*WAITING, Booking.State.PENDING)
    rows = _of(bookings_seen_by(actor), store).filter(state__in=set(states))
    return list(rows.order_by(F("hold_until").asc(nulls_last=True), "starts_at")[:LISTED])


def _collect(desk: Workbench, orders: QuerySet[Order]) -> None:
    """What is owed now: on goods that are ready, and what the plan says was due."""
    due = due_now(orders)
    owed = F("folio__charged_minor") - F("folio__paid_minor")
    found = due.order_by().aggregate(n=Count("pk"), sum=Sum(owed))
    desk.owed_count, desk.owed_minor = found["n"], found["sum"] or 0
    desk.to_collect = list(due.order_by("ready_on", "placed_on", "pk")[:LISTED])


def _tasks(actor: Actor, day: date) -> list[Task]:
    rows = tasks_seen_by(actor).filter(state=Task.State.OPEN, owner_id=actor.user_id)
    shown = rows.exclude(hidden_until__gt=day)
    return list(shown.order_by(F("due_on").asc(nulls_last=True), "pk")[:LISTED])


def _occasions(actor: Actor, store: Branch | None, day: date) -> list[Customer]:
    """Whose birthday or wedding day comes within a week."""
    soon = (day, day + timedelta(days=DAYS_AHEAD))
    rows = _of(customers_seen_by(actor), store).filter(key_dates__next_on__range=soon)
    return list(rows.annotate(day_on=F("key_dates__next_on")).order_by("day_on", "pk")[:LISTED])
