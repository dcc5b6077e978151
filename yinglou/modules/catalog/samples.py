"""A small catalogue of a wedding studio, for tests and the demo."""

from typing import Any

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.money import Money

from . import commands
from .commands import PackageItemIn
from .models import Package, PriceList, Product, ProductCategory, ShootType

TYPES = (
    ("wedding", "婚纱", "heart", "blue"),
    ("children", "儿童", "baby-carriage", "teal"),
    ("portrait", "写真", "user", "pink"),
    ("passport", "证件", "id", "neutral"),
    ("family", "全家福", "users-group", "orange"),
)


def shoot_types(by: Actor) -> dict[str, ShootType]:
    """The kinds of photography, each with its colour on the board."""
    return {
        code: commands.add_shoot_type(by=by, code=code, name=name, icon=icon, tone=tone)
        for code, name, icon, tone in TYPES
    }


def a_category(by: Actor, name: str = "相册相框") -> ProductCategory:
    return commands.add_category(
        by=by, name=name, revenue_account="5001", cost_account="5401", stock_account="1405"
    )


def a_product(by: Actor, code: str = "XC12", name: str = "12寸相册", **also: Any) -> Product:
    given = {"category": None, "price": Money(88_000), "unit": "本", **also}
    given["category"] = given["category"] or a_category(by, f"类别{code}")
    return commands.add_product(by=by, code=code, name=name, **given)


def forever(by: Actor, shoot_type: ShootType | None = None) -> Package:
    """「一生一世」: the wedding package that the journeys of the handbook are told with."""
    shoot_type = shoot_type or commands.add_shoot_type(by=by, code="wedding", name="婚纱")
    category = a_category(by)
    album = a_product(by, category=category)
    frame = a_product(by, "FRAME", "摆台", category=category, price=Money(20_000), unit="个")
    return commands.add_package(
        by=by,
        code="YSYS",
        name="「一生一世」",
        shoot_type=shoot_type,
        price=Money(599_900),
        floor=Money(479_900),
        duration_min=240,
        outfits=4,
        retouch_count=30,
        album_count=30,
        originals_included=120,
        extra_retouch=Money(8_000),
        items=[
            PackageItemIn(product=album),
            PackageItemIn(product=frame, quantity=2),
            PackageItemIn(text="结婚当天妆面", is_gift=True),
        ],
    )


def a_price_list(by: Actor, package: Package, price: Money, **also: Any) -> PriceList:
    opened = commands.open_price_list(by=by, **also)
    commands.set_price(by=by, price_list=opened, package=package, price=price)
    return opened


def a_row(resource: Any) -> Any:
    """One row of each resource, for the tests of all pages."""
    by = Actor.house("samples")
    package = forever(by)
    if resource.model is Package:
        return package
    if resource.model is Product:
        return Product.objects.order_by("pk").first()
    if resource.model is ProductCategory:
        return ProductCategory.objects.order_by("pk").first()
    if resource.model is ShootType:
        return package.shoot_type
    return a_price_list(by, package, Money(499_900), name="春季价", valid_from=clock.today())
