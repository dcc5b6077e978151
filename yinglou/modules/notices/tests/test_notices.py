"""What a customer reads: each fact once, and only what was agreed to."""

from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import override_settings

from yinglou.kernel import clock, queue
from yinglou.kernel.actors import EVERYTHING, Actor
from yinglou.modules.booking.commands import cancel_booking, reschedule
from yinglou.modules.booking.queries import live_booking_of
from yinglou.modules.booking.samples import a_booking, a_studio, at
from yinglou.modules.customers.commands import block_customer, erase_customer, record_consent
from yinglou.modules.customers.models import Consent, Customer
from yinglou.modules.customers.queries import has_consent
from yinglou.modules.customers.samples import a_couple
from yinglou.modules.messaging.commands import record_reply, stop_advertising
from yinglou.modules.messaging.models import Channel, Message
from yinglou.modules.messaging.queries import is_opted_out
from yinglou.modules.notices import chores, commands
from yinglou.modules.notices.samples import a_text
from yinglou.modules.orders.commands import take_booking
from yinglou.modules.orders.samples import a_shop, an_order, fresh, paid, ready, shot
from yinglou.modules.payments.commands import settle
from yinglou.modules.payments.models import PayRequest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]
HOUSE = Actor.house("tests")


def everything(user, request=None):
    return Actor(name="林小雨", user_id=user.pk, permissions=EVERYTHING)


def told(occasion=""):
    """The texts to customers, oldest first, when the worker has done its work."""
    queue.work_off()
    rows = Message.objects.filter(direction="out").order_by("pk")
    return [m.text for m in (rows.filter(occasion=f"notices.{occasion}") if occasion else rows)]


def test_a_call_becomes_one_link_and_then_one_confirmation():
    shop = a_shop()
    take_booking(
        by=HOUSE, package=shop.package, starts_at=at(9, 30), phone="13800004321", name="赵女士",
        source=Customer.Source.XHS, branch=shop.branch,
    )  # fmt: skip
    (link,) = told()
    assert "¥1,800.00" in link
    assert "/pay/" in link
    assert "09:30" in link
    assert shop.branch.address in link
    request = PayRequest.objects.get()
    settle(by=HOUSE, request=request, external_id="4200001", amount=request.amount)
    settle(by=HOUSE, request=PayRequest.objects.get(), external_id="4200001", amount=request.amount)
    link_again, confirmation = told()
    assert link_again == link
    assert "赵女士" in confirmation
    assert "¥1,800.00" in confirmation
    assert Message.objects.filter(state="sent").count() == 2
    assert {m.transport for m in Message.objects.all()} == {"dry_run"}


def test_a_deposit_at_the_desk_has_a_receipt():
    order = an_order()
    paid(HOUSE, order)
    (receipt,) = told()
    assert "¥1,800.00" in receipt
    assert "¥4,199.00" in receipt


def test_moving_there_and_back_is_told_each_time():
    studio = a_studio(HOUSE)
    booking = a_booking(HOUSE, studio)
    told()
    booking.refresh_from_db()
    for hour in (14, 9, 14):
        reschedule(by=HOUSE, booking=booking, starts_at=at(hour, 30), reason="客户要求")
        booking.refresh_from_db()
        queue.work_off()
    moves = told("booking_moved")
    assert len(moves) == 3
    assert "14:30" in moves[0]
    assert "09:30" in moves[1]


def test_of_several_moves_in_a_row_the_last_is_told():
    booking = a_booking(HOUSE, a_studio(HOUSE))
    for hour in (14, 15):
        reschedule(by=HOUSE, booking=booking, starts_at=at(hour, 30), reason="客户要求")
        booking.refresh_from_db()
    (text,) = told("booking_moved")
    assert "15:30" in text


def test_a_cancelled_booking_is_told_with_its_reason():
    booking = a_booking(HOUSE, a_studio(HOUSE))
    cancel_booking(by=HOUSE, booking=booking, reason="新人改期")
    (text,) = told("booking_cancelled")
    assert "新人改期" in text


def test_reminders_come_once_for_each_distance():
    a_booking(HOUSE, a_studio(HOUSE))
    told()
    with clock.set_to(at(18, 0, date(2026, 12, 4))):
        chores.remind_the_evening_before(by=HOUSE)
        chores.remind_the_evening_before(by=HOUSE)
        chores.remind_early(by=HOUSE)
        (text,) = told("booking_reminder")
    assert "09:30" in text
    with clock.set_to(at(7, 30)):
        chores.remind_on_the_day(by=HOUSE)
        assert len(told("booking_reminder")) == 2


def test_a_cancelled_booking_is_not_reminded_of():
    booking = a_booking(HOUSE, a_studio(HOUSE))
    cancel_booking(by=HOUSE, booking=booking, reason="新人改期")
    with clock.set_to(at(18, 0, date(2026, 12, 4))):
        chores.remind_the_evening_before(by=HOUSE)
    assert told("booking_reminder") == []


def test_a_ready_order_is_told_and_recalled():
    order = ready(HOUSE, shot(HOUSE, paid(HOUSE, an_order())))
    (text,) = told("order_ready")
    assert order.number in text
    assert "¥4,199.00" in text
    on = fresh(order).ready_on
    with clock.set_to(at(11, 0, on + timedelta(days=7))):
        chores.remind_of_what_waits(by=HOUSE)
        chores.remind_of_what_waits(by=HOUSE)
        assert len(told("order_waiting")) == 1


def test_an_erased_customer_is_left_alone():
    shop = a_shop()
    order = an_order(shop=shop)
    erase_customer(by=HOUSE, customer=shop.customer, reason="本人要求")
    paid(HOUSE, order)
    assert told() == []


def test_a_text_by_hand_goes_to_the_first_phone():
    message = a_text()
    assert (message.to, message.to_masked) == ("13800001234", "138****1234")
    assert message.thread.party.startswith("customers.customer:")
    with pytest.raises(commands.Unreachable):
        commands.send_text(by=HOUSE, customer=a_couple(), channel=Channel.EMAIL, text="您好")
    assert Message.objects.count() == 1


def test_advertising_needs_a_consent_and_ends_with_td():
    couple = a_couple()
    offer = {"by": HOUSE, "customer": couple, "text": "周年庆相册八折", "is_marketing": True}
    with pytest.raises(commands.NoConsent) as refusal:
        commands.send_text(**offer)
    assert refusal.value.options[0].url.endswith("/do/record_consent/")
    assert not Message.objects.exists()
    consent = {"by": HOUSE, "customer": couple, "kind": Consent.Kind.MARKETING}
    record_consent(answer=Consent.Answer.GIVEN, **consent)
    message = commands.send_text(**offer)
    told()
    record_reply(by=HOUSE, thread=message.thread, channel=Channel.SMS, text="TD")
    told()
    assert not has_consent(couple, Consent.Kind.MARKETING)
    with pytest.raises(commands.NoConsent):
        commands.send_text(**offer)
    record_consent(answer=Consent.Answer.GIVEN, **consent)
    told()
    assert not is_opted_out("13800001234", Channel.SMS)
    assert commands.send_text(**offer).state == "queued"


def test_a_stopped_number_still_receives_what_concerns_the_order():
    shop = a_shop()
    stop_advertising(by=HOUSE, channel=Channel.SMS, address="13800001234", reason="来电")
    paid(HOUSE, an_order(shop=shop))
    assert len(told("payment_received")) == 1


def test_the_customers_page_shows_the_conversation(client):
    message = a_text()
    couple = a_couple()
    user = get_user_model()(username="linxiaoyu")
    user.save()
    client.force_login(user)
    with override_settings(YINGLOU_ACTOR="yinglou.modules.notices.tests.test_notices.everything"):
        client.cookies["language"] = "en"
        page = client.get(f"/customers/{couple.number}/?tab=Messages").content.decode()
        assert message.text in page
        assert "13800001234" not in page
        url = f"/notices/write/{couple.pk}/"
        assert client.get(url).status_code == 200
        answer = client.post(url, {"channel": "sms", "text": "明天见"})
        assert answer.status_code == 302
        answer = client.post(url, {"channel": "email", "text": "留着这句话"})
        assert answer.status_code == 422
        assert "留着这句话" in answer.content.decode()
    assert Message.objects.count() == 2


def test_a_blocked_customer_is_offered_no_composer():
    couple = a_couple()
    blocked = block_customer(by=HOUSE, customer=couple, reason="恶意投诉")
    assert not commands.send_text.is_available_for(blocked)


def test_a_booking_that_waits_for_money_is_not_announced():
    shop = a_shop()
    take_booking(
        by=HOUSE, package=shop.package, starts_at=at(9, 30), customer=shop.customer,
        branch=shop.branch,
    )  # fmt: skip
    assert told("booking_confirmed") == []
    order = an_order(shop=shop)
    assert live_booking_of(f"orders.order:{order.pk}") is None
