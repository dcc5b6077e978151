"""Decisions about names, numbers and dates of customers, without rows."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from lunar_python import Lunar, Solar

NAME_MAX = 60
NAMES_MAX = 120
DORMANT_DAYS = 180
SILENT_DAYS = 30
OLDEST = date(1900, 1, 1)
FURTHEST_YEARS = 30

_PARTNERS = re.compile(r"[/／、&＆]")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_ID_DIGITS = 17


def names_in(name: str) -> list[str]:
    """The people in a name: `王晓明/李静` are two."""
    return [part for part in (piece.strip() for piece in _PARTNERS.split(name)) if part]


def joined_names(names: Iterable[str]) -> str:
    """Two people as one customer: `王晓明/李静`; a name is not said twice."""
    return "/".join(dict.fromkeys(name for name in names if name))


def clean_id_number(typed: str) -> str:
    """An identity card number of the mainland, or an empty text if its check digit is wrong."""
    text = re.sub(r"[\s-]", "", typed).upper()
    if not re.fullmatch(r"\d{17}[\dX]", text):
        return ""
    total = sum(
        int(digit) * weight for digit, weight in zip(text[:_ID_DIGITS], _ID_WEIGHTS, strict=True)
    )
    return text if _ID_CHECKS[total % 11] == text[-1] and born_on_of(text) else ""


def born_on_of(id_number: str) -> date | None:
    """The birthday that an identity card number contains."""
    try:
        return date(int(id_number[6:10]), int(id_number[10:12]), int(id_number[12:14]))
    except ValueError:
        return None


def mask_id_number(id_number: str) -> str:
    """`6101**********1234`: enough to compare with the card on the desk."""
    return f"{id_number[:4]}{'*' * 10}{id_number[-4:]}" if len(id_number) >= 15 else "****"


def lunar_text(day: date) -> str:
    """A day in the farmers' calendar as it is said: 农历三月廿六."""
    lunar = Solar.fromYmd(day.year, day.month, day.day).getLunar()
    return f"农历{lunar.getMonthInChinese()}月{lunar.getDayInChinese()}"


def next_occurrence(day: date, not_before: date, *, lunar: bool = False) -> date:
    """When a yearly day comes round again, on or after another day.

    In the farmers' calendar it is the same month and day there; a leap month counts as its
    plain one, and the 30th of a month of 29 days is its last day.
    """
    if day >= not_before:
        return day
    if not lunar:
        found = _same_day(day, not_before.year)
        return found if found >= not_before else _same_day(day, not_before.year + 1)
    month, number = _lunar_day(day)
    for year in (not_before.year - 1, not_before.year, not_before.year + 1):
        found = _solar_of(year, month, number)
        if found >= not_before:
            return found
    raise AssertionError("a farmers' year has at most 385 days")


def _same_day(day: date, year: int) -> date:
    """29 February is kept on the 28th of ordinary years."""
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


def _lunar_day(day: date) -> tuple[int, int]:
    lunar = Solar.fromYmd(day.year, day.month, day.day).getLunar()
    return abs(int(lunar.getMonth())), int(lunar.getDay())


def _solar_of(lunar_year: int, month: int, number: int) -> date:
    for candidate in (number, number - 1):
        try:
            solar = Lunar.fromYmd(lunar_year, month, candidate).getSolar()
        except Exception:  # noqa: S112 the calendar knows one class for every complaint
            continue
        return date(solar.getYear(), solar.getMonth(), solar.getDay())
    raise ValueError(f"no day {number} in month {month} of {lunar_year}")


@dataclass(frozen=True, slots=True)
class BabyDate:
    """A day in a baby's first year that families have photographed."""

    code: str  # full_moon, hundred_days, first_birthday
    day: date


def baby_dates(born_on: date) -> list[BabyDate]:
    """满月 on the 30th day of life, 百天 on the 100th, 周岁 a year after the birth."""
    return [
        BabyDate("full_moon", born_on + timedelta(days=29)),
        BabyDate("hundred_days", born_on + timedelta(days=99)),
        BabyDate("first_birthday", _same_day(born_on, born_on.year + 1)),
    ]


def is_believable(day: date, today: date) -> bool:
    """Birthdays and weddings lie between 1900 and thirty years from now."""
    return OLDEST <= day <= date(today.year + FURTHEST_YEARS, 12, 31)


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def last_of_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
