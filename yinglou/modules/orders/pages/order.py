"""The page of one order: the way it goes, its lines, its money, and what to do next."""

from typing import Any

from django.http import HttpResponse

from yinglou.kernel.pages import PageRequest, page, render
from yinglou.kernel.records import RecordPage
from yinglou.kernel.resources import resource_of
from yinglou.modules.customers.queries import primary_contact
from yinglou.modules.orders import queries
from yinglou.modules.orders.models import PAYMENT_STEP_LABELS, Order

from .asked import order_numbered


@page("orders.view", "orders/SO<str:rest>/", name="orders.page")
def order_page(request: PageRequest, rest: str) -> HttpResponse:
    order = order_numbered(request.actor, f"SO{rest}")
    declared: Any = resource_of(Order)
    kind, amount = queries.expected(order)
    context = {
        "page": RecordPage(declared, order, request),
        "order": order,
        "contact": primary_contact(order.customer),
        "next_kind": PAYMENT_STEP_LABELS.get(kind, ""),
        "next_amount": amount,
        "is_overdue": order.is_overdue,
        "comes_to": None if order.folio_id else queries.comes_to(order),
    }
    return render(request, "orders/order.html", context)
