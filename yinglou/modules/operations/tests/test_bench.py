"""What is measured on has to be a house in order, and what is measured has to be all of it."""

from pathlib import Path

import pytest

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.modules.operations.management.bench import loading, measuring
from yinglou.modules.operations.management.bench.selling import STATIONS, Sale
from yinglou.modules.operations.samples.studio import furnish
from yinglou.modules.orders.models import Order

ORDERS = 150


@pytest.mark.django_db(transaction=True)
def test_a_cast_history_holds_and_goes_on(standing_clock, settings, tmp_path: Path):
    settings.DATA_DIR = tmp_path
    studio = furnish(Actor.house("bench"), clock.today())
    loading.fill(studio, ORDERS)  # refuses to go on when a check of the house finds something
    assert Order.objects.count() == ORDERS + len(loading.HISTORY)
    assert Order.objects.values("number").distinct().count() == Order.objects.count()
    with measuring.heard() as statements:
        order = Sale(studio, "13900000000").go()
    assert order.state == Order.State.COMPLETED
    assert 50 < len(statements) < 150
    loading._must_hold()


@pytest.mark.django_db
def test_a_sale_goes_to_any_station(standing_clock, settings, tmp_path: Path):
    settings.DATA_DIR = tmp_path
    studio = furnish(Actor.house("bench"), clock.today())
    reached = [
        Sale(studio, f"{13_900_000_000 + n}").go(station).state
        for n, station in enumerate(STATIONS[1:])
    ]
    assert reached[0] == Order.State.DRAFT
    assert reached[-1] == Order.State.COMPLETED


def test_the_95th_of_a_hundred():
    assert measuring.p95([float(n) for n in range(100, 0, -1)]) == 95
    assert measuring.p95([7.0]) == 7
