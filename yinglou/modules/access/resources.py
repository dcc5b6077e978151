"""The pages of people, roles and tokens."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel.actors import Actor
from yinglou.kernel.columns import Column
from yinglou.kernel.manifest import Menu
from yinglou.kernel.resources import Resource, View, resource

from . import commands, queries
from .models import ApiToken, Role, User


@dataclass(frozen=True, slots=True)
class Link:
    """A hand-written page offered beside the actions."""

    label: str
    url: str
    icon: str
    name: str


def _active(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    return rows.filter(is_active=True)


def _blocked(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    return rows.filter(is_active=False)


def _valid(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    return rows.filter(revoked_at=None)


@resource
class Users(Resource):
    """Who may sign in."""

    model = User
    permission = "access.view"
    rows = queries.users_seen_by
    slug = "people"
    label = gettext_lazy("People")
    icon = "users"
    menu = Menu(section="settings", order=20)
    columns = (
        Column("name", link=True),
        "username",
        Column("roles", label=gettext_lazy("Roles"), kind="text", value="role_names", sort=None),
        Column(
            "branches", label=gettext_lazy("Stores"), kind="text", value="branch_names", sort=None
        ),
        Column("last_login", label=gettext_lazy("Last sign-in"), kind="datetime"),
        Column("condition", label=gettext_lazy("State"), kind="state"),
    )
    views = (
        View("active", gettext_lazy("May sign in"), _active),
        View("blocked", gettext_lazy("Locked out"), _blocked),
        View("all", gettext_lazy("All"), counted=False),
    )
    filters = ("roles", "branches")
    search_in = ("username__icontains",)
    order_by = ("name", "pk")
    create = commands.add_user
    actions = (
        commands.change_roles,
        commands.set_password,
        commands.sign_out_everywhere,
        commands.enable_user,
        commands.disable_user,
    )
    badges = (Column("condition", kind="state"),)
    facts = (
        "username",
        Column("roles", label=gettext_lazy("Roles"), kind="text", value="role_names", sort=None),
        Column(
            "branches", label=gettext_lazy("Stores"), kind="text", value="branch_names", sort=None
        ),
        "home_branch",
        "email",
        Column("last_login", label=gettext_lazy("Last sign-in"), kind="datetime"),
        "added_at",
    )
    palette = True


@resource
class Roles(Resource):
    """What each job lets a person do; the cells are changed on the matrix."""

    model = Role
    permission = "access.view"
    rows = queries.roles_seen_by
    slug = "roles"
    icon = "shield"
    menu = Menu(section="settings", order=21, url="access.matrix", permission="access.roles")
    columns = (
        Column("name", link=True),
        "code",
        Column("permission_count", label=gettext_lazy("Permissions"), kind="text", sort=None),
        "reach",
        "landing",
    )
    search_in = ("name", "code")
    order_by = ("position", "pk")
    create = commands.add_role
    actions = (commands.change_role, commands.retire_role)
    export = False

    @staticmethod
    def links(row: Role, actor: Actor) -> Sequence[Link]:
        if not actor.may("access.roles"):
            return ()
        return (
            Link(_("Roles and rights"), reverse("access.matrix"), "grid-dots", "access.matrix"),
        )


@resource
class Tokens(Resource):
    """API tokens, for whoever looks after people; one's own are under one's account."""

    model = ApiToken
    permission = "access.tokens"
    rows = queries.tokens_seen_by
    slug = "tokens"
    icon = "key"
    menu = Menu(section="settings", order=25)
    columns = (
        Column("name", link=True),
        "user",
        "tail",
        "created_at",
        "expires_at",
        Column("condition", label=gettext_lazy("State"), kind="state"),
    )
    views = (
        View("valid", gettext_lazy("Not revoked"), _valid),
        View("all", gettext_lazy("All"), counted=False),
    )
    search_in = ("name", "user__name__icontains")
    create = commands.issue_token
    create_page = "access.my_tokens"
    actions = (commands.revoke_token,)
    badges = (Column("condition", kind="state"),)
    export = False
