"""The editor of what a package contains: a derived form that starts with what is there."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from yinglou.kernel.errors import DomainError
from yinglou.kernel.pages import PageRequest, carry_out, done, form_for, page, render
from yinglou.kernel.records import FormPage
from yinglou.kernel.resources import url_of

from . import commands, queries
from .models import Package
from .resources import Packages


@page(
    "catalog.change",
    "catalog/packages/<str:key>/do/change_package_items/",
    name="catalog.package_items",
)
def package_items(request: PageRequest, key: str) -> HttpResponse:
    package: Package = Packages.one(request.actor, key)
    posted = request.method == "POST"
    form = form_for(
        commands.change_package_items,
        request.actor,
        data=request.POST if posted else None,
        about={"package": package},
        initial=None if posted else {"items": _items(package)},
    )
    shown = FormPage(commands.change_package_items, form, request, url_of(package))
    if posted and form.is_valid():
        try:
            outcome = carry_out(request, commands.change_package_items, form.arguments())
        except DomainError as refusal:
            form.refuse(refusal)
            shown.refusal = refusal
        else:
            return done(request, url_of(package), outcome, _("Items saved"))
    part = "sheet" if request.htmx and not request.htmx.boosted else ""
    status = 422 if posted else 200
    return render(request, "ui/form.html", {"page": shown}, part=part, status=status)


def _items(package: Package) -> list[dict[str, Any]]:
    return [
        {
            "product": item.product_id,
            "quantity": item.quantity,
            "text": item.text,
            "is_gift": item.is_gift,
        }
        for item in queries.items_of(package)
    ]
