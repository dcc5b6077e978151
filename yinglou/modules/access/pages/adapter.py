"""How django-allauth is told the ways of the house: who signs in is journaled, secrets are sealed.

Named in the settings (`ACCOUNT_ADAPTER`, `MFA_ADAPTER`); nothing else refers to it.
"""

from dataclasses import replace
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse

from yinglou.kernel import clock, fields
from yinglou.kernel.actors import Actor
from yinglou.modules.access import commands, queries
from yinglou.modules.access.models import User

AGENT_MAX = 300
STRANGER = Actor(name="")  # who has not proved yet who he is


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody makes an account for himself, and every try to come in is written down."""

    def is_open_for_signup(self, request: Any) -> bool:
        return False

    def post_login(self, request: Any, user: User, **rest: Any) -> HttpResponse:
        """Write the sign-in down, then go where the role begins its day."""
        response: HttpResponse = super().post_login(request, user, **rest)
        request.session.set_expiry(0)  # the form makes it longer for a trusted computer
        request.session[queries.SINCE_KEY] = int(clock.now().timestamp())
        request.session[queries.SEEN_KEY] = request.session[queries.SINCE_KEY]
        by = himself(user)
        commands.record_sign_in(
            by=by, user=user, session_key=request.session.session_key or "", **told(self, request)
        )
        if user.must_change_password:
            response = HttpResponseRedirect(reverse("access.password"))
        if user.language:
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax")
        return response

    def logout(self, request: Any) -> None:
        """Write the sign-out down and end the session on the server."""
        if request.user.is_authenticated:
            key = request.session.session_key or ""
            by = himself(request.user)
            commands.record_sign_out(by=by, user=request.user, session_key=key)
        super().logout(request)

    def authentication_failed(self, request: Any, **credentials: Any) -> None:
        """Write the failure down, with the person if the name is one."""
        typed = str(credentials.get("username", ""))
        commands.record_failed_sign_in(
            by=STRANGER, user=queries.user_known_as(typed), **told(self, request)
        )

    def get_login_redirect_url(self, request: Any) -> str:
        """Where the role begins its day; a page that does not exist (any more) is no trap."""
        landing = first_page(request.user)
        return landing or super().get_login_redirect_url(request)  # type: ignore[no-any-return]

    def add_message(self, *args: Any, **rest: Any) -> None:
        """Only what the house itself says is said."""

    def send_notification_mail(
        self, template_prefix: str, user: User, *args: Any, **rest: Any
    ) -> None:
        """Instead of a letter: a line in the journal."""
        what = template_prefix.rpartition("/")[2]
        commands.record_second_factor(by=himself(user), user=user, what=what)

    def _get_login_attempts_cache_key(self, request: Any, **credentials: Any) -> str:
        """Counted by name alone: asking by another host name gives no further tries."""
        return f"login:{str(credentials.get('username', '')).strip().lower()}"


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors are sealed like every other secret, and their changes journaled."""

    BOUND_TO = b"mfa.authenticator.secret"

    def encrypt(self, text: str) -> str:
        return fields.seal(text, self.BOUND_TO)

    def decrypt(self, encrypted_text: str) -> str:
        return fields.unseal(encrypted_text, self.BOUND_TO)

    def _get_user_identifier(self, user: User) -> str:
        return user.username


def himself(user: User) -> Actor:
    """The person as the one who comes in or goes out, even if his home store was given up."""
    return replace(queries.actor_for(user), reach="all")


def told(adapter: Any, request: Any) -> dict[str, str]:
    """Where a request comes from."""
    agent = request.headers.get("User-Agent", "")[:AGENT_MAX]
    return {"address": str(adapter.get_client_ip(request) or ""), "agent": agent}


def first_page(user: User) -> str:
    """The address of the page on which the person's role begins."""
    name = queries.landing_of(user)
    try:
        return reverse(name) if name else ""
    except NoReverseMatch:
        return ""
