"""Coming in, being kept out, going out."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse

from yinglou.kernel import clock
from yinglou.kernel.models import JournalEntry
from yinglou.modules.access import commands, queries
from yinglou.modules.access.models import SignIn, User
from yinglou.modules.access.samples import PASSWORD, a_person, a_role, actor, an_administrator
from yinglou.modules.branches.samples import two_branches

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def empty_cache(django_db_setup: Any, django_db_blocker: Any, db: Any) -> None:
    call_command("createcachetable", verbosity=0)
    cache.clear()


@pytest.fixture
def owner() -> User:
    return an_administrator()


@pytest.fixture
def desk() -> User:
    role = a_role("front_desk", "前台", ("access.tokens", "access.view"), landing="access.profile")
    return a_person(roles=(role,))


def sign_in(client: Any, username: str = "linxiaoyu", password: str = PASSWORD, **more: Any) -> Any:
    return client.post(LOGIN, {"login": username, "password": password, **more})


def journaled(name: str) -> int:
    return JournalEntry.objects.filter(command=f"access.{name}").count()


def test_somebody_comes_in_and_lands_where_the_role_begins(client, desk):
    answer = sign_in(client, " LinXiaoYu".strip())
    assert (answer.status_code, answer["Location"]) == (302, reverse("access.profile"))
    assert journaled("record_sign_in") == 1
    signed_in = SignIn.objects.get()
    assert (signed_in.user, signed_in.ended_at) == (desk, None)
    assert client.get("/accounts/").status_code == 200
    entry = JournalEntry.objects.get(command="access.record_sign_in")
    assert signed_in.session_key not in str(entry.arguments)


def test_a_new_session_begins_at_the_door(client, desk):
    client.get(LOGIN)
    session = client.session
    session["planted"] = 1
    session.save()
    before = session.session_key
    sign_in(client)
    assert client.session.session_key != before


def test_a_wrong_password_is_written_down_without_what_was_typed(client, desk):
    assert sign_in(client, password="my-secret-slip").status_code == 200
    assert sign_in(client, username="my-secret-slip").status_code == 200
    assert journaled("record_failed_sign_in") == 2
    assert "my-secret-slip" not in str(list(JournalEntry.objects.values_list("arguments", "actor")))
    assert not SignIn.objects.exists()


def test_after_five_wrong_passwords_the_right_one_waits(client, desk):
    for _try in range(5):
        sign_in(client, password="wrong-wrong-wrong")
    assert sign_in(client, HTTP_HOST="127.0.0.1").status_code == 200
    assert journaled("record_failed_sign_in") == 5
    assert not SignIn.objects.exists()
    assert "_auth_user_id" not in client.session


def test_a_blocked_person_is_told_so(client, owner, desk):
    commands.disable_user(by=actor(owner), user=desk)
    answer = sign_in(client)
    assert answer.status_code in (200, 302)
    assert "_auth_user_id" not in client.session
    assert client.get(reverse("account_inactive")).status_code == 403


def test_blocking_ends_the_sessions_of_the_person(client, owner, desk):
    sign_in(client)
    commands.disable_user(by=actor(owner), user=desk)
    assert client.get("/accounts/").status_code == 302
    assert not Session.objects.exists()
    assert SignIn.objects.get().ended_at is not None


def test_going_out_ends_the_session_on_the_server(client, desk):
    sign_in(client)
    assert client.get(reverse("account_logout")).status_code == 200
    assert journaled("record_sign_out") == 0
    client.post(reverse("account_logout"))
    assert journaled("record_sign_out") == 1
    assert SignIn.objects.get().ended_at is not None
    assert client.get("/accounts/").status_code == 302


def test_nobody_makes_an_account_for_himself(client):
    assert client.get("/accounts/signup/").status_code == 404
    assert client.post("/accounts/signup/", {"username": "evil"}).status_code == 404
    assert not User.objects.exists()


def test_a_session_that_sleeps_is_over(client, desk):
    sign_in(client)
    assert client.get("/accounts/").status_code == 200
    with clock.set_to(clock.now() + timedelta(hours=5)):
        assert client.get("/accounts/").status_code == 302


def test_a_trusted_computer_sleeps_longer_but_not_for_ever(client, desk):
    sign_in(client, remember="on")
    client.get("/accounts/")
    with clock.set_to(clock.now() + timedelta(days=2)):
        assert client.get("/accounts/").status_code == 200
    with clock.set_to(clock.now() + timedelta(days=15)):
        assert client.get("/accounts/").status_code == 302


def test_a_first_password_leads_to_choosing_an_own_one(client, owner, desk):
    commands.set_password(by=actor(owner), user=desk, password="for-the-first-day-1")
    answer = sign_in(client, password="for-the-first-day-1")
    assert answer["Location"] == reverse("access.password")
    assert client.get(reverse("access.people")).status_code == 403
    sign_in_elsewhere = SignIn.objects.create(user=desk, session_key="elsewhere")
    form = {"current": "for-the-first-day-1", "password": "my-own-words-2026"}
    assert client.post(reverse("access.password"), form).status_code == 302
    assert client.get(reverse("access.people")).status_code == 200
    sign_in_elsewhere.refresh_from_db()
    assert sign_in_elsewhere.ended_at is not None
    assert SignIn.objects.get(ended_at=None).session_key == client.session.session_key


def test_a_wrong_current_password_changes_nothing(client, desk):
    sign_in(client)
    before = User.objects.get(pk=desk.pk).password
    form = {"current": "not-mine-at-all", "password": "my-own-words-2026"}
    for expected in (422, 422, 422, 422, 422, 422):
        assert client.post(reverse("access.password"), form).status_code == expected
    form["current"] = PASSWORD
    assert client.post(reverse("access.password"), form).status_code == 422
    assert User.objects.get(pk=desk.pk).password == before


def test_other_devices_can_be_signed_out(client, desk):
    sign_in(client)
    SignIn.objects.create(user=desk, session_key="elsewhere", agent="Firefox/1 Windows")
    page = client.get(reverse("access.sign_ins")).content.decode()
    assert "Firefox · Windows" in page
    client.post(reverse("access.sign_ins"))
    assert SignIn.objects.get(session_key="elsewhere").ended_at is not None
    assert SignIn.objects.filter(ended_at=None).count() == 1


def test_somebody_elses_device_is_not_ended(client, owner, desk):
    sign_in(client)
    foreign = SignIn.objects.create(user=owner, session_key="owner")
    answer = client.post(reverse("access.sign_ins"), {"sign_in": foreign.pk})
    assert answer.status_code == 404
    foreign.refresh_from_db()
    assert foreign.ended_at is None


def set_up_totp(user: User) -> str:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    return secret


def code_for(secret: str) -> str:
    return totp.format_hotp_value(
        totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time())))
    )


def test_the_second_factor_is_sealed_asked_for_and_taken_once(client, desk):
    secret = set_up_totp(desk)
    kept = Authenticator.objects.get().data["secret"]
    assert secret not in kept
    assert get_adapter().decrypt(kept) == secret
    assert sign_in(client)["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    second = reverse("mfa_authenticate")
    assert client.post(second, {"code": "000000"}).status_code == 200
    assert journaled("record_failed_sign_in") == 1
    code = code_for(secret)
    assert client.post(second, {"code": code}).status_code == 302
    assert journaled("record_sign_in") == 1
    client.post(reverse("account_logout"))
    sign_in(client)
    assert client.post(second, {"code": code}).status_code == 200  # once is enough
    assert journaled("record_sign_in") == 1


@pytest.mark.parametrize(
    "name",
    ["mfa_index", "mfa_list_webauthn", "access.sign_ins", "access.my_tokens", "access.password"],
)
def test_the_pages_of_ones_account_open(client, desk, name):
    sign_in(client)
    assert client.get(reverse(name)).status_code == 200


def test_setting_up_the_app_asks_for_the_password_again(
    client, desk, django_capture_on_commit_callbacks
):
    sign_in(client)
    address = reverse("mfa_activate_totp")
    asked = client.get(address)
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert client.get(asked["Location"]).status_code == 200
    wrong = client.post(asked["Location"], {"password": "not-mine-at-all"})
    assert wrong.status_code == 200
    assert client.post(asked["Location"], {"password": PASSWORD})["Location"] == address
    page = client.get(address)
    assert "data:image/svg+xml" in page.content.decode()
    secret = page.context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(address, {"code": code_for(secret)}).status_code == 302
    assert Authenticator.objects.filter(user=desk, type="totp").count() == 1
    assert journaled("record_second_factor") >= 1
    for name in ("mfa_index", "mfa_view_recovery_codes", "mfa_deactivate_totp", "mfa_add_webauthn"):
        assert client.get(reverse(name)).status_code == 200, name
    codes = client.get(reverse("mfa_download_recovery_codes"))
    assert len(codes.content.split()) == 10


def test_a_token_is_shown_once_and_opens_the_api(client, desk):
    sign_in(client)
    page = client.post(reverse("access.my_tokens"), {"name": "收银机", "valid_days": "30"})
    assert page.status_code == 200, page.content.decode()
    secret = queries.tokens_seen_by(actor(desk)).get()
    text = page.content.decode()
    shown = text[text.index("yl_") :].split("<")[0]
    assert shown.endswith(secret.tail)
    assert shown not in client.get(reverse("access.my_tokens")).content.decode()
    client.logout()
    answer = client.get("/api/v1/access/people", headers={"Authorization": f"Bearer {shown}"})
    assert answer.status_code == 200
    wrong = client.get("/api/v1/access/people", headers={"Authorization": "Bearer yl_wrong"})
    assert wrong.status_code == 401


def test_the_store_is_switched_and_a_foreign_one_is_not_there(client, owner, desk):
    here, there = two_branches()
    sign_in(client)
    address = reverse("access.switch_branch")
    assert client.post(address, {"branch": there.pk}).status_code == 404
    client.logout()
    sign_in(client, "chenli")
    evil = {"branch": there.pk, "next": "https://evil.example/"}
    assert client.post(address, evil)["Location"] == "/"
    assert client.session[queries.BRANCH_KEY] == there.pk
    assert journaled("switch_branch") == 1
    assert client.post(address, {"branch": here.pk, "next": "/inbox/"})["Location"] == "/inbox/"


def test_the_matrix_saves_what_was_changed(client, owner, desk):
    sign_in(client, "chenli")
    address = reverse("access.matrix")
    role = desk.roles.get()
    assert client.get(address).status_code == 200
    given, taken = f"p:{role.pk}:branches.view", f"p:{role.pk}:access.view"
    form = {
        "shown": [given, taken],
        given: "on",
        f"r:{role.pk}": "own",
        f"l:{role.pk}:discount_bp": "15",
        "version": queries.roles_version(queries.roles_seen_by(actor(owner))),
    }
    assert client.post(address, form).status_code == 302
    role.refresh_from_db()
    assert role.permissions == ["access.tokens", "branches.view"]
    assert (role.reach, role.limits["discount_bp"]) == ("own", 1500)


def test_the_matrix_is_closed_to_strangers(client, desk):
    sign_in(client)
    role = desk.roles.get()
    name = f"p:{role.pk}:access.roles"
    answer = client.post(reverse("access.matrix"), {"shown": [name], name: "on"})
    assert answer.status_code == 403
    role.refresh_from_db()
    assert "access.roles" not in role.permissions
