"""What the page of a store shows of its hours."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yinglou.kernel.actors import Actor
from yinglou.kernel.panels import panel

from . import queries
from .models import Branch, Weekday


@panel(
    on="branches.stores",
    permission="branches.view",
    template="branches/hours_panel.html",
    title=_("Opening hours"),
    place="main",
    order=10,
)
def opening_hours(branch: Branch, actor: Actor) -> dict[str, Any]:
    """The week, day by day, and the closures to come."""
    kept = {row.weekday: row for row in queries.opening_hours_of(branch)}
    week = [{"name": day.label, "hours": kept.get(day.number)} for day in Weekday]
    return {"week": week, "closures": queries.coming_closures(branch)}
