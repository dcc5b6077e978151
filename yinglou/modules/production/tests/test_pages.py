"""The board and the queue: what a card's move means, and what is refused."""

from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import translation

from yinglou.modules.access.models import User
from yinglou.modules.production import queries

from .conftest import HOUSE

_now: dict[str, Any] = {}


def as_somebody(user: Any, request: Any) -> Any:
    return _now["actor"]


@pytest.fixture
def desk(client: Client, job, wen):
    _now["actor"] = wen
    client.force_login(User.objects.get(pk=wen.user_id))
    with override_settings(YINGLOU_ACTOR=f"{__name__}.as_somebody"), translation.override("en"):
        yield client


def move(desk, job, to: str):
    url = reverse("production.move", args=[job.number])
    return desk.post(url, {"to": to}, HTTP_HX_REQUEST="true")


def state(job) -> list[str]:
    return [step.state for step in queries.steps_of(job)]


def test_the_board_shows_who_does_what_by_when(desk, job):
    said = desk.get(reverse("production.board")).content.decode()
    assert f"board-card-{job.number}" in said
    assert f"board-claim-{job.number}" in said
    for code in ("waiting", "retouch", "design", "proof", "making", "qc", "made"):
        assert f'data-lane="{code}"' in said


def test_a_card_moves_one_step_at_a_time(desk, job):
    assert move(desk, job, "proof").status_code == 409
    assert state(job) == ["todo"] * 5
    assert move(desk, job, "retouch").status_code == 204
    assert state(job)[0] == "doing"
    assert move(desk, job, "design").status_code == 204
    assert state(job)[:2] == ["done", "todo"]
    assert move(desk, job, "design").status_code == 204
    assert "/do/send_back/" in move(desk, job, "retouch")["HX-Redirect"]
    assert state(job)[:2] == ["done", "doing"]


def test_a_card_dragged_back_to_the_waiting_lane_is_given_back(desk, job):
    move(desk, job, "retouch")
    assert move(desk, job, "waiting").status_code == 204
    assert state(job) == ["todo"] * 5


def test_the_next_one_is_claimed_with_one_press(desk, job):
    answer = desk.post(reverse("production.claim_next"))
    assert answer["Location"] == reverse("production.mine")
    said = desk.get(answer["Location"]).content.decode()
    assert "mine-doing" in said
    assert desk.post(reverse("production.claim_next")).status_code == 409


def test_the_order_shows_its_making(desk, job):
    _now["actor"] = HOUSE.__class__(
        name="Lin", permissions=frozenset({"*"}), user_id=_now["actor"].user_id
    )
    said = desk.get(reverse("orders.orders.one", args=[job.order.number])).content.decode()
    assert "job-steps" in said
    assert job.number in said


def test_the_board_costs_the_same_for_many_jobs(desk, job, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        desk.get(reverse("production.board"))
