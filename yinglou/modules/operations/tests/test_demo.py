"""The studio of the demo."""

from datetime import UTC, date, datetime

import pytest

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.modules.access.models import User
from yinglou.modules.booking.models import BookableResource
from yinglou.modules.operations.samples.studio import furnish
from yinglou.modules.staff.models import Employee

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 11, 21, 2, 15, tzinfo=UTC)


def test_the_house_is_furnished():
    with clock.set_to(MOMENT):
        studio = furnish(Actor.house("demo"), date(2026, 11, 21))
    assert studio.main.name == "钟楼店"
    package = studio.goods.packages["YSYS"]
    assert (package.price.minor, package.deposit_bp) == (599_900, 3_000)
    assert User.objects.get(username="linxiaoyu").roles.get().code == "front_desk"
    assert Employee.objects.count() == 26
    assert BookableResource.objects.filter(kind="studio").count() == 4
    assert studio.crew.actors["linxiaoyu"].limit("discount_bp") == 1500
    assert studio.crew.actors["chenli"].may("orders.place")
