"""Figures as people read them: in words on paper, short on cards, as a line in a corner."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "兆")
_TRADITIONAL = str.maketrans("贰陆万亿", "貳陸萬億")
SPARK_WIDTH, SPARK_HEIGHT = 96, 36


def in_words(fen: int) -> str:
    """An amount in the characters that cannot be altered: 人民币柒仟零伍拾玖元整.

    `fen` is whole fen, negative for a refund (负). Source: the bills regulations' rules for
    writing amounts (正确填写票据和结算凭证的基本规定).
    """
    sign = "负" if fen < 0 else ""
    yuan, rest = divmod(abs(fen), 100)
    jiao, cent = divmod(rest, 10)
    text = f"{_whole(yuan)}元" if yuan or not rest else ""
    if not rest:
        text += "整"
    elif not cent:
        text += f"{_DIGITS[jiao]}角整"
    else:
        gap = "零" if yuan and not jiao else ""
        text += f"{gap}{_DIGITS[jiao] + '角' if jiao else ''}{_DIGITS[cent]}分"
    words = f"人民币{sign}{text}"
    return (
        words.replace("币", "幣").translate(_TRADITIONAL) if get_language() == "zh-hant" else words
    )


def _whole(number: int) -> str:
    if not number:
        return "零"
    groups = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    text = ""
    for place in reversed(range(len(groups))):
        group = groups[place]
        if group:
            needs_zero = bool(text) and (group < 1000 or text.endswith("零"))
            text = text.rstrip("零") + ("零" if needs_zero else "") + _four(group) + _GROUPS[place]
        elif text and not text.endswith("零"):
            text += "零"
    return text.rstrip("零")


def _four(group: int) -> str:
    """Up to four digits, with one 零 for each gap."""
    text, gap = "", False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + _UNITS[place]
        gap = not digit
    return text


def short(fen: int) -> str:
    """12.36 万 for cards in Chinese, 123.6K in English; small amounts exactly."""
    yuan = fen / 100  # a picture, not an amount to count with
    if get_language() == "en":
        return f"{yuan / 1000:,.1f}K" if abs(yuan) >= 100_000 else f"{yuan:,.0f}"
    if abs(yuan) < 10_000:
        return f"{yuan:,.0f}"
    return f"{yuan / 10_000:,.2f} {_('万')}"


def long_day(value: date) -> str:
    """11月21日 周六; with the year when it is another one."""
    found = timezone.localtime(value).date() if isinstance(value, datetime) else value
    if get_language() == "en":
        return f"{found:%a, %d %b %Y}"
    week = "一二三四五六日"[found.weekday()]
    name = "週" if get_language() == "zh-hant" else "周"
    return f"{found.month}月{found.day}日 {name}{week}"


def left(seconds: int) -> str:
    """How long something lasts: 09:30 to watch, under 2 h, 3 days."""
    if seconds < 3600:
        return f"{seconds // 60:02}:{seconds % 60:02}"
    if seconds < 24 * 3600:
        return _("under %(n)s h") % {"n": seconds // 3600 + 1}
    days = seconds // (24 * 3600)
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


def spark_points(values: Sequence[float]) -> str:
    """The points of a small line without axes, for an SVG polyline."""
    if len(values) < 2:
        return ""
    low, high = min(values), max(values)
    span = (high - low) or 1
    step = SPARK_WIDTH / (len(values) - 1)
    return " ".join(
        f"{n * step:.1f},{SPARK_HEIGHT - 3 - (value - low) / span * (SPARK_HEIGHT - 6):.1f}"
        for n, value in enumerate(values)
    )
