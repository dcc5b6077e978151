"""The cast of the handbook's journeys: 林小雨 and her colleagues, 「一生一世」, 王晓明 and 李静.

Stores, people, rooms and wares, without a history: a test that needs an order takes one. The
same builder furnishes the demo, so that tests and demo speak of the same studio.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.modules.catalog.models import Package
from yinglou.modules.customers.models import Customer
from yinglou.modules.customers.queries import customer_by_phone
from yinglou.modules.operations.samples import PASSWORD, build_fixture
from yinglou.modules.operations.samples.studio import Studio

MOMENT = datetime(2026, 11, 21, 2, 15, tzinfo=UTC)  # Saturday, a quarter past ten in the shop
PHONE = "13800001234"

__all__ = ["MOMENT", "PASSWORD", "PHONE", "Cast", "a_cast", "on_stage"]


class Cast:
    """The studio of the fixture, with short ways to what tests ask for most."""

    def __init__(self, studio: Studio) -> None:
        self.studio = studio
        self.stores, self.main = studio.stores, studio.main
        self.resources, self.products = studio.resources, studio.goods.products

    def __getitem__(self, username: str) -> Actor:
        """Somebody of the house as an actor: `cast["linxiaoyu"]`."""
        return self.studio.crew.actors[username]

    @property
    def package(self) -> Package:
        return self.studio.goods.packages["YSYS"]

    @property
    def couple(self) -> Customer:
        """王晓明 and 李静."""
        found = customer_by_phone(PHONE)
        assert found is not None
        return found


def a_cast(moment: datetime = MOMENT) -> Cast:
    """Build the fixture in an empty database."""
    return Cast(build_fixture(moment))


@contextmanager
def on_stage(moment: datetime = MOMENT) -> Iterator[Cast]:
    """The cast, and a clock that stands still while the test plays."""
    with clock.set_to(moment):
        yield a_cast(moment)
