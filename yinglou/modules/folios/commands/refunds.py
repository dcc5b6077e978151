"""Paying money back, out of the payment it came with."""

from typing import Annotated

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command, emit
from yinglou.kernel.errors import InvalidValue, Option
from yinglou.kernel.locks import lock
from yinglou.kernel.money import Money
from yinglou.kernel.numbers import next_number
from yinglou.kernel.values import Ask, Reason
from yinglou.modules.branches.queries import business_date
from yinglou.modules.folios import rules
from yinglou.modules.folios.events import RefundPaid
from yinglou.modules.folios.models import Folio, Payment, PaymentMethod, Refund

from .accounts import Positive, facts_of, must_be_open, must_be_positive
from .payments import WrongKind

RefundMethod = Annotated[
    PaymentMethod | None,
    Ask(
        label=gettext_lazy("Refund method"),
        help=gettext_lazy("As it was paid, if empty. Another way needs a permission of its own."),
    ),
]


class RefundTooLarge(InvalidValue):
    """More than was received is not paid back."""


def _may_be_refunded(payment: Payment) -> bool:
    return not payment.is_security_deposit and payment.left.minor > 0


@command(
    permission="folios.refund",
    title=gettext_lazy("Pay back"),
    icon="receipt-refund",
    danger=True,
    consequence=gettext_lazy("Money leaves the till or the account now."),
    available=_may_be_refunded,
)
def refund_payment(
    *,
    by: Actor,
    payment: Payment,
    amount: Positive,
    reason: Reason,
    method: RefundMethod = None,
) -> Refund:
    """Pay money back by the way it came, at most what is left of the payment."""
    must_be_positive(amount)
    if payment.is_security_deposit:
        raise WrongKind(
            _("%(number)s is a security deposit. Use “Return the security deposit”.")
            % {"number": payment.number}
        )
    if method is not None and method != payment.method:
        by.must("folios.refund_otherwise")
    folio, payment = lock(payment.folio, payment)
    must_be_open(folio)
    _give_back(folio, payment, amount)
    day = business_date(folio.branch_id)
    refund = Refund.objects.create(
        payment=payment,
        branch_id=folio.branch_id,
        amount_minor=amount.minor,
        method=method or payment.method,
        reason=reason,
        business_date=day,
        cashier_name=by.name,
        user_id=by.user_id,
        number=next_number("RF", day),
    )
    emit(
        RefundPaid(
            **facts_of(folio),
            refund_id=refund.pk,
            payment_id=payment.pk,
            number=refund.number,
            amount_minor=amount.minor,
            method=refund.method,
            business_date=day.isoformat(),
            reason=reason,
        )
    )
    return refund


def _give_back(folio: Folio, payment: Payment, amount: Money) -> None:
    """Move both balances, if what is asked for is still there."""
    left = Payment.objects.filter(
        pk=payment.pk,
        amount_minor__gte=F("refunded_minor") + F("kept_minor") + amount.minor,
    )
    if not left.update(refunded_minor=F("refunded_minor") + amount.minor):
        raise RefundTooLarge(
            _(
                "%(number)s brought %(received)s, and %(left)s of it is left. %(amount)s cannot "
                "be paid back."
            )
            % {
                "number": payment.number,
                "received": payment.amount,
                "left": payment.left,
                "amount": amount,
            },
            field="amount",
            options=[Option(str(payment.left), f"{payment.left.minor / 100:.2f}")],
        )
    earnest = _earnest_given_back(payment, amount)
    Folio.objects.filter(pk=folio.pk).update(
        paid_minor=F("paid_minor") - amount.minor, earnest_minor=F("earnest_minor") - earnest
    )


def _earnest_given_back(payment: Payment, amount: Money) -> int:
    before, after = (
        rules.earnest_left(payment.amount_minor, payment.earnest_minor, refunded)
        for refunded in (payment.refunded_minor, payment.refunded_minor + amount.minor)
    )
    return before - after
