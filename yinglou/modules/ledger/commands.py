"""Writing in the books, once. What is written stays; a correction is written beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from django.db import IntegrityError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command, emit
from yinglou.kernel.errors import DomainError, InvalidValue, Option
from yinglou.kernel.models import time_ordered_id
from yinglou.kernel.money import Money
from yinglou.kernel.resources import url_of
from yinglou.kernel.values import Amount, Ask, Pick, Reason, Text, Whole
from yinglou.modules.branches.models import Branch
from yinglou.modules.branches.queries import business_date as business_date_of

from . import queries, rules
from .events import EntryPosted, EntryReversed
from .models import Account, Entry, EntryLine
from .rules import Posting

__all__ = [
    "HandLine",
    "Posting",
    "enter_by_hand",
    "load_chart",
    "post_entry",
    "reverse_entry",
    "write_entry",
]

Source = Annotated[str, Text(max=120, min=1)]
EntryText = Annotated[str, Text(max=200, min=1), Ask(label=gettext_lazy("Posting text"))]
Lines = Annotated[list[Posting], Ask(label=gettext_lazy("Lines"))]


def _leaves(rows: QuerySet[Account], actor: Actor) -> QuerySet[Account]:
    return rows.filter(is_leaf=True)


Leaf = Annotated[Account, Pick(among=_leaves), Ask(label=gettext_lazy("Account"))]


@dataclass(frozen=True, slots=True)
class HandLine:
    """A line as an accountant writes it; what it concerns is said once for all the account asks."""

    account: Leaf
    debit: Annotated[Money | None, Amount(min=0), Ask(label=gettext_lazy("Debit"))] = None
    credit: Annotated[Money | None, Amount(min=0), Ask(label=gettext_lazy("Credit"))] = None
    concerns: Annotated[str, Text(max=100), Ask(label=gettext_lazy("Concerns"))] = ""
    cash_flow: Annotated[str, Text(max=4), Ask(label=gettext_lazy("Cash-flow line"))] = ""


class NotBalanced(InvalidValue):
    """Debit and credit differ (E-BAL)."""


class NoSuchAccount(InvalidValue):
    """The chart has no such account."""


class NotALeaf(InvalidValue):
    """Only the lowest accounts are posted to."""


class DimensionMissing(InvalidValue):
    """The account wants to know more than the line says."""


class PostedAlready(DomainError):
    """The document is in the books; twice is impossible."""


class ReversedAlready(DomainError):
    """The entry was taken back, or is itself a taking back."""


@command(permission="ledger.post", title=gettext_lazy("Load the chart of accounts"), icon="list")
def load_chart(*, by: Actor) -> None:
    """Enter the accounts of the chart that are not there yet; the others stay as they are."""
    there = set(Account.objects.values_list("code", flat=True))
    Account.objects.bulk_create(
        Account(
            id=int(row.code),
            code=row.code,
            name=row.name,
            name_en=row.name_en,
            side=row.side,
            line=row.line,
            parent_code=rules.parent_of(row.code),
            is_leaf=rules.is_leaf(row.code),
            required_dims=" ".join(rules.dimensions_of(row.code)),
        )
        for row in rules.CHART
        if row.code not in there
    )


@command(permission="ledger.post", title=gettext_lazy("Post an entry"), icon="book-2")
def post_entry(
    *,
    by: Actor,
    branch: Branch,
    business_date: date,
    source: Source,
    rule: Annotated[str, Text(max=12)],
    text: EntryText,
    lines: Lines,
    rule_version: Annotated[int, Whole(min=1, max=99)] = 1,
) -> Entry:
    """Write a balanced entry into the books of a store."""
    accounts = _accounts_for(lines)
    entry = Entry(
        branch=branch,
        business_date=business_date,
        source=source,
        rule=rule,
        rule_version=rule_version,
        text=text,
        posted_by=by.name,
    )
    try:
        _write(entry, lines, accounts)
    except IntegrityError as broken:
        # The database guards it; to ask first would cost every posting a question.
        if "source" not in str(broken):
            raise
        raise PostedAlready(
            _("%(source)s is in the books already. Nothing was posted a second time.")
            % {"source": source}
        ) from broken
    return entry


@command(permission="ledger.post", title=gettext_lazy("New ledger entry"), icon="book-2")
def enter_by_hand(
    *,
    by: Actor,
    branch: Branch,
    text: EntryText,
    lines: Annotated[list[HandLine], Ask(label=gettext_lazy("Lines"))],
) -> Entry:
    """Write an entry that no document makes by itself, on the business date of the store."""
    return write_entry(by=by, branch=branch, text=text, lines=[_by_hand(line) for line in lines])


@command(permission="ledger.post", title=gettext_lazy("Write an entry"), icon="book-2")
def write_entry(
    *,
    by: Actor,
    branch: Branch,
    text: EntryText,
    lines: Lines,
) -> Entry:
    """Write an entry by hand, on the business date of the store."""
    accounts = _accounts_for(lines)
    entry = Entry(
        branch=branch,
        business_date=business_date_of(branch),
        source=f"manual:{time_ordered_id()}",
        rule="manual",
        text=text,
        posted_by=by.name,
    )
    _write(entry, lines, accounts)
    return entry


def _by_hand(line: HandLine) -> Posting:
    said = dict.fromkeys(line.account.dimensions, line.concerns)
    return Posting(line.account.code, line.debit, line.credit, line.cash_flow, **said)


def _may_be_reversed(entry: Entry) -> bool:
    return entry.reverses_id is None


@command(
    permission="ledger.post",
    title=gettext_lazy("Reverse in red"),
    icon="arrow-back-up",
    danger=True,
    consequence=gettext_lazy("A red entry takes this one back. Both stay in the books."),
    available=_may_be_reversed,
)
def reverse_entry(*, by: Actor, entry: Entry, reason: Reason) -> Entry:
    """Take an entry back by its mirror in red, on today's business date (冲销)."""
    if entry.reverses_id is not None:
        raise ReversedAlready(
            _("%(entry)s takes another entry back itself. Post the right entry anew instead.")
            % {"entry": entry}
        )
    if before := queries.reversal_of(entry):
        raise ReversedAlready(
            _("%(entry)s was reversed by %(reversal)s. An entry is reversed once.")
            % {"entry": entry, "reversal": before},
            options=[Option(str(before), str(before.pk), url_of(before))],
        )
    lines = rules.in_red(_posting_of(line) for line in queries.lines_of(entry))
    reversal = Entry(
        branch_id=entry.branch_id,
        business_date=business_date_of(entry.branch_id),
        source=f"ledger.entry:{entry.pk}/reversal",
        rule=entry.rule,
        rule_version=entry.rule_version,
        text=_("Reversal: %(reason)s") % {"reason": reason},
        reverses=entry,
        posted_by=by.name,
    )
    _write(reversal, lines, queries.known_accounts(line.account for line in lines))
    emit(
        EntryReversed(
            entry_id=entry.pk, reversal_id=reversal.pk, branch_id=entry.branch_id, reason=reason
        )
    )
    return reversal


def _accounts_for(lines: list[Posting]) -> dict[str, queries.Known]:
    """Refuse lines that make no entry; the accounts of those that do."""
    known = dict(queries.known_accounts(line.account for line in lines))
    for line in lines:
        _must_be_postable(line, known.get(line.account))
    sums = rules.totals(lines)
    if not sums.balanced or not sums.debit_minor:
        raise NotBalanced(
            _("Not balanced: debit %(debit)s, credit %(credit)s, difference %(difference)s.")
            % {
                "debit": Money(sums.debit_minor),
                "credit": Money(sums.credit_minor),
                "difference": sums.difference,
            },
            field="lines",
        )
    return known


def _must_be_postable(line: Posting, account: queries.Known | None) -> None:
    code = {"code": line.account}
    if account is None:
        raise NoSuchAccount(
            _("There is no account %(code)s. Choose one from the chart of accounts.") % code,
            field="lines",
        )
    if not account.is_leaf:
        raise NotALeaf(
            _("Account %(code)s has accounts below it. Post to one of those.") % code,
            field="lines",
        )
    if not rules.one_sided(line) or min(line.debit_minor, line.credit_minor) < 0:
        raise NotBalanced(
            _("The line on %(code)s needs an amount on one side, either debit or credit.") % code,
            field="lines",
        )
    if missing := rules.missing_dimensions(line, account.dimensions):
        raise DimensionMissing(
            _("Account %(code)s needs to know: %(missing)s. Add it to the line.")
            % {**code, "missing": ", ".join(_said(name) for name in missing)},
            field="lines",
        )


def _said(name: str) -> str:
    return str(getattr(EntryLine._meta.get_field(f"{name}_ref"), "verbose_name", ""))


def _write(entry: Entry, lines: list[Posting], accounts: Mapping[str, queries.Known]) -> None:
    """The header with its totals, and its lines by one statement."""
    sums = rules.totals(lines)
    entry.debit_minor, entry.credit_minor = sums.debit_minor, sums.credit_minor
    entry.save(force_insert=True)
    EntryLine.objects.bulk_create(
        EntryLine(
            entry=entry,
            position=position,
            account_id=accounts[line.account].pk,
            branch_id=entry.branch_id,
            business_date=entry.business_date,
            debit_minor=line.debit_minor,
            credit_minor=line.credit_minor,
            cash_flow=line.cash_flow,
            customer_ref=line.customer,
            order_ref=line.order,
            folio_ref=line.folio,
            place_ref=line.place,
            party_ref=line.party,
            item_ref=line.item,
        )
        for position, line in enumerate(lines, 1)
    )
    emit(
        EntryPosted(
            entry_id=entry.pk,
            branch_id=entry.branch_id,
            business_date=entry.business_date.isoformat(),
            rule=entry.rule,
            source=entry.source,
            amount_minor=entry.debit_minor,
        )
    )


def _posting_of(line: EntryLine) -> Posting:
    return Posting(
        account=line.account.code,
        debit=Money(line.debit_minor) if line.debit_minor else None,
        credit=Money(line.credit_minor) if line.credit_minor else None,
        cash_flow=line.cash_flow,
        customer=line.customer_ref,
        order=line.order_ref,
        folio=line.folio_ref,
        place=line.place_ref,
        party=line.party_ref,
        item=line.item_ref,
    )
