"""The customer's page and the gateways' door."""

import json
from datetime import timedelta

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.modules.access.samples import an_administrator
from yinglou.modules.folios.models import Payment
from yinglou.modules.payments import commands, rules, samples
from yinglou.modules.payments.commands import DryRun
from yinglou.modules.payments.models import PayRequest

pytestmark = pytest.mark.django_db

HOOK = "/api/v1/payments/hooks/dry_run"
State = PayRequest.State


@pytest.fixture
def link() -> PayRequest:
    return samples.a_link()


def path(link: PayRequest) -> str:
    return reverse("payments.pay", args=[link.token])


def send(headers: dict[str, str], body: bytes, hook: str = HOOK):
    return Client(enforce_csrf_checks=True).post(
        hook, body, content_type="application/json", headers=headers
    )


def signed(told: dict, stamp: str = "") -> tuple[dict[str, str], bytes]:
    body = json.dumps(told).encode()
    stamp = stamp or str(int(clock.now().timestamp()))
    signature = rules.signature_of(DryRun().key(), stamp, body)
    return {"X-Pay-Timestamp": stamp, "X-Pay-Signature": signature}, body


def notice(link: PayRequest, **changes) -> dict:
    told = {
        "token": link.token, "external_id": "WX1", "amount_minor": 180_000, "currency": "CNY",
        "method": "wechat", "result": "paid",
    }  # fmt: skip
    return {**told, **changes}


def untouched(link: PayRequest) -> bool:
    link.refresh_from_db()
    nothing = (link.state, link.external_id) == (State.WAITING, "")
    return nothing and Payment.objects.count() == 0


def test_a_customer_pays_on_the_phone(client, link):
    page = client.get(path(link))
    assert page.status_code == 200
    text = page.content.decode()
    assert "¥1,800.00" in text
    assert 'data-state="waiting"' in text
    assert link.folio.customer.name not in text  # who holds the link sees 王** only
    answer = client.post(path(link), {"method": "wechat"})
    assert (answer.status_code, answer["Location"]) == (302, path(link))
    payment = Payment.objects.get()
    after = client.get(path(link)).content.decode()
    assert 'data-state="paid"' in after
    assert payment.number in after
    assert client.post(path(link), {"method": "wechat"}).status_code == 200
    assert Payment.objects.count() == 1


def test_an_expired_link_takes_nothing(client, link):
    with clock.set_to(link.expires_at + timedelta(seconds=1)):
        answer = client.post(path(link), {"method": "wechat"})
    assert 'data-state="expired"' in answer.content.decode()
    assert untouched(link)


def test_a_link_nobody_sent_says_so(client):
    answer = client.get("/pay/nobody/")
    assert answer.status_code == 404
    assert 'data-testid="pay"' not in answer.content.decode()


def test_a_signed_notice_is_booked_and_its_replay_changes_nothing(link):
    headers, body = signed(notice(link))
    for _time in range(3):
        answer = send(headers, body)
        assert (answer.status_code, answer.json()) == (200, {"result": "ok", "state": "paid"})
    assert Payment.objects.get().amount_minor == 180_000


def test_an_old_notice_is_refused(link):
    old = str(int(clock.now().timestamp()) - 301)
    answer = send(*signed(notice(link), old))
    assert (answer.status_code, answer.json()["error"]) == (401, "NoticeRefused")
    assert untouched(link)


@pytest.mark.parametrize("stamp", ["", "abc", "١٢٣", "9" * 13])
def test_a_nonsense_time_is_refused(link, stamp):
    body = json.dumps(notice(link)).encode()
    signature = rules.signature_of(DryRun().key(), stamp, body)
    answer = Client().post(
        HOOK, body, content_type="application/json",
        HTTP_X_PAY_TIMESTAMP=stamp, HTTP_X_PAY_SIGNATURE=signature,
    )  # fmt: skip
    assert answer.status_code == 401
    assert untouched(link)


def test_a_forged_notice_is_refused(link):
    headers, body = signed(notice(link))
    for forged in ({}, {**headers, "X-Pay-Signature": "0" * 64}):
        assert send(forged, body).status_code == 401
    assert send(headers, body.replace(b"180000", b"180001")).status_code == 401
    later = {**headers, "X-Pay-Timestamp": str(int(headers["X-Pay-Timestamp"]) + 1)}
    assert send(later, body).status_code == 401
    assert untouched(link)


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"amount_minor": 1}, 409),
        ({"currency": "USD"}, 409),
        ({"token": "nobody"}, 404),
        ({"amount_minor": "180000"}, 422),
        ({"amount_minor": True}, 422),
        ({"external_id": ""}, 422),
        ({"method": "gold"}, 422),
    ],
)
def test_a_genuine_notice_about_something_else_is_refused(link, changes, status):
    assert send(*signed(notice(link, **changes))).status_code == status
    assert untouched(link)


def test_what_is_no_notice_is_refused(link):
    for body in (b"", b"[]", b"\xff", b"null"):
        stamp = str(int(clock.now().timestamp()))
        headers = {
            "X-Pay-Timestamp": stamp,
            "X-Pay-Signature": rules.signature_of(DryRun().key(), stamp, body),
        }
        assert send(headers, body).status_code == 422
    assert Client().get(HOOK).status_code == 405
    assert send(*signed(notice(link)), hook=HOOK.replace("dry_run", "gold")).status_code == 404
    assert untouched(link)


def test_a_gateway_may_say_no(link):
    answer = send(*signed(notice(link, result="failed", reason="余额不足")))
    assert answer.json()["state"] == "failed"
    link.refresh_from_db()
    assert (link.state, link.reason) == (State.FAILED, "余额不足")


def test_late_money_is_told_to_customer_and_cashier(client, link):
    commands.expire_request(by=Actor.house("tests"), request=link)
    assert send(*signed(notice(link))).json()["state"] == "paid_late"
    assert 'data-state="paid_late"' in client.get(path(link)).content.decode()


def test_the_link_is_a_code_to_scan(client, link):
    client.force_login(an_administrator())
    with override_settings(YINGLOU_ACTOR="tests.house.contract_actors.everything"):
        answer = client.get(reverse("payments.qr", args=[link.token]))
        record = client.get(reverse("payments.requests.one", args=[link.pk]))
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer.content.startswith(b"<svg xmlns=")
    assert path(link) in record.content.decode()
