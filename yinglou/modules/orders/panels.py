"""What orders show on their own page and on the customer's."""

from itertools import groupby
from typing import Any

from django.utils.translation import gettext_lazy as _

from yinglou.kernel.actors import Actor
from yinglou.kernel.panels import panel
from yinglou.kernel.resources import url_of
from yinglou.modules.booking.queries import bookings_of, crews_of
from yinglou.modules.customers.models import Customer
from yinglou.modules.folios.queries import payments_of, refunds_of
from yinglou.modules.payments.queries import open_request

from . import queries, rules
from .models import Order, OrderLine

ORDERS = "orders.orders"
SHOWN_MAX = 20


@panel(on=ORDERS, permission="orders.view", template="orders/lines_panel.html", order=10)
def lines(row: Order, actor: Actor) -> dict[str, Any]:
    """The lines by kind, with discount and total."""
    found = list(queries.lines_of(row))
    kinds = dict(OrderLine.Kind.choices)
    ordered = sorted(found, key=lambda line: (_PLACES[line.kind], line.position))
    groups = [(kinds[kind], list(of)) for kind, of in groupby(ordered, lambda line: line.kind)]
    return {
        "order": row,
        "groups": groups,
        "items": row.terms.get("items", []),
        "gross_minor": sum(line.amount_minor for line in found),
        "net_minor": sum(line.net_minor for line in found),
        "fold": rules.fold(row.discount_bp) if row.discount_bp else "",
        "sees_cost": actor.may("orders.cost"),
        "cost_minor": sum(line.cost_minor for line in found),
        "may_add": actor.may("orders.select") and row.is_open and row.folio_id is not None,
    }


_PLACES = {"package": 0, "addon": 1, "gift": 2, "upsell": 3}


@panel(on=ORDERS, permission="orders.view", template="orders/receipts_panel.html", order=20)
def receipts(row: Order, actor: Actor) -> dict[str, Any]:
    """What was paid, by whom and how, and what is to come."""
    if row.folio is None:
        return {}
    return {
        "order": row,
        "plan": list(queries.steps_of(row)),
        "payments": [(each, url_of(each)) for each in payments_of(row.folio)],
        "refunds": [(each, url_of(each)) for each in refunds_of(row.folio)],
        "waiting": open_request(row.folio),
        "progress": rules.progress_bp(row.paid.minor, row.charged.minor),
    }


@panel(
    on=ORDERS,
    permission="booking.view",
    template="orders/bookings_panel.html",
    title=_("Bookings"),
    order=30,
)
def bookings(row: Order, actor: Actor) -> dict[str, Any]:
    """The times made for the order, with who serves."""
    found = list(bookings_of(queries.subject_of(row)))
    if not found:
        return {}
    crews = crews_of(booking.pk for booking in found)
    return {"lines": [(b, url_of(b), crews.get(b.pk, [])) for b in found]}


@panel(
    on=ORDERS,
    permission="orders.view",
    template="orders/credits_panel.html",
    title=_("Sales credit"),
    place="rail",
    order=40,
)
def credits(row: Order, actor: Actor) -> dict[str, Any]:
    """Whose sale it is."""
    return {"credits": found} if (found := list(queries.credits_of(row))) else {}


@panel(
    on="customers.customers",
    permission="orders.view",
    template="orders/customer_panel.html",
    title=_("Orders"),
    order=10,
)
def orders_of_customer(row: Customer, actor: Actor) -> dict[str, Any]:
    """A customer's orders, the latest first."""
    found = list(queries.orders_of(row, actor)[:SHOWN_MAX])
    return {"orders": found, "customer": row, "may_place": actor.may("orders.place")}
