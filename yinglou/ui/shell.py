"""What the frame of every page shows: menus, store, theme. It asks `settings` who knows."""

from typing import Any

from django.conf import settings
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string
from django.utils.translation import get_language

from yinglou.kernel.menus import create_menu_for, menu_for

THEMES, DENSITIES = ("light", "dark"), ("compact", "cosy")
HTML_LANGUAGES = {"zh-hans": "zh-CN", "zh-hant": "zh-TW", "en": "en"}


def shell(request: Any) -> dict[str, Any]:
    """The context processor. Menus and facts are made only when a template asks for them."""
    theme, density = request.COOKIES.get("theme", ""), request.COOKIES.get("density", "")
    return {
        "shell": {
            "theme": theme if theme in THEMES else "light",
            "density": density if density in DENSITIES else "compact",
            "lang": HTML_LANGUAGES.get(get_language() or "", "zh-CN"),
            "languages": settings.LANGUAGES,
            "folded": request.COOKIES.get("sidebar") == "folded",
            "facts": SimpleLazyObject(lambda: import_string(settings.YINGLOU_SHELL_FACTS)(request)),
            "menu": SimpleLazyObject(lambda: _menu(request)),
            "tabs": SimpleLazyObject(lambda: _thumb_tabs(request)),
            "creates": SimpleLazyObject(lambda: create_menu_for(request.actor)),
        }
    }


def _menu(request: Any) -> list[Any]:
    """The groups of the sidebar; the entry whose address is the longest match is current."""
    groups = getattr(request, "drawn_menu", None)
    if groups is None:
        groups = request.drawn_menu = menu_for(request.actor)
        items = [item for group in groups for item in group.items]
        here = [item for item in items if request.path.startswith(item.url)]
        request.current_entry = max(here, key=lambda item: len(item.url), default=None)
    return list(groups)


def _thumb_tabs(request: Any) -> list[Any]:
    """The first entries of the sidebar, one of each group, for the bottom bar of a phone."""
    return [group.items[0] for group in _menu(request)[:4]]
