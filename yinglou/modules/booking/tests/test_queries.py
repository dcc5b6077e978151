"""What is offered, and how few statements it takes."""

from datetime import date, timedelta

import pytest

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.search import find_ids
from yinglou.modules.access.models import User
from yinglou.modules.booking import commands, queries, samples
from yinglou.modules.booking.samples import WEDDING_DAY, a_booking, at
from yinglou.modules.branches import commands as branches
from yinglou.modules.staff import samples as staff

SLOTS_QUERIES, LOADS_QUERIES, BOARD_QUERIES = 9, 10, 8


def offers(studio):
    return {
        offer.time: offer for offer in queries.slots_on(studio.branch, studio.package, WEDDING_DAY)
    }


def test_every_half_hour_is_offered_with_who_would_serve(studio):
    found = offers(studio)
    assert (min(found), max(found), len(found)) == ("09:00", "17:00", 17)
    nine_thirty = found["09:30"]
    assert nine_thirty.free
    assert nine_thirty.code == "0930"
    assert [c.means.name for c in nine_thirty.resources] == ["周航", "苏婉", "1号棚"]
    assert "周航" in nine_thirty.reason
    assert "5" in nine_thirty.reason


def test_a_full_time_is_shown_with_its_reasons(studio, lin):
    a_booking(lin, studio)
    a_booking(lin, studio)
    found = offers(studio)
    assert not found["09:30"].free
    assert any("BK261121-0001" in why for why in found["09:30"].why)
    assert found["14:00"].free


def test_a_typed_quarter_is_looked_at_too(studio):
    found = queries.slots_on(studio.branch, studio.package, WEDDING_DAY, also=[at(9, 45), at(20)])
    by_time = {offer.time: offer for offer in found}
    assert by_time["09:45"].free
    assert not by_time["20:00"].free


def test_what_has_passed_today_is_grey(studio):
    with clock.set_to(at(12)):
        found = offers(studio)
    assert not found["11:30"].free
    assert found["12:00"].free


def test_a_closed_day_offers_nothing(studio, lin):
    branches.announce_closure(by=lin, branch=studio.branch, day=WEDDING_DAY, reason="年会")
    assert offers(studio) == {}
    loads = queries.day_loads(studio.branch, studio.package, [WEDDING_DAY])
    assert [(load.taken, load.capacity, load.is_closed) for load in loads] == [(0, 0, True)]


def test_a_day_counts_what_it_carries_fuzzy_times_too(studio, lin):
    a_booking(lin, studio)
    a_booking(lin, studio, fuzzy="morning", fuzzy_day=WEDDING_DAY)
    commands.hold_slot(
        by=lin, branch=studio.branch, package=studio.package, starts_at=at(14), hold_key="k"
    )
    (load,) = queries.day_loads(studio.branch, studio.package, [WEDDING_DAY])
    assert (load.taken, load.capacity) == (3, 4)


def test_slots_take_as_many_statements_for_many_people_as_for_few(
    studio, lin, django_assert_num_queries
):
    with django_assert_num_queries(SLOTS_QUERIES - 1):
        offers(studio)
    for number in range(8):
        skill = studio["周航"].employee.skills.get().skill
        employee = staff.an_employee(lin, studio.branch, f"摄影师{number}", skill)
        commands.add_resource(
            by=lin, kind=samples.PHOTOGRAPHER, branch=studio.branch, employee=employee
        )
        a_booking(lin, studio, at(14, day=WEDDING_DAY + timedelta(days=number)))
    with django_assert_num_queries(SLOTS_QUERIES - 1):
        offers(studio)


def test_a_month_of_loads_and_a_week_of_boards_take_a_fixed_number_of_statements(
    studio, lin, django_assert_num_queries
):
    days = [date(2026, 12, 1) + timedelta(days=n) for n in range(31)]
    for n in range(5):
        a_booking(lin, studio, at(9, 30, day=WEDDING_DAY + timedelta(days=n)))
    with django_assert_num_queries(LOADS_QUERIES - 1):
        queries.day_loads(studio.branch, studio.package, days)
    for length in (1, 7):
        with django_assert_num_queries(BOARD_QUERIES):
            boards = queries.board_of(lin, studio.branch, WEDDING_DAY, days=length)
    assert [board.counts["confirmed"] for board in boards] == [1, 1, 1, 1, 1, 0, 0]


def test_the_board_shows_rows_blocks_figures_and_what_has_no_time(studio, lin):
    a_booking(lin, studio)
    a_booking(lin, studio, fuzzy="morning", fuzzy_day=WEDDING_DAY)
    staff.a_shift(lin, studio["李沐"].employee, WEDDING_DAY, 13, 21)
    with clock.set_to(at(11)):
        (board,) = queries.board_of(lin, studio.branch, WEDDING_DAY)
    assert [group.kind for group in board.groups][:2] == ["photographer", "makeup_artist"]
    photographers = board.groups[0]
    assert [(row.resource.name, row.count) for row in photographers.rows] == [
        ("周航", 1),
        ("李沐", 0),
    ]
    assert photographers.used_percent == 20  # 4 of 12 and 8 hours
    (block,) = photographers.rows[0].blocks
    assert (block.first_column, block.columns, block.tail) == (3, 16, 0)
    assert (block.tone, block.badge.code, block.conflict) == ("blue", "confirmed", "")
    assert photographers.rows[1].off == [(1, 17)]
    assert (board.first_hour, board.last_hour, board.now_column) == (9, 21, 9)
    assert [booking.fuzzy for booking in board.tray] == ["morning"]
    studio_row = next(g for g in board.groups if g.kind == "studio").rows[0]
    assert studio_row.blocks[0].tail == 1


def test_the_board_says_what_can_no_longer_happen(studio, lin):
    a_booking(lin, studio)
    commands.take_out_of_service(by=lin, resource=studio["1号棚"], reason="漏水")
    (board,) = queries.board_of(lin, studio.branch, WEDDING_DAY)
    assert len(board.conflicts) == 1
    assert "1号棚" in board.conflicts[0].text
    assert "漏水" in board.conflicts[0].text


def test_a_trial_changes_nothing_and_names_what_is_in_the_way(studio, lin):
    a_booking(lin, studio)
    second = a_booking(lin, studio, at(14), resources=[studio["周航"]])
    trial = queries.try_move(second, at(10))
    assert not trial.is_possible
    assert {line.name: line.is_free for line in trial.lines}["周航"] is False
    assert len(trial.suggestions) == 3
    second.refresh_from_db()
    assert second.starts_at == at(14)
    assert queries.try_move(second, at(15)).is_possible


def test_who_sees_only_the_own_sees_the_own_jobs(studio, lin):
    booking = a_booking(lin, studio, resources=[studio["周航"]])
    a_booking(lin, studio, at(15), resources=[studio["李沐"]])
    user = User.objects.create(username="zhouhang", name="周航")
    employee = studio["周航"].employee
    employee.user = user
    employee.save()
    zhou = Actor(
        name="周航", user_id=user.pk, reach="own", permissions=frozenset({"booking.view"}),
        branch_ids=frozenset({studio.branch.pk}),
    )  # fmt: skip
    assert list(queries.bookings_seen_by(zhou)) == [booking]
    assert [job.booking for job in queries.schedule_of(zhou, WEDDING_DAY)] == [booking]
    assert queries.next_job_of(zhou, WEDDING_DAY) is None
    elsewhere = Actor(name="Otto", reach="branch", branch_ids=frozenset({0}))
    assert list(queries.bookings_seen_by(elsewhere)) == []


@pytest.mark.parametrize("typed", ["wxm", "王晓", "1121-1"])
def test_a_booking_is_found_by_customer_and_number(studio, lin, typed):
    booking = a_booking(lin, studio)
    assert find_ids("booking.booking", typed) == [booking.pk]
