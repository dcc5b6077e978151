"""Coming in: password, second factor, passkey; going out; blocked people."""

from typing import Any

from allauth.account import views as account
from allauth.account.adapter import get_adapter
from allauth.mfa.base import views as mfa
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.webauthn import views as webauthn
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from yinglou.kernel.errors import NotFound
from yinglou.kernel.pages import PageRequest, carry_out, page, render
from yinglou.modules.access import commands, queries
from yinglou.modules.branches.queries import branches_seen_by

from .adapter import STRANGER, told


class SecondFactorForm(AuthenticateForm):  # type: ignore[misc]
    """The code of the second factor; a wrong one is written down."""

    def _emit_authentication_failed(self, authenticator: Any) -> None:
        super()._emit_authentication_failed(authenticator)
        adapter = get_adapter()
        commands.record_failed_sign_in(
            by=STRANGER, user=self.user, **told(adapter, adapter.request)
        )


_login = account.LoginView.as_view(template_name="access/login.html")
_logout = account.LogoutView.as_view(template_name="access/logout.html")
_second = mfa.AuthenticateView.as_view(
    template_name="access/second_factor.html", form_class=SecondFactorForm
)

page(None, "accounts/login/", name="account_login", public=True)(_login)
page(None, "accounts/logout/", name="account_logout", public=True)(_logout)
page(None, "accounts/login/second/", name="mfa_authenticate", public=True)(_second)
page(None, "accounts/login/key/", name="mfa_login_webauthn", public=True)(webauthn.login_webauthn)


@page(None, "accounts/login/blocked/", name="account_inactive", public=True)
def blocked(request: PageRequest) -> HttpResponse:
    """The person may not sign in any more, and is told whom to ask."""
    return render(request, "access/blocked.html", status=403)


@page("", "branch/switch/", name="access.switch_branch")
def switch_branch(request: PageRequest) -> HttpResponse:
    """Work at another store from now on; the page stays the same if it can."""
    key = request.POST.get("branch", "")
    branch = branches_seen_by(request.actor).filter(pk=key).first() if key.isdigit() else None
    if branch is None:
        raise NotFound
    carry_out(request, commands.switch_branch, {"branch": branch})
    request.session[queries.BRANCH_KEY] = branch.pk
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    return HttpResponseRedirect(target if safe else "/")
