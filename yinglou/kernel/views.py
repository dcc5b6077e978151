"""Saved views: anybody may keep a way of looking at a list, change it and take it away."""

from typing import Annotated, Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .actors import Actor
from .commands import command
from .errors import InvalidValue, NotFound
from .models import SavedView
from .pages import carry_out, done, guarded
from .resources import Resource
from .values import Text

ViewName = Annotated[str, Text(max=40, min=1)]
ViewQuery = Annotated[str, Text(max=1000)]


@command(permission="", title=gettext_lazy("Save this view"), icon="bookmark")
def save_view(*, by: Actor, resource: str, name: ViewName, query: ViewQuery) -> SavedView:
    """Keep the filters, order and columns of a list under a name."""
    if not name.strip() or len(name) > 40 or len(query) > 1000:
        raise InvalidValue(_("Give the view a name of at most 40 characters."), field="name")
    view, _new = SavedView.objects.update_or_create(
        resource=resource, user_id=by.user_id or 0, name=name.strip(), defaults={"query": query}
    )
    return view


@command(permission="", title=gettext_lazy("Delete this view"), icon="trash")
def delete_view(*, by: Actor, view: SavedView) -> None:
    """Take an own view away."""
    if not SavedView.objects.filter(pk=view.pk, user_id=by.user_id or 0).delete()[0]:
        raise NotFound


def save_view_view(resource: type[Resource]) -> Any:
    def save(request: Any) -> HttpResponse:
        base = reverse(resource.key())
        if request.POST.get("delete", "").isdigit():
            view = SavedView.objects.filter(pk=request.POST["delete"]).first()
            if view is None:
                raise NotFound
            carry_out(request, delete_view, {"view": view})
            return done(request, base, toast=_("View deleted"))
        query = request.POST.get("query", "").lstrip("?")
        given = {"resource": resource.key(), "name": request.POST.get("name", ""), "query": query}
        outcome = carry_out(request, save_view, given)
        return done(request, f"{base}?{outcome.result.query}", toast=_("View saved"))

    return guarded(save, resource.permission)
