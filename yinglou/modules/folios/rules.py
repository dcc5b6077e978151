"""What part of a deposit is earnest money in law."""

from yinglou.kernel.money import Money

NOTHING = Money(0)

# 定金 counts as earnest money up to a fifth of the contract (Civil Code art. 586); what is
# paid beyond is an advance, to be refunded.
EARNEST_MAX_BP = 2_000


def earnest_part(amount: Money, contract: Money, held: Money) -> Money:
    """How much of an amount is 定金, if so much of it is held already; the rest is 订金."""
    limit = contract.minor * EARNEST_MAX_BP // 10_000
    return Money(max(0, min(amount.minor, limit - held.minor)), amount.currency)


def earnest_left(amount: int, earnest: int, refunded: int) -> int:
    """Money back comes out of the refundable part first; fen of 定金 that are left."""
    return min(earnest, amount - refunded)
