"""Headers on every answer, errors included: what the browser may do, and what it may keep."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpResponse

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; font-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
STYLE_ATTRIBUTES = "; style-src-attr 'unsafe-inline'"


class SecurityHeaders:
    """A strict content security policy and its companions.

    A page whose component positions things by style attributes (the board, charts) says so
    with `response.allows_style_attributes = True`; nothing else may.
    """

    def __init__(self, get_response: Callable[[Any], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        response = self.get_response(request)
        policy = POLICY
        if getattr(response, "allows_style_attributes", False):
            policy += STYLE_ATTRIBUTES
        response.setdefault("Content-Security-Policy", policy)
        response.setdefault("Referrer-Policy", "same-origin")
        response.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.setdefault("Permissions-Policy", "camera=(self), geolocation=(), microphone=()")
        response.setdefault("X-Content-Type-Options", "nosniff")
        if (
            not request.path.startswith(settings.STATIC_URL)
            and response.get("Cache-Control") is None
        ):
            response["Cache-Control"] = "no-store"
        return response
