"""Opening an account, charging it, giving an allowance, closing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command, emit
from yinglou.kernel.errors import DomainError, InvalidValue, Option
from yinglou.kernel.locks import lock
from yinglou.kernel.models import time_ordered_id
from yinglou.kernel.money import Money
from yinglou.kernel.numbers import next_number
from yinglou.kernel.resources import url_of
from yinglou.kernel.values import Amount, Ask, Reason, Text
from yinglou.modules.branches.models import Branch
from yinglou.modules.branches.queries import business_date
from yinglou.modules.customers.models import Customer
from yinglou.modules.folios import queries
from yinglou.modules.folios.events import (
    BY_HAND,
    ChargePosted,
    FolioClosed,
    FolioOpened,
    FolioReopened,
    FolioSettled,
)
from yinglou.modules.folios.models import Charge, Folio

Positive = Annotated[Money, Amount(min=1), Ask(label=gettext_lazy("Amount"))]
Subject = Annotated[str, Text(max=150, min=1)]
Source = Annotated[str, Text(max=120), Ask(hidden=True)]
ChargeText = Annotated[str, Text(max=120, min=1), Ask(label=gettext_lazy("Text"))]
ChargeCode = Annotated[str, Text(max=20), Ask(label=gettext_lazy("Charge code"), hidden=True)]


class FolioOpenAlready(DomainError):
    """One document has one account."""


class FolioIsClosed(DomainError):
    """A closed account takes no entries."""


class FolioNotEven(DomainError):
    """Somebody still owes somebody something."""


class ChargedAlready(DomainError):
    """This was charged before; twice is impossible."""


class AllowanceTooLarge(InvalidValue):
    """More than was charged cannot be let off."""


@command(
    permission="folios.open", title=gettext_lazy("Open a customer account"), icon="folder-plus"
)
def open_folio(
    *,
    by: Actor,
    branch: Branch,
    customer: Customer,
    subject: Subject,
    kind: Folio.Kind = Folio.Kind.ORDER,
) -> Folio:
    """Open the account of a document: from now on it can be charged and paid."""
    if existing := queries.folio_of(subject):
        raise FolioOpenAlready(
            _("%(subject)s has customer account %(number)s already. Use that one.")
            % {"subject": subject, "number": existing.number},
            options=[Option(existing.number, existing.number, url_of(existing))],
        )
    day = business_date(branch)
    folio = Folio.objects.create(
        branch=branch,
        customer=customer,
        kind=kind,
        subject=subject,
        opened_on=day,
        number=next_number("FO", day),
    )
    emit(FolioOpened(**facts_of(folio), number=folio.number, kind=folio.kind))
    return folio


def _is_open(folio: Folio) -> bool:
    return folio.state == Folio.State.OPEN


@command(
    permission="folios.charge",
    title=gettext_lazy("Charge"),
    icon="plus",
    available=_is_open,
)
def charge(
    *,
    by: Actor,
    folio: Folio,
    text: ChargeText,
    amount: Positive,
    source: Source = "",
    code: ChargeCode = "",
) -> Charge:
    """Enter that the customer owes something; for a document, once per source."""
    must_be_positive(amount)
    folio = lock(folio)
    must_be_open(folio)
    Folio.objects.filter(pk=folio.pk).update(
        charged_minor=F("charged_minor") + amount.minor,
        posted_minor=F("posted_minor") + amount.minor,
    )
    return _enter(by, folio, [ChargeIn(text, amount, source, code)])[0]


@dataclass(frozen=True, slots=True)
class ChargeIn:
    """A line of a document that the customer owes."""

    text: ChargeText
    amount: Positive
    source: Source
    code: ChargeCode = ""


@command(permission="folios.charge", title=gettext_lazy("Charge the lines of a document"))
def charge_lines(
    *,
    by: Actor,
    folio: Folio,
    lines: Annotated[list[ChargeIn], Ask(label=gettext_lazy("Lines"))],
) -> Folio:
    """Enter what a document of several lines costs; every line once per source."""
    if not lines:
        return folio
    for line in lines:
        must_be_positive(line.amount)
    folio = lock(folio)
    must_be_open(folio)
    total = sum(line.amount.minor for line in lines)
    Folio.objects.filter(pk=folio.pk).update(
        charged_minor=F("charged_minor") + total, posted_minor=F("posted_minor") + total
    )
    _enter(by, folio, lines)
    folio.charged_minor, folio.posted_minor = (
        folio.charged_minor + total,
        folio.posted_minor + total,
    )
    return folio


@command(
    permission="folios.allow",
    title=gettext_lazy("Give an allowance"),
    icon="discount",
    available=_is_open,
)
def allow(
    *,
    by: Actor,
    folio: Folio,
    text: ChargeText,
    amount: Positive,
    source: Source = "",
    code: ChargeCode = "",
) -> Charge:
    """Let the customer off something that was charged; for a document, once per source."""
    must_be_positive(amount)
    folio = lock(folio)
    must_be_open(folio)
    enough = Folio.objects.filter(pk=folio.pk, charged_minor__gte=amount.minor)
    if not enough.update(charged_minor=F("charged_minor") - amount.minor):
        raise AllowanceTooLarge(
            _("%(number)s is charged %(charged)s. An allowance of %(amount)s is more than that.")
            % {"number": folio.number, "charged": folio.charged, "amount": amount},
            field="amount",
        )
    made = _enter(by, folio, [ChargeIn(text, -amount, source, code)])[0]
    if folio.balance.minor > 0 >= (folio.balance - amount).minor:
        left = folio.charged_minor - amount.minor
        emit(FolioSettled(**facts_of(folio), charged_minor=left))
    return made


def _may_be_closed(folio: Folio) -> bool:
    return _is_open(folio) and not folio.balance and not folio.held_minor


@command(
    permission="folios.open",
    title=gettext_lazy("Close the account"),
    icon="folder-check",
    available=_may_be_closed,
)
def close_folio(*, by: Actor, folio: Folio) -> Folio:
    """Close an account on which nothing is owed and nothing is held."""
    folio = lock(folio)
    if folio.balance or folio.held_minor:
        raise FolioNotEven(
            _(
                "%(number)s cannot be closed: %(balance)s is outstanding and %(held)s of security "
                "deposits is held. Settle both first."
            )
            % {
                "number": folio.number,
                "balance": folio.balance,
                "held": Money(folio.held_minor),
            }
        )
    folio.move_to(Folio.State.CLOSED, closed_at=clock.now())
    emit(FolioClosed(**facts_of(folio)))
    return folio


def _is_closed(folio: Folio) -> bool:
    return folio.state == Folio.State.CLOSED


@command(
    permission="folios.open",
    title=gettext_lazy("Reopen the account"),
    icon="folder-open",
    available=_is_closed,
)
def reopen_folio(*, by: Actor, folio: Folio, reason: Reason) -> Folio:
    """Let a closed account take entries again."""
    folio = lock(folio)
    folio.move_to(Folio.State.OPEN, closed_at=None)
    emit(FolioReopened(**facts_of(folio), reason=reason))
    return folio


def facts_of(folio: Folio) -> dict[str, Any]:
    """What every fact about an account says."""
    return {
        "folio_id": folio.pk,
        "subject": folio.subject,
        "branch_id": folio.branch_id,
        "customer_id": folio.customer_id,
    }


def must_be_open(folio: Folio) -> None:
    if folio.state != Folio.State.OPEN:
        raise FolioIsClosed(
            _("%(number)s is closed. Reopen it before anything is entered.")
            % {"number": folio.number},
            options=[Option(folio.number, folio.number, url_of(folio))],
        )


def must_be_positive(amount: Money) -> None:
    if amount.minor <= 0:
        raise InvalidValue(_("Enter an amount above zero."), field="amount")


def _enter(by: Actor, folio: Folio, lines: Sequence[ChargeIn]) -> list[Charge]:
    day = business_date(folio.branch_id)
    rows = [
        Charge(
            folio=folio,
            source=line.source or f"{BY_HAND}{time_ordered_id()}",
            text=line.text,
            code=line.code,
            amount_minor=line.amount.minor,
            business_date=day,
            charged_by=by.name,
        )
        for line in lines
    ]
    _must_be_new(rows)
    made = Charge.objects.bulk_create(rows)
    for row in made:
        emit(
            ChargePosted(
                **facts_of(folio),
                charge_id=row.pk,
                source=row.source,
                code=row.code,
                amount_minor=row.amount_minor,
                business_date=day.isoformat(),
            )
        )
    return made


def _must_be_new(rows: Sequence[Charge]) -> None:
    sources = [row.source for row in rows]
    there = set(Charge.objects.filter(source__in=sources).values_list("source", flat=True))
    for number, row in enumerate(rows):
        if row.source in there or row.source in sources[:number]:
            raise ChargedAlready(
                _("“%(text)s” was charged already (%(source)s). Nothing was charged a second time.")
                % {"text": row.text, "source": row.source}
            )
