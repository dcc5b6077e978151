"""People who may sign in: added, given roles, blocked."""

from typing import Annotated

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor, all_permissions
from yinglou.kernel.commands import command, emit
from yinglou.kernel.errors import DomainError, InvalidValue, NotFound
from yinglou.kernel.locks import lock
from yinglou.kernel.values import Ask, Name, Text
from yinglou.modules.access import rules
from yinglou.modules.access.events import RolesChanged, UserAdded, UserDisabled
from yinglou.modules.access.models import ApiToken, Language, Role, User
from yinglou.modules.branches.models import Branch

from .doors import end_all
from .roles import must_keep_administrator, must_not_exceed

Username = Annotated[
    str,
    Text(max=60, min=2, pattern=r"[\w.@-]+"),
    Ask(
        label=gettext_lazy("Sign-in name"),
        help=gettext_lazy("Letters, digits and . _ - @; capitals make no difference."),
    ),
]
Email = Annotated[str, Text(max=200, kind="email"), Ask(label=gettext_lazy("E-mail"))]
Password = Annotated[
    str,
    Text(max=128, secret=True, kind="password"),
    Ask(label=gettext_lazy("Password"), help=gettext_lazy("At least 10 characters.")),
]
Stores = Annotated[list[Branch], Ask(label=gettext_lazy("Stores"))]
HomeStore = Annotated[Branch | None, Ask(label=gettext_lazy("Home store"))]
FullName = Annotated[Name, Ask(label=gettext_lazy("Full name"))]


class UsernameTaken(DomainError):
    """Somebody else signs in by this name."""


class WeakPassword(InvalidValue):
    """The password is too easy to guess."""


class WrongPassword(InvalidValue):
    """The current password is not the one that was typed."""


class NotYours(DomainError):
    """Somebody with more rights is looked after by those who have as many."""

    status = 403


class NotYourself(DomainError):
    """Nobody blocks himself."""


class EmployeeTaken(DomainError):
    """The employee has another sign-in already."""


@command(permission="access.users", title=gettext_lazy("Add a person"), icon="user-plus")
def add_user(
    *,
    by: Actor,
    username: Username,
    name: FullName,
    roles: Annotated[list[Role], Ask(label=gettext_lazy("Roles"))],
    home_branch: HomeStore = None,
    branches: Stores = (),  # type: ignore[assignment]
    password: Password = "",
    email: Email = "",
    language: Language = Language.ZH_HANS,
) -> User:
    """Let somebody in. Without a password nobody can sign in until one is set."""
    username = _clean_username(username)
    if User.objects.filter(username=username).exists():
        raise UsernameTaken(
            _("Somebody signs in as %(name)s already. Choose another name.") % {"name": username},
            field="username",
        )
    must_not_exceed(by, roles, field="roles")
    user = User(
        username=username,
        name=name,
        email=_clean_email(email),
        language=language,
        home_branch=home_branch or (branches[0] if branches else None),
        must_change_password=bool(password) and by.user_id is not None,
    )
    _put_password(user, password)
    user.save()
    user.roles.set(roles)
    user.branches.set({*branches, *([user.home_branch] if user.home_branch else [])})
    emit(UserAdded(user_id=user.pk, full_name=user.name))
    return user


@command(permission="access.users", title=gettext_lazy("Change roles"), icon="user-cog")
def change_roles(
    *,
    by: Actor,
    user: User,
    roles: Annotated[list[Role], Ask(label=gettext_lazy("Roles"))],
    branches: Stores = (),  # type: ignore[assignment]
    home_branch: HomeStore = None,
) -> User:
    """Say anew which roles a person has and at which stores; empty stores stay as they are."""
    user = lock(user)
    _must_be_assignable(by, user)
    must_not_exceed(by, roles, field="roles", to_himself=user.pk == by.user_id)
    home = home_branch or (branches[0] if branches else None)
    user.roles.set(roles)
    if branches or home_branch:
        user.branches.set({*branches, *([home] if home else [])})
    if home:
        user.home_branch = home
        user.save(update_fields=["home_branch"])
    must_keep_administrator()
    emit(RolesChanged(user_id=user.pk))
    return user


@command(
    permission="access.users",
    title=gettext_lazy("Set a password"),
    icon="key",
    consequence=gettext_lazy("The person is signed out and chooses an own password."),
)
def set_password(*, by: Actor, user: User, password: Password) -> User:
    """Set a first password for somebody, who has to choose an own one at the next sign-in.

    A password set by the house itself, at installation, lasts.
    """
    user = lock(user)
    must_outrank(by, user)
    _put_password(user, password)
    user.must_change_password = by.user_id is not None
    user.save(update_fields=["password", "must_change_password"])
    end_all(user)
    return user


@command(permission="", title=gettext_lazy("Change my password"), icon="key")
def change_own_password(
    *,
    by: Actor,
    current: Annotated[Password, Ask(label=gettext_lazy("Current password"))],
    password: Annotated[Password, Ask(label=gettext_lazy("New password"))],
) -> User:
    """Choose a new password for oneself; other devices are signed out."""
    user = lock(_oneself(by))
    if not user.check_password(current):
        raise WrongPassword(_("This is not your current password. Type it again."), field="current")
    if current == password:
        raise WeakPassword(_("Choose a password that you did not have before."), field="password")
    _put_password(user, password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    return user


@command(permission="", title=gettext_lazy("Change my details"), icon="user")
def change_profile(
    *,
    by: Actor,
    name: FullName,
    email: Email = "",
    language: Language = Language.ZH_HANS,
) -> User:
    """Change one's own name, e-mail and language."""
    user = lock(_oneself(by))
    user.name, user.email, user.language = name, _clean_email(email), language
    user.save(update_fields=["name", "email", "language"])
    return user


@command(
    permission="access.users",
    title=gettext_lazy("Lock out"),
    icon="lock",
    danger=True,
    consequence=gettext_lazy("The person is signed out and can no longer sign in; tokens end."),
    available=lambda user: user.is_active,
)
def disable_user(*, by: Actor, user: User) -> User:
    """Let somebody in no more: sign-ins end, tokens are revoked, the history stays."""
    user = lock(user)
    if user.pk == by.user_id:
        raise NotYourself(_("You cannot lock yourself out. Ask another administrator."))
    must_outrank(by, user)
    if user.is_active:
        user.is_active, user.disabled_at = False, clock.now()
        user.save(update_fields=["is_active", "disabled_at"])
        must_keep_administrator()
        ApiToken.objects.filter(user=user, revoked_at=None).update(revoked_at=clock.now())
        end_all(user)
        emit(UserDisabled(user_id=user.pk))
    return user


@command(
    permission="access.users",
    title=gettext_lazy("Let in again"),
    icon="lock-open",
    available=lambda user: not user.is_active,
)
def enable_user(*, by: Actor, user: User) -> User:
    """Let somebody in again who was blocked."""
    user = lock(user)
    must_outrank(by, user)
    user.is_active, user.disabled_at = True, None
    user.save(update_fields=["is_active", "disabled_at"])
    return user


@command(permission="access.users", title=gettext_lazy("Connect with an employee"), icon="link")
def link_employee(*, by: Actor, user: User, employee_id: Annotated[int, Ask(hidden=True)]) -> User:
    """Say which employee a person is; called by `staff`, which knows employees."""
    user = lock(user)
    if User.objects.filter(employee_id=employee_id).exclude(pk=user.pk).exists():
        raise EmployeeTaken(
            _("This employee signs in as somebody else already. Disconnect that first.")
        )
    user.employee_id = employee_id
    user.save(update_fields=["employee_id"])
    return user


def must_outrank(by: Actor, user: User) -> None:
    """Whoever holds the key to a person's account must be allowed everything that person is."""
    _must_cover(by, user, [grant for role in user.roles.all() for grant in role.permissions])


def _must_be_assignable(by: Actor, user: User) -> None:
    """Roles are taken away from a person by whoever could have given them."""
    granted = [grant for role in user.roles.all() for grant in role.permissions]
    _must_cover(by, user, rules.kept_back(granted, all_permissions()))


def _must_cover(by: Actor, user: User, granted: list[str]) -> None:
    if user.pk != by.user_id and rules.goes_beyond(granted, by.permissions, all_permissions()):
        raise NotYours(
            _("%(person)s may do more than you. Ask somebody with all of these rights.")
            % {"person": user}
        )


def _oneself(by: Actor) -> User:
    found = User.objects.filter(pk=by.user_id).first()
    if found is None:
        raise NotFound
    return found


def _put_password(user: User, password: str) -> None:
    if not password:
        user.set_unusable_password()
        return
    try:
        validate_password(password, user)
    except ValidationError as trouble:
        raise WeakPassword(" ".join(trouble.messages), field="password") from None
    user.set_password(password)


def _clean_username(typed: str) -> str:
    username = typed.strip().lower()
    if not username or not all(ch.isalnum() or ch in "._-@" for ch in username):
        raise InvalidValue(
            _("A sign-in name has letters, digits and . _ - @ only."), field="username"
        )
    return username


def _clean_email(typed: str) -> str:
    try:
        if typed:
            validate_email(typed)
    except ValidationError:
        raise InvalidValue(
            _("This is not an e-mail address. It looks like name@shop.cn."), field="email"
        ) from None
    return typed
