"""Papers: receipts on 80 mm and A5, and the statement of an account."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from yinglou.kernel.errors import NotFound
from yinglou.kernel.money import Money
from yinglou.kernel.pages import PageRequest, carry_out, new_request_key, page, render

from . import commands, queries

PAPERS = ("80mm", "58mm", "a5")


@page("folios.print", "folios/receipt/<str:number>/", name="folios.receipt")
def receipt(request: PageRequest, number: str) -> HttpResponse:
    """A receipt: first a preview; printing it is counted, so that a second one says so."""
    payment = queries.payment_numbered(number, request.actor)
    if payment is None:
        raise NotFound
    paper = request.GET.get("paper", PAPERS[0])
    paper = paper if paper in PAPERS else PAPERS[0]
    here = f"{reverse('folios.receipt', args=[payment.number])}?paper={paper}"
    if request.method == "POST":
        outcome = carry_out(request, commands.print_receipt, {"payment": payment})
        return HttpResponseRedirect(f"{here}&copy={outcome.result.printed_count}")
    copy = request.GET.get("copy", "")
    counted = int(copy) if copy.isdigit() and len(copy) < 6 else 0
    counted = counted if counted <= payment.printed_count else 0
    context = {
        "payment": payment,
        "folio": payment.folio,
        "paper": paper,
        "papers": [(p, f"{here.partition('?')[0]}?paper={p}") for p in PAPERS],
        "counted": counted,
        "copies": counted,
        "advance_minor": payment.amount_minor - payment.earnest_minor,
        "request_key": new_request_key(),
    }
    return render(request, "folios/receipt.html", context)


@page("folios.view", "folios/statement/<str:number>/", name="folios.statement")
def statement(request: PageRequest, number: str) -> HttpResponse:
    """The statement of an account on A4, for the customer to take along."""
    folio = queries.folios_seen_by(request.actor).filter(number=number).first()
    if folio is None:
        raise NotFound
    lines = queries.statement_of(folio)
    context = {
        "folio": folio,
        "lines": lines,
        "deposits": [d for d in queries.deposits_of(folio) if d.left],
        "charged": Money(sum(line.charge_minor for line in lines)),
        "paid": Money(sum(line.payment_minor for line in lines)),
        "paper": "a4",
    }
    return render(request, "folios/statement.html", context)
