"""The telephone: customer, package, time and deposit in one drawer, opened by B anywhere."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from yinglou.kernel import clock
from yinglou.kernel.dates import read_date, read_time
from yinglou.kernel.errors import DomainError, InvalidValue
from yinglou.kernel.pages import PageRequest, carry_out, done, new_request_key, page, render
from yinglou.kernel.resources import url_of
from yinglou.kernel.values import clean_phone
from yinglou.modules.booking.queries import crew_of, hold_of, reasons_of
from yinglou.modules.branches.models import Branch
from yinglou.modules.branches.queries import branch_of
from yinglou.modules.catalog.models import Package
from yinglou.modules.catalog.queries import packages_seen_by, price_of, sold, suggest_packages
from yinglou.modules.customers.models import Customer
from yinglou.modules.customers.queries import customer_by_phone, live_customers, primary_contact
from yinglou.modules.orders import commands
from yinglou.modules.orders.commands import Deposit
from yinglou.modules.orders.models import Order

from .asked import order_numbered

TEMPLATE = "orders/book.html"
SOURCES = (Customer.Source.XHS, Customer.Source.DOUYIN, Customer.Source.MEITUAN,
           Customer.Source.WECHAT, Customer.Source.REFERRAL, Customer.Source.PHONE,
           Customer.Source.WALK_IN)  # fmt: skip


@page("orders.place", "orders/book/", name="orders.book")
def book(request: PageRequest) -> HttpResponse:
    if request.method != "POST":
        return _show(request, request.GET)
    act = request.POST.get("act", "")
    if act == "submit":
        return _book(request)
    return _show(request, request.POST)


@page("orders.place", "orders/book/phone/", name="orders.book_phone")
def known_phone(request: PageRequest) -> HttpResponse:
    """What is known about a number as soon as it is typed."""
    typed = request.GET.get("phone", "")
    context: dict[str, Any] = {"known": None, "sentence": "", "given": request.GET}
    if typed.strip():
        try:
            clean_phone(typed)
        except InvalidValue as refusal:
            context["sentence"] = str(refusal)
        else:
            context["known"] = _seen(request, customer_by_phone(typed))
    return render(request, TEMPLATE, context, part="phone")


@page("orders.place", "orders/book/packages/", name="orders.book_packages")
def packages(request: PageRequest) -> HttpResponse:
    """Packages for what is typed; Enter takes the first."""
    typed = request.GET.get("package_typed", "")[:40]
    found = suggest_packages(request.actor, typed) if typed.strip() else []
    return render(request, TEMPLATE, {"found": found}, part="packages")


@page("orders.place", "orders/book/message/", name="orders.book_message")
def message(request: PageRequest) -> HttpResponse:
    """What the customer will read: when, where, how much, until when."""
    given = request.GET
    branch, package = branch_of(request.actor), _package(request, given)
    held = hold_of(given.get("hold_key", "")[:64])
    context = {
        "branch": branch,
        "package": package,
        "held": held,
        "deposit": given.get("deposit", ""),
        **_figures(branch, package),
    }
    return render(request, TEMPLATE, context, part="message")


def _book(request: PageRequest) -> HttpResponse:
    given = request.POST
    try:
        order = _order(request, given)
        command, arguments = _asked(request, order)
        outcome = carry_out(request, command, arguments)
    except DomainError as refusal:
        return _show(request, given, refusal=refusal, status=refusal.status)
    result: Order = outcome.result
    said = _("%(order)s was booked") % {"order": result.number}
    return done(request, url_of(result), outcome, said)


def _asked(request: PageRequest, order: Order | None) -> tuple[Any, dict[str, Any]]:
    """The command and what it is called with; refuses what is missing, first things first."""
    given = request.POST
    shared: dict[str, Any] = {
        "hold_key": given.get("hold_key", "")[:64],
        "note": given.get("note", "")[:2000],
        "although_late": given.get("although_late") == "1",
    }
    if order is not None:
        return commands.schedule_shoot, {**shared, "order": order, "starts_at": _start(given)}
    customer = _customer(request, given)
    if customer is None:
        clean_phone(given.get("phone", ""))
        if not given.get("name", "").strip():
            raise InvalidValue(_("Enter the name."), field="name")
    package = _package(request, given)
    if package is None:
        raise InvalidValue(_("Choose a package."), field="package")
    deposit = given.get("deposit", "")
    source = given.get("source", "")
    return commands.take_booking, {
        **shared,
        "package": package,
        "starts_at": _start(given),
        "customer": customer,
        "phone": given.get("phone", "")[:20],
        "name": given.get("name", "")[:60],
        "although_known": given.get("although_known") == "1",
        "source": Customer.Source(source) if source in Customer.Source.values else "phone",
        "deposit": Deposit(deposit) if deposit in Deposit.values else Deposit.LINK,
        "wedding_on": read_date(given.get("wedding", "")) if given.get("wedding") else None,
    }


def _start(given: Any) -> datetime:
    day, _t, time = given.get("starts_at", "").partition("T")
    found_day, found_time = read_date(day) if day else None, read_time(time[:5]) if time else None
    if found_day is None or found_time is None:
        raise InvalidValue(_("Choose a day and a time."), field="starts_at")
    return clock.at(found_day, found_time.hour, found_time.minute)


def _show(
    request: PageRequest, given: Any, *, refusal: DomainError | None = None, status: int = 200
) -> HttpResponse:
    branch, order = branch_of(request.actor), _order(request, given)
    customer = order.customer if order else _customer(request, given)
    package = order.package if order else _package(request, given)
    key = given.get("hold_key", "")[:64] or new_request_key()
    held = hold_of(key)
    crew = crew_of(held) if held else []
    context = {
        "given": given,
        "order": order,
        "customer": customer,
        "known": None if customer else _known(request, given),
        "contact": primary_contact(customer) if customer else None,
        "package": package,
        "branch": order.branch if order else branch,
        "hold_key": key,
        "held": held,
        "crew": crew,
        "names": "＋".join(row.resource.name for row in crew),
        "reasons": reasons_of(held, crew) if held else [],
        "refusal": refusal,
        "ways": [o for o in refusal.options if o.url] if refusal else [],
        "sources": [(s.value, s.label) for s in SOURCES],
        "source": given.get("source", "") or (Customer.Source.PHONE if not customer else ""),
        "deposits": Deposit.choices,
        "deposit": given.get("deposit", "") or Deposit.LINK,
        "request_key": new_request_key(),
        "chosen": "act" in given and package is not None,
        **_figures(branch, package),
    }
    part = "sheet" if request.htmx and not request.htmx.boosted else ""
    return render(request, TEMPLATE, context, part=part, status=status)


def _figures(branch: Branch, package: Package | None) -> dict[str, Any]:
    if package is None:
        return {}
    price = price_of(package, branch, branch.business_date)
    due = package.deposit_on(price)
    return {"price": price, "due": due, "rest": price - due}


def _order(request: PageRequest, given: Any) -> Order | None:
    number = given.get("order", "")
    return order_numbered(request.actor, number) if number else None


def _customer(request: PageRequest, given: Any) -> Customer | None:
    key = given.get("customer", "")
    if not key.isdecimal() or len(key) > 18:
        return None
    return live_customers(request.actor).filter(pk=key).first()


def _known(request: PageRequest, given: Any) -> Customer | None:
    """Whoever has the number that was typed, if it is a number."""
    try:
        phone = clean_phone(given.get("phone", ""))
    except InvalidValue:
        return None
    return _seen(request, customer_by_phone(phone))


def _seen(request: PageRequest, customer: Customer | None) -> Customer | None:
    if customer is None:
        return None
    return live_customers(request.actor).filter(pk=customer.pk).first()


def _package(request: PageRequest, given: Any) -> Package | None:
    """By its key; or the first one for what was typed before Enter."""
    key, typed = given.get("package", ""), given.get("package_typed", "").strip()[:40]
    if given.get("act") == "pick" and typed:
        return next(iter(suggest_packages(request.actor, typed, limit=1)), None)
    if key.isdecimal() and len(key) <= 18:
        return sold(packages_seen_by(request.actor)).filter(pk=key).first()
    return None
