"""The doors of the house: who comes in, and what a refusal looks like from outside."""

import logging
import secrets
from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import OperationalError
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from .actors import actor_of
from .errors import Busy, DomainError, InvalidValue, NotFound
from .pages import refusal_page, render
from .rest import refusal_body

log = logging.getLogger("yinglou.doors")
API = "/api/"


class HouseMiddleware:
    """Gives each request its actor and turns refusals into pages, parts or API answers."""

    def __init__(self, get_response: Callable[[Any], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_of(request.user, request))
        return self.get_response(request)

    def process_exception(self, request: Any, trouble: Exception) -> HttpResponse | None:
        refusal = _as_refusal(trouble)
        if refusal is not None:
            return answer(request, refusal)
        return None


def _as_refusal(trouble: Exception) -> DomainError | None:
    if isinstance(trouble, DomainError):
        return trouble
    if isinstance(trouble, Http404):
        return NotFound()
    if isinstance(trouble, (RequestDataTooBig, TooManyFieldsSent)):
        return InvalidValue(_("What was sent is too large. Send less at a time."))
    if isinstance(trouble, OperationalError) and "locked" in str(trouble):
        return Busy(_("The system is busy. Nothing was done; try again."))
    return None


def answer(request: Any, refusal: DomainError) -> HttpResponse:
    if request.path.startswith(API):
        return JsonResponse(refusal_body(refusal), status=refusal.status)
    return refusal_page(request, refusal)


def not_found(request: Any, exception: Exception | None = None) -> HttpResponse:
    """An address nobody lives at."""
    return answer(request, NotFound(_("There is no page at this address.")))


def forbidden(request: Any, exception: Exception | None = None) -> HttpResponse:
    class NotAllowed(DomainError):
        status = 403

    return answer(request, NotAllowed(_("This page may not be opened from here. Load it anew.")))


def bad_request(request: Any, exception: Exception | None = None) -> HttpResponse:
    return answer(
        request, _as_refusal(exception or Http404()) or InvalidValue(_("The request is malformed."))
    )


def server_error(request: Any) -> HttpResponse:
    """Something broke: say so with a number that support can look up, and nothing more."""
    code = secrets.token_hex(4)
    log.error("error %s at %s", code, request.path)
    sentence = _("Something broke; your input is kept. Try again; if it happens again, tell "
                 "support the number %(code)s.") % {"code": code}  # fmt: skip
    if request.path.startswith(API):
        return JsonResponse({"error": "Broken", "detail": sentence}, status=500)
    context = {
        "refusal": DomainError(sentence),
        "status": 500,
        "title": _("Something broke"),
        "code": code,
    }
    return render(request, "ui/error.html", context, status=500)


def csrf_failed(request: Any, reason: str = "") -> HttpResponse:
    """The page was open too long, or the request came from elsewhere."""
    return forbidden(request)
