"""Taking money, and printing the receipt for it."""

from typing import Annotated

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command, emit
from yinglou.kernel.errors import DomainError, InvalidValue, Option
from yinglou.kernel.locks import lock
from yinglou.kernel.money import Money
from yinglou.kernel.numbers import next_number
from yinglou.kernel.values import Amount, Ask, Text
from yinglou.modules.branches.queries import business_date
from yinglou.modules.folios import rules
from yinglou.modules.folios.events import FolioSettled, PaymentReceived
from yinglou.modules.folios.models import Folio, Payment, PaymentKind, PaymentMethod
from yinglou.modules.folios.rules import NOTHING

from .accounts import Positive, facts_of, must_be_open, must_be_positive

Method = Annotated[PaymentMethod, Ask(label=gettext_lazy("Payment method"))]
Kind = Annotated[PaymentKind, Ask(label=gettext_lazy("Payment kind"))]
Reference = Annotated[
    str,
    Text(max=100),
    Ask(label=gettext_lazy("Reference"), help=gettext_lazy("Number on the slip or statement.")),
]
Contract = Annotated[
    Money | None,
    Amount(min=0),
    Ask(
        label=gettext_lazy("Contract value"),
        help=gettext_lazy(
            "A deposit is earnest money up to 20 % of it; what was charged if empty."
        ),
    ),
]


class OverPaid(InvalidValue):
    """More than is owed is not taken."""


class WrongKind(DomainError):
    """A security deposit is not a payment, and the other way round."""


def _owes(folio: Folio) -> bool:
    return folio.state == Folio.State.OPEN and folio.balance.minor > 0


@command(
    permission="folios.take_payment",
    title=gettext_lazy("Take payment"),
    icon="coin",
    available=_owes,
)
def take_payment(
    *,
    by: Actor,
    folio: Folio,
    amount: Positive,
    method: Method,
    kind: Kind = PaymentKind.PROGRESS,
    reference: Reference = "",
    contract: Contract = None,
) -> Payment:
    """Take money for what is owed and number the receipt. Never more than is owed."""
    must_be_positive(amount)
    _must_be_a_payment(kind)
    folio = lock(folio)
    must_be_open(folio)
    earnest = Money(0)
    if kind == PaymentKind.DOWN_PAYMENT:
        value = contract if contract is not None else folio.charged
        earnest = rules.earnest_part(amount, value, Money(folio.earnest_minor))
    _collect(folio, amount, earnest)
    day = business_date(folio.branch_id)
    payment = Payment.objects.create(
        folio=folio,
        branch_id=folio.branch_id,
        method=method,
        kind=kind,
        amount_minor=amount.minor,
        earnest_minor=earnest.minor,
        business_date=day,
        reference=reference,
        cashier_name=by.name,
        user_id=by.user_id,
        number=next_number("RC", day),
    )
    emit(
        PaymentReceived(
            **facts_of(folio),
            payment_id=payment.pk,
            number=payment.number,
            amount_minor=amount.minor,
            earnest_minor=earnest.minor,
            method=payment.method,
            kind=payment.kind,
            business_date=day.isoformat(),
        )
    )
    if folio.balance == amount:
        emit(FolioSettled(**facts_of(folio), charged_minor=folio.charged_minor))
    return payment


@command(permission="folios.print", title=gettext_lazy("Print the receipt"), icon="printer")
def print_receipt(*, by: Actor, payment: Payment) -> Payment:
    """Count that a receipt was printed: the second time it says so."""
    Payment.objects.filter(pk=payment.pk).update(printed_count=F("printed_count") + 1)
    payment.refresh_from_db(fields=["printed_count"])
    return payment


def _must_be_a_payment(kind: PaymentKind) -> None:
    if kind == PaymentKind.SECURITY_DEPOSIT:
        raise WrongKind(
            _(
                "A security deposit is held and given back; it pays for nothing. Use “Take a "
                "security deposit”."
            ),
            field="kind",
        )


def _collect(folio: Folio, amount: Money, earnest: Money) -> None:
    """Move the balance, if it is still there: of many at once, the last ones are told."""
    owing = Folio.objects.filter(
        pk=folio.pk, state=Folio.State.OPEN, paid_minor__lte=F("charged_minor") - amount.minor
    )
    moved = owing.update(
        paid_minor=F("paid_minor") + amount.minor,
        earnest_minor=F("earnest_minor") + earnest.minor,
    )
    if not moved:
        due = max(folio.balance, NOTHING)
        raise OverPaid(
            _("%(number)s owes %(due)s. %(amount)s is more than that and was not taken.")
            % {"number": folio.number, "due": due, "amount": amount},
            field="amount",
            options=[Option(str(due), f"{due.minor / 100:.2f}")] if due else [],
        )
