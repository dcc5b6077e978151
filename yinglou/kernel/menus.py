"""The sidebar and the ＋ menu: what each module's card and resources bring, for this actor."""

from dataclasses import dataclass, field, replace
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from .actors import Actor
from .manifest import Menu, modules
from .resources import all_resources

SECTIONS: dict[str, Any] = {
    "home": "",
    "customers": _("Customers"),
    "bookings": _("Bookings"),
    "orders": _("Orders & production"),
    "cashier": _("Cashier"),
    "supply": _("Supply"),
    "finance": _("Finance"),
    "team": _("Team"),
    "reports": _("Reports"),
    "settings": _("Settings"),
}


@dataclass(slots=True)
class Item:
    """An entry of the sidebar for one actor."""

    label: str
    url: str
    icon: str
    key: str = ""
    count: int = 0
    name: str = ""


@dataclass(slots=True)
class Group:
    """A labelled group of entries."""

    name: str
    label: str
    items: list[Item] = field(default_factory=list)


def menu_for(actor: Actor) -> list[Group]:
    """The groups of the sidebar, each with what this actor may open; empty groups left out."""
    groups = {name: Group(name, str(label)) for name, label in SECTIONS.items()}
    for menu in _entries(create=False):
        if actor.may(menu.permission) and (url := _url(menu)) and menu.section in groups:
            count = menu.count(actor) if menu.count else 0
            item = Item(str(menu.label), url, menu.icon, menu.key, count, menu.url)
            groups[menu.section].items.append(item)
    return [group for group in groups.values() if group.items]


def create_menu_for(actor: Actor) -> list[Item]:
    """The entries of the ＋ menu."""
    entries = [menu for menu in _entries(create=True) if actor.may(menu.permission)]
    return [Item(str(m.label), _url(m), m.icon, m.key, name=m.url) for m in entries if _url(m)]


def _entries(*, create: bool) -> list[Menu]:
    found = [menu for module in modules() for menu in module.menu if menu.create == create]
    if not create:
        for resource in all_resources():
            if resource.menu:
                menu = resource.menu
                found.append(
                    replace(
                        menu,
                        label=menu.label or resource.heading(),
                        url=menu.url or resource.key(),
                        icon=menu.icon or resource.icon,
                        permission=menu.permission or resource.permission,
                    )
                )
    return sorted(found, key=lambda menu: (menu.order, str(menu.url)))


def _url(menu: Menu) -> str:
    try:
        return reverse(menu.url)
    except NoReverseMatch:
        return ""
