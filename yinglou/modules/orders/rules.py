"""What is decided about an order, apart from any database."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from yinglou.kernel.money import BASIS_POINTS, Money, half_up

EARNEST_CAP_BP = 2000  # Civil Code 586: earnest money counts as such up to 20 % of the contract
PICKUP_DAYS = 30  # the balance is due at pick-up, and at the latest so long after the notice
PHOTO_REVENUE = "500101"
UPSELL_REVENUE = "500102"
GOODS_COST = "540102"
GOODS_STOCK = "140502"

# What the house may keep when an order is called off, as a share of the contract, by stage: the
# work that was done until then. Before the shoot only earnest money may be kept.
STAGE_COST_BP: Mapping[str, int] = {
    "shot": 4000,
    "selecting": 4000,
    "selected": 5000,
    "retouching": 6000,
    "proofing": 7000,
    "finalized": 8000,
    "manufacturing": 9000,
    "ready": 10_000,
}


@dataclass(frozen=True, slots=True)
class Priced:
    """One line of an offer: so many of something at a price, and what it may not go under."""

    amount: Money
    floor: Money
    text: str = ""


def discount_on(amount: Money, discount_bp: int) -> Money:
    """What is taken off; the fen is rounded half up. 95 % of 5,999.00 is 5,699.05."""
    return amount - amount.share(BASIS_POINTS - discount_bp)


def spread(discount: Money, amounts: Sequence[Money]) -> list[Money]:
    """The discount of an order on its lines, by their amounts, without losing a fen."""
    weights = [amount.minor for amount in amounts]
    if not discount or sum(weights) <= 0:
        return [Money(0, discount.currency) for _weight in weights]
    return discount.apportion(weights)


def under_floor(lines: Sequence[Priced], discount: Money) -> list[tuple[Priced, Money]]:
    """The lines which the discount takes under their floor, with what they would come to."""
    shares = spread(discount, [line.amount for line in lines])
    nets = [line.amount - share for line, share in zip(lines, shares, strict=True)]
    return [
        (line, net)
        for line, net in zip(lines, nets, strict=True)
        if line.floor and net < line.floor
    ]


def shares_are_whole(shares: Sequence[int]) -> bool:
    return not shares or sum(shares) == BASIS_POINTS


def fold(discount_bp: int) -> str:
    """A discount as the trade says it: 500 → 95, 1550 → 84.5, 5000 → 5, for 5 折 is half."""
    kept = BASIS_POINTS - discount_bp
    if kept % 1000 == 0 and 0 < kept < BASIS_POINTS:
        return f"{kept // 1000}"
    return f"{kept // 100}" if kept % 100 == 0 else f"{kept / 100:g}"


def read_fold(typed: str) -> int | None:
    """What was typed as a discount, in basis points off: 95, 95折, 9.5折, 八八折 is not read.

    Nothing typed is no discount; `None` is what cannot be meant.
    """
    text = typed.strip().translate(_FULL_WIDTH).replace(" ", "")
    if text in ("", "无", "100"):
        return 0
    found = re.fullmatch(r"(\d{1,2}(?:\.\d{1,2})?)(折|%)?", text)
    if not found:
        return None
    kept = float(found[1]) * (100 if float(found[1]) >= 10 or found[2] == "%" else 1000)
    return BASIS_POINTS - round(kept) if 0 < kept < BASIS_POINTS else None


_FULL_WIDTH = str.maketrans("０１２３４５６７８９．％", "0123456789.%")


def extra_photos(chosen: int, included: int) -> int:
    """How many of the photos chosen are paid for on top."""
    return max(0, chosen - included)


def promised_after(shoot_on: date, production_days: int) -> date:
    return shoot_on + timedelta(days=production_days)


def latest_pickup(ready_on: date) -> date:
    """By when the balance is to be paid at the latest, once the goods are ready."""
    return ready_on + timedelta(days=PICKUP_DAYS)


def is_too_late(shoot_on: date, production_days: int, wedding_on: date | None) -> bool:
    """Whether the goods would come after the day they are needed for.

    A shoot after the wedding day is not for the wedding, so there is nothing to be late for.
    """
    if wedding_on is None or shoot_on > wedding_on:
        return False
    return promised_after(shoot_on, production_days) > wedding_on


def earnest_of(paid_as_earnest: Money, contract: Money) -> Money:
    """How much of what was paid as earnest money the law treats as such."""
    cap = contract.share(EARNEST_CAP_BP)
    return min(paid_as_earnest, cap)


def kept_by_policy(stage: str, contract: Money, paid: Money, paid_as_earnest: Money) -> Money:
    """What the house may keep if the customer calls the order off at this stage."""
    if stage in STAGE_COST_BP:
        return min(paid, contract.share(STAGE_COST_BP[stage]))
    return min(paid, earnest_of(paid_as_earnest, contract))


@dataclass(frozen=True, slots=True)
class Account:
    """How an order stands with the money: fen throughout."""

    charged: int
    paid: int
    deposit: int
    due_by_now: int = 0


def payment_state(account: Account, *, refunded: bool = False) -> str:
    """The payment state of an order, from its customer account."""
    if refunded:
        return "refunded"
    if account.paid >= account.charged:
        return "paid" if account.charged or account.paid else "unpaid"
    if account.due_by_now > account.paid:
        return "overdue"
    if account.paid == 0:
        return "unpaid"
    return "deposit_paid" if account.paid == account.deposit else "part_paid"


def days_late(due_on: date | None, today: date) -> int:
    return max(0, (today - due_on).days) if due_on else 0


def progress_bp(paid: int, charged: int) -> int:
    """How much of what is charged is paid, in ten-thousandths, for the bar."""
    if charged <= 0:
        return BASIS_POINTS
    return max(0, min(BASIS_POINTS, half_up(paid * BASIS_POINTS, charged)))


_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")


def in_capitals(amount: Money) -> str:
    """An amount in the capitals that cannot be altered on paper: 壹仟捌佰元整."""
    minus, minor = ("负" if amount.minor < 0 else ""), abs(amount.minor)
    yuan, jiao, fen = minor // 100, minor // 10 % 10, minor % 10
    words = f"{_whole(yuan)}元" if yuan else ""
    if not jiao and not fen:
        return f"{minus}{words or '零元'}整"
    if jiao:
        words += f"{_DIGITS[jiao]}角"
    elif words:
        words += "零"
    return f"{minus}{words}{_DIGITS[fen]}分" if fen else f"{minus}{words}整"


def _whole(number: int) -> str:
    words, gap = "", False
    for index in range((len(str(number)) - 1) // 4, -1, -1):
        group = number // 10_000**index % 10_000
        if not group:
            gap = gap or bool(words)
            continue
        if words and (gap or group < 1000):
            words += "零"
        words += _group(group) + _GROUPS[index]
        gap = False
    return words


def _group(group: int) -> str:
    words, gap = "", False
    for place in range(3, -1, -1):
        digit = group // 10**place % 10
        if digit:
            words += ("零" if gap and words else "") + _DIGITS[digit] + _UNITS[place]
            gap = False
        else:
            gap = True
    return words
