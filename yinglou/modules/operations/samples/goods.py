"""What the demo sells: packages of every kind of shoot, products, additions and gifts."""

from dataclasses import dataclass, field

from yinglou.kernel.actors import Actor
from yinglou.kernel.money import Money
from yinglou.modules.booking.commands import NeedIn, set_needs
from yinglou.modules.booking.models import ResourceKind
from yinglou.modules.catalog.commands import (
    PackageItemIn,
    add_category,
    add_package,
    add_product,
    add_shoot_type,
)
from yinglou.modules.catalog.models import Package, Product, ProductCategory, ShootType

SHOOT_TYPES = (
    ("wedding", "婚纱", "heart", "blue"),
    ("children", "儿童", "baby-carriage", "teal"),
    ("maternity", "孕照", "mood-heart", "purple"),
    ("family", "全家福", "users-group", "orange"),
    ("portrait", "写真", "user", "pink"),
    ("passport", "证件", "id", "neutral"),
)
# name: revenue, cost and stock account
CATEGORIES = {
    "相册相框": ("500103", "540102", "140502"),
    "服装妆面": ("500101", "540101", ""),
    "后期服务": ("500102", "540101", ""),
    "礼服租赁": ("500107", "540103", ""),
    "零售礼品": ("500106", "540104", "140501"),
}
_K = Product.Kind
# what it is, what it costs and may cost at least in yuan, what it costs us, its unit
PRODUCTS = (
    ("XC12", "12寸相册", "相册相框", _K.PRODUCT, 880, 680, 240, "本"),
    ("XC10", "10寸相册", "相册相框", _K.PRODUCT, 680, 520, 180, "本"),
    ("FRAME", "摆台", "相册相框", _K.PRODUCT, 200, 150, 45, "个"),
    ("FDB24", "24寸放大挂框", "相册相框", _K.PRODUCT, 580, 450, 150, "幅"),
    ("FDB36", "36寸放大挂框", "相册相框", _K.PRODUCT, 980, 780, 260, "幅"),
    ("SJB", "水晶版画", "相册相框", _K.PRODUCT, 398, 300, 90, "块"),
    ("GOWN", "服装+1", "服装妆面", _K.ADDON, 400, 300, 60, "套"),
    ("WJ", "外景加拍", "服装妆面", _K.ADDON, 800, 600, 200, "次"),
    ("GZ", "跟妆一天", "服装妆面", _K.SERVICE, 1200, 900, 400, "天"),
    ("JX", "加精修", "后期服务", _K.ADDON, 80, 60, 6, "张"),
    ("JRC", "加入册", "后期服务", _K.ADDON, 60, 40, 12, "张"),
    ("DZXC", "电子相册", "后期服务", _K.ADDON, 299, 199, 30, "套"),
    ("LF", "礼服租赁", "礼服租赁", _K.RENTAL, 600, 400, 50, "天"),
    ("XZL", "喜字礼盒", "零售礼品", _K.GIFT, 88, 0, 22, "盒"),
    ("BWB", "毛绒玩偶", "零售礼品", _K.GIFT, 68, 0, 18, "只"),
    ("XKH", "喜卡盒", "零售礼品", _K.GIFT, 45, 0, 9, "盒"),
)
# code, name, type, price, minutes, outfits, retouched, in the album, originals, extra photo, days
PACKAGES = (
    ("YSYS", "「一生一世」", "wedding", 5999, 240, 4, 30, 30, 120, 80, 45),
    ("YJZQ", "「一见钟情」", "wedding", 3999, 210, 3, 25, 25, 90, 60, 40),
    ("SSSS", "「三生三世」旅拍", "wedding", 8999, 360, 5, 50, 45, 200, 80, 60),
    ("TXBB", "「甜心宝贝」百天", "children", 1299, 120, 3, 20, 16, 60, 40, 30),
    ("ZSZZ", "「周岁之章」", "children", 1899, 120, 4, 26, 20, 80, 40, 30),
    ("HYSG", "「好孕时光」", "maternity", 1599, 120, 3, 20, 16, 60, 50, 30),
    ("QJF", "「四世同堂」全家福", "family", 1399, 90, 2, 15, 10, 50, 40, 25),
    ("GFXZ", "「国风」写真", "portrait", 899, 150, 2, 12, 0, 50, 40, 15),
    ("JDXZ", "「简单」写真", "portrait", 599, 90, 1, 8, 0, 30, 40, 12),
    ("ZJZ", "最美证件照", "passport", 159, 30, 1, 2, 0, 6, 20, 2),
)
# what a package contains: product code and how many; gifts in words
CONTENTS = {
    "YSYS": (("XC12", 1), ("FRAME", 2), "结婚当天妆面"),
    "YJZQ": (("XC10", 1), ("FRAME", 1), "婚礼电子请柬"),
    "SSSS": (("XC12", 1), ("FDB36", 1), ("FRAME", 2), "外景场地与交通"),
    "TXBB": (("XC10", 1), ("FRAME", 1)),
    "ZSZZ": (("XC10", 1), ("SJB", 1)),
    "HYSG": (("XC10", 1), ("FRAME", 1)),
    "QJF": (("FDB24", 1),),
    "GFXZ": (("FRAME", 1),),
}


@dataclass(slots=True)
class Goods:
    """Everything that is sold, by code."""

    types: dict[str, ShootType] = field(default_factory=dict)
    products: dict[str, Product] = field(default_factory=dict)
    packages: dict[str, Package] = field(default_factory=dict)


def put_up_for_sale(by: Actor) -> Goods:
    """The whole catalogue, and what each package needs on the board."""
    goods = Goods()
    for code, name, icon, tone in SHOOT_TYPES:
        goods.types[code] = add_shoot_type(by=by, code=code, name=name, icon=icon, tone=tone)
    categories = {
        name: add_category(
            by=by, name=name, revenue_account=revenue, cost_account=cost, stock_account=stock
        )
        for name, (revenue, cost, stock) in CATEGORIES.items()
    }
    for line in PRODUCTS:
        goods.products[line[0]] = _product(by, categories, *line)
    for offer in PACKAGES:
        package = _package(by, goods, *offer)
        goods.packages[package.code] = package
        set_needs(by=by, package=package, needs=_needs(package))
    return goods


def _product(
    by: Actor, categories: dict[str, ProductCategory], code: str, name: str, category: str,
    kind: Product.Kind, price: int, floor: int, cost: int, unit: str,
) -> Product:  # fmt: skip
    return add_product(
        by=by, code=code, name=name, category=categories[category], kind=kind,
        price=yuan(price), floor=yuan(floor), cost=yuan(cost), unit=unit,
    )  # fmt: skip


def _package(  # noqa: PLR0913 a line of the table above
    by: Actor, goods: Goods, code: str, name: str, kind: str, price: int, minutes: int,
    outfits: int, retouched: int, album: int, originals: int, extra: int, days: int,
) -> Package:  # fmt: skip
    contents = CONTENTS.get(code, ())
    items = [
        PackageItemIn(text=item, is_gift=True)
        if isinstance(item, str)
        else PackageItemIn(product=goods.products[item[0]], quantity=item[1])
        for item in contents
    ]
    return add_package(
        by=by, code=code, name=name, shoot_type=goods.types[kind], price=yuan(price),
        floor=yuan(price * 7 // 10), duration_min=minutes, outfits=outfits,
        retouch_count=retouched, album_count=album, originals_included=originals,
        extra_retouch=yuan(extra), production_days=days, items=items or None,
    )  # fmt: skip


def _needs(package: Package) -> list[NeedIn]:
    """A photographer and a set to the end, make-up at the beginning; a passport photo less."""
    needs = [NeedIn(ResourceKind.PHOTOGRAPHER, skill_code="photographer"),
             NeedIn(ResourceKind.STUDIO)]  # fmt: skip
    if package.duration_min >= 90:
        length = min(120, package.duration_min // 2 // 15 * 15)
        needs.insert(
            1, NeedIn(ResourceKind.MAKEUP_ARTIST, length_min=length, skill_code="makeup_artist")
        )
    return needs


def yuan(whole: int) -> Money:
    """Whole yuan as money."""
    return Money(whole * 100)
