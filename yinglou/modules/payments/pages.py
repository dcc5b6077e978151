"""The page a customer pays on, the gateways' door, and the code of a link to scan."""

from typing import Any

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from yinglou.kernel.actors import Actor
from yinglou.kernel.errors import DomainError, NotFound
from yinglou.kernel.pages import PageRequest, page, render
from yinglou.modules.folios.models import PaymentMethod

from . import commands, queries, rules
from .models import PayRequest

QR_SCALE = 5
METHODS = (PaymentMethod.WECHAT, PaymentMethod.ALIPAY)


@page(None, "pay/<str:token>/", name="payments.pay", public=True)
@never_cache
def pay(request: HttpRequest, token: str) -> HttpResponse:
    """What a customer sees who opened the link: how much, to whom, and how to pay."""
    asked = queries.request_with_token(token)
    if asked is None:
        return render(request, "payments/unknown.html", status=404)
    refusal = None
    if request.method == "POST" and not asked.is_over():
        try:
            _pay_dry(asked, request.POST.get("method", ""))
        except DomainError as trouble:
            refusal = trouble
        else:
            return HttpResponseRedirect(reverse("payments.pay", args=[token]))
    context = {
        "asked": asked,
        "folio": asked.folio,
        "name": rules.masked(asked.folio.customer.name),
        "state": "expired" if asked.is_waiting and asked.is_over() else asked.state,
        "methods": METHODS if settings.YINGLOU_TRIAL_PAYMENTS else (),
        "is_trial": asked.connector == "dry_run",
        "refusal": refusal,
    }
    return render(request, "payments/pay.html", context, status=409 if refusal else 200)


@page(None, "api/v1/payments/hooks/<str:name>", name="payments.hook", public=True)
@csrf_exempt
@require_POST
def hook(request: HttpRequest, name: str) -> HttpResponse:
    """Where gateways tell what was paid. Only signed, fresh notices change anything."""
    notice = commands.connector_named(name).read_notice(request.headers, request.body)
    asked = _apply(name, notice)
    return JsonResponse({"result": "ok", "state": asked.state})


@page("payments.view", "payments/link/<str:token>/qr.svg", name="payments.qr")
def qr(request: PageRequest, token: str) -> HttpResponse:
    """The link as a code to scan from the screen."""
    asked = queries.requests_seen_by(request.actor).filter(token=token).first()
    if asked is None:
        raise NotFound
    address = request.build_absolute_uri(queries.path_of(asked))
    drawing = segno.make(address, error="m").svg_inline(scale=QR_SCALE)
    return HttpResponse(drawing.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1),
                        content_type="image/svg+xml")  # fmt: skip


def _pay_dry(asked: PayRequest, method: str) -> None:
    """The trial gateway signs a notice, and it goes through the same door as a real one."""
    gateway: Any = commands.connector_named(asked.connector)
    is_trial = isinstance(gateway, commands.DryRun) and settings.YINGLOU_TRIAL_PAYMENTS
    if not is_trial or method not in METHODS:
        raise NotFound(_("This payment cannot be made here."))
    headers, body = gateway.notice_for(asked, method)
    _apply(gateway.name, gateway.read_notice(headers, body))


def _apply(name: str, notice: commands.Notice) -> PayRequest:
    house = Actor.house("payments")
    asked = queries.request_with_token(notice.token)
    if asked is None or asked.connector != name:
        raise NotFound(_("There is no such payment request."))
    if not notice.paid:
        reason = notice.reason or _("Declined by the gateway.")
        return commands.fail_request(by=house, request=asked, reason=reason)
    return commands.settle(
        by=house,
        request=asked,
        external_id=notice.external_id,
        amount=notice.amount,
        method=PaymentMethod(notice.method),
    )
