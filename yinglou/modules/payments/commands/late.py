"""Money that came too late: it is booked on the account, or given back."""

from django.utils.translation import gettext_lazy

from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command, emit
from yinglou.kernel.locks import lock
from yinglou.kernel.money import Money
from yinglou.kernel.values import Reason
from yinglou.modules.branches.queries import business_date
from yinglou.modules.folios.commands import take_payment
from yinglou.modules.folios.models import PaymentKind, PaymentMethod
from yinglou.modules.payments.events import PaidLateResolved
from yinglou.modules.payments.models import PayRequest

from .settling import facts_of


def _is_late(request: PayRequest) -> bool:
    return request.state == PayRequest.State.PAID_LATE


@command(
    permission="payments.resolve",
    title=gettext_lazy("Book on the account"),
    icon="coin",
    available=_is_late,
)
def accept_late(*, by: Actor, request: PayRequest) -> PayRequest:
    """Take late money as a payment, if so much is owed."""
    folio, request = lock(request.folio, request)
    payment = take_payment(
        by=by,
        folio=folio,
        amount=request.amount,
        method=PaymentMethod(request.method),
        kind=PaymentKind(request.kind),
        reference=request.external_id,
        contract=Money(request.contract_minor) if request.contract_minor is not None else None,
    )
    request.move_to(PayRequest.State.PAID, payment=payment)
    _resolved(request, payment.pk)
    return request


@command(
    permission="payments.resolve",
    title=gettext_lazy("Give the money back"),
    icon="arrow-back-up",
    danger=True,
    consequence=gettext_lazy("Give it back at the gateway first; this only writes it down."),
    available=_is_late,
)
def return_late(*, by: Actor, request: PayRequest, reason: Reason) -> PayRequest:
    """Write down that late money was given back to whoever paid it."""
    request = lock(request)
    request.move_to(PayRequest.State.RETURNED, reason=reason)
    _resolved(request, None)
    return request


def _resolved(request: PayRequest, payment_id: int | None) -> None:
    emit(
        PaidLateResolved(
            **facts_of(request),
            payment_id=payment_id,
            method=request.method,
            business_date=business_date(request.branch_id).isoformat(),
        )
    )
