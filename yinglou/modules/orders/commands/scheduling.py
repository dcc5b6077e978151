"""When an order is shot: from the phone call, from the order, and what the day brings."""

from datetime import date, datetime
from typing import Annotated

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command, emit
from yinglou.kernel.errors import DomainError, InvalidValue, Option
from yinglou.kernel.locks import lock
from yinglou.kernel.resources import url_of
from yinglou.kernel.values import Ask, Note, Pick, Text
from yinglou.modules.booking.commands import book, confirm_booking
from yinglou.modules.booking.models import TO_CONFIRM, BookableResource, Booking
from yinglou.modules.booking.queries import in_use, live_booking_of
from yinglou.modules.branches.models import Branch
from yinglou.modules.branches.queries import branch_of
from yinglou.modules.customers.commands import Anyway, register_customer
from yinglou.modules.customers.models import Customer
from yinglou.modules.customers.queries import live_customers
from yinglou.modules.folios.models import PaymentKind
from yinglou.modules.orders import queries, rules
from yinglou.modules.orders.events import OrderChanged, OrderMoved
from yinglou.modules.orders.models import Order
from yinglou.modules.payments.commands import ask_payment
from yinglou.modules.payments.queries import open_request

from .money import account_of
from .placing import SoldPackage, place_order

HoldKey = Annotated[str, Text(max=64), Ask(hidden=True)]
Crew = Annotated[list[BookableResource], Pick(among=in_use)]
KnownCustomer = Annotated[Customer | None, Pick(among=lambda rows, actor: live_customers(actor))]
OfPhone = Annotated[str, Text(max=20, secret=True, kind="phone"), Ask(label=gettext_lazy("Phone"))]
OfName = Annotated[str, Text(max=60), Ask(label=gettext_lazy("Name"))]
Late = Annotated[
    bool, Ask(label=gettext_lazy("Although it will be ready after the wedding day"), hidden=True)
]


class AlreadyScheduled(DomainError):
    """The order has a time for its shoot."""


class TooLateForTheWedding(DomainError):
    """The goods would come after the day they are needed for."""


class Deposit(models.TextChoices):
    """How the deposit of a booking made by phone comes."""

    LINK = "link", gettext_lazy("Send a payment link")
    DESK = "desk", gettext_lazy("Pay at the shop")
    NONE = "none", gettext_lazy("Without deposit")


def may_be_scheduled(order: Order) -> bool:
    return order.state == Order.State.PLACED


@command(permission="orders.place", title=gettext_lazy("New booking"), icon="calendar-plus")
def take_booking(  # noqa: PLR0913 the whole telephone call
    *,
    by: Actor,
    package: SoldPackage,
    starts_at: datetime,
    customer: KnownCustomer = None,
    phone: OfPhone = "",
    name: OfName = "",
    source: Customer.Source = Customer.Source.PHONE,
    deposit: Deposit = Deposit.LINK,
    deposit_kind: Order.DepositKind = Order.DepositKind.DOWN_PAYMENT,
    resources: Crew | None = None,
    hold_key: HoldKey = "",
    wedding_on: date | None = None,
    branch: Branch | None = None,
    note: Note = "",
    although_late: Late = False,
    although_known: Anyway = False,
) -> Order:
    """Take a booking by phone: customer, order, time and the request for the deposit at once."""
    branch = branch or branch_of(by)
    if customer is None:
        customer = register_customer(
            by=by, phone=phone, name=name, source=source, wedding_on=wedding_on, branch=branch,
            although_known=although_known,
        )  # fmt: skip
    order = place_order(
        by=by, customer=customer, package=package, deposit_kind=deposit_kind, branch=branch,
        wedding_on=wedding_on or customer.wedding_on, note=note,
    )  # fmt: skip
    _must_be_in_time(order, starts_at, although_late=although_late)
    waits = deposit == Deposit.LINK and order.deposit_minor > 0
    promise = Booking.State.AWAITING_PAYMENT if waits else Booking.State.PENDING
    if deposit == Deposit.NONE or not order.deposit_minor:
        promise = Booking.State.CONFIRMED
    _book(by, order, starts_at, resources, hold_key, promise, note)
    if waits:
        ask_payment(
            by=by, folio=account_of(order), amount=order.deposit, contract=order.charged,
            kind=PaymentKind(order.deposit_kind),
        )  # fmt: skip
    return order


@command(
    permission="orders.schedule",
    title=gettext_lazy("Schedule the shoot"),
    icon="calendar-plus",
    available=may_be_scheduled,
)
def schedule_shoot(
    *,
    by: Actor,
    order: Order,
    starts_at: datetime,
    resources: Crew | None = None,
    hold_key: HoldKey = "",
    note: Note = "",
    although_late: Late = False,
) -> Order:
    """Promise the customer a time for the shoot; it is firm once the deposit is paid."""
    order = lock(order)
    if standing := live_booking_of(queries.subject_of(order)):
        raise AlreadyScheduled(
            _("%(order)s is booked for %(when)s. Reschedule that booking instead.")
            % {"order": order, "when": standing.when},
            options=[Option(standing.number, standing.number, url_of(standing))],
        )
    _must_be_in_time(order, starts_at, although_late=although_late)
    is_paid = order.paid.minor >= min(order.deposit_minor, order.charged.minor)
    promise = Booking.State.CONFIRMED if is_paid else Booking.State.PENDING
    if not is_paid and open_request(account_of(order)):
        promise = Booking.State.AWAITING_PAYMENT
    _book(by, order, starts_at, resources, hold_key, promise, note)
    return order


@command(permission="orders.schedule", title=gettext_lazy("Confirm what was waiting"))
def confirm_paid_booking(*, by: Actor, order: Order) -> Order:
    """The deposit is here: the time that was kept for it is firm."""
    booking = live_booking_of(queries.subject_of(order))
    if booking is not None and booking.state in TO_CONFIRM:
        confirm_booking(by=by, booking=booking)
        order.refresh_from_db(fields=["state", "shoot_on", "promised_on"])
    return order


@command(permission="orders.schedule", title=gettext_lazy("Note that the shoot is firm"))
def mark_scheduled(*, by: Actor, order: Order) -> Order:
    """The time of the shoot is firm."""
    order = lock(order)
    was = order.state
    _note_the_day(order)
    if order.reached == Order.State.PLACED:
        order.go_on_to(Order.State.SCHEDULED)
    say_moved(order, was)
    return order


@command(permission="orders.schedule", title=gettext_lazy("Note the new time"))
def move_shoot(*, by: Actor, order: Order) -> Order:
    """The shoot was moved; what depends on its day moves along."""
    order = lock(order)
    _note_the_day(order)
    say_moved(order, order.state)
    return order


@command(permission="orders.schedule", title=gettext_lazy("Note that the shoot is off"))
def unschedule(*, by: Actor, order: Order) -> Order:
    """The shoot was called off or nobody came: the order needs another time."""
    order = lock(order)
    was = order.state
    if order.reached not in (Order.State.PLACED, Order.State.SCHEDULED):
        return order
    _note_the_day(order)
    if order.reached == Order.State.SCHEDULED and order.shoot_on is None:
        order.go_on_to(Order.State.PLACED)
    say_moved(order, was)
    return order


@command(
    permission="orders.schedule",
    title=gettext_lazy("Mark as shot"),
    icon="camera-check",
    available=lambda order: order.state in (Order.State.PLACED, Order.State.SCHEDULED),
)
def mark_shot(*, by: Actor, order: Order) -> Order:
    """The shoot is done."""
    order = lock(order)
    was = order.state
    shoot_on = order.shoot_on or order.branch.business_date
    order.go_on_to(Order.State.SHOT, shoot_on=shoot_on)
    if order.promised_on is None:
        order.promised_on = _promised(order)
        order.save(update_fields=["promised_on"])
    say_moved(order, was)
    return order


def say_moved(order: Order, was: str) -> None:
    """Announce that an order reached another stage, or only got another day."""
    who = {"order_id": order.pk, "branch_id": order.branch_id, "customer_id": order.customer_id}
    if order.state != was:
        emit(OrderMoved(**who, was=was, stage=order.state))
    else:
        emit(OrderChanged(**who, what="dates"))


def _book(
    by: Actor,
    order: Order,
    starts_at: datetime,
    resources: list[BookableResource] | None,
    hold_key: str,
    promise: Booking.State,
    note: str,
) -> Booking:
    booking = book(
        by=by, customer=order.customer, branch=order.branch, starts_at=starts_at,
        package=order.package, resources=resources, subject=queries.subject_of(order),
        hold_key=hold_key, state=promise, note=note,
    )  # fmt: skip
    order.refresh_from_db(fields=["state", "shoot_on", "promised_on"])
    if promise != Booking.State.CONFIRMED:
        _note_the_day(order)
    return booking


def _must_be_in_time(order: Order, starts_at: datetime, *, although_late: bool) -> None:
    day = _day(starts_at)
    days = int(order.terms.get("production_days", 0))
    if day is None:
        raise InvalidValue(_("Enter when the shoot is."), field="starts_at")
    if rules.is_too_late(day, days, order.wedding_on) and not although_late:
        raise TooLateForTheWedding(
            _("Shot on %(shoot)s it is ready on %(ready)s, after the wedding on %(wedding)s. "
              "Choose an earlier day, or confirm that the customer agrees.")
            % {"shoot": day, "ready": rules.promised_after(day, days),
               "wedding": order.wedding_on},
            field="starts_at",
            options=[Option(_("The customer agrees"), "although_late")],
        )  # fmt: skip


def _note_the_day(order: Order) -> None:
    booking = live_booking_of(queries.subject_of(order))
    order.shoot_on = None
    if booking is not None:
        order.shoot_on = _day(booking.starts_at) or booking.fuzzy_day
    order.promised_on = _promised(order)
    order.save(update_fields=["shoot_on", "promised_on"])


def _promised(order: Order) -> date | None:
    if order.shoot_on is None:
        return None
    return rules.promised_after(order.shoot_on, int(order.terms.get("production_days", 0)))


def _day(moment: datetime | None) -> date | None:
    return timezone.localtime(moment).date() if moment else None
