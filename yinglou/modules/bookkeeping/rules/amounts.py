"""Amounts of an entry: debit positive, credit negative, as in the specification's examples."""

from collections.abc import Iterable
from dataclasses import dataclass

from yinglou.kernel.money import BASIS_POINTS, half_up

from .policy import VAT_OUTPUT, VAT_SMALL


@dataclass(frozen=True, slots=True)
class Line:
    """So much on an account, in fen; negative is credit."""

    account: str
    minor: int
    cash_flow: str = ""
    method: str = ""  # of cash lines: how the money moved


@dataclass(frozen=True, slots=True)
class Written:
    """An entry as the policy wants it: by which rule, and its lines."""

    rule: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Tax:
    """How the company is taxed on the day."""

    vat_bp: int = 100
    is_general: bool = False

    @property
    def account(self) -> str:
        return VAT_OUTPUT if self.is_general else VAT_SMALL


@dataclass(frozen=True, slots=True)
class Earned:
    """A line that was handed over: what the customer pays for it, tax included."""

    gross_minor: int
    revenue_account: str


@dataclass(frozen=True, slots=True)
class Spent:
    """What a line that was handed over has cost."""

    cost_minor: int
    cost_account: str
    stock_account: str


def net_of(gross_minor: int, vat_bp: int) -> int:
    """The part of a gross amount that is not tax, half up to the fen (spec §1.4)."""
    return half_up(gross_minor * BASIS_POINTS, BASIS_POINTS + vat_bp)


def written(rule: str, lines: Iterable[Line]) -> Written:
    """An entry without lines of nothing."""
    return Written(rule, tuple(line for line in lines if line.minor))
