"""Deposits and floors."""

import pytest

from yinglou.kernel.money import Money
from yinglou.modules.catalog.rules import deposit_due, is_below_floor


@pytest.mark.parametrize(
    ("total", "deposit"),
    [(599_900, 180_000), (639_900, 200_000), (600_000, 180_000), (5_000, 5_000), (0, 0)],
)
def test_a_deposit_is_its_share_rounded_up_to_the_hundred_and_never_more_than_all(total, deposit):
    assert deposit_due(Money(total), 3000, 10_000) == Money(deposit)


def test_no_floor_is_never_undercut():
    assert not is_below_floor(Money(0), Money(0))
    assert is_below_floor(Money(99), Money(100))
    assert not is_below_floor(Money(100), Money(100))
