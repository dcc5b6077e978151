"""What a deposit is in law, how an amount is written on paper, what an account shows."""

from yinglou.kernel.money import Money

NOTHING = Money(0)

# 定金 counts as earnest money up to a fifth of the contract (Civil Code art. 586); what is
# paid beyond is an advance, to be refunded.
EARNEST_MAX_BP = 2_000

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")


def earnest_part(amount: Money, contract: Money, held: Money) -> Money:
    """How much of an amount is 定金, if so much of it is held already; the rest is 订金."""
    limit = contract.minor * EARNEST_MAX_BP // 10_000
    return Money(max(0, min(amount.minor, limit - held.minor)), amount.currency)


def earnest_left(amount: int, earnest: int, refunded: int) -> int:
    """Money back comes out of the refundable part first; fen of 定金 that are left."""
    return min(earnest, amount - refunded)


def in_words(amount: Money) -> str:
    """An amount as paper wants it: 壹仟捌佰元整 (人民币大写, rules of the central bank)."""
    sign = "负" if amount.minor < 0 else ""
    yuan, rest = divmod(abs(amount.minor), 100)
    jiao, fen = divmod(rest, 10)
    words = f"{_whole(yuan)}元" if yuan else ""
    if not rest:
        return f"{sign}{words or '零元'}整"
    if jiao:
        words += f"{_DIGITS[jiao]}角"
    elif yuan:
        words += "零"
    return f"{sign}{words}{_DIGITS[fen]}分" if fen else f"{sign}{words}整"


def _whole(number: int) -> str:
    groups = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    words = ""
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            continue
        if words and (group < 1_000 or not groups[place + 1]):
            words += "零"
        words += _group(group) + _GROUPS[place]
    return words


def _group(number: int) -> str:
    words, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if not digit:
            gap = bool(words)
            continue
        words += ("零" if gap else "") + _DIGITS[digit] + _PLACES[place]
        gap = False
    return words
