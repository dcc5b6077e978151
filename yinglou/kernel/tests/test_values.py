"""Money, dates, phones: what people type and what the house makes of it."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError

from yinglou.kernel.dates import read_date, read_time
from yinglou.kernel.errors import InvalidValue
from yinglou.kernel.money import Money, half_up, read_yuan
from yinglou.kernel.values import clean_phone, mask_phone

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("1234.5", 123450),
        ("1,234.50", 123450),
        ("¥1234.5元", 123450),
        ("１２．５", 1250),
        ("-3", -300),
    ],
)
def test_amounts_are_read_as_people_type_them(typed, fen):
    assert read_yuan(typed) == fen


@pytest.mark.parametrize("typed", ["abc", "1.234", "NaN", "Infinity", "9" * 20])
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(ValidationError):
        read_yuan(typed)


def test_rounding_is_half_away_from_zero():
    assert [half_up(n, 10) for n in (4, 5, 15, -5, -15)] == [0, 1, 2, -1, -2]


def test_apportioning_loses_no_fen():
    parts = Money(100).apportion([1, 1, 1])
    assert [part.minor for part in parts] == [34, 33, 33]
    assert Money(599900).share(9500) == Money(569905)


def test_money_is_never_a_float_and_never_mixed():
    with pytest.raises(TypeError):
        Money(1.5)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Money(1) + Money(1, "USD")
    assert str(Money(-123450)) == "-¥1,234.50"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("1205", date(2026, 12, 5)), ("12/5", date(2026, 12, 5)), ("20270502", date(2027, 5, 2)),
        ("2027-05-02", date(2027, 5, 2)), ("明天", date(2026, 11, 22)), ("周六", TODAY),
        ("+7", date(2026, 11, 28)), ("0101", date(2027, 1, 1)), ("2月30日", None), ("soon", None),
    ],
)  # fmt: skip
def test_days_are_read_as_people_type_them(typed, day):
    assert read_date(typed, TODAY) == day


@pytest.mark.parametrize(
    ("typed", "moment"),
    [("1430", time(14, 30)), ("14:30", time(14, 30)), ("2点半", time(2, 30)), ("25:00", None)],
)
def test_times_are_read_as_people_type_them(typed, moment):
    assert read_time(typed) == moment


def test_a_phone_is_cleaned_and_masked():
    assert clean_phone("+86 138-0000-1234") == "13800001234"
    assert clean_phone("１３８００００１２３４") == "13800001234"
    assert mask_phone("13800001234") == "138****1234"


def test_a_ten_digit_phone_is_refused_with_the_count():
    with pytest.raises(InvalidValue) as refused:
        clean_phone("1380000123")
    assert "10" in str(refused.value)
    assert refused.value.field == "phone"
