"""Facts about the people who may come in."""

from dataclasses import dataclass

from yinglou.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class UserAdded(Event):
    """Somebody may sign in from now on."""

    user_id: int
    full_name: str


@dataclass(frozen=True, kw_only=True)
class UserDisabled(Event):
    """Somebody may not sign in any more."""

    user_id: int


@dataclass(frozen=True, kw_only=True)
class RolesChanged(Event):
    """Somebody has other roles or stores."""

    user_id: int


@dataclass(frozen=True, kw_only=True)
class SignedIn(Event):
    """Somebody came in."""

    user_id: int
