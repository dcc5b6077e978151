"""Names, numbers and days, without the database."""

from datetime import date

import pytest

from yinglou.modules.customers import rules


def test_a_couple_is_two_people():
    assert rules.names_in("王晓明/李静") == ["王晓明", "李静"]
    assert rules.names_in(" 王晓明 ／李静 ") == ["王晓明", "李静"]
    assert rules.joined_names(["王晓明", "李静", "王晓明"]) == "王晓明/李静"


def test_an_id_number_is_checked_by_its_last_character():
    assert rules.clean_id_number("11010519491231002x") == "11010519491231002X"
    assert rules.clean_id_number("110105194912310021") == ""
    assert rules.clean_id_number("11010519499931002X") == ""
    assert rules.born_on_of("11010519491231002X") == date(1949, 12, 31)
    assert rules.mask_id_number("11010519491231002X") == "1101**********002X"


def test_the_farmers_calendar_reads_as_people_say_it():
    assert rules.lunar_text(date(2027, 5, 2)) == "农历三月廿六"


def test_a_yearly_day_comes_round_again():
    assert rules.next_occurrence(date(1990, 12, 1), date(2026, 11, 1)) == date(2026, 12, 1)
    assert rules.next_occurrence(date(1990, 1, 1), date(2026, 11, 1)) == date(2027, 1, 1)
    assert rules.next_occurrence(date(2028, 2, 29), date(2029, 1, 1)) == date(2029, 2, 28)
    assert rules.next_occurrence(date(2027, 5, 2), date(2026, 11, 1)) == date(2027, 5, 2)


def test_a_lunar_birthday_moves_in_the_solar_year():
    born = date(1990, 1, 27)  # 正月初一
    assert rules.next_occurrence(born, date(2026, 1, 1), lunar=True) == date(2026, 2, 17)
    assert rules.next_occurrence(born, date(2026, 11, 1), lunar=True) == date(2027, 2, 6)


def test_a_babys_first_year():
    days = {found.code: found.day for found in rules.baby_dates(date(2026, 9, 6))}
    assert days == {
        "full_moon": date(2026, 10, 5),
        "hundred_days": date(2026, 12, 14),
        "first_birthday": date(2027, 9, 6),
    }


@pytest.mark.parametrize(("day", "believed"), [
    (date(1026, 5, 2), False), (date(1990, 5, 2), True), (date(2627, 5, 2), False),
])  # fmt: skip
def test_a_day_is_believed_within_reason(day, believed):
    assert rules.is_believable(day, date(2026, 11, 21)) is believed
