"""Taking an order: everything on one page, worked out by the server after every change."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from yinglou.kernel.errors import DomainError
from yinglou.kernel.pages import PageRequest, carry_out, done, new_request_key, page, render
from yinglou.modules.branches.queries import branch_of
from yinglou.modules.catalog.queries import (
    listed_prices,
    packages_seen_by,
    shoot_types_seen_by,
    sold,
    suggest_products,
)
from yinglou.modules.customers.queries import lunar_text, primary_contact
from yinglou.modules.orders import commands, queries, rules
from yinglou.modules.orders.forms import (
    OnTheSheet,
    Sheet,
    past_with,
    sheet_of,
    sheet_told,
    start,
)
from yinglou.modules.orders.models import Order

ADDON_KINDS = ("addon", "service", "rental", "product")
GIFT_KINDS = ("gift", "product")
TEMPLATE = "orders/new.html"
APPROVE = "orders.approve_discount"
# Where on the sheet a refusal is told, by the argument it names; others are told at its head.
AT_FIELD = {"customer": "customer", "package": "package", "wedding": "wedding",
            "wedding_on": "wedding", "discount": "discount", "discount_bp": "discount"}  # fmt: skip


@page("orders.place", "orders/new/", name="orders.new")
def new_order(request: PageRequest) -> HttpResponse:
    if request.method != "POST":
        return _show(request, start(request.actor, request.GET.dict()))
    act = request.POST.get("do", "")
    if act in ("place", "draft"):
        return _take(request, sheet_of(request.POST), act)
    return _change(request, act)


def _change(request: PageRequest, act: str) -> HttpResponse:
    """After a change: the summary; after a button: the whole sheet."""
    past, before = request.POST.getlist("past"), request.POST.get("before", "")
    sheet = sheet_of(request.POST)
    if act == "undo":
        sheet, past, before = _taken_back(sheet, past)
    else:
        sheet = sheet.changed_by(act)
        past = past_with(past, before, sheet)
    part = "changed" if act == "" else "body"
    return _show(request, sheet, past=past, part=part)


def _taken_back(sheet: Sheet, past: list[str]) -> tuple[Sheet, list[str], str]:
    found = sheet_told(past[-1]) if past else None
    return (found or sheet), past[:-1], ""


def _take(request: PageRequest, sheet: Sheet, act: str) -> HttpResponse:
    command = commands.place_order if act == "place" else commands.draft_order
    try:
        outcome = carry_out(request, command, OnTheSheet(sheet, request.actor).arguments())
    except DomainError as refusal:
        past = request.POST.getlist("past")
        return _show(request, sheet, past=past, refusal=refusal, status=refusal.status)
    order: Order = outcome.result
    if order.state == Order.State.DRAFT:
        waits = order.approval_state == Order.ApprovalState.PENDING
        said = _("Saved. The discount waits for approval.") if waits else _("Saved as draft")
        return done(request, reverse("orders.orders.one", args=[order.number]), outcome, said)
    may_pay = request.actor.may("orders.take_payment") and order.charged
    to = "orders.pay" if may_pay else "orders.orders.one"
    said = _("%(order)s was placed") % {"order": order.number}
    return done(request, reverse(to, args=[order.number]), outcome, said)


def _offer(request: PageRequest, chosen: OnTheSheet) -> queries.Offer:
    branch = branch_of(request.actor)
    assert chosen.package is not None
    return queries.make_offer(
        branch, branch.business_date, chosen.package, chosen.addons, chosen.gifts,
        chosen.sheet.discount_bp or 0,
    )  # fmt: skip


def _show(
    request: PageRequest,
    sheet: Sheet,
    *,
    past: list[str] | None = None,
    part: str = "",
    refusal: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    chosen = OnTheSheet(sheet, request.actor)
    context = {
        "sheet": sheet,
        "chosen": chosen,
        "past": past or [],
        "before": sheet.told(),
        "refusal": refusal,
        "wrong": AT_FIELD.get(refusal.field, "") if refusal and not refusal.options else "",
        "is_change": part == "changed",
        "request_key": request.POST.get("request_key") or new_request_key(),
        "lunar": lunar_text(sheet.wedding_on) if sheet.wedding_on else "",
        **_summary(request, chosen),
    }
    if part != "changed":
        context |= _choices(request, chosen)
    if refusal is not None:
        context["request_key"] = new_request_key()
    return render(request, TEMPLATE, context, part=part, status=status)


def _summary(request: PageRequest, chosen: OnTheSheet) -> dict[str, Any]:
    sheet = chosen.sheet
    found: dict[str, Any] = {
        "offer": None,
        "share_total": chosen.share_total,
        "shares_wrong": bool(chosen.credits) and chosen.share_total != 10_000,
        "discount_wrong": sheet.discount_bp is None,
        "deposit_kinds": Order.DepositKind.choices,
    }
    if chosen.package is None:
        return found
    offer, limit = _offer(request, chosen), queries.discount_limit(request.actor)
    found |= {
        "offer": offer,
        "fold": rules.fold(offer.discount_bp),
        "limit_fold": rules.fold(limit),
        "is_over": offer.given_bp > limit,
        "under_floor": offer.under_floor,
        "rest": offer.due - offer.deposit,
        "earnest": rules.earnest_of(offer.deposit, offer.due),
    }
    if found["is_over"]:
        found["approver"] = queries.who_may_approve(request.actor, APPROVE)
    return found


def _choices(request: PageRequest, chosen: OnTheSheet) -> dict[str, Any]:
    actor, sheet = request.actor, chosen.sheet
    branch = branch_of(actor)
    prices = listed_prices(branch, branch.business_date)
    packages = sold(packages_seen_by(actor)).order_by("shoot_type_id", "-price_minor", "pk")
    if sheet.kind:
        packages = packages.filter(shoot_type_id=sheet.kind)
    shares = dict(sheet.shares)
    return {
        "kinds": shoot_types_seen_by(actor),
        "packages": [(p, prices.get(("package", p.pk), p.price_minor)) for p in packages[:60]],
        "addons": _products(actor, prices, ADDON_KINDS),
        "gifts": _products(actor, prices, GIFT_KINDS),
        "sellers": [(e, shares.get(e.pk, "")) for e in queries.sellers_at(branch, actor)],
        "contact": primary_contact(chosen.customer) if chosen.customer else None,
    }


def _products(actor: Any, prices: dict[tuple[str, int], int], kinds: tuple[str, ...]) -> Any:
    return [
        (product, prices.get(("product", product.pk), product.price_minor))
        for product in suggest_products(actor, "", kinds, limit=24)
    ]
