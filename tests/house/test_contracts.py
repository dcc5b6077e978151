"""What every resource and every page promises, whoever wrote it.

A module's `samples.py` may offer `a_row(resource) -> row`; then the record is opened, too.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import translation

from yinglou.kernel.commands import all_commands
from yinglou.kernel.models import JournalEntry
from yinglou.kernel.pages import all_pages
from yinglou.kernel.resources import Resource, all_resources
from yinglou.kernel.signatures import arguments_of

pytestmark = pytest.mark.django_db

RESOURCES = all_resources()
EVERYTHING = "tests.house.contract_actors.everything"
NOTHING = "tests.house.contract_actors.nothing"
LIST_QUERIES_MAX = 25

each_resource = pytest.mark.parametrize("resource", RESOURCES, ids=lambda r: r.key())


@pytest.fixture
def owner(client: Client) -> Any:
    client.force_login(_somebody())
    with override_settings(YINGLOU_ACTOR=EVERYTHING):
        yield client


@pytest.fixture
def stranger(client: Client) -> Any:
    client.force_login(_somebody())
    with override_settings(YINGLOU_ACTOR=NOTHING):
        yield client


def _somebody() -> Any:
    user = get_user_model()(username="contract")
    user.save()
    return user


def _address(resource: type[Resource]) -> str:
    return f"/api/v1/{resource.module()}/{resource.slug}"


@each_resource
def test_the_list_renders(resource, owner, django_assert_max_num_queries):
    with django_assert_max_num_queries(LIST_QUERIES_MAX):
        answer = owner.get(reverse(resource.key()))
    assert answer.status_code == 200
    assert str(resource.heading()) in answer.content.decode()


@each_resource
def test_the_list_survives_any_question(resource, owner):
    """Nonsense in the address is an empty or a full list, never a broken page."""
    for question in ("q=李&page=999999", "sort=-nonsense", "view=nonsense&size=7", "page=x"):
        assert owner.get(f"{reverse(resource.key())}?{question}").status_code in (200, 404)


@each_resource
def test_what_does_not_exist_is_not_found(resource, owner):
    assert owner.get(reverse(f"{resource.key()}.one", args=["999999"])).status_code == 404
    assert owner.get(f"{_address(resource)}/999999").status_code == 404


@each_resource
def test_the_api_answers(resource, owner):
    answer = owner.get(_address(resource))
    assert answer.status_code == 200
    assert set(answer.json()) == {"items", "count"}


@each_resource
def test_a_stranger_is_refused(resource, stranger):
    assert stranger.get(reverse(resource.key())).status_code == 403
    assert stranger.get(_address(resource)).status_code == 403


@each_resource
def test_nobody_is_asked_to_sign_in(resource, client):
    answer = client.get(reverse(resource.key()))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")
    assert client.get(_address(resource)).status_code == 401


@pytest.mark.parametrize(
    "resource", [r for r in RESOURCES if r.create and not r.create_page], ids=lambda r: r.key()
)
def test_the_form_of_a_new_one_opens(resource, owner):
    assert owner.get(reverse(f"{resource.key()}.new")).status_code == 200


@each_resource
def test_a_record_renders(resource, owner):
    row = _a_row(resource)
    if row is None:
        pytest.skip(f"{resource.module()}/samples.py offers no row of {resource.key()}")
    key = getattr(row, resource.lookup)
    page = owner.get(reverse(f"{resource.key()}.one", args=[key]))
    assert page.status_code == 200
    assert owner.get(reverse(f"{resource.key()}.peek", args=[key])).status_code == 200
    assert owner.get(f"{_address(resource)}/{row.pk}").json()["id"] == row.pk


def _a_row(resource: type[Resource]) -> Any:
    name = f"yinglou.modules.{resource.module()}.samples"
    if not find_spec(f"yinglou.modules.{resource.module()}") or not find_spec(name):
        return None
    maker = getattr(import_module(name), "a_row", None)
    return maker(resource) if maker else None


@pytest.mark.parametrize("door", all_pages(), ids=lambda p: p.name)
def test_a_hand_written_page_refuses_a_stranger(door, stranger):
    if door.public or not door.permission or "<" in door.route:
        pytest.skip("public, for everybody signed in, or about one row")
    assert stranger.get(f"/{door.route}").status_code in (403, 405)


@pytest.mark.parametrize("command", all_commands(), ids=lambda c: c.name)
def test_a_command_refuses_a_stranger_before_it_looks(command):
    if not command.permission:
        pytest.skip("for everybody signed in")
    from .contract_actors import nothing

    actor = nothing(_somebody())
    arguments = dict.fromkeys(arguments_of(command))
    with pytest.raises(Exception) as refusal:  # noqa: PT011 the kernel's own class is asserted
        command(by=actor, **arguments)
    assert getattr(refusal.value, "status", None) == 403
    assert not JournalEntry.objects.exists()


@pytest.mark.parametrize("command", all_commands(), ids=lambda c: c.name)
def test_a_command_is_called_by_names_and_declares_types(command):
    """Its signature is its form, its API and its documentation."""
    parameters = command.signature.parameters
    assert "by" in parameters
    for name, parameter in parameters.items():
        assert parameter.kind is parameter.KEYWORD_ONLY, name
        assert parameter.annotation is not parameter.empty, name
    with translation.override(None):
        assert command.title
