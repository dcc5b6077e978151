"""Every address and every operation, tried by every role and by nobody.

What a door asks for is declared; here it is compared with what the door does. One address that
is not on the list of declared ones, and the test fails.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from yinglou.config.urls import api
from yinglou.kernel.actors import Actor
from yinglou.kernel.models import JournalEntry
from yinglou.kernel.pages import all_pages
from yinglou.kernel.resources import all_resources
from yinglou.modules.access.queries import actor_named
from yinglou.modules.access.samples import a_person
from yinglou.modules.operations.samples.roles import STANDARD_ROLES, define_standard_roles

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ROLES = [role.code for role in STANDARD_ROLES]
OPEN_TO_ALL = {"healthz", "readyz", "set_language"}
VALUES = {"int": "9", "str": "9", "slug": "x", "uuid": "00000000-0000-4000-8000-000000000000",
          "path": "x"}  # fmt: skip


@dataclass(frozen=True)
class Door:
    """An address with the permissions of which each is needed; None is open to customers."""

    name: str
    address: str
    needs: tuple[str, ...] | None


def doors() -> list[Door]:
    found = [
        Door(
            page.name, f"/{_filled(page.route)}", None if page.public else (page.permission or "",)
        )
        for page in all_pages()
    ]
    found += [Door(name, address, ("",)) for name, address in (
        ("find", "/find/"), ("find.options", "/find/options/"), ("api.docs", "/api/v1/docs"),
        ("api.openapi", "/api/v1/openapi.json"))]  # fmt: skip
    for resource in all_resources():
        found += _of_resource(resource)
    return found


def _of_resource(resource) -> Iterator[Door]:
    key, base, sees = resource.key(), f"/{resource.base()}/", resource.permission
    for name, tail in ((key, ""), (f"{key}.export", "export/"),
                       (f"{key}.figures", "figures/"), (f"{key}.views", "views/"),
                       (f"{key}.one", "9/"), (f"{key}.peek", "9/peek/")):  # fmt: skip
        yield Door(name, base + tail, (sees,))
    if resource.create and not resource.create_page:
        for word in ("new", "import"):
            yield Door(f"{key}.{word}", f"{base}{word}/", (resource.create.permission,))
    for command in resource.bulk:
        name = command.__name__
        yield Door(f"{key}.bulk.{name}", f"{base}bulk/{name}/", (command.permission,))
    for command in resource.actions:
        name = command.__name__
        yield Door(f"{key}.{name}", f"{base}9/do/{name}/", (command.permission, sees))


def _filled(route: str) -> str:
    """A route with a value in each of its places."""
    parts = []
    for part in route.split("/"):
        if "<" in part:
            head, _open, rest = part.partition("<")
            kind, _colon, _name = rest.partition(">")[0].rpartition(":")
            part = head + VALUES[kind or "str"] + rest.partition(">")[2]
        parts.append(part)
    return "/".join(parts)


def test_every_address_is_declared():
    declared = {door.name for door in doors()} | OPEN_TO_ALL
    undeclared = [name for name in _names(get_resolver()) if name not in declared]
    assert undeclared == []


def _names(resolver: URLResolver) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.name or str(pattern.pattern)
        elif str(pattern.pattern) != "api/v1/":  # its operations are tried below
            yield from _names(pattern)


def test_nobody_comes_in():
    client = Client()
    for door in doors():
        if door.needs is None:
            assert client.get(door.address).status_code < 500, door
            continue
        answer = client.get(door.address)
        assert (answer.status_code, answer["Location"][:16]) == (302, "/accounts/login/"), door
    for method, address, _needs in operations():
        answer = client.generic(method, address, "{}", content_type="application/json")
        assert answer.status_code in (401, 403), address
    assert not JournalEntry.objects.exists()


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_what_it_may_and_nothing_else(role):
    client, actor = _sitting_down(role)
    wrong = []
    for door in doors():
        if door.needs is None or door.name.startswith("account_"):
            continue
        status = client.get(door.address).status_code
        allowed = all(actor.may(permission) for permission in door.needs)
        if status >= 500 or (status == 403) == allowed:
            wrong.append(f"{door.name}: {status}, declared {door.needs}")
    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
def test_a_role_calls_what_it_may_and_a_refusal_leaves_no_trace(role):
    client, actor = _sitting_down(role)
    before, wrong = JournalEntry.objects.count(), []
    for method, address, needs in operations():
        if all(actor.may(permission) for permission in needs):
            continue
        status = client.generic(method, address, "{}", content_type="application/json").status_code
        if status not in (403, 404, 422):  # a body without its fields is refused before the door
            wrong.append(f"{method} {address}: {status}")
    assert wrong == []
    assert JournalEntry.objects.count() == before


def operations() -> list[tuple[str, str, tuple[str, ...]]]:
    """Method, address and permissions of every operation of the API."""
    listed = set()
    for address, verbs in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].items():
        listed |= {(verb.upper(), address) for verb in verbs}
    found = []
    for resource in all_resources():
        base = f"/api/v1/{resource.module()}/{resource.slug}"
        found += [
            ("GET", base, (resource.permission,)),
            ("GET", f"{base}/9", (resource.permission,)),
        ]
        if resource.create:
            found.append(("POST", base, (resource.create.permission,)))
        for command in resource.actions:
            needs = (command.permission, resource.permission)
            found.append(("POST", f"{base}/9/{command.__name__}", needs))
    known = {(method, address.replace("/9", "/{row_id}")) for method, address, _needs in found}
    assert listed <= known, listed - known
    return [one for one in found if (one[0], one[1].replace("/9", "/{row_id}")) in listed]


def _sitting_down(role: str) -> tuple[Client, Actor]:
    roles = define_standard_roles(Actor.house("tests"))
    person = a_person(f"try_{role}", "试试", (roles[role],))
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client, actor_named(person.username)
