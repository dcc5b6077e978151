"""What one module adds to another module's page, without that module knowing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

from .actors import Actor

EVERYWHERE = "*"


@dataclass(frozen=True, slots=True)
class Panel:
    """A card on a record's page. `place` is main, rail or timeline; `tab` names its tab."""

    on: str  # "customers.customers"
    permission: str
    template: str
    context: Callable[[Any, Actor], dict[str, Any]]
    title: Any
    place: str
    tab: Any
    order: int

    @property
    def key(self) -> str:
        return f"{self.context.__module__.split('.')[-2]}.{self.context.__name__}"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A panel with its HTML."""

    key: str
    title: str
    html: str
    place: str
    tab: str


_panels: list[Panel] = []
_Context = Callable[[Any, Actor], dict[str, Any]]


def panel(
    on: str,
    *,
    permission: str,
    template: str,
    title: Any = "",
    place: str = "main",
    tab: Any = "",
    order: int = 50,
) -> Callable[[_Context], _Context]:
    """Register a function (row, actor) → context as a panel; an empty context hides it."""

    def register(context: _Context) -> _Context:
        _panels.append(Panel(on, permission, template, context, title, place, tab, order))
        return context

    return register


def panels_on(key: str) -> list[Panel]:
    found = [panel for panel in _panels if panel.on in (key, EVERYWHERE)]
    return sorted(found, key=lambda panel: (panel.order, panel.key))


def draw_panels(key: str, row: Any, request: Any, tab: str = "") -> list[Drawn]:
    """The panels of a record's page for this actor: those of the tab, the rail, the timeline."""
    drawn = []
    for panel in panels_on(key):
        shown = panel.place != "main" or str(panel.tab) == tab
        if not shown or not request.actor.may(panel.permission):
            continue
        if context := panel.context(row, request.actor):
            context = {"row": row, "actor": request.actor, **context}
            html = render_to_string(panel.template, context, request)
            drawn.append(Drawn(panel.key, str(panel.title), html, panel.place, str(panel.tab)))
    return drawn


def tabs_on(key: str, actor: Actor) -> list[str]:
    tabs = [str(p.tab) for p in panels_on(key) if p.tab and actor.may(p.permission)]
    return list(dict.fromkeys(tabs))
