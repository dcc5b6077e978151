"""钟楼店 on Saturday 2026-11-21, its clock stopped at ten; who sells there, and who does not."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils import translation

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.modules.access.models import User
from yinglou.modules.branches import samples as branch_samples
from yinglou.modules.orders import samples
from yinglou.modules.orders.samples import Shop
from yinglou.modules.staff import samples as staff_samples

HOUSE = Actor.house("tests")
SIGNED_IN: dict[str, Actor] = {}


@pytest.fixture(autouse=True)
def at_ten() -> Iterator[None]:
    with clock.set_to(samples.MOMENT):
        yield


@pytest.fixture
def shop(db) -> Shop:
    return samples.a_shop(HOUSE)


@pytest.fixture
def sellers(shop):
    """林小雨 and 何佳 of the front desk."""
    return [staff_samples.an_employee(HOUSE, shop.branch, name) for name in ("林小雨", "何佳")]


def a_person(branch_id, *permissions, employee_id=None, user_id=None, **limits) -> Actor:
    """Somebody of one store with some permissions and limits."""
    return Actor(
        name="林小雨", permissions=frozenset(permissions), user_id=user_id, reach="branch",
        employee_id=employee_id, branch_id=branch_id, branch_ids=frozenset({branch_id}),
        limits=limits,
    )  # fmt: skip


@pytest.fixture
def lin(shop, sellers) -> Actor:
    """The front desk: sells, schedules, takes money, gives up to 15 % off."""
    return a_person(
        shop.branch.pk, "orders.view", "orders.place", "orders.schedule", "orders.select",
        "orders.take_payment", "orders.hand_over", "orders.print", "orders.ask_cancel",
        employee_id=sellers[0].pk, discount_bp=1500,
    )  # fmt: skip


@pytest.fixture
def otto(shop) -> Actor:
    """Somebody of another store, who may do everything there."""
    other = branch_samples.two_branches(HOUSE)[1]
    return a_person(
        other.pk, "orders.view", "orders.place", "orders.schedule", "orders.take_payment",
        "orders.hand_over", "orders.cancel", "orders.produce", "orders.select",
    )  # fmt: skip


def as_lin(user: Any, request: Any) -> Actor:
    """The person at the desk, whoever signed in."""
    return replace(SIGNED_IN["actor"], user_id=user.pk)


@pytest.fixture
def desk(client: Client, lin, shop) -> Iterator[Client]:
    SIGNED_IN["actor"] = replace(lin, permissions=lin.permissions | {
        "booking.view", "booking.book", "customers.view", "folios.view", "production.view",
    })  # fmt: skip
    client.force_login(User.objects.create(username="lin", name="林小雨"))
    with override_settings(YINGLOU_ACTOR=f"{__name__}.as_lin"), translation.override("en"):
        yield client


def text_of(answer) -> str:
    return answer.content.decode()
