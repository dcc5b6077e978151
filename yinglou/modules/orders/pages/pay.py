"""The payment sheet: which way, how much, and what the gateway says."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from yinglou.kernel.errors import DomainError, InvalidValue
from yinglou.kernel.money import Money, read_yuan
from yinglou.kernel.pages import PageRequest, carry_out, done, new_request_key, page, render
from yinglou.kernel.resources import url_of
from yinglou.modules.folios.models import PaymentKind, PaymentMethod
from yinglou.modules.orders import commands, queries
from yinglou.modules.orders.models import Order
from yinglou.modules.payments.models import PayRequest
from yinglou.modules.payments.queries import open_request, path_of

from .asked import order_numbered

SCANNED = (PaymentMethod.WECHAT, PaymentMethod.ALIPAY)
LINK = "link"
METHOD_ICONS = {"cash": "cash", "wechat": "brand-wechat", "alipay": "brand-alipay",
                "card": "credit-card", "bank": "building-bank"}  # fmt: skip
KINDS = [(kind.value, kind.label) for kind in PaymentKind if kind != PaymentKind.SECURITY_DEPOSIT]


@page("orders.take_payment", "orders/<str:number>/pay/", name="orders.pay")
def pay(request: PageRequest, number: str) -> HttpResponse:
    order = order_numbered(request.actor, number)
    if request.method == "POST":
        return _take(request, order)
    method = request.GET.get("method", "")
    waiting = open_request(order.folio) if order.folio else None
    context = _sheet(order, method, waiting)
    if "watch" in request.GET and (waiting is None or order.balance.minor <= 0):
        return done(request, url_of(order), toast=_("The payment has arrived"))
    return _show(request, context)


def _take(request: PageRequest, order: Order) -> HttpResponse:
    method = request.POST.get("method", "")
    try:
        outcome = _carry_out(request, order, method, _amount(request))
    except DomainError as refusal:
        waiting = open_request(order.folio) if order.folio else None
        context = _sheet(order, method, waiting) | {"refusal": refusal}
        context["typed"] = request.POST.get("amount", "")
        return _show(request, context, status=refusal.status)
    result = outcome.result
    if isinstance(result, PayRequest) and result.is_waiting and method != LINK:
        return _show(request, _sheet(order, method, result) | {"timed_out": True})
    said = _("Payment link made") if method == LINK else _("Payment received")
    return done(request, url_of(order), outcome, said)


def _carry_out(request: PageRequest, order: Order, method: str, amount: Money) -> Any:
    kind = request.POST.get("kind", "")
    given: dict[str, Any] = {"order": order, "amount": amount}
    if kind in PaymentKind.values:
        given["kind"] = PaymentKind(kind)
    if method == LINK:
        return carry_out(request, commands.ask_to_pay, given)
    code = request.POST.get("code", "").strip()
    if method in SCANNED and code:
        return carry_out(request, commands.receive_by_code, {**given, "code": code})
    if method not in PaymentMethod.values:
        raise InvalidValue(_("Choose how the customer pays."), field="method")
    reference = request.POST.get("reference", "").strip()[:100]
    if method in SCANNED and not reference:
        raise InvalidValue(
            _("Scan the customer's code, or enter the number of a payment already made."),
            field="code",
        )
    given |= {"method": PaymentMethod(method), "reference": reference}
    return carry_out(request, commands.receive, given)


def _amount(request: PageRequest) -> Money:
    typed = request.POST.get("amount", "")
    try:
        return Money(read_yuan(typed))
    except Exception:
        raise InvalidValue(_("Enter an amount such as 1,234.50."), field="amount") from None


def _sheet(order: Order, method: str, waiting: PayRequest | None) -> dict[str, Any]:
    kind, amount = queries.expected(order)
    return {
        "order": order,
        "method": method if method in (*PaymentMethod.values, LINK) else "",
        "scanned": method in SCANNED,
        "methods": [(m.value, m.label, METHOD_ICONS[m.value]) for m in PaymentMethod],
        "kinds": KINDS,
        "kind": kind,
        "amount": amount,
        "typed": f"{amount.minor / 100:.2f}",
        "waiting": waiting,
        "link": path_of(waiting) if waiting and waiting.channel == LINK else "",
        "request_key": new_request_key(),
        "back": url_of(order),
    }


def _show(request: PageRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    part = "sheet" if request.htmx and not request.htmx.boosted else ""
    return render(request, "orders/pay.html", context, part=part, status=status)
