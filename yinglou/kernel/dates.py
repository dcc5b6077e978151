"""Dates and times as people type them: 1121, 11/21, 明天, 周六, +7; 1430, 2点半."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from . import clock

_WORDS = {"今天": 0, "today": 0, "明天": 1, "tomorrow": 1, "后天": 2, "昨天": -1}
_WEEKDAYS = {name: n for n, name in enumerate("一二三四五六日")} | {"天": 6}
_FULL_WIDTH = str.maketrans("０１２３４５６７８９：／．－", "0123456789:/.-")


def read_date(typed: str, today: date | None = None) -> date | None:
    """The day that was meant, or None. A day without a year is the next such day."""
    today = today or clock.today()
    text = typed.strip().lower().translate(_FULL_WIDTH)
    if text in _WORDS:
        return today + timedelta(days=_WORDS[text])
    if found := re.fullmatch(r"([+-]\d{1,3})", text):
        return today + timedelta(days=int(found[1]))
    if found := re.fullmatch(r"(?:周|星期|礼拜)([一二三四五六日天])", text):
        ahead = (_WEEKDAYS[found[1]] - today.weekday()) % 7
        return today + timedelta(days=ahead)
    return _numeric(text, today)


def _numeric(text: str, today: date) -> date | None:
    if found := re.fullmatch(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?", text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    found = re.fullmatch(r"(\d{1,2})[-/.月](\d{1,2})日?", text) or re.fullmatch(
        r"(\d{2})(\d{2})", text
    )
    if not found:
        return None
    this_year = _day(today.year, int(found[1]), int(found[2]))
    if this_year and this_year < today - timedelta(days=60):
        return _day(today.year + 1, int(found[1]), int(found[2]))
    return this_year


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_time(typed: str) -> time | None:
    """The time of day that was meant, or None."""
    text = typed.strip().translate(_FULL_WIDTH)
    if found := re.fullmatch(r"(\d{1,2})点(半|(\d{1,2})分?)?", text):
        minute = 30 if found[2] == "半" else int(found[3] or 0)
        return _clock_time(int(found[1]), minute)
    found = re.fullmatch(r"(\d{1,2}):(\d{2})(?::\d{2})?", text) or re.fullmatch(
        r"(\d{1,2})(\d{2})", text
    )
    return _clock_time(int(found[1]), int(found[2])) if found else None


def _clock_time(hour: int, minute: int) -> time | None:
    return time(hour, minute) if hour < 24 and minute < 60 else None


class LooseDateField(forms.DateField):
    """A date as people type it; the browser's own picker beside it."""

    widget = forms.DateInput(
        attrs={"data-picker": "date", "autocomplete": "off"}, format="%Y-%m-%d"
    )

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value.date()
        day = value if isinstance(value, date) else read_date(str(value))
        if day is None or not 1900 <= day.year <= 2200:
            raise ValidationError(_("Enter a date such as 2026-11-21 or 11-21."), code="invalid")
        return day


class LooseTimeField(forms.TimeField):
    """A time of day as people type it."""

    def to_python(self, value: Any) -> time | None:
        if value in self.empty_values:
            return None
        moment = value if isinstance(value, time) else read_time(str(value))
        if moment is None:
            raise ValidationError(_("Enter a time such as 14:30."), code="invalid")
        return moment
