"""The pages of the catalogue: packages, products, categories, price lists, shoot types."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yinglou.kernel.actors import Actor
from yinglou.kernel.columns import Column
from yinglou.kernel.manifest import Menu
from yinglou.kernel.money import Money
from yinglou.kernel.resources import Resource, View, resource
from yinglou.kernel.states import Badge

from . import commands, queries
from .models import Package, PriceList, Product, ProductCategory, ShootType


def _sold(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    return queries.sold(rows)


def _retired(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    return rows.exclude(retired_at=None)


def _standing(row: Package | Product) -> Badge:
    if row.retired_at:
        return Badge("retired", str(_("No longer sold")), "neutral", "archive", False)
    return Badge("sold", str(_("On sale")), "green", "circle-check", False)


def _duration(package: Package) -> str:
    return gettext("%(n)s min") % {"n": package.duration_min}


COLOURS = {
    "blue": _("Blue"),
    "azure": _("Sky blue"),
    "indigo": _("Indigo"),
    "purple": _("Purple"),
    "pink": _("Pink"),
    "red": _("Red"),
    "orange": _("Orange"),
    "yellow": _("Yellow"),
    "lime": _("Lime"),
    "green": _("Green"),
    "teal": _("Teal"),
    "cyan": _("Cyan"),
    "neutral": _("Grey"),
}


def _colour(row: ShootType) -> Badge:
    """The colour of its blocks on the booking board, by its name and as it looks."""
    return Badge(row.tone, str(COLOURS.get(row.tone, row.tone)), row.tone, "", False)


def _deposit(package: Package) -> Money:
    return package.deposit_on(package.price)


_STANDING = Column("standing", label=_("State"), kind="state", value=_standing, sort=None)
_VIEWS = (
    View("sold", _("On sale"), _sold),
    View("retired", _("No longer sold"), _retired),
    View("all", _("All"), counted=False),
)


@resource
class Packages(Resource):
    """What couples and families choose from."""

    model = Package
    permission = "catalog.view"
    rows = queries.packages_seen_by
    slug = "packages"
    label = _("Packages")
    icon = "gift"
    menu = Menu(section="settings", order=30)
    lookup = "code"
    columns = (
        Column("name", label=_("Package"), link=True, sub="code"),
        "shoot_type",
        Column("price_minor", label=_("Price"), kind="money"),
        Column("floor_minor", label=_("Floor price"), kind="money", permission="catalog.price"),
        Column("duration", label=_("Duration"), value=_duration, sort="duration_min"),
        Column("outfits", label=_("Outfits")),
        Column("retouch_count", label=_("Retouched photos")),
        Column("album_count", label=_("Photos in the album")),
        _STANDING,
        Column("duration_min", label=_("Minutes"), hidden=True),
    )
    views = _VIEWS
    filters = ("shoot_type",)
    search = True
    order_by = ("shoot_type_id", "-price_minor", "pk")
    create = commands.add_package
    actions = (
        commands.change_package_items,
        commands.change_package_services,
        commands.reprice_package,
        commands.retire_package,
    )
    badges = (_STANDING,)
    facts = (
        Column("code", label=_("Code")),
        "shoot_type",
        Column("price_minor", label=_("Price"), kind="money"),
        Column("floor_minor", label=_("Floor price"), kind="money", permission="catalog.price"),
        Column("deposit", label=_("Deposit"), kind="money", value=_deposit, sort=None),
        Column("duration", label=_("Duration"), value=_duration, sort="duration_min"),
        Column("outfits", label=_("Outfits")),
        Column("retouch_count", label=_("Retouched photos")),
        Column("album_count", label=_("Photos in the album")),
        Column("originals_included", label=_("Originals included")),
        Column("extra_retouch_minor", label=_("Further retouched photo"), kind="money"),
        Column("negatives_policy", label=_("Originals")),
        Column("production_days", label=_("Production days")),
    )
    palette = True

    @staticmethod
    def title(row: Package) -> str:
        return row.name

    @staticmethod
    def subtitle(row: Package) -> str:
        return str(row.shoot_type)


@resource
class Products(Resource):
    """What is sold by itself."""

    model = Product
    permission = "catalog.view"
    rows = queries.products_seen_by
    slug = "products"
    label = _("Products")
    icon = "box"
    menu = Menu(section="settings", order=31)
    lookup = "code"
    columns = (
        Column("name", label=_("Product"), link=True, sub="code"),
        Column("kind", label=_("Kind")),
        "category",
        Column("price_minor", label=_("Price"), kind="money"),
        Column("floor_minor", label=_("Floor price"), kind="money", permission="catalog.price"),
        Column("cost_minor", label=_("Cost"), kind="money", permission="catalog.cost"),
        "unit",
        Column("barcode", hidden=True),
        _STANDING,
    )
    views = _VIEWS
    filters = ("kind", "category")
    search = True
    order_by = ("category_id", "pk")
    create = commands.add_product
    actions = (commands.reprice_product, commands.retire_product)
    badges = (_STANDING,)
    palette = True

    @staticmethod
    def title(row: Product) -> str:
        return row.name


@resource
class ProductCategories(Resource):
    """Groups of products and the accounts they are booked to."""

    model = ProductCategory
    permission = "catalog.view"
    rows = queries.categories_seen_by
    slug = "categories"
    label = _("Product categories")
    icon = "folder"
    menu = Menu(section="settings", order=32)
    columns = (
        Column("name", link=True),
        Column("revenue_account", label=_("Revenue account")),
        Column("cost_account", label=_("Cost account")),
        Column("stock_account", label=_("Stock account")),
    )
    search_in = ("name",)
    order_by = ("pk",)
    create = commands.add_category


@resource
class ShootTypes(Resource):
    """Kinds of photography."""

    model = ShootType
    permission = "catalog.view"
    rows = queries.shoot_types_seen_by
    slug = "shoot-types"
    label = _("Shoot types")
    icon = "camera"
    menu = Menu(section="settings", order=33)
    columns = (
        Column("name", link=True),
        Column("colour", label=_("Colour"), kind="state", value=_colour, sort="tone"),
        Column("code", label=_("Code"), hidden=True),
        Column("tone", hidden=True),
    )
    search_in = ("name",)
    order_by = ("pk",)
    create = commands.add_shoot_type


@resource
class PriceLists(Resource):
    """Prices for a season or a branch."""

    model = PriceList
    permission = "catalog.view"
    rows = queries.price_lists_seen_by
    slug = "price-lists"
    label = _("Price lists")
    icon = "tags"
    menu = Menu(section="settings", order=34)
    columns = (Column("name", link=True), "branch", "valid_from", "valid_to")
    filters = ("branch",)
    search_in = ("name",)
    order_by = ("-valid_from", "-pk")
    create = commands.open_price_list
    actions = (commands.set_price,)
