"""Papers of an order: contract, receipt, pick-up slip. Printing is counted."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yinglou.kernel.errors import NotFound
from yinglou.kernel.pages import PageRequest, carry_out, done, page, render
from yinglou.kernel.resources import url_of
from yinglou.modules.customers.queries import contacts_of
from yinglou.modules.folios.queries import payments_of
from yinglou.modules.orders import commands, queries, rules
from yinglou.modules.orders.models import Order, PaperPrint

from .asked import order_numbered

FORMS = {
    "contract": ("a4", "orders/papers/contract.html"),
    "receipt": ("80mm", "orders/papers/receipt.html"),
    "pickup_slip": ("80mm", "orders/papers/pickup_slip.html"),
}
NEGATIVES = {
    "chosen": _("The chosen photos are handed over as files; other negatives are not."),
    "all": _("All negatives are handed over as files without further payment."),
    "paid": _("The chosen photos are handed over as files; others against payment."),
    "none": _("Negatives are not handed over."),
}
_ICONS = {"contract": "file-text", "receipt": "receipt", "pickup_slip": "package"}


@page("orders.print", "orders/<str:number>/papers/", name="orders.papers")
def papers(request: PageRequest, number: str) -> HttpResponse:
    """The papers there are, and how often each was printed."""
    order = order_numbered(request.actor, number)
    counts = queries.prints_of(order)
    shown = [
        (paper.value, paper.label, _ICONS[paper.value], counts.get(paper.value, 0))
        for paper in PaperPrint.Paper
    ]
    context = {"order": order, "papers": shown, "back": url_of(order)}
    part = "sheet" if request.htmx and not request.htmx.boosted else ""
    return render(request, "orders/papers.html", context, part=part)


@page("orders.print", "orders/<str:number>/papers/<str:paper>/", name="orders.paper")
def paper_page(request: PageRequest, number: str, paper: str) -> HttpResponse:
    """A paper to look at; posting to it counts the print first."""
    order = order_numbered(request.actor, number)
    if paper not in FORMS:
        raise NotFound
    if request.method == "POST":
        given = {"order": order, "paper": PaperPrint.Paper(paper)}
        outcome = carry_out(request, commands.print_paper, given)
        here = reverse("orders.paper", args=[order.number, paper])
        return done(request, f"{here}?printed=1", outcome)
    size, template = FORMS[paper]
    context = {
        "paper": size,
        "copies": queries.prints_of(order).get(paper, 0),
        **_written(request, order),
    }
    return render(request, template, context)


def _written(request: PageRequest, order: Order) -> dict[str, Any]:
    """Everything that stands on the papers."""
    lines = list(queries.lines_of(order))
    found = payments_of(order.folio) if order.folio else ()
    payments = [payment for payment in found if not payment.is_security_deposit]
    paid = sum(payment.amount_minor - payment.refunded_minor for payment in payments)
    return {
        "order": order,
        "branch": order.branch,
        "contacts": contacts_of(order.customer),
        "lines": lines,
        "contents": order.terms.get("items", []),
        "negatives": NEGATIVES.get(order.terms.get("negatives_policy", ""), ""),
        "sold": [line for line in lines if line.state != "cancelled"],
        "gross_minor": sum(line.amount_minor for line in lines),
        "fold": rules.fold(order.discount_bp) if order.discount_bp else "",
        "plan": list(queries.steps_of(order)),
        "payments": payments,
        "last": payments[-1] if payments else None,
        "paid_minor": paid,
        "earnest": rules.earnest_of(order.deposit, order.charged),
        "credits": list(queries.credits_of(order)),
        "cashier": request.actor.name,
        "page_url": request.build_absolute_uri(url_of(order)),
    }
