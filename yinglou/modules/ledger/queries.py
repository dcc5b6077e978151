"""Every read of the books."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from yinglou.kernel.actors import Actor
from yinglou.modules.branches.models import Branch

from .models import Account, Entry, EntryLine


class Known(NamedTuple):
    """What a posting has to know of an account. A code never changes its key."""

    pk: int
    is_leaf: bool
    dimensions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """An account in the trial balance; parents carry what stands below them."""

    code: str
    title: str
    side: str
    level: int
    is_leaf: bool
    opening_minor: int
    debit_minor: int
    credit_minor: int

    @property
    def closing_minor(self) -> int:
        return self.opening_minor + self.debit_minor - self.credit_minor

    @property
    def opening_debit_minor(self) -> int:
        return max(self.opening_minor, 0)

    @property
    def opening_credit_minor(self) -> int:
        return max(-self.opening_minor, 0)

    @property
    def closing_debit_minor(self) -> int:
        return max(self.closing_minor, 0)

    @property
    def closing_credit_minor(self) -> int:
        return max(-self.closing_minor, 0)


@dataclass(frozen=True, slots=True)
class DetailRow:
    """A line of an account's detail page with the balance after it."""

    line: EntryLine
    balance_minor: int


_known: dict[str, Known] = {}
_rules: dict[str, Any] = {}


def name_rules(titles: Mapping[str, Any]) -> None:
    """Called by who posts: the codes of its rules and when each applies."""
    _rules.update(titles)


def rule_title(code: str) -> str:
    """`E05 Cost of what was handed over`; the code alone if nobody named it."""
    return f"{code} {_rules[code]}" if code in _rules else code


def known_accounts(codes: Iterable[str]) -> Mapping[str, Known]:
    """The accounts behind codes, read once per process; unknown codes are missing."""
    wanted = set(codes)
    if missing := wanted - _known.keys():
        for account in Account.objects.filter(code__in=missing):
            _known[account.code] = Known(account.pk, account.is_leaf, account.dimensions)
    return {code: _known[code] for code in wanted if code in _known}


def accounts_seen_by(actor: Actor) -> QuerySet[Account]:
    """The chart is the same for everybody who may see the books."""
    return Account.objects.order_by("code")


def dimension_labels(account: Account) -> list[str]:
    """What a line on an account has to say, in words."""
    fields = (EntryLine._meta.get_field(f"{name}_ref") for name in account.dimensions)
    return [str(getattr(field, "verbose_name", "")) for field in fields]


def account_with(code: str) -> Account | None:
    return Account.objects.filter(code=code).first()


def account_titles(codes: Iterable[str]) -> dict[str, str]:
    """The names of accounts by their codes."""
    return {row.code: row.title for row in Account.objects.filter(code__in=set(codes))}


def entries_seen_by(actor: Actor) -> QuerySet[Entry]:
    """The entries of the stores an actor has to do with."""
    rows = Entry.objects.select_related("branch", "reverses")
    if actor.reach != "all":
        rows = rows.filter(branch_id__in=actor.branch_ids)
    return rows


def lines_of(entry: Entry) -> list[EntryLine]:
    """The lines of an entry as they were posted."""
    return list(entry.lines.select_related("account").order_by("position"))


def entry_from(source: str) -> Entry | None:
    """The entry that came from a document."""
    return Entry.objects.filter(source=source).first()


def reversal_of(entry: Entry) -> Entry | None:
    return Entry.objects.filter(reverses=entry).first()


def entries_of(*, folio: str = "", order: str = "") -> QuerySet[Entry]:
    """The entries that speak of a customer account or an order, oldest first."""
    lines = EntryLine.objects.filter(_said(folio, order)).values("entry_id")
    return Entry.objects.filter(pk__in=lines).select_related("branch").order_by("pk")


def balance(
    account_code: str, *, folio: str = "", order: str = "", upto: date | None = None
) -> int:
    """What stands on an account and everything below it, in fen, debit positive."""
    lines = EntryLine.objects.filter(
        Q(account__code=account_code) | Q(account__code__startswith=account_code),
        _said(folio, order),
    )
    if upto is not None:
        lines = lines.filter(business_date__lte=upto)
    found = lines.aggregate(minor=_SIGNED)
    return int(found["minor"])


def balances_of(*, folio: str = "", order: str = "") -> dict[str, int]:
    """What stands on each account for a customer account or an order, debit positive."""
    lines = EntryLine.objects.filter(_said(folio, order)).values("account__code")
    found = lines.annotate(minor=_SIGNED).order_by("account__code")
    return {row["account__code"]: int(row["minor"]) for row in found}


def trial_balance(
    upto: date,
    branch: Branch | None = None,
    since: date | None = None,
    branch_ids: Iterable[int] | None = None,
) -> list[BalanceRow]:
    """Every account that moved: what stood before `since`, what moved, what stands at `upto`."""
    lines = EntryLine.objects.filter(business_date__lte=upto)
    if branch is not None:
        lines = lines.filter(branch=branch)
    if branch_ids is not None:
        lines = lines.filter(branch_id__in=branch_ids)
    start = since or date.min
    before, within = Q(business_date__lt=start), Q(business_date__gte=start)
    moved = lines.values("account__code").annotate(
        opening=_sum("debit_minor", before) - _sum("credit_minor", before),
        debit=_sum("debit_minor", within),
        credit=_sum("credit_minor", within),
    )
    sums: dict[str, list[int]] = {}
    row: Any
    for row in moved.order_by("account__code"):
        for code in _and_above(row["account__code"]):
            total = sums.setdefault(code, [0, 0, 0])
            for n, name in enumerate(("opening", "debit", "credit")):
                total[n] += row[name]
    accounts = Account.objects.filter(code__in=sums).order_by("code")
    return [
        BalanceRow(a.code, a.title, a.side, (len(a.code) - 4) // 2, a.is_leaf, *sums[a.code])
        for a in accounts
    ]


def column_totals(rows: Iterable[BalanceRow]) -> dict[str, int]:
    """The feet of the columns. Only leaves are added up, or all would be counted twice."""
    leaves = [row for row in rows if row.is_leaf]
    names = (
        "opening_debit_minor", "opening_credit_minor", "debit_minor", "credit_minor",
        "closing_debit_minor", "closing_credit_minor",
    )  # fmt: skip
    return {name: sum(getattr(row, name) for row in leaves) for name in names}


def account_lines(
    actor: Actor, account: Account, since: date, upto: date, branch: Branch | None = None
) -> tuple[int, list[DetailRow]]:
    """An account's opening balance and its lines, each with the balance after it."""
    lines = EntryLine.objects.filter(account__code__startswith=account.code)
    if actor.reach != "all":
        lines = lines.filter(branch_id__in=actor.branch_ids)
    if branch is not None:
        lines = lines.filter(branch=branch)
    opening = int(lines.filter(business_date__lt=since).aggregate(minor=_SIGNED)["minor"])
    rows, running = [], opening
    within = lines.filter(business_date__range=(since, upto))
    for line in within.select_related("entry", "account").order_by("business_date", "pk"):
        running += line.signed_minor
        rows.append(DetailRow(line, running))
    return opening, rows


_SIGNED = Coalesce(Sum(F("debit_minor") - F("credit_minor")), Value(0))


def _sum(name: str, when: Q) -> Coalesce:
    return Coalesce(Sum(name, filter=when), Value(0))


def _said(folio: str, order: str) -> Q:
    said = Q()
    if folio:
        said &= Q(folio_ref=folio)
    if order:
        said &= Q(order_ref=order)
    return said


def _and_above(code: str) -> list[str]:
    return [code[:length] for length in range(4, len(code) + 1, 2)]
