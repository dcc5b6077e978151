"""Pages: what a hand-written page is made with, and what every page shares."""

import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render as render_template
from django.utils.translation import gettext as _

from .actors import Actor
from .commands import Outcome
from .errors import DomainError
from .forms import CommandForm, form_for

__all__ = ["CommandForm", "PageRequest", "carry_out", "done", "form_for", "page", "render"]


class PageRequest(HttpRequest):
    """A request as pages receive it: signed in, with its actor."""

    actor: Actor
    htmx: Any


View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Page:
    """A hand-written page in the list of all pages, so that it can be checked who may open it."""

    route: str
    view: View
    name: str
    permission: str | None

    @property
    def public(self) -> bool:
        return self.permission is None


_pages: list[Page] = []


def page(
    permission: str | None, route: str, *, name: str, public: bool = False
) -> Callable[[View], View]:
    """Put a function `(request, **from_route)` on an address, for those who have the permission.

    `public=True` with no permission is for customers' pages, which prove themselves by a token.
    """
    if (permission is None) != public:
        raise TypeError(f"{name}: say a permission, or public=True")

    def register(view: View) -> View:
        _pages.append(Page(route, guarded(view, permission), name, permission))
        return view

    return register


def all_pages() -> list[Page]:
    return sorted(_pages, key=lambda page: ("<" in page.route, page.route))


def guarded(view: View, permission: str | None) -> View:
    """The same view, for signed-in people with the permission only."""

    @wraps(view)
    def open_page(request: Any, **kwargs: Any) -> HttpResponse:
        if permission is not None:
            if request.actor.user_id is None:
                return _to_login(request)
            request.actor.must(permission)
        return view(request, **kwargs)

    return open_page


def _to_login(request: Any) -> HttpResponse:
    if request.htmx:
        response = HttpResponse(status=204)
        response["HX-Refresh"] = "true"
        return response
    return redirect_to_login(request.get_full_path())


def render(
    request: Any,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    part: str = "",
    status: int = 200,
) -> HttpResponse:
    """The whole page, or one of its parts (`{% partialdef part %}`) for htmx."""
    name = f"{template}#{part}" if part else template
    return render_template(request, name, dict(context or {}), status=status)


def new_request_key() -> str:
    """A key for a form: pressed twice, it is carried out once."""
    return uuid.uuid4().hex


def request_key_of(request: Any) -> str | None:
    key = request.headers.get("Idempotency-Key") or request.POST.get("request_key", "")
    return key[:80] or None


def carry_out(
    request: Any, command: Any, arguments: Mapping[str, Any] | None = None
) -> Outcome[Any]:
    """Carry a command out for the person at this page; a refusal is raised as `DomainError`."""
    given = {"by": request.actor, **(arguments or {})}
    outcome: Outcome[Any] = command.carry_out(given, request_key_of(request))
    return outcome


def done(
    request: Any,
    to: str = "",
    outcome: Outcome[Any] | None = None,
    toast: Any = "",
    undo: str = "",
) -> HttpResponse:
    """The answer after a command: go to a page, or stay and refresh what shows these facts."""
    if not request.htmx:
        if toast:
            messages.success(request, str(toast))
        return HttpResponseRedirect(to or request.headers.get("Referer", "/"))
    response = HttpResponse(status=204)
    said: dict[str, Any] = {type(fact).name(): {} for fact in outcome.facts} if outcome else {}
    if to:
        if toast:
            messages.success(request, str(toast))
        response["HX-Redirect"] = to
    elif toast:
        said["toast"] = {"text": str(toast), "undo": undo}
    if said:
        response["HX-Trigger"] = json.dumps(said)
    return response


def refusal_page(request: Any, refusal: DomainError) -> HttpResponse:
    """A refusal that no form caught, as a page or as a part for htmx."""
    context = {
        "refusal": refusal,
        "status": refusal.status,
        "title": _("This was refused") if refusal.status != 404 else _("Not found"),
    }
    if getattr(request, "htmx", False):
        response = render(request, "ui/refusal.html", context, status=refusal.status)
        response["HX-Retarget"], response["HX-Reswap"] = "#refusal-host", "innerHTML"
        return response
    return render(request, "ui/error.html", context, status=refusal.status)
