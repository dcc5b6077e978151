"""Who somebody is, what he may do, where he works."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy

from yinglou.kernel import clock
from yinglou.kernel.actors import NOBODY, Actor, all_permissions
from yinglou.modules.branches.models import Branch
from yinglou.modules.branches.queries import open_branches

from . import rules
from .models import ApiToken, Role, SignIn, User

BRANCH_KEY = "branch_id"
SEEN_KEY = "seen"
SEEN_STEP_S = 300  # the session is written at most this often only to say that it is used
SINCE_KEY = "since"
# How long a sign-in lasts without being used, and at most: on a shared computer, on a trusted one.
SHARED_S = (4 * 3600, 14 * 3600)
TRUSTED_S = (3 * 24 * 3600, 14 * 24 * 3600)


@dataclass(frozen=True, slots=True)
class ShellBranch:
    """A store in the store switcher."""

    id: int
    code: str
    name: str
    business_date: date
    current: bool


@dataclass(frozen=True, slots=True)
class ShellFacts:
    """What the frame of every page says about the person and the store."""

    user_name: str = ""
    role_title: str = ""
    landing: str = ""
    branch_id: int | None = None
    branch_name: str = ""
    business_date: date | None = None
    branches: list[ShellBranch] = field(default_factory=list)
    must_change_password: bool = False
    may_make_tokens: bool = False


NO_FACTS = ShellFacts()


def actor_for(user: User, request: Any = None) -> Actor:
    """The actor behind a signed-in person: two statements, once per request.

    Permissions are those of all roles together, limits the highest, reach the widest. The
    store is the one chosen in the switcher, else the home store.
    """
    if request is not None and getattr(request, "known_actor", None) is not None:
        known: Actor = request.known_actor
        return known
    if request is not None and _has_slept(request):
        logout(request)
        return NOBODY
    chosen = request.session.get(BRANCH_KEY) if hasattr(request, "session") else None
    actor, facts = _told(user, chosen)
    if request is not None:
        request.known_actor, request.shell_facts = actor, facts
    return actor


def landing_of(user: User) -> str:
    """The name of the page on which the person's first role begins its day."""
    rows = Role.objects.filter(users=user, retired_at=None).exclude(landing="")
    return rows.order_by("position", "pk").values_list("landing", flat=True).first() or ""


def shell_facts(request: Any) -> ShellFacts:
    """What the frame of the page shows; asked of the database once per request."""
    actor = getattr(request, "actor", NOBODY)
    if actor.user_id is None:
        return NO_FACTS
    facts: ShellFacts = getattr(request, "shell_facts", NO_FACTS)
    return facts


def actor_by_token(raw: str) -> Actor | None:
    """The actor behind an API token; None if it is not valid (any more)."""
    if not raw.startswith(rules.TOKEN_MARK) or len(raw) > 200:
        return None
    token = (
        ApiToken.objects.select_related("user")
        .filter(
            digest=rules.digest_of(raw),
            revoked_at=None,
            expires_at__gt=clock.now(),
            user__is_active=True,
        )
        .first()
    )
    return _told(token.user, None)[0].coming_from("api") if token else None


def actor_named(username: str) -> Actor:
    """The actor of a person by sign-in name, for the worker and for tests."""
    return _told(User.objects.get_by_natural_key(username), None)[0]


def _told(user: User, chosen: Any) -> tuple[Actor, ShellFacts]:
    roles = list(Role.objects.filter(users=user, retired_at=None).order_by("position", "pk"))
    reach = rules.widest(role.reach for role in roles)
    member = User.branches.through.objects.filter(user_id=user.pk, branch_id=OuterRef("pk"))
    stores = open_branches().annotate(mine=Exists(member))
    allowed = [s for s in stores if reach == "all" or s.mine or s.pk == user.home_branch_id]  # type: ignore[attr-defined]
    store = _current(allowed, chosen, user.home_branch_id)
    granted = [grant for role in roles for grant in role.permissions]
    actor = Actor(
        name=str(user),
        permissions=_permissions(user, granted),
        user_id=user.pk,
        employee_id=user.employee_id,
        branch_id=store.pk if store else None,
        branch_ids=frozenset(s.pk for s in allowed),
        reach=reach,  # type: ignore[arg-type]
        roles=tuple(role.code for role in roles),
        limits=rules.highest(role.limits for role in roles),
        language=user.language,
    )
    may_make_tokens = actor.may("access.tokens")
    return actor, replace(_facts(user, roles, allowed, store), may_make_tokens=may_make_tokens)


def _permissions(user: User, granted: list[str]) -> frozenset[str]:
    """Whoever has a password that somebody else chose may do nothing but choose his own."""
    if user.must_change_password:
        return frozenset()
    return rules.expanded(granted, all_permissions())


def _current(allowed: Sequence[Branch], chosen: Any, home: int | None) -> Branch | None:
    by_key: dict[Any, Branch] = {store.pk: store for store in allowed}
    return by_key.get(chosen) or by_key.get(home) or (allowed[0] if allowed else None)


def _facts(
    user: User, roles: list[Role], allowed: Sequence[Branch], store: Branch | None
) -> ShellFacts:
    return ShellFacts(
        user_name=str(user),
        role_title="、".join(role.name for role in roles),
        landing=next((role.landing for role in roles if role.landing), ""),
        branch_id=store.pk if store else None,
        branch_name=store.name if store else "",
        business_date=store.business_date if store else None,
        branches=[
            ShellBranch(s.pk, s.code, s.name, s.business_date, current=s == store) for s in allowed
        ],
        must_change_password=user.must_change_password,
    )


def _has_slept(request: Any) -> bool:
    """Whether the sign-in was left alone for too long, or lasts too long; notes that it is used."""
    session = getattr(request, "session", None)
    if session is None:
        return False
    idle_s, whole_s = SHARED_S if session.get_expire_at_browser_close() else TRUSTED_S
    now = int(clock.now().timestamp())
    seen, since = session.get(SEEN_KEY, now), session.get(SINCE_KEY, now)
    if now - seen > idle_s or now - since > whole_s:
        return True
    if SEEN_KEY not in session or now - seen > SEEN_STEP_S:
        session[SEEN_KEY] = now
        session.setdefault(SINCE_KEY, now)
    return False


def users_seen_by(actor: Actor) -> QuerySet[User]:
    """The people of the stores an actor has to do with, and the actor himself."""
    rows = User.objects.select_related("home_branch").prefetch_related("roles", "branches")
    if actor.reach != "all":
        near = Q(home_branch_id__in=actor.branch_ids) | Q(pk=actor.user_id)
        member = User.branches.through.objects.filter(
            user_id=OuterRef("pk"), branch_id__in=actor.branch_ids
        )
        rows = rows.filter(near | Exists(member))
    return rows.order_by("-is_active", "name", "pk")


def active_users(actor: Actor) -> QuerySet[User]:
    """Those of them who may sign in: whom a task can be given to."""
    return users_seen_by(actor).filter(is_active=True)


def roles_seen_by(actor: Actor) -> QuerySet[Role]:
    """The roles; everybody who may open the page sees all of them."""
    return Role.objects.filter(retired_at=None).order_by("position", "pk")


def tokens_seen_by(actor: Actor) -> QuerySet[ApiToken]:
    """Own tokens, and those of everybody for whoever looks after people."""
    rows = ApiToken.objects.select_related("user")
    if not actor.may("access.users"):
        rows = rows.filter(user_id=actor.user_id)
    elif actor.reach != "all":
        rows = rows.filter(Q(user_id=actor.user_id) | Q(user__home_branch_id__in=actor.branch_ids))
    return rows.order_by("-pk")


def sign_ins_of(actor: Actor) -> list[SignIn]:
    """Where the actor is signed in now, latest first."""
    rows = SignIn.objects.filter(user_id=actor.user_id, ended_at=None)
    since = clock.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return list(rows.filter(at__gte=since).order_by("-at")[:50])


def user_known_as(typed: str) -> User | None:
    """The person with a sign-in name, however it was capitalised."""
    return User.objects.filter(username=typed.strip().lower()).first()


def administrators(but: User | None = None) -> int:
    """How many active people may change roles, leaving one out."""
    rows = User.objects.filter(is_active=True).exclude(pk=but.pk if but else None)
    found = rows.prefetch_related("roles")
    return sum(1 for user in found if holds(user, "access.roles"))


def holds(user: User, permission: str) -> bool:
    """Whether a person's roles include a permission."""
    granted = [g for role in user.roles.all() if not role.retired_at for g in role.permissions]
    return rules.covers(granted, permission)


# Only figures that a command really asks for: a limit nobody enforces would be a lie.
LIMITS: dict[str, Any] = {"discount_bp": gettext_lazy("Largest discount (%)")}


def limit_titles(roles: Iterable[Role]) -> dict[str, str]:
    """The figures that roles can grant: those known here and those any role has already."""
    found = {name: str(title) for name, title in LIMITS.items()}
    for role in roles:
        for name in role.limits:
            found.setdefault(name, name)
    return found


def roles_version(roles: Iterable[Role]) -> str:
    """A short mark of what roles grant now, by which a stale page is told."""
    told = [(r.pk, r.permissions, r.limits, r.reach, r.landing) for r in roles]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]
