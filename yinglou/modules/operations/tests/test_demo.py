"""The studio of the demo: its fixture, and a year in small."""

import io

import pytest
from django.core.management import CommandError, call_command

from tests.cast import MOMENT, on_stage
from yinglou.kernel import clock
from yinglou.kernel.actors import Actor, all_permissions
from yinglou.kernel.checks import all_checks
from yinglou.kernel.manifest import modules
from yinglou.modules.access.models import User
from yinglou.modules.booking.models import BookableResource, Booking
from yinglou.modules.customers.models import Customer
from yinglou.modules.folios.models import Payment
from yinglou.modules.operations import queries
from yinglou.modules.operations.samples import STANDARD_ROLES, build
from yinglou.modules.orders.models import Order
from yinglou.modules.staff.models import Employee

pytestmark = pytest.mark.django_db
HOUSE = Actor.house("tests")


def test_the_fixture_is_that_of_the_handbook():
    with on_stage() as cast:
        assert cast.main.name == "钟楼店"
        assert (cast.package.price.minor, cast.package.deposit_bp) == (599_900, 3_000)
        assert (cast.package.retouch_count, cast.package.album_count, cast.package.outfits) == (
            30,
            30,
            4,
        )
        assert cast.couple.name.startswith("王晓明")
        assert cast["linxiaoyu"].limit("discount_bp") == 1500
        assert cast["chenli"].may("orders.place")
        assert not cast["zhouhang"].may("orders.place")
    assert User.objects.get(username="linxiaoyu").roles.get().code == "front_desk"
    assert Employee.objects.count() == 26
    assert BookableResource.objects.filter(kind="studio").count() == 4
    assert Customer.objects.count() == 4
    assert User.objects.get(username="wumin").check_password("yinglou-demo-2026")


def test_every_standard_role_stands_on_declared_permissions():
    """A misspelt permission would be left out of its role without a word."""

    known = {*all_permissions(), *(f"{m.label}.*" for m in modules()), "*"}
    unknown = {p for role in STANDARD_ROLES for p in role.permissions} - known
    assert not unknown


def test_a_small_year_keeps_every_promise_of_the_house():
    shares = []
    with clock.set_to(MOMENT):
        build(scale=0.03, now=MOMENT, tell=shares.append)
        assert queries.is_demo()
        assert Order.objects.exclude(state="draft").count() >= 18
        assert Order.objects.filter(state="completed").exists()
        assert Booking.objects.filter(starts_at__gt=MOMENT).exists()
        assert Payment.objects.exists()
        broken = {check.name: list(check.run()) for check in all_checks()}
    assert {name: told for name, told in broken.items() if told} == {}
    assert shares[-1] == 1.0
    assert shares == sorted(shares)


def test_the_demo_refuses_a_studio_that_is_there():
    with on_stage():
        before = Customer.objects.count()
        with pytest.raises(CommandError, match="There is a studio in this database already"):
            call_command("demo", stdout=io.StringIO())
    assert Customer.objects.count() == before
