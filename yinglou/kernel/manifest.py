"""A module's card on the door: a Django AppConfig which says what it needs and brings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from typing import Any

from django.apps import AppConfig, apps
from django.core.exceptions import ImproperlyConfigured

from .actors import declare_permissions

ENTRY_POINT_GROUP = "yinglou.modules"

# If a module has one of these rooms, it is loaded. There is no list to add it to.
ROOMS = (
    "events",
    "commands",
    "reactions",
    "resources",
    "panels",
    "pages",
    "api",
    "chores",
    "checks",
)


@dataclass(frozen=True, slots=True)
class Menu:
    """An entry of the sidebar. `url` is the name of a page; a resource fills it in itself."""

    section: str
    order: int = 50
    label: Any = ""
    url: str = ""
    icon: str = ""
    permission: str = ""
    key: str = ""
    create: bool = False  # stands in the ＋ menu instead
    count: Callable[[Any], int] | None = None  # what waits there for this actor


class Module(AppConfig):
    """Base of every module's `apps.py`."""

    default = False  # Django looks for one AppConfig per file, and this one is imported into all
    default_auto_field = "django.db.models.BigAutoField"
    requires: tuple[str, ...] = ()
    permissions: Mapping[str, Any] = {}
    menu: tuple[Menu, ...] = ()

    def __init_subclass__(cls) -> None:
        cls.default = True

    def ready(self) -> None:
        if missing := set(self.requires) - set(apps.app_configs):
            raise ImproperlyConfigured(f"{self.label} requires {', '.join(sorted(missing))}")
        declare_permissions(self.permissions)
        for room in ROOMS:
            if find_spec(f"{self.name}.{room}"):
                import_module(f"{self.name}.{room}")


def third_party_modules() -> list[str]:
    """Packages which announced themselves; installing one is enough to add it."""
    return sorted(point.value for point in entry_points(group=ENTRY_POINT_GROUP))


def modules() -> list[Module]:
    return [config for config in apps.get_app_configs() if isinstance(config, Module)]
