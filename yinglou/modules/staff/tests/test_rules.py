"""When somebody can be counted on."""

from datetime import UTC, datetime

from yinglou.modules.staff.rules import Planned, duty_windows, is_within

DAY = (datetime(2026, 12, 5, tzinfo=UTC), datetime(2026, 12, 6, tzinfo=UTC))


def at(hour):
    return DAY[0].replace(hour=hour)


def plan(kind, starts, ends):
    return Planned(at(starts), at(ends), kind)


def test_a_day_without_a_plan_is_a_day_of_work():
    assert duty_windows([], DAY) == [DAY]


def test_a_day_off_is_off_from_morning_to_night():
    assert duty_windows([plan("off", 9, 18)], DAY) == []


def test_some_hours_of_leave_are_taken_out_of_the_day():
    windows = duty_windows([plan("leave", 9, 12)], DAY)
    assert windows == [(DAY[0], at(9)), (at(12), DAY[1])]
    assert not is_within(windows, at(8), at(10))
    assert is_within(windows, at(12), at(18))


def test_two_shifts_that_touch_are_one():
    assert duty_windows([plan("work", 9, 13), plan("work", 13, 18)], DAY) == [(at(9), at(18))]


def test_a_split_shift_does_not_cover_its_gap():
    windows = duty_windows([plan("work", 9, 12), plan("work", 14, 18)], DAY)
    assert not is_within(windows, at(11), at(15))
    assert is_within(windows, at(14), at(18))


def test_leave_within_a_shift_splits_it():
    windows = duty_windows([plan("work", 9, 18), plan("leave", 12, 13)], DAY)
    assert windows == [(at(9), at(12)), (at(13), at(18))]
