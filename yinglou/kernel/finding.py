"""Search everywhere: the palette, and the options of a combobox."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.http import HttpResponse, JsonResponse
from django.utils.html import conditional_escape, format_html
from django.utils.translation import gettext as _

from . import clock
from .actors import Actor
from .errors import NotAllowed, NotFound
from .menus import create_menu_for, menu_for
from .models import JournalEntry
from .pages import render
from .resources import Resource, all_resources, resource_of, row_of, rows_for, url_of
from .search import find_ids, spelled

ROWS_PER_KIND = 6
OPTIONS_MAX = 20
CREATES_OFFERED = 1  # a person who is not known yet
RECENT, RECENT_READ = timedelta(days=7), 60
PREFIXES: Mapping[str, str] = {">": "actions", "@": "people", "#": "numbers"}


def find_view(request: Any) -> HttpResponse:
    """What the palette shows for what was typed: records first, then actions and pages."""
    typed = request.GET.get("q", "").strip()[:60]
    mode, words = PREFIXES.get(typed[:1], ""), typed.lstrip(">@#").strip()
    groups = []
    if mode != "actions" and words:
        groups += _records(request.actor, words)
    if not typed:
        groups.append({"label": _("Recent"), "items": _recent(request.actor)})
    groups += _places(request.actor, words)
    shown = [group for group in groups if group["items"]]
    creates = _offered(request.actor, words) if words and not shown else []
    return render(request, "ui/palette.html", {"groups": shown, "q": typed, "creates": creates})


def _offered(actor: Actor, words: str) -> list[dict[str, str]]:
    """What is not there can be created, with what was typed as its name or telephone number."""
    given = urlencode({"phone" if words.isdigit() else "name": words})
    return [
        {"label": e.label, "icon": e.icon, "name": e.name, "url": f"{e.url}?{given}"}
        for e in create_menu_for(actor)[:CREATES_OFFERED]
    ]


def _recent(actor: Actor) -> list[dict[str, Any]]:
    """What this person worked on lately, the latest first."""
    if actor.user_id is None:
        return []
    mine = JournalEntry.objects.filter(
        user_id=actor.user_id, at__gte=clock.now() - RECENT, caused_by=None
    )
    words = mine.order_by("-at").values_list("subject", "about")[:RECENT_READ]
    found: dict[str, dict[str, Any]] = {}
    for word in dict.fromkeys(word for pair in words for word in pair if word):
        if (item := _recent_item(word, actor)) is not None:
            found[word] = item
        if len(found) == ROWS_PER_KIND:
            break
    return list(found.values())


def _recent_item(word: str, actor: Actor) -> dict[str, Any] | None:
    try:
        row = row_of(word, actor)
    except (NotFound, NotAllowed):
        return None
    resource = resource_of(type(row))
    if resource is None or not resource.palette or not actor.may(resource.permission):
        return None
    return _row_item(resource, actor, row, "")


def _records(actor: Actor, words: str) -> list[dict[str, Any]]:
    found = []
    for resource in sorted(all_resources(), key=_floor):
        if resource.palette and actor.may(resource.permission):
            rows = found_rows(resource, actor, words, ROWS_PER_KIND)
            items = [_row_item(resource, actor, row, words) for row in rows]
            found.append({"label": resource.heading(), "items": items, "resource": resource.key()})
    return found


def _floor(resource: type[Resource]) -> int:
    """From the ground up: people come before what is promised and sold to them."""
    return list(apps.app_configs).index(resource.module())


def found_rows(resource: type[Resource], actor: Actor, words: str, limit: int) -> list[Any]:
    """The rows of a kind found by words, newest first, as far as this actor sees."""
    rows = resource.rows(actor)
    extra = getattr(resource, "found_by", None)
    ids = find_ids(resource.model._meta.label_lower, words, limit * 4)
    if extra is not None:
        ids += list(extra(actor, words))
    return list(rows.filter(pk__in=ids).order_by("-pk")[:limit])


def _row_item(resource: type[Resource], actor: Actor, row: Any, words: str) -> dict[str, Any]:
    url = url_of(row)
    actions = [
        {"label": str(a.label), "url": a.url, "testid": f"palette-action-{a.name}"}
        for a in getattr(resource, "palette_links", lambda *_: ())(row, actor)
    ]
    badges = resource.cells(row, resource.visible(actor, "badges"))
    return {
        "title_html": _bold(resource.title(row), words),
        "subtitle": resource.subtitle(row),
        "url": url,
        "icon": resource.icon,
        "badge": badges[0] if badges else None,
        "hint": "",
        "actions": actions,
    }


def _bold(title: str, words: str) -> str:
    place = title.lower().find(words.lower()) if words else -1
    end = place + len(words)
    if place < 0:
        found = spelled(title, words.lower()) if words.isascii() else None
        if found is None:
            return conditional_escape(title)
        place, end = found
    return format_html("{}<b>{}</b>{}", title[:place], title[place:end], title[end:])


def _places(actor: Actor, words: str) -> list[dict[str, Any]]:
    lower = words.lower()

    def item(entry: Any) -> dict[str, Any]:
        return {"title_html": _bold(entry.label, words), "subtitle": "", "url": entry.url,
                "icon": entry.icon, "badge": None, "hint": entry.key, "actions": []}  # fmt: skip

    creates = [item(e) for e in create_menu_for(actor) if lower in e.label.lower()]
    pages = [item(e) for group in menu_for(actor) for e in group.items if lower in e.label.lower()]
    return [
        {"label": _("Actions"), "items": creates[:ROWS_PER_KIND]},
        {"label": _("Pages"), "items": pages[:ROWS_PER_KIND]},
    ]


def options_view(request: Any) -> HttpResponse:
    """The options of a combobox for what was typed: `[{value, text, sub}]`."""
    kind, words = request.GET.get("kind", ""), request.GET.get("q", "").strip()[:60]
    try:
        model = apps.get_model(kind)
    except (LookupError, ValueError):
        return JsonResponse([], safe=False)
    rows = rows_for(model, request.actor)
    if words:
        extra = getattr(resource_of(model), "found_by", None)
        more = list(extra(request.actor, words)) if extra else []
        rows = rows.filter(pk__in=[*find_ids(kind, words, OPTIONS_MAX), *more])
    else:
        rows = rows.order_by("-pk")
    found = [{"value": row.pk, "text": str(row)} for row in rows[:OPTIONS_MAX]]
    return JsonResponse(found, safe=False)
