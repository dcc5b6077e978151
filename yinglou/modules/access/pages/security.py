"""One's own second factors: authenticator app, passkeys, recovery codes."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys

from yinglou.kernel.pages import page

FORM, CODES = "access/security_form.html", "access/codes.html"


def _page(route: str, name: str, view: type, template: str = FORM, **more: str) -> None:
    """Put a view of allauth on an address of the house, for whoever is signed in."""
    shown = view.as_view(template_name=template, **more)  # type: ignore[attr-defined]
    page("", route, name=name)(shown)


_page("accounts/security/", "mfa_index", mfa.IndexView, "access/security.html")
_page("accounts/confirm/", "account_reauthenticate", account.ReauthenticateView)
_page("accounts/confirm/code/", "mfa_reauthenticate", mfa.ReauthenticateView)
_page(
    "accounts/confirm/key/",
    "mfa_reauthenticate_webauthn",
    keys.ReauthenticateWebAuthnView,
    "access/confirm_key.html",
)
_page("accounts/app/", "mfa_activate_totp", totp.ActivateTOTPView, "access/totp.html")
_page("accounts/app/remove/", "mfa_deactivate_totp", totp.DeactivateTOTPView)
_page("accounts/keys/add/", "mfa_add_webauthn", keys.AddWebAuthnView, "access/add_key.html")
_page("accounts/keys/", "mfa_list_webauthn", keys.ListWebAuthnView, "access/keys.html")
_page("accounts/keys/<int:pk>/edit/", "mfa_edit_webauthn", keys.EditWebAuthnView)
_page("accounts/keys/<int:pk>/remove/", "mfa_remove_webauthn", keys.RemoveWebAuthnView)
_page(
    "accounts/codes/", "mfa_view_recovery_codes", codes.ViewRecoveryCodesView, "access/codes.html"
)
_page("accounts/codes/new/", "mfa_generate_recovery_codes", codes.GenerateRecoveryCodesView)
page("", "accounts/codes/download/", name="mfa_download_recovery_codes")(
    codes.DownloadRecoveryCodesView.as_view(template_name="access/codes.txt")
)
