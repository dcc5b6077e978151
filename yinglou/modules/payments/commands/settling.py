"""What a gateway says is true, once: replays change nothing, wrong amounts are refused."""

from typing import Annotated, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command, emit
from yinglou.kernel.errors import DomainError
from yinglou.kernel.locks import lock
from yinglou.kernel.money import Money
from yinglou.kernel.values import Reason, Text
from yinglou.modules.branches.queries import business_date
from yinglou.modules.folios.commands import take_payment
from yinglou.modules.folios.models import Folio, PaymentKind, PaymentMethod
from yinglou.modules.payments.events import PaidLate, PayRequestFailed, PayRequestSettled
from yinglou.modules.payments.models import PayRequest

ExternalId = Annotated[str, Text(max=64, min=1)]


class WrongAmount(DomainError):
    """The gateway speaks of another amount or currency than we asked for."""


class AlreadySettled(DomainError):
    """The request was paid under another number of the gateway."""


class GatewayNumberUsed(DomainError):
    """One payment of a gateway pays one request."""


class PaymentDeclined(DomainError):
    """The gateway said no."""


@command(permission="payments.settle", title=gettext_lazy("Confirm the payment"), icon="check")
def settle(
    *,
    by: Actor,
    request: PayRequest,
    external_id: ExternalId,
    amount: Money,
    method: PaymentMethod = PaymentMethod.WECHAT,
) -> PayRequest:
    """Book what a gateway confirmed. The same confirmation again changes nothing."""
    folio, request = lock(request.folio, request)
    if request.external_id == external_id:
        return request
    if request.external_id:
        raise AlreadySettled(
            _("This request was paid as %(before)s. %(now)s was not booked a second time.")
            % {"before": request.external_id, "now": external_id}
        )
    if amount != request.amount:
        raise WrongAmount(
            _("%(asked)s was asked for, but the gateway speaks of %(told)s. Nothing was booked.")
            % {"asked": request.amount, "told": amount},
            field="amount",
        )
    _must_be_unused(request, external_id)
    if trouble := _why_not_booked(request, folio):
        return _keep_safe(request, external_id, method, trouble)
    payment = take_payment(
        by=by,
        folio=folio,
        amount=amount,
        method=PaymentMethod(method),
        kind=PaymentKind(request.kind),
        reference=external_id,
        contract=Money(request.contract_minor) if request.contract_minor is not None else None,
    )
    request.move_to(
        PayRequest.State.PAID,
        payment=payment,
        external_id=external_id,
        method=method,
        settled_at=clock.now(),
        reason="",
    )
    emit(PayRequestSettled(**facts_of(request), payment_id=payment.pk, number=payment.number))
    return request


@command(permission="payments.settle", title=gettext_lazy("Mark as failed"), icon="circle-x")
def fail_request(*, by: Actor, request: PayRequest, reason: Reason) -> PayRequest:
    """The gateway said that a request was not paid and will not be."""
    request = lock(request)
    if request.state == PayRequest.State.FAILED:
        return request
    request.move_to(PayRequest.State.FAILED, reason=reason)
    emit(PayRequestFailed(**facts_of(request), reason=reason))
    return request


def facts_of(request: PayRequest) -> dict[str, Any]:
    """What every fact about a request says."""
    return {
        "request_id": request.pk,
        "folio_id": request.folio_id,
        "subject": request.folio.subject,
        "branch_id": request.branch_id,
        "customer_id": request.folio.customer_id,
        "amount_minor": request.amount_minor,
        "kind": request.kind,
    }


def _must_be_unused(request: PayRequest, external_id: str) -> None:
    used = PayRequest.objects.filter(connector=request.connector, external_id=external_id)
    if used.exists():
        raise GatewayNumberUsed(
            _("Gateway number %(number)s has paid another request already.")
            % {"number": external_id}
        )


def _why_not_booked(request: PayRequest, folio: Folio) -> str:
    if request.state != PayRequest.State.WAITING:
        return _("The request had ended before the money came.")
    if folio.state != Folio.State.OPEN:
        return _("The customer account was closed before the money came.")
    if request.amount > folio.balance:
        return _("It was paid in another way before the money came.")
    return ""


def _keep_safe(
    request: PayRequest, external_id: str, method: PaymentMethod, trouble: str
) -> PayRequest:
    """The money is real: keep it in sight until somebody decides where it belongs."""
    request.move_to(
        PayRequest.State.PAID_LATE,
        external_id=external_id,
        method=method,
        settled_at=clock.now(),
        reason=trouble,
    )
    emit(
        PaidLate(
            **facts_of(request),
            external_id=external_id,
            method=method,
            business_date=business_date(request.branch_id).isoformat(),
            reason=trouble,
        )
    )
    return request
