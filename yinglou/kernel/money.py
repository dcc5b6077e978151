"""Money is a whole number of minor units and a currency. Never a float, never bare."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

FEN_MAX = 10**13  # a hundred thousand million yuan: more is a slip of the hand
BASIS_POINTS = 10_000


def half_up(numerator: int, denominator: int) -> int:
    """Divide whole numbers, rounding half away from zero (spec §0.3)."""
    if denominator <= 0:
        raise ValueError("the denominator is positive")
    sign = -1 if numerator < 0 else 1
    return sign * ((2 * abs(numerator) + denominator) // (2 * denominator))


@dataclass(frozen=True, slots=True)
class Money:
    """An amount: `Money(1250)` is 12.50 CNY. Only like is added to like."""

    minor: int
    currency: str = "CNY"

    def __post_init__(self) -> None:
        if not isinstance(self.minor, int) or isinstance(self.minor, bool):
            raise TypeError(f"minor units are whole numbers, not {self.minor!r}")

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other).minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other).minor, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __mul__(self, times: int) -> "Money":
        return Money(self.minor * times, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other).minor

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._same(other).minor

    def __bool__(self) -> bool:
        return self.minor != 0

    def __str__(self) -> str:
        sign = "-" if self.minor < 0 else ""
        symbol = "¥" if self.currency == "CNY" else f"{self.currency} "
        return f"{sign}{symbol}{abs(self.minor) // 100:,}.{abs(self.minor) % 100:02}"

    def share(self, basis_points: int) -> "Money":
        """So many ten-thousandths of it, rounded half up to the fen."""
        return Money(half_up(self.minor * basis_points, BASIS_POINTS), self.currency)

    def apportion(self, weights: Sequence[int]) -> list["Money"]:
        """Divide by weights without losing a fen: the largest weight takes the remainder."""
        total = sum(weights)
        if total <= 0:
            raise ValueError("the weights add up to more than nothing")
        parts = [self.minor * weight // total for weight in weights]
        largest = max(range(len(weights)), key=lambda n: weights[n])
        parts[largest] += self.minor - sum(parts)
        return [Money(part, self.currency) for part in parts]

    def _same(self, other: "Money") -> "Money":
        if not isinstance(other, Money) or self.currency != other.currency:
            raise TypeError(f"cannot mix {self!r} and {other!r}")
        return other


def read_yuan(typed: Any) -> int:
    """What a person types, in fen: `1234.5`, `1,234.50`, `¥1234.5元`, full-width digits."""
    text = str(typed).translate(_FULL_WIDTH)
    for mark in ",¥￥元 ":
        text = text.replace(mark, "")
    try:
        yuan = Decimal(text)
    except InvalidOperation:
        raise ValidationError(_("Enter an amount such as 1,234.50."), code="invalid") from None
    fen = yuan * 100
    if not yuan.is_finite() or fen != fen.to_integral_value():
        raise ValidationError(_("An amount has at most two decimals."), code="invalid")
    if abs(fen) > FEN_MAX:
        raise ValidationError(_("This amount is too large."), code="invalid")
    return int(fen)


_FULL_WIDTH = {ord("０") + n: str(n) for n in range(10)} | {ord("．"): ".", ord("，"): ","}


class YuanField(forms.Field):
    """A form field in which people type yuan and the house receives `Money`."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "data-kind": "money", "size": 12})

    def to_python(self, value: Any) -> Money | None:
        if isinstance(value, Money) or value in self.empty_values:
            return value or None
        return Money(read_yuan(value))

    def clean(self, value: Any) -> Money | None:
        money = self.to_python(value)
        if money is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return money

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Money):
            value = value.minor
        return f"{Decimal(value).scaleb(-2):.2f}" if isinstance(value, int) else value


class FenField(models.BigIntegerField):
    """A column of fen. Both databases add whole numbers up alike; floats are refused."""

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, (float, Decimal, bool)):
            raise TypeError(f"money is whole fen, not {value!r}")
        return super().get_prep_value(value)
