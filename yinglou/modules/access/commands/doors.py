"""Coming in, going out, and changing the store one works at."""

from importlib import import_module
from typing import Annotated

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command, emit
from yinglou.kernel.errors import DomainError, NotFound
from yinglou.kernel.values import Secret, Text
from yinglou.modules.access.events import SignedIn
from yinglou.modules.access.models import SignIn, User
from yinglou.modules.branches.models import Branch

Address = Annotated[str, Text(max=45)]
Agent = Annotated[str, Text(max=300)]


class NotYourBranch(DomainError):
    """The actor does not work at this store."""


@command(permission="", title=gettext_lazy("Sign in"), icon="login")
def record_sign_in(
    *, by: Actor, user: User, session_key: Secret, address: Address = "", agent: Agent = ""
) -> SignIn:
    """Write down that somebody came in, and where from."""
    made = SignIn.objects.create(
        user=user, session_key=session_key, address=address or None, agent=agent[:300]
    )
    emit(SignedIn(user_id=user.pk))
    return made


@command(permission="", title=gettext_lazy("Sign out"), icon="logout")
def record_sign_out(*, by: Actor, user: User, session_key: Secret) -> User:
    """Write down that somebody went out."""
    SignIn.objects.filter(user=user, session_key=session_key, ended_at=None).update(
        ended_at=clock.now()
    )
    return user


@command(permission="", title=gettext_lazy("Fail to sign in"), icon="lock")
def record_failed_sign_in(
    *, by: Actor, user: User | None = None, address: Address = "", agent: Agent = ""
) -> User | None:
    """Write down that somebody tried to come in with a wrong password or code.

    What was typed as a name is not kept unless it is one: people type passwords there.
    """
    return user


@command(permission="", title=gettext_lazy("Sign out on this device"), icon="logout")
def end_sign_in(*, by: Actor, sign_in: SignIn) -> SignIn:
    """End one of one's own sign-ins, on another device."""
    if sign_in.user_id != by.user_id:
        raise NotFound
    _end([sign_in])
    return sign_in


@command(permission="", title=gettext_lazy("Sign out on all other devices"), icon="logout")
def end_other_sign_ins(*, by: Actor, keep: Secret = "") -> None:
    """End all own sign-ins but the one whose session is kept."""
    rows = SignIn.objects.filter(user_id=by.user_id, ended_at=None).exclude(session_key=keep)
    _end(list(rows))


@command(permission="", title=gettext_lazy("Keep only this sign-in"), icon="logout")
def adopt_session(*, by: Actor, before: Secret, after: Secret) -> None:
    """After a new password: this device goes on under its new session, all others end."""
    mine = SignIn.objects.filter(user_id=by.user_id, ended_at=None)
    mine.filter(session_key=before).update(session_key=after)
    _end(list(mine.exclude(session_key=after)))


@command(permission="", title=gettext_lazy("Change the second factor"), icon="device-mobile")
def record_second_factor(*, by: Actor, user: User, what: Annotated[str, Text(max=60)]) -> User:
    """Write down that somebody added or removed an authenticator, a key or recovery codes."""
    return user


@command(
    permission="access.users",
    title=gettext_lazy("Sign out everywhere"),
    icon="logout",
    danger=True,
    consequence=gettext_lazy("The person has to sign in again on every device."),
)
def sign_out_everywhere(*, by: Actor, user: User) -> User:
    """End all sign-ins of a person."""
    end_all(user)
    return user


@command(permission="", title=gettext_lazy("Switch the store"), icon="building-store")
def switch_branch(*, by: Actor, branch: Branch) -> Branch:
    """Work at another of one's stores from now on."""
    if branch.retired_at is not None or (branch.pk not in by.branch_ids and by.reach != "all"):
        raise NotYourBranch(
            _("You do not work at %(store)s. Ask your manager to assign you to it.")
            % {"store": branch}
        )
    return branch


def end_all(user: User) -> None:
    """End every sign-in of a person: part of blocking and of a new password."""
    _end(list(SignIn.objects.filter(user=user, ended_at=None)))


def _end(rows: list[SignIn]) -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for row in rows:
        store(row.session_key).delete()
    SignIn.objects.filter(pk__in=[row.pk for row in rows]).update(ended_at=clock.now())
