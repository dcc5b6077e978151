"""Reading the catalogue."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from yinglou.kernel.actors import Actor
from yinglou.kernel.money import Money
from yinglou.kernel.search import find_ids
from yinglou.modules.branches.models import Branch

from .models import Package, PackageItem, Price, PriceList, Product, ProductCategory, ShootType


def shoot_types_seen_by(actor: Actor) -> QuerySet[ShootType]:
    return ShootType.objects.all()


def categories_seen_by(actor: Actor) -> QuerySet[ProductCategory]:
    return ProductCategory.objects.all()


def products_seen_by(actor: Actor) -> QuerySet[Product]:
    """Every product, those no longer sold too; `sold` leaves them out."""
    return Product.objects.select_related("category")


def packages_seen_by(actor: Actor) -> QuerySet[Package]:
    """Every package, those no longer sold too; `sold` leaves them out."""
    return Package.objects.select_related("shoot_type")


def sold(rows: QuerySet[Any], actor: Actor | None = None) -> QuerySet[Any]:
    """Those of the products or packages that are still sold."""
    return rows.filter(retired_at=None)


def price_lists_seen_by(actor: Actor) -> QuerySet[PriceList]:
    rows = PriceList.objects.select_related("branch")
    if actor.reach == "all":
        return rows
    return rows.filter(Q(branch=None) | Q(branch_id__in=actor.branch_ids))


def items_of(package: Package) -> QuerySet[PackageItem]:
    """What is inside a package, in the order it is read out."""
    return PackageItem.objects.filter(package=package).select_related(
        "product__category", "package"
    )


def prices_of(price_list: PriceList) -> QuerySet[Price]:
    return Price.objects.filter(list=price_list).select_related("product", "package")


def price_of(item: Product | Package, branch: Branch | None, on: date) -> Money:
    """What a product or package costs in a branch on a day."""
    return prices_for([item], branch, on)[item]


def prices_for(
    items: Collection[Product | Package], branch: Branch | None, on: date
) -> dict[Product | Package, Money]:
    """What several things cost in a branch on a day, by one question."""
    if not items:
        return {}
    packages = [item.pk for item in items if isinstance(item, Package)]
    products = [item.pk for item in items if isinstance(item, Product)]
    asked = Q(package_id__in=packages) | Q(product_id__in=products)
    listed = listed_prices(branch, on, asked)
    return {item: Money(listed.get(_priced(item), item.price_minor)) for item in items}


def listed_prices(
    branch: Branch | None, on: date, asked: Q | None = None
) -> dict[tuple[str, int], int]:
    """What is sold at another than its usual price in a branch on a day: fen by kind and key.

    A list of the branch goes before a list of the company; of two, the later one holds.
    """
    valid = Q(list__valid_from__lte=on) & (Q(list__valid_to=None) | Q(list__valid_to__gte=on))
    here = Q(list__branch=None) | Q(list__branch_id=branch.pk if branch else None)
    found = sorted(
        Price.objects.filter(valid, here, asked or Q()).select_related("list"),
        key=lambda price: (
            price.list.branch_id is not None, price.list.valid_from, price.list_id
        ),
    )  # fmt: skip
    return {
        ("package", price.package_id) if price.package_id else ("product", price.product_id or 0):
        price.price_minor
        for price in found
    }  # fmt: skip


def _priced(item: Product | Package) -> tuple[str, int]:
    return ("package" if isinstance(item, Package) else "product", item.pk)


def suggest_packages(actor: Actor, typed: str, limit: int = 8) -> list[Package]:
    """Packages still sold whose name, initials or code begin with what was typed.

    Nothing typed: the first ones of the catalogue.
    """
    rows = sold(packages_seen_by(actor))
    if typed.strip():
        rows = rows.filter(pk__in=find_ids("catalog.package", typed, limit * 4))
    return list(rows.order_by("shoot_type_id", "-price_minor", "pk")[:limit])


def suggest_products(
    actor: Actor, typed: str, kinds: tuple[str, ...] = (), limit: int = 8
) -> list[Product]:
    """Products still sold whose name, initials, code or barcode begin with what was typed."""
    rows = sold(products_seen_by(actor))
    if kinds:
        rows = rows.filter(kind__in=kinds)
    if typed.strip():
        rows = rows.filter(pk__in=find_ids("catalog.product", typed, limit * 4))
    return list(rows.order_by("category_id", "pk")[:limit])
