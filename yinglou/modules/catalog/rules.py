"""What a deposit comes to, and how low a price may go."""

from yinglou.kernel.money import BASIS_POINTS, Money


def deposit_due(total: Money, bp: int, round_minor: int) -> Money:
    """The deposit on a total: its share, rounded up to the next full step, never more than all.

    30 % of 5,999.00 rounded up to the hundred is 1,800.00.
    """
    share = -(-total.minor * bp // BASIS_POINTS)
    rounded = -(-share // round_minor) * round_minor
    return Money(min(rounded, total.minor), total.currency)


def is_below_floor(price: Money, floor: Money) -> bool:
    """A floor of nothing is no floor."""
    return bool(floor) and price < floor
