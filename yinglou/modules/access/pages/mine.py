"""One's own details: name and language, password, sign-ins, API tokens."""

from importlib import import_module
from typing import Any

from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from yinglou.kernel.errors import DomainError, InvalidValue, NotFound
from yinglou.kernel.pages import (
    CommandForm,
    PageRequest,
    carry_out,
    done,
    form_for,
    page,
    render,
)
from yinglou.kernel.records import FormPage
from yinglou.modules.access import commands, queries
from yinglou.modules.access.models import SignIn


class TooManyTries(DomainError):
    """The current password was typed wrongly too often."""

    status = 429


@page("", "accounts/", name="access.profile")
def profile(request: PageRequest) -> HttpResponse:
    """Name, e-mail and language."""
    user = request.user
    known = {"name": user.name, "email": user.email, "language": user.language or "zh-hans"}  # type: ignore[union-attr]
    form = _form(request, commands.change_profile, known)
    if request.method == "POST" and form.is_valid():
        try:
            outcome = carry_out(request, commands.change_profile, form.arguments())
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            response = done(request, reverse("access.profile"), outcome, _("Saved"))
            language = str(outcome.result.language)
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax")
            return response
    return _shown(request, commands.change_profile, form)


@page("", "accounts/password/", name="access.password")
def password(request: PageRequest) -> HttpResponse:
    """Choose a new password; other devices are signed out by it."""
    form = _form(request, commands.change_own_password)
    if request.method == "POST" and form.is_valid():
        try:
            _must_not_guess(request)
            outcome = carry_out(request, commands.change_own_password, form.arguments())
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            before = request.session.session_key or ""
            update_session_auth_hash(request, outcome.result)
            after = request.session.session_key or ""
            carry_out(request, commands.adopt_session, {"before": before, "after": after})
            return done(request, reverse("access.profile"), outcome, _("Password changed"))
    return _shown(request, commands.change_own_password, form)


@page("", "accounts/sign-ins/", name="access.sign_ins")
def sign_ins(request: PageRequest) -> HttpResponse:
    """Where one is signed in; every other device can be signed out."""
    current = request.session.session_key or ""
    if request.method == "POST":
        return _end_sign_ins(request, current)
    rows = [
        {"sign_in": row, "here": row.session_key == current, "seen": _seen(row)}
        for row in queries.sign_ins_of(request.actor)
    ]
    return render(request, "access/sign_ins.html", {"rows": rows})


@page("access.tokens", "accounts/tokens/", name="access.my_tokens")
def tokens(request: PageRequest) -> HttpResponse:
    """One's API tokens. The secret of a new one is on this page once, and never again."""
    form = _form(request, commands.issue_token)
    made = None
    if request.method == "POST" and form.is_valid():
        try:
            made = carry_out(request, commands.issue_token, form.arguments()).result
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            form = form_for(commands.issue_token, request.actor)
    mine = queries.tokens_seen_by(request.actor).filter(user_id=request.actor.user_id)
    shown = FormPage(commands.issue_token, form, request, "")
    context = {"tokens": mine, "page": shown, "made": made}
    failed = request.method == "POST" and made is None
    return render(request, "access/tokens.html", context, status=422 if failed else 200)


@page("", "accounts/tokens/<int:pk>/revoke/", name="access.revoke_token")
def revoke(request: PageRequest, pk: int) -> HttpResponse:
    """End a token."""
    token = queries.tokens_seen_by(request.actor).filter(pk=pk).first()
    if token is None:
        raise NotFound
    if request.method != "POST":
        return HttpResponseRedirect(reverse("access.my_tokens"))
    outcome = carry_out(request, commands.revoke_token, {"token": token})
    return done(request, reverse("access.my_tokens"), outcome, _("Token revoked"))


def _end_sign_ins(request: PageRequest, current: str) -> HttpResponse:
    chosen = request.POST.get("sign_in", "")
    if not chosen:
        outcome = carry_out(request, commands.end_other_sign_ins, {"keep": current})
    else:
        rows = {str(row.pk): row for row in queries.sign_ins_of(request.actor)}
        if chosen not in rows:
            raise NotFound
        if rows[chosen].session_key == current:
            raise InvalidValue(_("You are signed in here with it. Use “Sign out” instead."))
        outcome = carry_out(request, commands.end_sign_in, {"sign_in": rows[chosen]})
    return done(request, reverse("access.sign_ins"), outcome, _("Signed out there"))


def _seen(row: SignIn) -> Any:
    """When the device was last used, as far as its session tells."""
    store = import_module(settings.SESSION_ENGINE).SessionStore(row.session_key)
    stamp = store.load().get(queries.SEEN_KEY)
    return timezone.datetime.fromtimestamp(stamp, tz=row.at.tzinfo) if stamp else row.at  # type: ignore[attr-defined]


def _must_not_guess(request: PageRequest) -> None:
    """A stolen session is no licence to guess the password."""
    if not ratelimit.consume(request, action="change_password", user=request.user):
        raise TooManyTries(_("Too many tries. Wait five minutes, then try again."))


def _form(request: PageRequest, command: Any, known: dict[str, Any] | None = None) -> CommandForm:
    posted = request.method == "POST"
    return form_for(
        command, request.actor, data=request.POST if posted else None, initial=known or {}
    )


def _shown(request: PageRequest, command: Any, form: CommandForm) -> HttpResponse:
    shown = FormPage(command, form, request, reverse("access.profile"))
    here = "password" if command is commands.change_own_password else "profile"
    must = queries.shell_facts(request).must_change_password
    context = {"page": shown, "here": here, "must_change": must}
    status = 422 if request.method == "POST" else 200
    return render(request, "access/profile.html", context, status=status)
