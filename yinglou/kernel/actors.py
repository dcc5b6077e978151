"""Who is acting. Every command is told; nothing is done by nobody."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from django.apps import apps
from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from .errors import NotAllowed

Reach = Literal["own", "branch", "all"]
EVERYTHING = frozenset({"*"})


@dataclass(frozen=True, slots=True, eq=False)
class Actor:
    """A person, an API token, or the house itself, with what it may do and how far it sees.

    `reach` is how far the reading goes: the own records, those of `branch_ids`, or all.
    `limits` are figures a role grants, such as the largest discount in basis points.
    """

    name: str
    permissions: frozenset[str] = frozenset()
    user_id: int | None = None
    employee_id: int | None = None
    branch_id: int | None = None  # the branch the actor works at now
    branch_ids: frozenset[int] = frozenset()
    reach: Reach = "all"
    roles: tuple[str, ...] = ()
    limits: Mapping[str, int] = field(default_factory=dict)
    language: str = ""
    source: str = "web"  # web, api, import, system

    def may(self, permission: str) -> bool:
        """An empty permission is what everybody who is signed in may do."""
        return not permission or "*" in self.permissions or permission in self.permissions

    def must(self, permission: str) -> None:
        """Refuse aloud if the permission is missing (E-PERM)."""
        if not self.may(permission):
            raise NotAllowed(
                _("You need “%(permission)s”. Ask your manager to grant it.")
                % {"permission": permission_title(permission)}
            )

    def sees_branch(self, branch_id: int | None) -> bool:
        return self.reach == "all" or branch_id is None or branch_id in self.branch_ids

    def limit(self, name: str) -> int:
        """A figure granted by a role; 0 if none was granted."""
        return self.limits.get(name, 0)

    def coming_from(self, source: str) -> "Actor":
        return replace(self, source=source)

    @classmethod
    def house(cls, module: str) -> "Actor":
        """The house itself: the worker, the clock, the demo builder."""
        return cls(name=module, permissions=EVERYTHING, source="system")


HOUSE_NAMES = frozenset({"demo", "samples"})


def called(name: str) -> str:
    """The name of who acted as people read it: a module that acts by itself is the system."""
    is_house = name in HOUSE_NAMES or name in apps.app_configs
    return _("System") if is_house else name


NOBODY = Actor(name="", reach="own")


def actor_of(user: Any, request: Any = None) -> Actor:
    """The actor behind a signed-in user; `settings.YINGLOU_ACTOR` names who knows."""
    if not getattr(user, "is_authenticated", False):
        return NOBODY
    found: Actor = import_string(settings.YINGLOU_ACTOR)(user, request)
    return found


_titles: dict[str, Any] = {}


def declare_permissions(titles: Mapping[str, Any]) -> None:
    """Called by each module's card: its permissions and what they let a person do."""
    _titles.update(titles)


def permission_title(permission: str) -> str:
    return str(_titles.get(permission, permission))


def all_permissions() -> dict[str, str]:
    """Every declared permission with its title, in order of module and name."""
    return {name: str(_titles[name]) for name in sorted(_titles)}
