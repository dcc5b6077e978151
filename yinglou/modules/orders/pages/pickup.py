"""The pick-up desk: what waits on the shelf, what is owed for it, and handing it over."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from yinglou.kernel.errors import DomainError
from yinglou.kernel.pages import PageRequest, carry_out, done, new_request_key, page, render
from yinglou.kernel.search import matching
from yinglou.modules.customers.queries import contacts_of, ids_by_phone
from yinglou.modules.orders import commands, queries, rules
from yinglou.modules.orders.models import Order

from .asked import order_numbered

SHOWN_MAX = 100


@page("orders.view", "orders/pickup/", name="orders.pickup")
def pickup(request: PageRequest) -> HttpResponse:
    if request.method == "POST":
        return _hand_over(request)
    return _show(request)


def _hand_over(request: PageRequest) -> HttpResponse:
    order = order_numbered(request.actor, request.POST.get("order", ""))
    given = {
        "order": order,
        "receiver": request.POST.get("receiver", "").strip()[:60],
        "relation": request.POST.get("relation", "").strip()[:30],
    }
    try:
        outcome = carry_out(request, commands.hand_over, given)
    except DomainError as refusal:
        return _show(request, refusal=refusal, status=refusal.status)
    slip = reverse("orders.paper", args=[order.number, "pickup_slip"])
    said = _("%(order)s was handed over") % {"order": order.number}
    return done(request, f"{reverse('orders.pickup')}?slip={slip}", outcome, said)


def _show(
    request: PageRequest, *, refusal: DomainError | None = None, status: int = 200
) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:60]
    waiting = _found(request, words)
    number = request.POST.get("order") or request.GET.get("order", "")
    if not number and words and len(waiting) == 1:
        number = waiting[0].number  # a scan that finds one thing opens it
    order = order_numbered(request.actor, number) if number else None
    slip = request.GET.get("slip", "")
    context: dict[str, Any] = {
        "q": words,
        "lines": [(o, rules.days_late(o.ready_on, o.branch.business_date)) for o in waiting],
        "storage_days": rules.PICKUP_DAYS,
        "order": order,
        "refusal": refusal,
        "given": request.POST,
        "request_key": new_request_key(),
        "slip": slip if slip.startswith("/orders/") else "",
    }
    if order is not None:
        context["items"] = [x for x in queries.lines_of(order) if x.state != "cancelled"]
        context["people"] = contacts_of(order.customer)
        context["may_release"] = request.actor.may("orders.release_unpaid")
        context["may_pay"] = request.actor.may("orders.take_payment")
        owes = order.balance.minor > 0 and not order.released_unpaid_by
        context["is_blocked"] = order.state == Order.State.READY and owes
        context["receiver"] = request.POST.get("receiver", order.customer.name)
    return render(request, "orders/pickup.html", context, status=status)


def _found(request: PageRequest, words: str) -> list[Order]:
    rows = queries.uncollected(queries.orders_seen_by(request.actor))
    for word in words.split()[:5]:
        by_word = rows.filter(pk__in=matching(Order._meta.label_lower, word))
        by_phone = ids_by_phone(word)
        rows = by_word | rows.filter(customer_id__in=by_phone) if by_phone else by_word
    return list(rows[:SHOWN_MAX])
