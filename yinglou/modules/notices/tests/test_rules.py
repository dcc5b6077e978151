"""Keys of notices, without the database."""

from datetime import date

from yinglou.modules.notices import rules


def test_a_reminder_is_told_apart_by_distance_and_day():
    assert rules.reminder_key(7, 3, "2026-12-05") == "booking:7:remind-3:2026-12-05"


def test_moves_are_counted():
    assert rules.count_of("booking:7:moved:2:2026-12-05T01:30:00+00:00") == 2
    assert rules.count_of("booking:7:confirmed") == 0


def test_waiting_is_counted_in_days():
    assert rules.days_between(date(2026, 11, 18), date(2026, 11, 21)) == 3
    assert rules.days_between(None, date(2026, 11, 21)) == 0
