"""Reading the catalogue."""

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
    """What a product or package costs in a branch on a day.

    A list of the branch goes before a list of the company; of two, the later one holds; without
    either it is the usual price.
    """
    valid = Q(list__valid_from__lte=on) & (Q(list__valid_to=None) | Q(list__valid_to__gte=on))
    here = Q(list__branch=None) | Q(list__branch_id=branch.pk if branch else None)
    column = "package" if isinstance(item, Package) else "product"
    found = sorted(
        Price.objects.filter(valid, here, **{column: item}).select_related("list"),
        key=lambda price: (
            price.list.branch_id is not None, price.list.valid_from, price.list_id
        ),
    )  # fmt: skip
    return Money(found[-1].price_minor if found else item.price_minor)


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
