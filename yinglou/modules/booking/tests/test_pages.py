"""The pages: the board, the drawer's parts, moves, papers."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client, override_settings
from django.urls import reverse

from yinglou.kernel import clock
from yinglou.kernel.actors import EVERYTHING, Actor
from yinglou.modules.booking import commands
from yinglou.modules.booking.models import Booking
from yinglou.modules.booking.samples import MOMENT, WEDDING_DAY, a_booking, at
from yinglou.modules.branches.models import Branch

HTMX = {"HX-Request": "true"}
BOARD_PAGE_QUERIES_MAX = 25
State = Booking.State


def at_the_desk(user: Any, request: Any = None) -> Actor:
    """Mei of the front desk of the first store."""
    branch = Branch.objects.order_by("pk").first()
    return Actor(
        name="林小雨", user_id=user.pk, permissions=EVERYTHING, reach="branch",
        branch_id=branch.pk, branch_ids=frozenset({branch.pk}),
    )  # fmt: skip


@pytest.fixture
def mei(studio, client: Client):
    user = get_user_model()(username="linxiaoyu", name="林小雨")
    user.save()
    client.force_login(user)
    with override_settings(YINGLOU_ACTOR=f"{__name__}.at_the_desk"):
        yield client


def test_the_board_shows_the_day(mei, studio, lin, django_assert_max_num_queries):
    booking = a_booking(lin, studio, state=State.AWAITING_PAYMENT)
    with django_assert_max_num_queries(BOARD_PAGE_QUERIES_MAX):
        answer = mei.get(reverse("booking.board"), {"date": "2026-12-05"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert f'data-testid="board-block-{booking.number}"' in text
    assert 'data-state="awaiting_payment"' in text
    assert f'<span class="board-state">{booking.get_state_display()}</span>' in text
    assert f'data-testid="board-slot-14:00-res{studio["周航"].pk}"' in text
    assert "style=" not in text.split("<main", 1)[1].split("</main>")[0]


def test_the_board_answers_nothing_new_to_who_has_seen_it(mei, studio, lin):
    booking = a_booking(lin, studio)
    address = reverse("booking.board")
    first = mei.get(address, {"date": "2026-12-05"}, headers=HTMX)
    seen = first.context["stamp"]
    again = mei.get(address, {"date": "2026-12-05", "seen": seen}, headers=HTMX)
    assert again.status_code == 204
    commands.cancel_booking(by=lin, booking=booking, reason="改期")
    changed = mei.get(address, {"date": "2026-12-05", "seen": seen}, headers=HTMX)
    assert changed.status_code == 200
    assert "<html" not in changed.content.decode()


@pytest.mark.parametrize("by", ["all", "people", "places", "things", "studio"])
def test_a_week_is_seven_days(mei, studio, lin, by):
    booking = a_booking(lin, studio, resources=[studio["白色鱼尾 S"]])
    answer = mei.get(reverse("booking.board"), {"date": "2026-12-05", "view": "week", "by": by})
    assert answer.status_code == 200
    assert [shown.day.day for shown in answer.context["boards"]] == [30, 1, 2, 3, 4, 5, 6]
    assert booking.number in answer.content.decode()


def test_the_calendar_shows_the_load_and_the_slots_of_a_day(mei, studio, lin):
    a_booking(lin, studio)
    asked = {"package": studio.package.pk, "month": "2026-12"}
    days = mei.get(reverse("booking.days"), asked, headers=HTMX).content.decode()
    assert 'data-testid="booking-form-day-2026-12-05"' in days
    assert "1/4" in days
    slots = mei.get(
        reverse("booking.slots"), {"package": "YSYS", "day": "2026-12-05"}, headers=HTMX
    ).content.decode()
    assert 'data-testid="booking-form-slot-0930"' in slots


def test_pressing_a_slot_holds_it_and_says_who_would_serve(mei, studio):
    given = {"package": "YSYS", "slot": "2026-12-05T09:30", "hold_key": "k1", "request_key": "r1"}
    answer = mei.post(reverse("booking.hold"), given, headers=HTMX)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert answer["HX-Trigger"] == "booking.BookingHeld"
    assert "周航＋苏婉＋1号棚" in text
    assert 'name="hold_key" value="k1"' in text
    assert 'data-hold="600"' in text
    held = Booking.objects.get()
    assert (held.state, held.starts_at) == (State.HOLD, at(9, 30))
    slots = mei.get(
        reverse("booking.slots"), {"package": "YSYS", "day": "2026-12-05", "hold_key": "k1"}
    ).content.decode()
    assert "is-held" in slots
    assert mei.post(reverse("booking.hold_do", args=[held.number, "extend"])).status_code == 200
    assert mei.post(reverse("booking.hold_do", args=[held.number, "release"])).status_code == 302
    held.refresh_from_db()
    assert held.state == State.CANCELLED


def test_a_slot_that_is_gone_is_refused_with_others_that_are_free(mei, studio, lin):
    a_booking(lin, studio)
    a_booking(lin, studio)
    given = {"package": "YSYS", "slot": "2026-12-05T09:30", "hold_key": "k1"}
    answer = mei.post(reverse("booking.hold"), given, headers=HTMX)
    assert answer.status_code == 409
    assert "BK261121-0001" in answer.content.decode()
    assert Booking.objects.count() == 2


def test_looking_at_a_move_changes_nothing_and_confirming_moves_all(mei, studio, lin):
    booking = a_booking(lin, studio)
    other = a_booking(lin, studio, at(14), resources=[studio["周航"]])
    address = reverse("booking.move", args=[booking.number])
    looked = mei.get(address, {"starts_at": "2026-12-05T14:00"}, headers=HTMX).content.decode()
    assert other.number in looked
    assert 'data-testid="board-suggest-1"' in looked
    booking.refresh_from_db()
    assert booking.starts_at == at(9, 30)
    given = {
        "date": "2026-12-06", "time": "10:00", "reason": "下雨",
        "seen_at": booking.starts_at.isoformat(),
        "resources": [row.resource_id for row in booking.assignments.all()],
    }  # fmt: skip
    moved = mei.post(address, given, headers=HTMX)
    assert moved.status_code == 204
    assert "booking.BookingMoved" in moved["HX-Trigger"]
    booking.refresh_from_db()
    assert booking.starts_at == at(10, day=WEDDING_DAY.replace(day=6))
    stale = mei.post(address, {**given, "date": "2026-12-07"}, headers=HTMX)
    assert stale.status_code == 409


def test_a_row_is_exchanged_by_a_drag_only_for_its_kind(mei, studio, lin):
    booking = a_booking(lin, studio)
    address = reverse("booking.move", args=[booking.number])
    asked = {"starts_at": "2026-12-05T09:30", "from": studio["周航"].pk}
    same = mei.get(address, {**asked, "to": studio["李沐"].pk}).context["trial"]
    assert {line.name for line in same.lines} == {"李沐", "苏婉", "1号棚"}
    wrong = mei.get(address, {**asked, "to": studio["2号棚"].pk})
    assert wrong.context["refusal"] is not None


def test_what_is_dropped_from_the_tray_asks_for_the_row_it_fell_on(mei, studio, lin):
    booking = a_booking(lin, studio, fuzzy="morning", fuzzy_day=WEDDING_DAY)
    address = reverse("booking.move", args=[booking.number])
    asked = {"starts_at": "2026-12-05T09:30", "to": studio["李沐"].pk}
    trial = mei.get(address, asked).context["trial"]
    assert trial.is_possible
    assert {line.name for line in trial.lines} == {"李沐", "苏婉", "1号棚"}


def test_the_day_is_worked_through_from_the_drawer(mei, studio, lin):
    booking = a_booking(lin, studio)
    with clock.set_to(at(9, 20)):
        peek = mei.get(reverse("booking.peek", args=[booking.number]), headers=HTMX)
        assert 'data-testid="booking-peek-check_in"' in peek.content.decode()
        for verb in ("check_in", "start_service", "complete_booking"):
            done = mei.post(reverse("booking.act", args=[booking.number, verb]), headers=HTMX)
            assert done.status_code == 204
    booking.refresh_from_db()
    assert booking.state == State.DONE
    assert mei.post(reverse("booking.act", args=[booking.number, "nonsense"])).status_code == 404
    assert mei.get(reverse("booking.act", args=[booking.number, "check_in"])).status_code == 404


@pytest.mark.parametrize("name", ["booking.mine", "booking.day_sheet"])
def test_lists_of_the_day_open(mei, studio, lin, name):
    a_booking(lin, studio)
    answer = mei.get(reverse(name), {"date": "2026-12-05"})
    assert answer.status_code == 200


def test_papers_and_editors_open(mei, studio, lin):
    booking = a_booking(lin, studio, note="新娘怕冷")
    sheet = mei.get(reverse("booking.call_sheet", args=[booking.number])).content.decode()
    assert "新娘怕冷" in sheet
    assert "13800001234" not in sheet
    assert mei.get(reverse("booking.needs", args=["YSYS"])).status_code == 200


def test_another_store_is_not_there(mei, studio):
    assert mei.get(reverse("booking.board"), {"branch": "999999"}).status_code == 404
    assert mei.get(reverse("booking.move", args=["BK999999-0001"])).status_code == 404
    assert clock.now() == MOMENT
