"""What is decided about an order, apart from any database."""

from datetime import date

import pytest

from yinglou.kernel.money import Money
from yinglou.modules.orders import rules
from yinglou.modules.orders.rules import Account, Priced

pytestmark = pytest.mark.once


def test_a_discount_is_rounded_to_the_fen():
    assert rules.discount_on(Money(599_900), 500) == Money(29_995)


def test_a_discount_is_spread_without_losing_a_fen():
    amounts = [Money(599_900), Money(40_000), Money(0)]
    assert sum((s.minor for s in rules.spread(Money(33_333), amounts)), 0) == 33_333


@pytest.mark.parametrize(
    ("typed", "off"),
    [("95", 500), ("95折", 500), ("9.5折", 500), ("8折", 2000), ("８５", 1500), ("", 0),
     ("100", 0), ("abc", None), ("0", None), ("-5", None)],
)  # fmt: skip
def test_a_discount_is_read_as_it_is_typed(typed, off):
    assert rules.read_fold(typed) == off


def test_a_discount_under_the_floor_is_found_on_its_line():
    lines = [Priced(Money(599_900), Money(479_900), "A"), Priced(Money(40_000), Money(0), "B")]
    assert rules.under_floor(lines, Money(60_000)) == []
    [(line, net)] = rules.under_floor(lines, Money(159_975))
    assert (line.text, net) == ("A", Money(449_925))


@pytest.mark.parametrize(
    ("minor", "words"),
    [(180_000, "壹仟捌佰元整"), (569_905, "伍仟陆佰玖拾玖元零伍分"), (50, "伍角整"),
     (1_000_100, "壹万零壹元整"), (0, "零元整")],
)  # fmt: skip
def test_an_amount_in_capitals_cannot_be_altered(minor, words):
    assert rules.in_capitals(Money(minor)) == words


@pytest.mark.parametrize(
    ("account", "state"),
    [
        (Account(0, 0, 0), "unpaid"),
        (Account(599_900, 0, 180_000), "unpaid"),
        (Account(599_900, 180_000, 180_000), "deposit_paid"),
        (Account(599_900, 200_000, 180_000), "part_paid"),
        (Account(599_900, 100_000, 180_000, due_by_now=180_000), "overdue"),
        (Account(599_900, 599_900, 180_000), "paid"),
    ],
)
def test_the_payment_state_follows_from_the_account(account, state):
    assert rules.payment_state(account) == state


def test_before_the_shoot_only_earnest_money_is_kept_and_at_most_a_fifth():
    contract, paid = Money(599_900), Money(180_000)
    assert rules.kept_by_policy("placed", contract, paid, Money(0)) == Money(0)
    assert rules.kept_by_policy("placed", contract, paid, paid) == Money(119_980)
    assert rules.kept_by_policy("shot", contract, paid, Money(0)) == Money(180_000)
    assert rules.kept_by_policy("shot", contract, Money(599_900), Money(0)) == Money(239_960)


def test_goods_after_the_wedding_are_too_late_but_not_of_a_later_shoot():
    wedding = date(2026, 12, 31)
    assert rules.is_too_late(date(2026, 12, 5), 45, wedding)
    assert not rules.is_too_late(date(2026, 11, 1), 45, wedding)
    assert not rules.is_too_late(date(2027, 1, 5), 45, wedding)


@pytest.mark.parametrize(("off", "said"), [(500, "95"), (1550, "84.5"), (5000, "5"), (2000, "8")])
def test_a_fold_is_said_as_the_trade_says_it_and_read_back(off, said):
    assert rules.fold(off) == said
    assert rules.read_fold(said) == off
