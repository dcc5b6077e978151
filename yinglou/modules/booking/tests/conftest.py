"""The studio at 钟楼店 on Saturday 2026-11-21, a quarter past ten."""

from collections.abc import Iterator

import pytest

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.modules.booking import samples
from yinglou.modules.booking.samples import Studio
from yinglou.modules.customers import samples as customers

LIN = Actor.house("tests")


@pytest.fixture
def ten_fifteen() -> Iterator[None]:
    with clock.set_to(samples.MOMENT):
        yield


@pytest.fixture
def lin() -> Actor:
    return LIN


@pytest.fixture
def studio(db, ten_fifteen) -> Studio:
    made = samples.a_studio(LIN)
    customers.a_customer(LIN, made.branch)
    return made
