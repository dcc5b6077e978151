"""How much of a deposit is earnest money in law."""

import pytest

from yinglou.kernel.money import Money
from yinglou.modules.folios import rules


@pytest.mark.parametrize(
    ("amount", "contract", "held", "earnest"),
    [
        (180_000, 599_900, 0, 119_980),  # a fifth of 5,999.00 is 1,199.80
        (100_000, 599_900, 0, 100_000),
        (100_000, 599_900, 100_000, 19_980),
        (50_000, 599_900, 119_980, 0),
        (50_000, 0, 0, 0),
        (1, 4, 0, 0),  # never rounded up beyond the fifth
    ],
)
def test_a_deposit_is_earnest_money_up_to_a_fifth(amount, contract, held, earnest):
    part = rules.earnest_part(Money(amount), Money(contract), Money(held))
    assert part == Money(earnest)


@pytest.mark.parametrize(("refunded", "left"), [(0, 120), (60, 120), (80, 100), (180, 0)])
def test_the_refundable_part_goes_back_first(refunded, left):
    assert rules.earnest_left(180, 120, refunded) == left
