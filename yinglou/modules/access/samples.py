"""Roles and people for tests and the demo."""

from typing import Any

from yinglou.kernel.actors import Actor
from yinglou.modules.branches.models import Branch
from yinglou.modules.branches.samples import a_branch

from . import commands, queries
from .models import ApiToken, Reach, Role, User

PASSWORD = "yinglou-demo-2026"  # noqa: S105 for samples; a real installation sets its own


def a_role(
    code: str = "front_desk",
    name: str = "前台",
    permissions: tuple[str, ...] = (),
    reach: Reach = Reach.BRANCH,
    limits: dict[str, int] | None = None,
    landing: str = "",
) -> Role:
    """A job in the house."""
    return commands.define_role(
        by=Actor.house("samples"),
        code=code,
        name=name,
        permissions=list(permissions),
        reach=reach,
        limits=[commands.LimitIn(key, value) for key, value in (limits or {}).items()],
        landing=landing,
    )


def a_person(
    username: str = "linxiaoyu",
    name: str = "林小雨",
    roles: tuple[Role, ...] = (),
    branches: tuple[Branch, ...] = (),
    password: str = PASSWORD,
) -> User:
    """Somebody who may sign in; found by the sign-in name if there already."""
    found = User.objects.filter(username=username).first()
    return found or commands.add_user(
        by=Actor.house("samples"),
        username=username,
        name=name,
        roles=list(roles),
        branches=list(branches) or [a_branch()],
        password=password,
    )


def an_administrator(username: str = "chenli", name: str = "陈立") -> User:
    """The owner, who may everything everywhere."""
    owner = a_role("owner", "老板", ("*",), Reach.ALL)
    return a_person(username, name, (owner,))


def actor(user: User) -> Actor:
    """The person as an actor."""
    return queries.actor_for(user)


def a_token(user: User | None = None) -> ApiToken:
    """An API token of somebody, with its secret still known."""
    return commands.issue_token(by=actor(user or an_administrator()), name="收银机")


def a_row(resource: Any) -> Any:
    """One row of each of this module's resources, for the tests of all pages."""
    makers: dict[Any, Any] = {User: an_administrator, Role: a_role, ApiToken: a_token}
    return makers[resource.model]()
