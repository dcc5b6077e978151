"""Roles: what each lets a person do, how far, up to which figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor, all_permissions, permission_title
from yinglou.kernel.commands import command
from yinglou.kernel.errors import DomainError, InvalidValue, NotAllowed, Stale
from yinglou.kernel.locks import lock
from yinglou.kernel.values import Ask, Name, Text, Whole
from yinglou.modules.access import queries, rules
from yinglou.modules.access.models import Reach, Role

RoleCode = Annotated[
    str,
    Text(max=40, min=2, pattern=r"[a-z0-9_]+"),
    Ask(label=gettext_lazy("Role code"), help=gettext_lazy("Small letters, such as front_desk.")),
]
RoleName = Annotated[Name, Ask(label=gettext_lazy("Role name"))]
Landing = Annotated[
    str,
    Text(max=60),
    Ask(label=gettext_lazy("First page"), help=gettext_lazy("Where one arrives after signing in.")),
]
Permission = Annotated[str, Text(max=80)]
LimitName = Annotated[str, Text(max=40, pattern=r"[a-z_]+")]
LimitValue = Annotated[int, Whole(min=0, max=10**13)]


class MoreThanYouMay(NotAllowed):
    """Nobody grants a right that he does not have."""


class LastAdministrator(DomainError):
    """Somebody must be able to change roles."""


class RoleInUse(DomainError):
    """People still have this role."""


class RoleCodeTaken(DomainError):
    """Another role has this code."""


@dataclass(frozen=True, slots=True)
class LimitIn:
    """A figure a role grants: `discount_bp`, `refund_minor`."""

    name: LimitName
    value: LimitValue


@dataclass(frozen=True, slots=True)
class GrantIn:
    """One cell of the matrix: a role gets or loses a permission."""

    role: Role
    permission: Permission
    granted: bool


@dataclass(frozen=True, slots=True)
class RoleLimitIn:
    """A figure of a role; 0 grants nothing."""

    role: Role
    name: LimitName
    value: LimitValue


@dataclass(frozen=True, slots=True)
class ReachIn:
    """How far a role sees from now on."""

    role: Role
    reach: Reach


@dataclass(frozen=True, slots=True)
class LandingIn:
    """Where people of a role arrive from now on."""

    role: Role
    landing: Landing


@command(permission="access.roles", title=gettext_lazy("Define a role"), icon="shield")
def define_role(
    *,
    by: Actor,
    code: RoleCode,
    name: RoleName,
    permissions: list[str],
    reach: Reach = Reach.BRANCH,
    limits: list[LimitIn] = (),  # type: ignore[assignment]
    landing: Landing = "",
    position: Annotated[
        int, Whole(min=0, max=999), Ask(label=gettext_lazy("Order in the list"))
    ] = 50,
) -> Role:
    """Say what a role is: for standard roles and packs; written anew if the code exists."""
    _must_hold(by, permissions)
    role, _new = Role.objects.update_or_create(
        code=code,
        defaults={
            "name": name,
            "permissions": sorted(set(permissions)),
            "reach": reach,
            "limits": {line.name: line.value for line in limits},
            "landing": landing,
            "position": position,
            "retired_at": None,
        },
    )
    return role


@command(permission="access.roles", title=gettext_lazy("Add a role"), icon="shield-plus")
def add_role(
    *,
    by: Actor,
    code: RoleCode,
    name: RoleName,
    reach: Reach = Reach.BRANCH,
    like: Annotated[
        Role | None,
        Ask(label=gettext_lazy("Start from"), help=gettext_lazy("Copies what that role may do.")),
    ] = None,
) -> Role:
    """Add a role, empty or as a copy of another one."""
    if Role.objects.filter(code=code).exists():
        raise RoleCodeTaken(
            _("Role code %(code)s is in use. Choose another.") % {"code": code}, field="code"
        )
    if like is not None:
        _must_hold(by, like.permissions, field="like")
    return Role.objects.create(
        code=code,
        name=name,
        reach=reach,
        permissions=like.permissions if like else [],
        limits=like.limits if like else {},
        landing=like.landing if like else "",
    )


@command(permission="access.roles", title=gettext_lazy("Rename the role"), icon="pencil")
def change_role(
    *,
    by: Actor,
    role: Role,
    name: RoleName,
    position: Annotated[
        int, Whole(min=0, max=999), Ask(label=gettext_lazy("Order in the list"))
    ] = 50,
) -> Role:
    """Give a role another name or another place in the list."""
    role = lock(role)
    role.name, role.position = name, position
    role.save(update_fields=["name", "position"])
    return role


@command(
    permission="access.roles",
    title=gettext_lazy("Give up the role"),
    icon="archive",
    danger=True,
    consequence=gettext_lazy("Nobody can be given this role any more."),
    available=lambda role: role.retired_at is None,
)
def retire_role(*, by: Actor, role: Role) -> Role:
    """Give a role up that nobody has any more."""
    role = lock(role)
    if count := role.users.filter(is_active=True).count():
        raise RoleInUse(
            _("%(n)s people have the role %(role)s. Give them another one first.")
            % {"n": count, "role": role}
        )
    role.retired_at = clock.now()
    role.save(update_fields=["retired_at"])
    return role


@command(permission="access.roles", title=gettext_lazy("Save the roles"), icon="shield-check")
def save_roles(
    *,
    by: Actor,
    grants: list[GrantIn] = (),  # type: ignore[assignment]
    limits: list[RoleLimitIn] = (),  # type: ignore[assignment]
    reaches: list[ReachIn] = (),  # type: ignore[assignment]
    landings: list[LandingIn] = (),  # type: ignore[assignment]
    version: Annotated[str, Text(max=16), Ask(hidden=True)] = "",
) -> None:
    """Save what was changed in the matrix of roles, all at once or nothing."""
    lines: list[GrantIn | RoleLimitIn | ReachIn | LandingIn] = [
        *grants,
        *limits,
        *reaches,
        *landings,
    ]
    given = [line.role for line in lines]
    roles = {role.pk: role for role in _locked(given)}
    if version and version != queries.roles_version(queries.roles_seen_by(by)):
        raise Stale(_("Somebody else changed the roles. Look again before you save."))
    _must_hold(by, [line.permission for line in grants if line.granted], field="grants")
    _must_reach_as_far(by, [line.reach for line in reaches])
    for line in grants:
        _apply(roles[line.role.pk], line)
    for limit in limits:
        role = roles[limit.role.pk]
        role.limits = {**role.limits, limit.name: limit.value}
    for far in reaches:
        roles[far.role.pk].reach = far.reach
    for page in landings:
        roles[page.role.pk].landing = page.landing
    Role.objects.bulk_update(roles.values(), ["permissions", "limits", "reach", "landing"])
    must_keep_administrator()


def must_not_exceed(
    by: Actor, roles: Iterable[Role], field: str = "", *, to_himself: bool = False
) -> None:
    """Refuse a role that the giver may not assign.

    Whoever looks after people assigns every job of the house, also one he cannot do; but not the
    owner's, not rights over rights that he lacks, and to himself nothing that he may not already.
    """
    for role in roles:
        if role.retired_at is not None:
            raise InvalidValue(
                _("The role %(role)s was given up. Choose another.") % {"role": role}, field=field
            )
        granted = role.permissions
        if not to_himself:
            granted = rules.kept_back(granted, all_permissions())
        _must_hold(by, granted, field=field)
    _must_reach_as_far(by, [role.reach for role in roles], field)


def must_keep_administrator() -> None:
    """After the change somebody must still be able to change roles."""
    if not queries.administrators():
        raise LastAdministrator(
            _(
                "At least one person who may sign in must be able to change roles. "
                "Give this right to somebody else first."
            )
        )


def _must_hold(by: Actor, permissions: Iterable[str], field: str = "") -> None:
    if beyond := rules.goes_beyond(permissions, by.permissions, all_permissions()):
        raise MoreThanYouMay(
            _(
                "You cannot grant “%(permission)s”, because you do not have it yourself. "
                "Ask somebody who does."
            )
            % {"permission": permission_title(beyond[0])},
            field=field,
            reasons=[permission_title(name) for name in beyond],
        )


def _must_reach_as_far(by: Actor, reaches: Iterable[str], field: str = "") -> None:
    if rules.REACHES.index(rules.widest(reaches)) > rules.REACHES.index(by.reach):
        raise MoreThanYouMay(
            _("You cannot let somebody see further than you do yourself."), field=field
        )


def _locked(roles: list[Role]) -> tuple[Role, ...]:
    unique = list({role.pk: role for role in roles}.values())
    if not unique:
        return ()
    found = lock(*unique)
    return found if isinstance(found, tuple) else (found,)


def _apply(role: Role, line: GrantIn) -> None:
    known = all_permissions()
    if line.permission not in known:
        raise InvalidValue(
            _("There is no permission %(name)s. Load the page anew.") % {"name": line.permission}
        )
    if line.granted:
        role.permissions = rules.with_grant(role.permissions, line.permission)
    else:
        role.permissions = rules.without_grant(role.permissions, line.permission, known)
