"""Changes of the catalogue. What orders have taken over from it stays as it was sold."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command, emit
from yinglou.kernel.errors import DomainError, InvalidValue
from yinglou.kernel.locks import lock
from yinglou.kernel.money import Money
from yinglou.kernel.values import Amount, Ask, BasisPoints, Count, Name, Pick, Text, Whole
from yinglou.modules.branches.models import Branch

from . import queries
from .events import PackageChanged, PackageRetired, PriceSet, ProductRetired
from .models import Package, PackageItem, Price, PriceList, Product, ProductCategory, ShootType

Code = Annotated[str, Text(max=30, min=1, pattern=r"[A-Za-z0-9_-]+")]
Account = Annotated[str, Text(max=20)]
Many = Annotated[int, Whole(min=0, max=9999)]
NotNegative = Annotated[Money, Amount(min=0)]
_ZERO, _HUNDRED = Money(0), Money(10_000)


class CodeTaken(DomainError):
    """Two things of the catalogue cannot have the same code."""


class FloorAbovePrice(DomainError):
    """The lowest allowed price lies above the usual price."""


class AlreadyRetired(DomainError):
    """The product or package is no longer sold as it is."""


class StillInPackages(DomainError):
    """A product that is part of packages which are sold cannot go."""


@dataclass(frozen=True, slots=True)
class PackageItemIn:
    """A line of a package: so many of a product, or a promise in words."""

    product: Annotated[Product | None, Pick(among=queries.sold)] = None
    quantity: Count = 1
    text: Annotated[str, Text(max=120), Ask(label=gettext_lazy("In words"))] = ""
    is_gift: Annotated[bool, Ask(label=gettext_lazy("Gift"))] = False


@command(permission="catalog.change", title=gettext_lazy("Add a shoot type"), icon="camera")
def add_shoot_type(
    *, by: Actor, code: Code, name: Name, icon: Annotated[str, Text(max=30)] = "camera",
    tone: Annotated[str, Text(max=10)] = "blue",
) -> ShootType:  # fmt: skip
    """Offer a new kind of photography."""
    _must_be_free(ShootType, "code", code)
    return ShootType.objects.create(code=code, name=name.strip(), icon=icon, tone=tone)


@command(permission="catalog.change", title=gettext_lazy("Add a category"), icon="folder-plus")
def add_category(
    *, by: Actor, name: Name, revenue_account: Account, cost_account: Account = "",
    stock_account: Account = "",
) -> ProductCategory:  # fmt: skip
    """Group products which are booked to the same accounts."""
    _must_be_free(ProductCategory, "name", name.strip())
    return ProductCategory.objects.create(
        name=name.strip(),
        revenue_account=revenue_account,
        cost_account=cost_account,
        stock_account=stock_account,
    )


@command(permission="catalog.change", title=gettext_lazy("Add a product"), icon="plus")
def add_product(
    *,
    by: Actor,
    code: Code,
    name: Name,
    category: ProductCategory,
    price: NotNegative,
    kind: Product.Kind = Product.Kind.PRODUCT,
    floor: Annotated[Money, Amount(min=0), Ask(label=gettext_lazy("Floor price"))] = _ZERO,
    cost: NotNegative = _ZERO,
    unit: Annotated[str, Text(max=10)] = "件",
    barcode: Annotated[str, Text(max=30)] = "",
) -> Product:
    """Put a product or service into the catalogue."""
    _must_be_free(Product, "code", code)
    if barcode:
        _must_be_free(Product, "barcode", barcode)
    _must_not_be_under(price, floor)
    return Product.objects.create(
        code=code,
        name=name.strip(),
        category=category,
        kind=kind,
        price_minor=price.minor,
        floor_minor=floor.minor,
        cost_minor=cost.minor,
        unit=unit,
        barcode=barcode,
    )


@command(permission="catalog.change", title=gettext_lazy("Add a package"), icon="gift")
def add_package(  # noqa: PLR0913
    *,
    by: Actor,
    code: Code,
    name: Name,
    shoot_type: ShootType,
    price: NotNegative,
    items: list[PackageItemIn] | None = None,
    floor: Annotated[Money, Amount(min=0), Ask(label=gettext_lazy("Floor price"))] = _ZERO,
    deposit_bp: BasisPoints = 3000,
    deposit_round: Annotated[Money, Amount(min=1)] = _HUNDRED,
    duration_min: Annotated[int, Whole(min=15, max=24 * 60, unit="min")] = 240,
    outfits: Many = 1,
    retouch_count: Many = 0,
    album_count: Many = 0,
    originals_included: Many = 0,
    extra_retouch: NotNegative = _ZERO,
    negatives_policy: Package.Negatives = Package.Negatives.CHOSEN,
    production_days: Annotated[int, Whole(min=0, max=730, unit="d")] = 45,
    description: Annotated[str, Text(max=2000, lines=3)] = "",
) -> Package:
    """Offer a package: a shoot with its services, products and gifts at one price."""
    _must_be_free(Package, "code", code)
    _must_not_be_under(price, floor)
    package = Package.objects.create(
        code=code,
        name=name.strip(),
        shoot_type=shoot_type,
        price_minor=price.minor,
        floor_minor=floor.minor,
        deposit_bp=deposit_bp,
        deposit_round_minor=deposit_round.minor,
        duration_min=duration_min,
        outfits=outfits,
        retouch_count=retouch_count,
        album_count=album_count,
        originals_included=originals_included,
        extra_retouch_minor=extra_retouch.minor,
        negatives_policy=negatives_policy,
        production_days=production_days,
        description=description,
    )
    _write_items(package, items or [])
    return package


@command(
    permission="catalog.change",
    title=gettext_lazy("Change what is inside"),
    icon="list-details",
    available=lambda package: not package.is_retired,
)
def change_package_items(
    *,
    by: Actor,
    package: Package,
    items: Annotated[list[PackageItemIn], Ask(label=gettext_lazy("Items"))],
) -> Package:
    """Say anew what a package contains. Orders already placed keep what was promised."""
    package = lock(package)
    _must_be_sold(package)
    PackageItem.objects.filter(package=package).delete()
    _write_items(package, items)
    emit(PackageChanged(package_id=package.pk))
    return package


@command(
    permission="catalog.change",
    title=gettext_lazy("Change the services"),
    icon="adjustments",
    available=lambda package: not package.is_retired,
)
def change_package_services(
    *,
    by: Actor,
    package: Package,
    duration_min: Annotated[int, Whole(min=15, max=24 * 60, unit="min")],
    outfits: Many,
    retouch_count: Many,
    album_count: Many,
    originals_included: Many,
    production_days: Annotated[int, Whole(min=0, max=730, unit="d")],
) -> Package:
    """Change how long the shoot takes, how many outfits, retouched photos and originals."""
    package = lock(package)
    _must_be_sold(package)
    package.duration_min, package.outfits = duration_min, outfits
    package.retouch_count, package.album_count = retouch_count, album_count
    package.originals_included, package.production_days = originals_included, production_days
    package.save(
        update_fields=[
            "duration_min", "outfits", "retouch_count", "album_count", "originals_included",
            "production_days",
        ]
    )  # fmt: skip
    emit(PackageChanged(package_id=package.pk))
    return package


@command(
    permission="catalog.price",
    title=gettext_lazy("Change the price"),
    icon="coin",
    available=lambda package: not package.is_retired,
)
def reprice_package(
    *, by: Actor, package: Package, price: NotNegative,
    floor: Annotated[Money, Amount(min=0), Ask(label=gettext_lazy("Floor price"))] = _ZERO,
) -> Package:  # fmt: skip
    """Set the usual price of a package and how low it may go without approval."""
    package = lock(package)
    _must_be_sold(package)
    _reprice(package, price, floor)
    emit(PriceSet(product_id=None, package_id=package.pk, price_minor=price.minor))
    return package


@command(
    permission="catalog.price",
    title=gettext_lazy("Change the price"),
    icon="coin",
    available=lambda product: not product.is_retired,
)
def reprice_product(
    *, by: Actor, product: Product, price: NotNegative,
    floor: Annotated[Money, Amount(min=0), Ask(label=gettext_lazy("Floor price"))] = _ZERO,
) -> Product:  # fmt: skip
    """Set the usual price of a product and how low it may go without approval."""
    product = lock(product)
    _must_be_sold(product)
    _reprice(product, price, floor)
    emit(PriceSet(product_id=product.pk, package_id=None, price_minor=price.minor))
    return product


@command(permission="catalog.price", title=gettext_lazy("Open a price list"), icon="tags")
def open_price_list(
    *, by: Actor, name: Name, valid_from: date, valid_to: date | None = None,
    branch: Branch | None = None,
) -> PriceList:  # fmt: skip
    """Begin a list of prices for a time: for one branch, or for all if none is named."""
    if valid_to and valid_to < valid_from:
        raise InvalidValue(
            _("The list ends on %(end)s, before it begins. Choose a later last day.")
            % {"end": valid_to},
            field="valid_to",
        )
    return PriceList.objects.create(
        name=name.strip(), branch=branch, valid_from=valid_from, valid_to=valid_to
    )


@command(permission="catalog.price", title=gettext_lazy("Set a price"), icon="tag")
def set_price(
    *,
    by: Actor,
    price_list: PriceList,
    price: NotNegative,
    product: Annotated[Product | None, Pick(among=queries.sold)] = None,
    package: Annotated[Package | None, Pick(among=queries.sold)] = None,
) -> Price:
    """Put the price of one product or one package on a price list, or change it there."""
    if (product is None) == (package is None):
        raise InvalidValue(
            _("A price belongs to one thing: choose a product or a package."), field="product"
        )
    row, _new = Price.objects.update_or_create(
        list=price_list, product=product, package=package, defaults={"price_minor": price.minor}
    )
    emit(
        PriceSet(
            product_id=product.pk if product else None,
            package_id=package.pk if package else None,
            price_minor=price.minor,
            price_list_id=price_list.pk,
        )
    )
    return row


@command(
    permission="catalog.change",
    title=gettext_lazy("Stop selling"),
    icon="archive",
    danger=True,
    consequence=gettext_lazy("It can no longer be put on an order. What was sold stays."),
    available=lambda product: not product.is_retired,
)
def retire_product(*, by: Actor, product: Product) -> Product:
    """Take a product out of the catalogue."""
    product = lock(product)
    _must_be_sold(product)
    inside = Package.objects.filter(items__product=product, retired_at=None).distinct()[:3]
    if names := "、".join(str(package) for package in inside):
        raise StillInPackages(
            _("%(product)s is part of %(packages)s. Take it out of there first.")
            % {"product": product, "packages": names}
        )
    product.retired_at = clock.now()
    product.save(update_fields=["retired_at"])
    emit(ProductRetired(product_id=product.pk))
    return product


@command(
    permission="catalog.change",
    title=gettext_lazy("Stop selling"),
    icon="archive",
    danger=True,
    consequence=gettext_lazy("It can no longer be put on an order. What was sold stays."),
    available=lambda package: not package.is_retired,
)
def retire_package(*, by: Actor, package: Package) -> Package:
    """Take a package out of the catalogue."""
    package = lock(package)
    _must_be_sold(package)
    package.retired_at = clock.now()
    package.save(update_fields=["retired_at"])
    emit(PackageRetired(package_id=package.pk))
    return package


def _must_be_free(
    model: type[ShootType | ProductCategory | Product | Package], field: str, value: str
) -> None:
    if other := model._base_manager.filter(**{field: value}).first():
        raise CodeTaken(
            _("“%(value)s” already belongs to %(other)s. Choose another.")
            % {"value": value, "other": other},
            field=field,
        )


def _must_not_be_under(price: Money, floor: Money) -> None:
    if price < floor:
        raise FloorAbovePrice(
            _("The floor price %(floor)s lies above the price %(price)s. Lower it.")
            % {"floor": floor, "price": price},
            field="floor",
        )


def _must_be_sold(item: Product | Package) -> None:
    if item.is_retired:
        raise AlreadyRetired(
            _("%(item)s is no longer sold, so it cannot be changed.") % {"item": item}
        )


def _reprice(item: Product | Package, price: Money, floor: Money) -> None:
    _must_not_be_under(price, floor)
    item.price_minor, item.floor_minor = price.minor, floor.minor
    item.save(update_fields=["price_minor", "floor_minor"])


def _write_items(package: Package, items: list[PackageItemIn]) -> None:
    for number, item in enumerate(items, start=1):
        if item.product is None and not item.text.strip():
            raise InvalidValue(
                _("Line %(n)s says neither a product nor words. Fill one in or remove the line.")
                % {"n": number},
                field="items",
            )
    PackageItem.objects.bulk_create(
        PackageItem(
            package=package,
            position=number,
            product=item.product,
            text=item.text.strip(),
            quantity=item.quantity,
            is_gift=item.is_gift,
        )
        for number, item in enumerate(items, start=1)
    )
