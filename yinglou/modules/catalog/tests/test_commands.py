"""What the catalogue allows and refuses."""

from datetime import date

import pytest

from yinglou.kernel.actors import Actor
from yinglou.kernel.errors import InvalidValue, NotAllowed
from yinglou.kernel.money import Money
from yinglou.modules.catalog import commands, queries, samples
from yinglou.modules.catalog.commands import PackageItemIn
from yinglou.modules.catalog.models import Package, PackageItem, Price, Product

pytestmark = pytest.mark.django_db
LIN = Actor.house("tests")


@pytest.fixture
def package() -> Package:
    return samples.forever(LIN)


def test_a_package_holds_services_products_and_gifts(package):
    assert (package.price, package.extra_retouch) == (Money(599_900), Money(8_000))
    assert [(i.label, i.quantity, i.is_gift) for i in queries.items_of(package)] == [
        ("12寸相册", 1, False),
        ("摆台", 2, False),
        ("结婚当天妆面", 1, True),
    ]


@pytest.mark.parametrize("typed", ["ysys", "YSYS", "一生", "yishengyishi"])
def test_a_package_is_found_by_code_name_and_pinyin(package, typed):
    assert queries.suggest_packages(LIN, typed) == [package]
    assert queries.suggest_packages(LIN, "zzz") == []


def test_a_code_belongs_to_one_package_only(package):
    with pytest.raises(commands.CodeTaken):
        commands.add_package(
            by=LIN, code="YSYS", name="另一个", shoot_type=package.shoot_type, price=Money(1)
        )
    assert Package.objects.count() == 1


def test_a_floor_above_the_price_is_refused(package):
    with pytest.raises(commands.FloorAbovePrice):
        commands.reprice_package(by=LIN, package=package, price=Money(100), floor=Money(101))
    package.refresh_from_db()
    assert package.price == Money(599_900)


def test_items_are_said_anew_and_a_blank_line_is_refused(package):
    album = Product.objects.get(code="XC12")
    commands.change_package_items(
        by=LIN, package=package, items=[PackageItemIn(product=album, quantity=3)]
    )
    assert [str(item) for item in queries.items_of(package)] == ["12寸相册 ×3"]
    with pytest.raises(InvalidValue):
        commands.change_package_items(by=LIN, package=package, items=[PackageItemIn()])
    assert PackageItem.objects.count() == 1


def test_a_retired_package_is_neither_offered_nor_changed(package):
    commands.retire_package(by=LIN, package=package)
    assert queries.suggest_packages(LIN, "ysys") == []
    with pytest.raises(commands.AlreadyRetired):
        commands.change_package_items(by=LIN, package=package, items=[])
    assert PackageItem.objects.count() == 3


def test_a_product_inside_a_package_that_is_sold_stays(package):
    album = Product.objects.get(code="XC12")
    with pytest.raises(commands.StillInPackages, match="一生一世"):
        commands.retire_product(by=LIN, product=album)
    album.refresh_from_db()
    assert not album.is_retired


def test_the_price_of_the_day_is_that_of_the_latest_valid_list(package):
    day = date(2026, 11, 21)
    assert queries.price_of(package, None, day) == Money(599_900)
    for name, begins, ends, price in (
        ("秋", date(2026, 9, 1), None, 549_900),
        ("双十一", date(2026, 11, 1), date(2026, 11, 11), 499_900),
        ("冬", date(2026, 11, 20), None, 529_900),
    ):
        samples.a_price_list(
            LIN, package, Money(price), name=name, valid_from=begins, valid_to=ends
        )
    assert queries.price_of(package, None, day) == Money(529_900)
    assert queries.price_of(package, None, date(2026, 11, 5)) == Money(499_900)
    assert queries.price_of(package, None, date(2026, 8, 5)) == Money(599_900)


def test_a_price_is_of_one_thing(package):
    opened = samples.a_price_list(LIN, package, Money(1), name="试", valid_from=date(2026, 1, 1))
    with pytest.raises(InvalidValue):
        commands.set_price(by=LIN, price_list=opened, price=Money(2))
    assert Price.objects.count() == 1


def test_a_stranger_changes_nothing(package):
    with pytest.raises(NotAllowed):
        commands.retire_package(by=Actor(name="Otto"), package=package)
    package.refresh_from_db()
    assert not package.is_retired
