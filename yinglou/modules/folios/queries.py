"""Every read of customer accounts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, QuerySet, Sum

from yinglou.kernel.actors import Actor
from yinglou.kernel.money import Money

from . import rules
from .events import BY_HAND
from .models import Charge, Folio, Payment, Refund


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A line of an account's statement, with what was owed after it."""

    day: date
    at: datetime
    kind: str  # charge, allowance, payment, refund
    number: str
    text: str
    charge_minor: int
    payment_minor: int
    balance_minor: int
    row: Charge | Payment | Refund


def folios_seen_by(actor: Actor) -> QuerySet[Folio]:
    """The accounts of the stores an actor has to do with."""
    rows = Folio.objects.select_related("branch", "customer")
    return rows if actor.reach == "all" else rows.filter(branch_id__in=actor.branch_ids)


def payments_seen_by(actor: Actor) -> QuerySet[Payment]:
    """The payments of those stores; only the own ones for who sees only own records."""
    rows = Payment.objects.select_related("branch", "folio", "folio__customer")
    if actor.reach == "all":
        return rows
    if actor.reach == "own":
        return rows.filter(user_id=actor.user_id, user_id__isnull=False)
    return rows.filter(branch_id__in=actor.branch_ids)


def refunds_seen_by(actor: Actor) -> QuerySet[Refund]:
    """The refunds of those stores; only the own ones for who sees only own records."""
    rows = Refund.objects.select_related(
        "branch", "payment", "payment__folio", "payment__folio__customer"
    )
    if actor.reach == "all":
        return rows
    if actor.reach == "own":
        return rows.filter(user_id=actor.user_id, user_id__isnull=False)
    return rows.filter(branch_id__in=actor.branch_ids)


def folio_of(subject: str) -> Folio | None:
    """The account of a document, by the document's opaque word."""
    return Folio.objects.filter(subject=subject).select_related("branch", "customer").first()


def folio_with(pk: int) -> Folio:
    """The account with this key; facts carry keys."""
    return Folio.objects.select_related("branch", "customer").get(pk=pk)


def owed_on(account: Any) -> QuerySet[Any]:
    """What is owed on the account that an expression names; to be asked within another question."""
    return Folio.objects.filter(pk=account).values(owed=F("charged_minor") - F("paid_minor"))


def folios_of(subjects: Iterable[str]) -> dict[str, Folio]:
    """The accounts of many documents by one question."""
    return {folio.subject: folio for folio in Folio.objects.filter(subject__in=set(subjects))}


def charges_of(folio: Folio) -> QuerySet[Charge]:
    return Charge.objects.filter(folio=folio).order_by("pk")


def charged_by_hand(folio: Folio) -> int:
    """What stands on an account beside every document, allowances left out, in fen."""
    rows = charges_of(folio).filter(source__startswith=BY_HAND, amount_minor__gt=0)
    found: int | None = rows.aggregate(total=Sum("amount_minor"))["total"]
    return found or 0


def payments_of(folio: Folio) -> QuerySet[Payment]:
    """The payments on an account, security deposits among them, oldest first."""
    return Payment.objects.filter(folio=folio).select_related("branch").order_by("pk")


def refunds_of(folio: Folio) -> QuerySet[Refund]:
    """The refunds of an account, oldest first."""
    rows = Refund.objects.filter(payment__folio=folio).select_related("payment", "branch")
    return rows.order_by("pk")


def payment_numbered(number: str, actor: Actor) -> Payment | None:
    """A payment by its receipt number, if this actor may see it."""
    return payments_seen_by(actor).filter(number=number).first()


def refund_numbered(number: str, actor: Actor) -> Refund | None:
    return refunds_seen_by(actor).filter(number=number).first()


def earnest_part(amount: Money, contract: Money, held: Money = rules.NOTHING) -> Money:
    """How much of a deposit would be 定金 in law; the rest is a refundable advance."""
    return rules.earnest_part(amount, contract, held)


def statement_of(folio: Folio) -> list[StatementLine]:
    """Everything on an account in order, security deposits left out, with running balance."""
    entries: list[tuple[datetime, int, str, Charge | Payment | Refund, int]] = []
    for charge in charges_of(folio):
        kind = "charge" if charge.amount_minor > 0 else "allowance"
        entries.append((charge.at, 0, kind, charge, charge.amount_minor))
    for payment in payments_of(folio):
        if not payment.is_security_deposit:
            entries.append((payment.at, 1, "payment", payment, -payment.amount_minor))
    for refund in refunds_of(folio):
        if not refund.payment.is_security_deposit:
            entries.append((refund.at, 2, "refund", refund, refund.amount_minor))
    lines, running = [], 0
    for at, _rank, kind, row, moved in sorted(entries, key=lambda e: (e[0], e[1], e[3].pk)):
        running += moved
        on_charge_side = kind in ("charge", "allowance")
        lines.append(
            StatementLine(
                day=row.business_date,
                at=at,
                kind=kind,
                number=getattr(row, "number", ""),
                text=_text_of(row),
                charge_minor=moved if on_charge_side else 0,
                payment_minor=0 if on_charge_side else -moved,
                balance_minor=running,
                row=row,
            )
        )
    return lines


def deposits_of(folio: Folio) -> QuerySet[Payment]:
    """The security deposits of an account."""
    return payments_of(folio).filter(kind="security_deposit")


def _text_of(row: Charge | Payment | Refund) -> str:
    if isinstance(row, Charge):
        return row.text
    if isinstance(row, Payment):
        return f"{row.get_kind_display()} · {row.get_method_display()}"
    return f"{row.reason} · {row.get_method_display()}"
