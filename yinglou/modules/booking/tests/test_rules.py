"""Who is free when, decided from values."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from yinglou.modules.booking.rules import (
    Holding,
    Means,
    Need,
    Span,
    day_capacity,
    day_taken,
    merged_minutes,
    nearest,
    propose,
    starts_between,
)

DAY = datetime(2026, 12, 5, tzinfo=ZoneInfo("Asia/Shanghai"))
OPEN = (DAY.replace(hour=9), DAY.replace(hour=21))
SHOOT = Need("photographer", "Photographer", skill_code="photographer", skill_name="摄影")


def at(hour, minute=0):
    return DAY.replace(hour=hour, minute=minute)


def span(starts, ends):
    return Span(at(starts), at(ends))


def photographer(number, level=3, *holdings, duty=(OPEN,)):
    held = [Holding(n, f"BK{n}", s, s) for n, s in enumerate(holdings, start=1)]
    return Means(number, f"P{number}", "photographer", skills={"photographer": level}, duty=duty,
                 holdings=held)  # fmt: skip


def test_a_stretch_touches_the_quarters_of_an_hour_it_is_in():
    assert len(span(9, 10).cells()) == 4
    assert len(Span(at(9, 5), at(9, 20)).cells()) == 2
    assert span(9, 10).cells().stop == span(10, 11).cells().start


def test_the_least_loaded_is_proposed_then_the_best():
    busy = photographer(1, 5, span(16, 18))
    found = propose([SHOOT], [busy, photographer(2, 3), photographer(3, 4)], at(9, 30), 240)
    assert [choice.means.id for choice in found.choices] == [3]
    assert "P3" in found.choices[0].reason


def test_who_is_asked_for_by_name_is_taken_even_if_busier():
    busy = photographer(1, 5, span(16, 18))
    found = propose([SHOOT], [busy, photographer(2)], at(9, 30), 240, {1})
    assert [(c.means.id, c.chosen) for c in found.choices] == [(1, True)]


def test_who_is_asked_for_by_name_is_not_replaced_in_silence():
    taken = photographer(1, 5, span(8, 12))
    found = propose([SHOOT], [taken, photographer(2)], at(9, 30), 240, {1})
    assert [o.code for o in found.obstacles] == ["taken"]
    assert "BK1" in found.obstacles[0].text


def test_each_reason_has_its_own_code():
    away = photographer(1, 5, duty=((at(13), at(21)),))
    beginner = photographer(2, 1)
    broken = Means(3, "P3", "photographer", unavailable="病假")
    need = Need("photographer", skill_code="photographer", skill_name="摄影", min_level=3)
    found = propose([need], [away, beginner, broken], at(9, 30), 240)
    assert {o.code for o in found.obstacles} == {"off_shift", "lacks_skill", "out_of_service"}
    missing = propose([Need("vehicle", "Vehicle")], [away], at(9, 30), 240)
    assert [o.code for o in missing.obstacles] == ["missing"]


def test_a_gown_in_cleaning_is_told_from_a_gown_that_is_taken():
    worn = Holding(7, "BK7", span(8, 9), Span(at(8), at(9) + timedelta(hours=10)))
    gown = Means(1, "白色鱼尾", "gown", after_min=600, holdings=[worn])
    assert [o.code for o in propose([Need("gown")], [gown], at(12), 60).obstacles] == ["cleaning"]
    assert [o.code for o in propose([Need("gown")], [gown], at(8), 60).obstacles] == ["taken"]
    assert propose([Need("gown")], [gown], at(19), 60).is_possible


def test_a_room_with_two_seats_serves_two():
    room = Means(1, "化妆间A", "dressing_room", capacity=2)
    room.holdings = [Holding(1, "BK1", span(9, 11), span(9, 11), seat=0)]
    found = propose([Need("dressing_room")], [room], at(9), 120)
    assert [choice.seat for choice in found.choices] == [1]
    room.holdings.append(Holding(2, "BK2", span(10, 12), span(10, 12), seat=1))
    assert not propose([Need("dressing_room")], [room], at(9), 120).is_possible


def test_a_hold_that_ran_out_stands_in_nobodys_way():
    held = Holding(1, "BK1", span(9, 13), span(9, 13), is_expired=True)
    one = photographer(1)
    one.holdings = [held]
    assert propose([SHOOT], [one], at(9, 30), 240).is_possible


def test_a_part_of_a_booking_is_served_for_its_part():
    makeup = Need("makeup_artist", length_min=120)
    found = propose([makeup], [Means(1, "苏婉", "makeup_artist")], at(9, 30), 240)
    assert found.choices[0].span == Span(at(9, 30), at(11, 30))


def test_starts_are_every_half_hour_and_end_before_closing():
    starts = starts_between(*OPEN, 240)
    assert (starts[0], starts[1], starts[-1]) == (at(9), at(9, 30), at(17))
    assert starts_between(*OPEN, 13 * 60) == []


def test_the_nearest_free_starts_come_first():
    one = photographer(1, 5, span(9, 13))
    found = nearest(at(9, 30), [OPEN], [SHOOT], [one], 240, (), at(0))
    assert found == [at(13), at(13, 30), at(14)]


def test_a_day_carries_what_its_scarcest_kind_allows():
    two = [photographer(1), photographer(2)]
    assert day_capacity([SHOOT], two, OPEN, 240) == 6
    assert day_capacity([SHOOT, Need("studio")], [*two, Means(3, "棚", "studio")], OPEN, 240) == 3
    assert day_capacity([SHOOT], two, None, 240) == 0
    assert day_capacity([SHOOT], [photographer(1, duty=())], OPEN, 240) == 0


def test_short_promises_take_their_share_of_a_day():
    half_hours = [span(9, 10), span(10, 11), span(11, 12), span(12, 13)]
    two = [photographer(1, 3, *half_hours), photographer(2, 3, span(9, 13))]
    assert day_taken([SHOOT], two, DAY.date(), 240) == 2
    assert day_taken([SHOOT], [photographer(1)], DAY.date(), 240) == 0
    assert day_taken([], two, DAY.date(), 240) == 0


def test_what_overlaps_is_counted_once():
    windows = [(at(9), at(11)), (at(10), at(12)), (at(20), at(23))]
    assert merged_minutes(windows, OPEN) == 180 + 60
