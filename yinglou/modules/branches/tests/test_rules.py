"""The rules of hours and business dates."""

from datetime import date

from yinglou.modules.branches.rules import (
    Span,
    is_ahead_of_calendar,
    next_business_date,
    repeated_weekdays,
    wrong_spans,
)


def test_hours_end_after_they_begin_and_fit_into_the_day():
    good, midnight = Span(0, 540, 1260), Span(1, 600, 1440)
    backwards, endless = Span(2, 1260, 540), Span(3, 0, 1441)
    assert wrong_spans([good, midnight, backwards, endless]) == [backwards, endless]


def test_a_weekday_is_said_once():
    assert repeated_weekdays([Span(0, 1, 2), Span(6, 1, 2), Span(0, 3, 4)]) == {0}


def test_days_are_closed_one_by_one():
    assert next_business_date(date(2026, 12, 31)) == date(2027, 1, 1)
    assert not is_ahead_of_calendar(date(2026, 11, 22), date(2026, 11, 21))
    assert is_ahead_of_calendar(date(2026, 11, 23), date(2026, 11, 21))
