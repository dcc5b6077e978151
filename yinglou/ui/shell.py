"""What the frame of every page shows: menus, store, theme. It asks `settings` who knows."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yinglou.kernel import clock
from yinglou.kernel.actors import NOBODY
from yinglou.kernel.menus import create_menu_for, menu_for

THEMES, DENSITIES = ("light", "dark"), ("compact", "cosy")
HTML_LANGUAGES = {"zh-hans": "zh-CN", "zh-hant": "zh-TW", "en": "en"}
THUMB_TABS = 4
NIGHT = timedelta(hours=6)  # after midnight the store may still be at yesterday


def shell(request: Any) -> dict[str, Any]:
    """The context processor. Menus and facts are made only when a template asks for them."""
    theme, density = request.COOKIES.get("theme", ""), request.COOKIES.get("density", "")
    code = get_language() or settings.LANGUAGE_CODE
    actor = getattr(request, "actor", NOBODY)
    return {
        "shell": {
            "theme": theme if theme in THEMES else "light",
            "density": density if density in DENSITIES else "compact",
            "lang": HTML_LANGUAGES.get(code, "zh-CN"),
            "code": code,
            "languages": settings.LANGUAGES,
            "folded": request.COOKIES.get("sidebar") == "folded",
            "facts": SimpleLazyObject(lambda: import_string(settings.YINGLOU_SHELL_FACTS)(request)),
            "menu": SimpleLazyObject(lambda: _menu(request)),
            "tabs": SimpleLazyObject(lambda: _thumb_tabs(request)),
            "creates": SimpleLazyObject(lambda: create_menu_for(actor)),
            "account": SimpleLazyObject(_account),
            "date_lags": SimpleLazyObject(lambda: _date_lags(request)),
            "is_demo": getattr(settings, "YINGLOU_IS_DEMO", False),
            "inbox_url": _address("timeline.inbox"),
            "branch_url": _address("access.switch_branch"),
            "logout_url": _address("account_logout"),
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
    return [group.items[0] for group in _menu(request)[:THUMB_TABS]]


def _account() -> list[dict[str, str]]:
    """What a person may do with the own account."""
    places = [
        ("access.profile", "user-circle", _("My account")),
        ("mfa_index", "shield-lock", _("Second factor")),
    ]
    found = [{"url": _address(name), "icon": icon, "label": label} for name, icon, label in places]
    return [entry for entry in found if entry["url"]]


def _date_lags(request: Any) -> bool:
    """Morning has come and the store still books on an earlier day: nobody closed it."""
    facts = import_string(settings.YINGLOU_SHELL_FACTS)(request)
    last_evening = timezone.localdate(clock.now() - NIGHT)
    return bool(facts.business_date) and facts.business_date < last_evening


def _address(name: str) -> str:
    """The address of a page, if the house has it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
