"""Postings: an amount on one side of one account, and what the two sides add up to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from yinglou.kernel.money import Money
from yinglou.kernel.values import Amount, Ask, Text

DIMENSIONS = ("customer", "order", "folio", "place", "party", "item")

_Side = Annotated[Money, Amount(min=0)]
_Reference = Annotated[str, Text(max=100)]


@dataclass(frozen=True, slots=True)
class Posting:
    """A line of an entry: so much on the debit or on the credit side of an account.

    The rest says of whom and what; other modules' documents are opaque words here.
    """

    account: Annotated[str, Text(max=12, min=1), Ask(label=_("Account"))]
    debit: Annotated[_Side | None, Ask(label=_("Debit"))] = None
    credit: Annotated[_Side | None, Ask(label=_("Credit"))] = None
    cash_flow: Annotated[str, Text(max=4), Ask(label=_("Cash-flow line"))] = ""
    customer: Annotated[_Reference, Ask(label=_("Customer"))] = ""
    order: Annotated[_Reference, Ask(label=_("Order"))] = ""
    folio: Annotated[_Reference, Ask(label=_("Customer account"))] = ""
    place: Annotated[_Reference, Ask(label=_("Till or bank account"))] = ""
    party: Annotated[_Reference, Ask(label=_("Supplier or employee"))] = ""
    item: Annotated[_Reference, Ask(label=_("Item"))] = ""

    @property
    def debit_minor(self) -> int:
        return self.debit.minor if self.debit else 0

    @property
    def credit_minor(self) -> int:
        return self.credit.minor if self.credit else 0


@dataclass(frozen=True, slots=True)
class Totals:
    """Both sides of an entry, in fen."""

    debit_minor: int
    credit_minor: int

    @property
    def balanced(self) -> bool:
        return self.debit_minor == self.credit_minor

    @property
    def difference(self) -> Money:
        return Money(abs(self.debit_minor - self.credit_minor))


def totals(lines: Iterable[Posting]) -> Totals:
    """What the two sides add up to."""
    lines = list(lines)
    return Totals(sum(n.debit_minor for n in lines), sum(n.credit_minor for n in lines))


def one_sided(line: Posting) -> bool:
    """True if exactly one side carries an amount."""
    return bool(line.debit_minor) != bool(line.credit_minor)


def missing_dimensions(line: Posting, wanted: Sequence[str]) -> list[str]:
    """What the account wants to know and the line does not say."""
    return [name for name in wanted if not getattr(line, name)]


def in_red(lines: Iterable[Posting]) -> list[Posting]:
    """The same lines in red: negative on the same side (红字冲销), so that turnover shrinks."""
    return [
        replace(
            line,
            debit=-line.debit if line.debit else None,
            credit=-line.credit if line.credit else None,
        )
        for line in lines
    ]
