"""J0: a phone call becomes a confirmed booking with its deposit, in at most 12 interactions."""

import json

from playwright.sync_api import expect

from tests.browser.conftest import serious_flaws
from tests.browser.journey import Journey
from yinglou.kernel import clock
from yinglou.kernel.queue import work_off
from yinglou.modules.booking.models import Booking
from yinglou.modules.folios.models import Payment
from yinglou.modules.messaging.models import Message
from yinglou.modules.payments import rules
from yinglou.modules.payments.commands.dry_run import DryRun
from yinglou.modules.payments.models import PayRequest


def test_a_phone_call_becomes_a_confirmed_booking(at_desk, live_server, client):
    page = at_desk("linxiaoyu")
    with Journey(page, "J0 phone call", 12) as j:
        j.key("b", wait="booking-form")
        j.fill("booking-form-phone", "13800004321")
        j.fill("booking-form-name", "赵女士")
        j.click("booking-form-source-xhs")
        j.writes("booking-form-package", "ysys", then="Enter")
        j.sees("booking-form", "¥1,800.00")
        j.click("booking-form-day-2026-12-05", wait="booking-form-slot-0930")
        j.click("booking-form-slot-0930")
        j.sees("booking-form", "周航")
        j.click("booking-form-deposit-link")
        j.key("Control+Enter", wait="order-header-state")
    booking = Booking.objects.get(state=Booking.State.AWAITING_PAYMENT)
    request = PayRequest.objects.get()
    assert request.amount_minor == 180_000
    work_off()
    assert Message.objects.count() == 1

    assert _paid(client, request) == 200
    assert _paid(client, request) == 200  # told twice, booked once
    work_off()
    booking.refresh_from_db()
    assert booking.state == Booking.State.CONFIRMED
    assert Payment.objects.get().amount_minor == 180_000
    page.goto(f"{live_server.url}/booking/board/?date=2026-12-05")
    block = page.get_by_test_id(f"board-block-{booking.number}").first
    expect(block).to_have_attribute("data-state", "confirmed")
    page.keyboard.press("Control+k")
    page.get_by_test_id("palette-input").fill("zns")
    expect(page.get_by_test_id("palette-row-0")).to_contain_text("赵女士")
    assert serious_flaws(page) == []


def _paid(client, request):
    """The gateway tells, signed, that the customer has paid."""
    told = {
        "token": request.token, "external_id": "DRY1", "amount_minor": 180_000, "currency": "CNY",
        "method": "wechat", "result": "paid",
    }  # fmt: skip
    body, stamp = json.dumps(told).encode(), str(int(clock.now().timestamp()))
    signature = rules.signature_of(DryRun().key(), stamp, body)
    answer = client.post(
        "/api/v1/payments/hooks/dry_run", body, content_type="application/json",
        headers={"X-Pay-Timestamp": stamp, "X-Pay-Signature": signature},
    )  # fmt: skip
    return answer.status_code


def test_a_ten_digit_phone_is_told_under_its_field_and_what_was_typed_stays(at_desk):
    page = at_desk("linxiaoyu")
    page.keyboard.press("b")
    page.get_by_test_id("booking-form-phone").fill("1380000432")
    page.get_by_test_id("booking-form-name").fill("赵女士")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_test_id("booking-form")).to_contain_text("现在是 10 位")
    expect(page.get_by_test_id("booking-form-name")).to_have_value("赵女士")


def test_a_known_phone_offers_the_customer_there_is(at_desk):
    page = at_desk("linxiaoyu")
    page.keyboard.press("b")
    page.get_by_test_id("booking-form-phone").fill("13800001234")
    page.get_by_test_id("booking-form-phone").blur()
    page.get_by_test_id("booking-form-use-customer").click()
    expect(page.get_by_test_id("booking-form")).to_contain_text("王晓明")
