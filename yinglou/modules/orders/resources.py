"""The list of orders, and what can be done with one."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.columns import Column
from yinglou.kernel.lists import Button
from yinglou.kernel.manifest import Menu
from yinglou.kernel.resources import Resource, Step, View, resource

from . import commands, queries, rules
from .models import Order

_S = Order.State
DEPOSIT, FINAL = "deposit", "final"
# The stations of the rail, each with the stages in which it is the current one.
STATIONS: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    ("placed", gettext_lazy("Ordered"), (_S.DRAFT,)),
    ("shot", gettext_lazy("Shoot"), (_S.PLACED, _S.SCHEDULED)),
    ("selected", gettext_lazy("Selection"), (_S.SHOT, _S.SELECTING)),
    ("retouched", gettext_lazy("Retouch"), (_S.SELECTED, _S.RETOUCHING)),
    ("proofed", gettext_lazy("Proof"), (_S.PROOFING,)),
    ("made", gettext_lazy("Making"), (_S.FINALIZED, _S.MANUFACTURING)),
    ("collected", gettext_lazy("Pick-up"), (_S.READY,)),
)


def _in(*states: str) -> Any:
    def narrow(rows: QuerySet[Order], actor: Actor) -> QuerySet[Order]:
        return rows.filter(state__in=states)

    return narrow


def _shot_tomorrow(rows: QuerySet[Order], actor: Actor) -> QuerySet[Order]:
    return queries.shot_on(rows, clock.today(), days_ahead=1)


def _progress(order: Order) -> int:
    return rules.progress_bp(order.paid.minor, order.charged.minor)


def _chosen(order: Order) -> int | None:
    return order.photos_chosen or None


def _late(order: Order) -> str:
    return _("%(n)s d late") % {"n": order.late_days} if order.is_late else ""


def _is_overdue(order: Order) -> bool:
    return order.is_overdue


@resource
class Orders(Resource):
    """What customers have ordered, how far it is and how far it is paid."""

    model = Order
    permission = "orders.view"
    rows = queries.orders_seen_by
    slug = alias = "orders"
    label = gettext_lazy("Orders")
    icon = "clipboard-check"
    menu = Menu(section="orders", order=10, key="O")
    lookup = "number"
    columns = (
        "number",
        Column("customer", label=gettext_lazy("Customer"), value="customer__name", kind="person",
               sort=None),
        Column("package", label=gettext_lazy("Package"), sub="shoot_type__name", sort=None),
        "state",
        Column("payment_state", label=gettext_lazy("Payment"), kind="payment_state", sort=None),
        Column("charged", label=gettext_lazy("Amount due"), kind="money",
               value="folio__charged_minor", total=True),
        Column("paid", label=gettext_lazy("Amount paid"), kind="money", value="folio__paid_minor",
               total=True),
        Column("balance", label=gettext_lazy("Outstanding"), kind="money",
               value="balance_or_none", sort="balance_minor", total=True, late=_is_overdue),
        Column("progress", label=gettext_lazy("Paid so far"), kind="progress", value=_progress,
               sort=None, hidden=True),
        Column("shoot_on", label=gettext_lazy("Shoot day"), kind="date"),
        Column("promised_on", label=gettext_lazy("Promised for"), kind="date", sub=_late),
        Column("placed_on", label=gettext_lazy("Ordered on"), kind="date", hidden=True),
        Column("wedding_on", label=gettext_lazy("Wedding day"), kind="date", hidden=True),
        Column("branch", label=gettext_lazy("Store"), hidden=True),
        Column("approval_state", label=gettext_lazy("Approval"), hidden=True),
    )  # fmt: skip
    views = (
        View("all", gettext_lazy("All"), counted=False),
        View("placed", gettext_lazy("To be scheduled"), _in(_S.PLACED)),
        View("tomorrow", gettext_lazy("Shot tomorrow"), _shot_tomorrow),
        View("choosing", gettext_lazy("To choose photos"), _in(_S.SHOT, _S.SELECTING)),
        View("late", gettext_lazy("Production late"), queries.late),
        View("uncollected", gettext_lazy("To be collected"), _in(_S.READY)),
        View("due", gettext_lazy("Due now"), queries.due_now),
        View("owing", gettext_lazy("Owing"), queries.owing),
        View("drafts", gettext_lazy("Drafts"), _in(_S.DRAFT)),
        View("ended", gettext_lazy("Cancelled"), _in(_S.CANCELLED, _S.REFUNDED)),
    )
    filters = ("state", "branch", "shoot_type", "placed_on", "shoot_on")
    search = True
    create = commands.place_order
    create_page = "orders.new"
    actions = (
        commands.confirm_order,
        commands.change_discount,
        commands.receive,
        commands.receive_by_code,
        commands.ask_to_pay,
        commands.schedule_shoot,
        commands.mark_shot,
        commands.start_selection,
        commands.record_selection,
        commands.add_upsell,
        commands.move_stage,
        commands.mark_ready,
        commands.hand_over,
        commands.ask_release,
        commands.release_unpaid,
        commands.change_order,
        commands.put_on_hold,
        commands.resume_order,
        commands.ask_cancellation,
        commands.cancel_order,
    )
    # The payment sheet does all three.
    unlisted = (commands.receive, commands.receive_by_code, commands.ask_to_pay)
    badges = (
        "state",
        Column("payment_state", kind="payment_state"),
        Column("approval_state", kind="state", value="approval_state"),
    )
    facts = (
        Column("customer", label=gettext_lazy("Customer")),
        Column("package", label=gettext_lazy("Package")),
        Column("shoot_type", label=gettext_lazy("Shoot type"), kind="text"),
        Column("branch", label=gettext_lazy("Store"), kind="text"),
        Column("placed_on", label=gettext_lazy("Ordered on")),
        Column("wedding_on", label=gettext_lazy("Wedding day")),
        Column("shoot_on", label=gettext_lazy("Shoot day")),
        Column("promised_on", label=gettext_lazy("Promised for"), sub=_late),
        Column("shelf", label=gettext_lazy("Shelf")),
        Column("folio", label=gettext_lazy("Customer account")),
        Column("deposit_minor", label=gettext_lazy("Deposit"), kind="money"),
        Column("photos_chosen", label=gettext_lazy("Photos chosen"), value=_chosen),
        Column("released_unpaid_by", label=gettext_lazy("Released unpaid by"),
               sub="released_unpaid_why"),
        Column("receiver", label=gettext_lazy("Receiver"), sub="receiver_relation"),
        Column("end_reason", label=gettext_lazy("Reason")),
        Column("note", label=gettext_lazy("Note")),
    )  # fmt: skip
    palette = True

    @staticmethod
    def title(row: Order) -> str:
        return row.number

    @staticmethod
    def subtitle(row: Order) -> str:
        return f"{row.customer.name} · {row.package.name}"

    @staticmethod
    def steps(row: Order) -> Sequence[Step]:
        if row.state in (_S.CANCELLED, _S.REFUNDED):
            return ()
        return list(_stations(row))

    @staticmethod
    def primary(row: Order, actor: Actor) -> Any:
        best = next_best(row)
        if asks_for_money(best) and not actor.may("orders.take_payment"):
            return None
        return best

    @staticmethod
    def links(row: Order, actor: Actor) -> Sequence[Any]:
        found = []
        may_pay = row.balance.minor > 0 and actor.may("orders.take_payment")
        if may_pay and not asks_for_money(next_best(row)):
            found.append(_pay_button(row, "pay"))
        if row.folio_id and actor.may("orders.print"):
            url = reverse("orders.papers", args=[row.number])
            found.append(Button(_("Print"), url, "printer", "print"))
        return found


def pay_url(order: Order) -> str:
    return reverse("orders.pay", args=[order.number])


def _pay_button(order: Order, name: str) -> Button:
    """The way to the payment sheet; it names what the sheet will ask for."""
    _kind, amount = queries.expected(order)
    return Button(_("Take %(amount)s") % {"amount": amount}, pay_url(order), "coin", name)


def asks_for_money(best: Any) -> bool:
    return getattr(best, "name", "") in (DEPOSIT, FINAL)


def next_best(order: Order) -> Any:
    """The one thing to do next: a command, or a page of its own."""
    if order.state == _S.DRAFT:
        waits = order.approval_state == Order.ApprovalState.PENDING
        return None if waits else commands.confirm_order
    if order.state == _S.PLACED and order.shoot_on is None:
        url = f"{reverse('orders.book')}?order={order.number}"
        return Button(_("Schedule the shoot"), url, "calendar-plus", "schedule")
    if order.state == _S.PLACED and order.balance.minor > 0:
        return _pay_button(order, DEPOSIT)
    if order.state == _S.READY and order.balance.minor > 0 and not order.released_unpaid_by:
        return _pay_button(order, FINAL)
    return _NEXT.get(_S(order.state))


_NEXT: dict[Any, Any] = {
    _S.SCHEDULED: commands.mark_shot,
    _S.SHOT: commands.record_selection,
    _S.SELECTING: commands.record_selection,
    _S.SELECTED: commands.mark_ready,
    _S.MANUFACTURING: commands.mark_ready,
    _S.READY: commands.hand_over,
    _S.ON_HOLD: commands.resume_order,
}


def _stations(order: Order) -> Sequence[Step]:
    state = order.reached
    current = next(
        (n for n, (_code, _label, stages) in enumerate(STATIONS) if state in stages), len(STATIONS)
    )
    days = {
        "placed": order.placed_on, "shot": order.shoot_on, "made": order.ready_on,
        "collected": order.completed_on or order.promised_on,
    }  # fmt: skip
    found = []
    for number, (code, label, _stages) in enumerate(STATIONS):
        mark = "done" if number < current else "todo"
        if number == current:
            mark = "late" if order.is_late else "current"
        note = _late(order) if mark == "late" else ""
        found.append(Step(label, days.get(code), mark, note))
    return found
