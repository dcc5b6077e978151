"""Security deposits (押金): left with us for a gown or a camera, and given back."""

from datetime import date
from typing import Annotated

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command, emit
from yinglou.kernel.errors import DomainError, InvalidValue
from yinglou.kernel.locks import lock
from yinglou.kernel.money import Money
from yinglou.kernel.numbers import next_number
from yinglou.kernel.values import Amount, Ask, Text
from yinglou.modules.branches.queries import business_date
from yinglou.modules.folios.events import SecurityDepositReturned, SecurityDepositTaken
from yinglou.modules.folios.models import Folio, Payment, PaymentKind, PaymentMethod, Refund
from yinglou.modules.folios.rules import NOTHING

from .accounts import Positive, facts_of, must_be_open, must_be_positive
from .payments import Method, Reference
from .refunds import RefundMethod

Kept = Annotated[
    Money,
    Amount(min=0),
    Ask(label=gettext_lazy("Kept for damage"), help=gettext_lazy("The rest is given back.")),
]
Why = Annotated[str, Text(max=200), Ask(label=gettext_lazy("Reason"))]


class NotADeposit(DomainError):
    """Only security deposits are returned; payments are paid back."""


class DepositGone(DomainError):
    """The deposit was given back already."""


def _takes_entries(folio: Folio) -> bool:
    return folio.state == Folio.State.OPEN


@command(
    permission="folios.hold_deposit",
    title=gettext_lazy("Take a security deposit"),
    icon="shield-dollar",
    available=_takes_entries,
)
def hold_deposit(
    *,
    by: Actor,
    folio: Folio,
    amount: Positive,
    method: Method,
    reference: Reference = "",
) -> Payment:
    """Take money that is to be given back. It pays for nothing."""
    must_be_positive(amount)
    folio = lock(folio)
    must_be_open(folio)
    Folio.objects.filter(pk=folio.pk).update(held_minor=F("held_minor") + amount.minor)
    day = business_date(folio.branch_id)
    deposit = Payment.objects.create(
        folio=folio,
        branch_id=folio.branch_id,
        method=method,
        kind=PaymentKind.SECURITY_DEPOSIT,
        amount_minor=amount.minor,
        business_date=day,
        reference=reference,
        cashier_name=by.name,
        user_id=by.user_id,
        number=next_number("RC", day),
    )
    emit(
        SecurityDepositTaken(
            **facts_of(folio),
            payment_id=deposit.pk,
            number=deposit.number,
            amount_minor=amount.minor,
            method=deposit.method,
            business_date=day.isoformat(),
        )
    )
    return deposit


def _is_held(payment: Payment) -> bool:
    return payment.is_security_deposit and payment.left.minor > 0


@command(
    permission="folios.hold_deposit",
    title=gettext_lazy("Return the security deposit"),
    icon="shield-check",
    danger=True,
    consequence=gettext_lazy("Money leaves the till or the account now."),
    available=_is_held,
)
def return_deposit(
    *,
    by: Actor,
    payment: Payment,
    kept: Kept = NOTHING,
    reason: Why = "",
    method: RefundMethod = None,
) -> Payment:
    """Give a security deposit back, less what is kept for damage."""
    if not payment.is_security_deposit:
        raise NotADeposit(
            _("%(number)s is a payment, not a security deposit. Use “Pay back”.")
            % {"number": payment.number}
        )
    if method is not None and method != payment.method:
        by.must("folios.refund_otherwise")
    folio, payment = lock(payment.folio, payment)
    held = payment.left
    _must_be_keepable(payment, held, kept, reason)
    returned = held - kept
    payment.refunded_minor += returned.minor
    payment.kept_minor += kept.minor
    payment.save(update_fields=["refunded_minor", "kept_minor"])
    Folio.objects.filter(pk=folio.pk).update(held_minor=F("held_minor") - held.minor)
    day = business_date(folio.branch_id)
    way = method or PaymentMethod(payment.method)
    refund = _paid_out(by, payment, returned, way, reason, day) if returned else None
    emit(
        SecurityDepositReturned(
            **facts_of(folio),
            payment_id=payment.pk,
            refund_id=refund.pk if refund else None,
            returned_minor=returned.minor,
            kept_minor=kept.minor,
            method=way,
            business_date=day.isoformat(),
            reason=reason,
        )
    )
    return payment


def _paid_out(
    by: Actor, deposit: Payment, amount: Money, method: PaymentMethod, reason: str, day: date
) -> Refund:
    return Refund.objects.create(
        payment=deposit,
        branch_id=deposit.branch_id,
        amount_minor=amount.minor,
        method=method,
        reason=reason or _("Security deposit returned"),
        business_date=day,
        cashier_name=by.name,
        user_id=by.user_id,
        number=next_number("RF", day),
    )


def _must_be_keepable(payment: Payment, held: Money, kept: Money, reason: str) -> None:
    if not held:
        raise DepositGone(
            _("Security deposit %(number)s was given back already.") % {"number": payment.number}
        )
    if kept.minor < 0 or kept > held:
        raise InvalidValue(
            _("%(held)s is held. Keep between nothing and that.") % {"held": held}, field="kept"
        )
    if kept and not reason:
        raise InvalidValue(
            _("Say what is damaged when part of the deposit is kept."), field="reason"
        )
