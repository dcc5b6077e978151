"""The matrix of permissions and roles: what is changed is collected and saved at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yinglou.kernel.actors import Actor, all_permissions
from yinglou.kernel.errors import DomainError, InvalidValue
from yinglou.kernel.manifest import modules
from yinglou.kernel.menus import menu_for
from yinglou.kernel.money import read_yuan
from yinglou.kernel.pages import PageRequest, carry_out, done, page, render
from yinglou.modules.access import commands, queries, rules
from yinglou.modules.access.models import Reach, Role


@dataclass(frozen=True, slots=True)
class Cell:
    """A box of the matrix: its name in the form, whether it is ticked, whether it is fixed."""

    name: str
    granted: bool
    fixed: bool
    role: Role


@dataclass(frozen=True, slots=True)
class Line:
    """A permission and its boxes, one a role."""

    permission: str
    title: str
    cells: list[Cell]


@page("access.roles", "settings/roles/", name="access.matrix")
def matrix(request: PageRequest) -> HttpResponse:
    """All permissions and roles in one table."""
    roles = list(queries.roles_seen_by(request.actor))
    refusal = None
    if request.method == "POST":
        try:
            changes = _changes(roles, request.POST)
            outcome = carry_out(request, commands.save_roles, changes)
        except DomainError as trouble:
            refusal = trouble
        else:
            return done(request, reverse("access.matrix"), outcome, _told(changes))
    context = {
        "roles": roles,
        "groups": _groups(roles, request.actor),
        "limits": [
            _limit(roles, name, title) for name, title in queries.limit_titles(roles).items()
        ],
        "reaches": Reach.choices,
        "pages": [item for group in menu_for(request.actor) for item in group.items],
        "version": queries.roles_version(roles),
        "refusal": refusal,
    }
    status = refusal.status if refusal else 200
    return render(request, "access/matrix.html", context, status=status)


def _groups(roles: list[Role], actor: Actor) -> list[dict[str, Any]]:
    """The permissions of each module as lines of boxes."""
    found = []
    for module in modules():
        lines = [
            Line(name, str(title), [_cell(role, name, actor) for role in roles])
            for name, title in module.permissions.items()
        ]
        if lines:
            found.append({"title": module.verbose_name, "lines": lines})
    return found


def _cell(role: Role, permission: str, actor: Actor) -> Cell:
    granted = rules.covers(role.permissions, permission)
    fixed = rules.EVERYTHING in role.permissions or not (granted or actor.may(permission))
    return Cell(f"p:{role.pk}:{permission}", granted, fixed, role)


def _limit(roles: list[Role], name: str, title: str) -> dict[str, Any]:
    cells = [
        {
            "name": f"l:{role.pk}:{name}",
            "value": _hundredths(role.limits.get(name, 0)),
            "role": role,
        }
        for role in roles
    ]
    return {"title": title, "cells": cells}


def _changes(roles: list[Role], posted: Any) -> dict[str, Any]:
    """What differs between the roles and what was posted."""
    known = all_permissions()
    return {
        "grants": list(_grants(roles, known, posted)),
        "limits": list(_limits(roles, posted)),
        "reaches": [
            commands.ReachIn(role, Reach(far))
            for role in roles
            if (far := posted.get(f"r:{role.pk}", role.reach)) != role.reach and far in Reach.values
        ],
        "landings": [
            commands.LandingIn(role, landing[:60])
            for role in roles
            if (landing := posted.get(f"h:{role.pk}", role.landing)) != role.landing
        ],
        "version": posted.get("version", ""),
    }


def _grants(roles: list[Role], known: Iterable[str], posted: Any) -> Iterable[commands.GrantIn]:
    shown = set(posted.getlist("shown"))
    for role in roles:
        if rules.EVERYTHING in role.permissions:
            continue
        for permission in known:
            name = f"p:{role.pk}:{permission}"
            before, after = rules.covers(role.permissions, permission), name in posted
            if name in shown and before != after:
                yield commands.GrantIn(role, permission, after)


def _limits(roles: list[Role], posted: Any) -> Iterable[commands.RoleLimitIn]:
    for role in roles:
        for name, title in queries.limit_titles(roles).items():
            typed = posted.get(f"l:{role.pk}:{name}")
            before = role.limits.get(name, 0)
            if typed is None:
                continue
            after = _read_hundredths(typed, title)
            if after != before:
                yield commands.RoleLimitIn(role, name, after)


def _hundredths(value: int) -> str:
    """Basis points as per cent and fen as yuan: both are hundredths."""
    return f"{value / 100:g}" if value else ""


def _read_hundredths(typed: str, title: str) -> int:
    try:
        found = read_yuan(typed) if typed.strip() else 0
    except ValidationError as trouble:
        raise InvalidValue(f"{title}: {' '.join(trouble.messages)}") from None
    if found < 0:
        raise InvalidValue(_("%(field)s: enter a number of 0 or more.") % {"field": title})
    return found


def _told(changes: dict[str, Any]) -> str:
    count = sum(len(lines) for lines in changes.values() if isinstance(lines, list))
    return ngettext("%(n)s change saved", "%(n)s changes saved", count) % {"n": count}
