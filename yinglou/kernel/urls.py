"""The addresses of the house: every hand-written page, every resource, search, health, API."""

from typing import Any

from django.urls import URLPattern, path

from .finding import find_view, options_view
from .lists import export_view, figures_view, list_view
from .pages import all_pages, guarded
from .records import bulk_view, command_view, peek_view, record_view
from .resources import Resource, all_resources
from .taking_in import import_view
from .views import save_view_view


def house_urls() -> list[URLPattern]:
    """Hand-written pages first, then what is derived; within each, fixed words before keys."""
    urls = [path("find/", guarded(find_view, ""), name="find"),
            path("find/options/", guarded(options_view, ""), name="find.options")]  # fmt: skip
    urls += [path(page.route, page.view, name=page.name) for page in all_pages()]
    fixed: list[URLPattern] = []
    keyed: list[URLPattern] = []
    for resource in all_resources():
        _add(resource, fixed, keyed)
    return [*urls, *fixed, *keyed]


def _add(resource: type[Resource], fixed: list[URLPattern], keyed: list[URLPattern]) -> None:
    base, key = resource.base(), resource.key()
    fixed += [
        path(f"{base}/", list_view(resource), name=key),
        path(f"{base}/export/", export_view(resource), name=f"{key}.export"),
        path(f"{base}/figures/", figures_view(resource), name=f"{key}.figures"),
        path(f"{base}/views/", save_view_view(resource), name=f"{key}.views"),
    ]
    if resource.create and not resource.create_page:
        new: Any = command_view(resource, resource.create, on_row=False)
        fixed.append(path(f"{base}/new/", new, name=f"{key}.new"))
        fixed.append(path(f"{base}/import/", import_view(resource), name=f"{key}.import"))
    for command in resource.bulk:
        bulk: Any = bulk_view(resource, command)
        fixed.append(
            path(f"{base}/bulk/{command.__name__}/", bulk, name=f"{key}.bulk.{command.__name__}")
        )
    keyed += [
        path(f"{base}/<str:key>/", record_view(resource), name=f"{key}.one"),
        path(f"{base}/<str:key>/peek/", peek_view(resource), name=f"{key}.peek"),
    ]
    for command in resource.actions:
        view: Any = command_view(resource, command, on_row=True)
        name = command.__name__
        keyed.append(path(f"{base}/<str:key>/do/{name}/", view, name=f"{key}.{name}"))
