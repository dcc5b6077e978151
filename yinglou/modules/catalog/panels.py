"""What the catalogue shows inside its own records: a package's items, a list's prices."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yinglou.kernel.actors import Actor
from yinglou.kernel.panels import panel

from . import queries
from .models import Package, PriceList


@panel(
    on="catalog.packages",
    permission="catalog.view",
    template="catalog/items_panel.html",
    title=_("What is inside"),
    order=10,
)
def items_of_package(row: Package, actor: Actor) -> dict[str, Any]:
    return {"items": list(queries.items_of(row)), "package": row}


@panel(
    on="catalog.price-lists",
    permission="catalog.view",
    template="catalog/prices_panel.html",
    title=_("Prices"),
    order=10,
)
def prices_of_list(row: PriceList, actor: Actor) -> dict[str, Any]:
    return {"prices": list(queries.prices_of(row))}
