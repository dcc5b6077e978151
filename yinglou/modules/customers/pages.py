"""Registering with the phone first, looking at numbers for half a minute, handing data out."""

from datetime import date
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _

from yinglou.kernel.errors import DomainError, InvalidValue, NotFound
from yinglou.kernel.pages import (
    PageRequest,
    carry_out,
    done,
    form_for,
    new_request_key,
    page,
    render,
)
from yinglou.kernel.records import FormPage
from yinglou.kernel.resources import url_of
from yinglou.kernel.values import clean_phone

from . import commands, queries, rules
from .models import Contact, Customer
from .resources import offers

FIRST_FIELDS = ("phone", "name", "relation", "source", "intent", "note")
# While a phone is typed, the page asks who has it.
LOOKED_UP = {
    "hx-get": reverse_lazy("customers.by_phone"),
    "hx-trigger": "input changed delay:300ms",
    "hx-target": "#customer-known",
    "autofocus": True,
}
REVEALS = {"phone": commands.reveal_phone, "id_number": commands.reveal_id_number}


@page("customers.register", "customers/new/", name="customers.new")
def new(request: PageRequest) -> HttpResponse:
    """The registration card: six fields, the rest below; the phone is looked up while typing."""
    posted = request.method == "POST"
    form = form_for(
        commands.register_customer,
        request.actor,
        data=request.POST if posted else None,
        initial=None if posted else request.GET.dict(),
    )
    form.form.fields["phone"].widget.attrs |= LOOKED_UP
    refusal = None
    if posted and form.is_valid():
        try:
            outcome = carry_out(request, commands.register_customer, form.arguments())
        except DomainError as said:
            refusal = said
            form.refuse(said)
        else:
            return done(request, _next(request, outcome.result), outcome, _("Customer registered"))
    fields = list(form.form)
    context = {
        "form": form.form,
        "first": [field for field in fields if field.name in FIRST_FIELDS],
        "more": [f for f in fields if f.name not in FIRST_FIELDS and not f.is_hidden],
        "refusal": refusal,
        "may_insist": isinstance(refusal, commands.CustomerExists),
        "request_key": request.POST.get("request_key") or new_request_key(),
        "next": request.POST.get("next") or request.GET.get("next", ""),
    }
    part = "sheet" if request.htmx and not request.htmx.boosted else ""
    return render(request, "customers/new.html", context, part=part, status=422 if posted else 200)


def _next(request: PageRequest, customer: Customer) -> str:
    """Back to where somebody needed the customer, with the customer; or to the customer."""
    wanted = request.POST.get("next", "")
    begun = {offer.name: offer.url for offer in offers(customer, request.actor)}
    return begun.get(wanted) or url_of(customer)


@page("customers.view", "customers/by-phone/", name="customers.by_phone")
def by_phone(request: PageRequest) -> HttpResponse:
    """Who has this phone: a part while typing, the customer's page for a ringing telephone."""
    return _who_calls(request, request.GET.get("phone", "")[:30])


@page("customers.view", "customers/by-phone/<str:phone>/", name="customers.caller")
def caller(request: PageRequest, phone: str) -> HttpResponse:
    """The page a telephone opens when it rings."""
    return _who_calls(request, phone[:30])


def _who_calls(request: PageRequest, phone: str) -> HttpResponse:
    trouble, known = "", None
    if phone.strip():
        try:
            clean_phone(phone)
        except InvalidValue as refusal:
            trouble = str(refusal)
        else:
            known = queries.customer_by_phone(phone)
    seen = _seen(request, known)
    if not request.htmx and seen is not None:
        return HttpResponseRedirect(url_of(seen))
    context = {
        "phone": phone,
        "trouble": trouble,
        "known": known,
        "seen": seen,
        "url": url_of(seen) if seen else "",
        "offers": offers(seen, request.actor) if seen else [],
        "new_url": f"{reverse('customers.new')}?phone={phone}",
    }
    return render(request, "customers/by_phone.html", context, part="found" if request.htmx else "")


def _seen(request: PageRequest, known: Customer | None) -> Customer | None:
    """The customer as this person may see it; None if it belongs to another store."""
    if known is None:
        return None
    return queries.customers_seen_by(request.actor).filter(pk=known.pk).first()


@page("customers.view", "customers/lunar/", name="customers.lunar")
def lunar(request: PageRequest) -> HttpResponse:
    """A day in the farmers' calendar, as a part: 农历三月廿六."""
    try:
        day = date.fromisoformat(request.GET.get("day") or request.GET.get("wedding_on", ""))
        text = rules.lunar_text(day)
    except ValueError:
        text = ""
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@page("customers.view", "customers/numbers/<int:pk>/<str:what>/", name="customers.reveal")
def reveal(request: PageRequest, pk: int, what: str) -> HttpResponse:
    """A number behind its mask: POST shows it for half a minute, GET masks it again."""
    contact = queries.contacts_seen_by(request.actor).filter(pk=pk).first()
    if contact is None or what not in REVEALS:
        raise NotFound
    shown = False
    if request.method == "POST":
        carry_out(request, REVEALS[what], {"contact": contact})
        shown = True
    context = number_context(contact, what, is_shown=shown)
    context["back"] = url_of(contact.customer)
    part = "number" if request.htmx else ""
    response = render(request, "customers/number.html", context, part=part)
    response["Cache-Control"] = "no-store"
    return response


def number_context(contact: Contact, what: str, *, is_shown: bool) -> dict[str, Any]:
    """What the part with a number needs."""
    masked = contact.phone_masked if what == "phone" else contact.id_masked
    clear = contact.phone if what == "phone" else contact.id_number
    return {
        "contact": contact,
        "what": what,
        "shown": is_shown,
        "text": clear if is_shown else masked,
        "reveal_url": reverse("customers.reveal", args=[contact.pk, what]),
        "is_phone": what == "phone",
    }


@page("customers.export", "customers/<str:number>/data/", name="customers.data")
def data(request: PageRequest, number: str) -> HttpResponse:
    """Ask how the customer asked, then hand out what is kept as a file."""
    rows = queries.customers_seen_by(request.actor).filter(number=number)
    customer = rows.first()
    if customer is None:
        raise NotFound
    posted = request.method == "POST"
    about = {"customer": customer}
    form = form_for(
        commands.hand_out_data, request.actor, data=request.POST if posted else None, about=about
    )
    shown = FormPage(commands.hand_out_data, form, request, url_of(customer))
    if posted and form.is_valid():
        try:
            carry_out(request, commands.hand_out_data, form.arguments())
        except DomainError as refusal:
            form.refuse(refusal)
            shown.refusal = refusal
        else:
            return _as_file(customer)
    return render(request, "ui/form.html", {"page": shown}, status=422 if posted else 200)


def _as_file(customer: Customer) -> HttpResponse:
    dumps = {"ensure_ascii": False, "indent": 1}
    response = JsonResponse(queries.kept_data(customer), json_dumps_params=dumps)
    response["Content-Disposition"] = f'attachment; filename="{customer.number}.json"'
    response["Cache-Control"] = "no-store"
    return response
