"""A message goes out once, or says why it did not."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import override_settings

from yinglou.kernel import clock, queue
from yinglou.kernel.actors import Actor
from yinglou.kernel.errors import IllegalMove, InvalidValue, NotAllowed, NotFound
from yinglou.kernel.models import Job, JournalEntry
from yinglou.modules.branches.samples import a_branch, two_branches
from yinglou.modules.messaging import commands, queries
from yinglou.modules.messaging.models import Channel, Message, MessageTemplate, OptOut
from yinglou.modules.messaging.samples import GREETING, OFFER, a_message, occasions_for_samples

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]
HOUSE = Actor.house("tests")
State = Message.State


def fresh(message):
    return Message.objects.get(pk=message.pk)


def test_a_message_is_sent_by_the_worker():
    message = a_message()
    assert (message.state, message.text) == ("queued", "Hello 王晓明, this is 钟楼店.")
    assert queue.work_off() == 1
    sent = fresh(message)
    assert (sent.state, sent.transport, sent.sent_at) == ("sent", "dry_run", clock.now())
    assert sent.is_dry_run
    assert JournalEntry.objects.filter(command="messaging.note_sent").count() == 1


def test_one_event_is_one_message():
    first, again = a_message(), a_message()
    assert first == again
    assert Message.objects.count() == 1
    assert Job.objects.count() == 1


def test_an_address_lies_sealed():
    message = a_message()
    with connection.cursor() as cursor:
        cursor.execute('SELECT "to", to_masked FROM messaging_message')
        sealed, masked = cursor.fetchone()
    assert "13800001234" not in sealed
    assert masked == "138****1234"
    assert message.to == "13800001234"
    assert "13800001234" not in str(list(JournalEntry.objects.values_list("arguments", flat=True)))


def test_without_an_address_nothing_is_queued():
    with pytest.raises(commands.NothingToSend):
        a_message(to=" ")
    assert not Message.objects.exists()


def test_an_unknown_occasion_and_a_missing_value_are_refused():
    with pytest.raises(commands.UnknownOccasion):
        a_message(code="samples.nothing")
    occasions_for_samples()
    with pytest.raises(InvalidValue):
        commands.queue_message(
            by=HOUSE, party="samples.party:1", name="王", branch=a_branch(), channel=Channel.SMS,
            to="13800001234", code=GREETING.code, values=[], once_key="x", why="",
        )  # fmt: skip
    assert not Message.objects.exists()


def failing(times):
    """A way out that refuses so many times."""
    left = [times]

    def send(envelope):
        if left[0]:
            left[0] -= 1
            raise commands.SendingFailed("gateway busy")
        return "ok:1"

    return send


def test_a_refused_message_is_tried_again():
    commands.connect_transport("shaky", failing(1))
    with override_settings(YINGLOU_TRANSPORTS={"sms": "shaky"}):
        message = a_message()
        queue.work_off()
        waiting = fresh(message)
        assert (waiting.state, waiting.error, waiting.attempts) == ("queued", "gateway busy", 1)
        with clock.set_to(clock.now() + timedelta(minutes=1)):
            queue.work_off()
        sent = fresh(message)
        assert (sent.state, sent.receipt, sent.attempts, sent.error) == ("sent", "ok:1", 2, "")


def test_a_final_refusal_is_said_and_can_be_sent_again():
    def dead(envelope):
        raise commands.SendingFailed("no such number", is_final=True)

    commands.connect_transport("dead", dead)
    with override_settings(YINGLOU_TRANSPORTS={"sms": "dead"}):
        message = a_message()
        queue.work_off()
    failed = fresh(message)
    assert (failed.state, failed.error) == ("failed", "no such number")
    commands.resend_message(by=HOUSE, message=failed)
    queue.work_off()
    assert fresh(message).state == "sent"
    with pytest.raises(IllegalMove):
        commands.resend_message(by=HOUSE, message=fresh(message))


def test_a_worker_that_died_while_sending_does_not_send_twice():
    message = a_message()
    commands.begin_sending(by=HOUSE, message=message)
    queue.work_off()
    assert fresh(message).state == "failed"
    assert (fresh(message).attempts, bool(fresh(message).error)) == (1, True)


def test_after_ten_tries_it_is_given_up():
    commands.connect_transport("never", failing(99))
    with override_settings(YINGLOU_TRANSPORTS={"sms": "never"}):
        message = a_message()
        Job.objects.update(attempts=9)
        queue.work_off()
    assert fresh(message).state == "failed"
    assert Job.objects.get().state == Job.State.DEAD


def test_mail_goes_out_by_smtp():
    with override_settings(
        YINGLOU_TRANSPORTS={"email": "smtp"},
        EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
    ):
        message = a_message(to="li@example.com", channel=Channel.EMAIL)
        queue.work_off()
    assert fresh(message).state == "sent"
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["li@example.com"], "Hello 王晓明")


def test_advertising_stops_at_td():
    thread = a_message(code=OFFER.code).thread
    queue.work_off()
    commands.record_reply(by=HOUSE, thread=thread, channel=Channel.SMS, text="TD")
    assert queries.is_opted_out("13800001234", Channel.SMS)
    with pytest.raises(commands.OptedOut):
        a_message(code=OFFER.code, once_key="samples:2")
    assert a_message(once_key="samples:3").state == "queued"  # service messages still go
    commands.allow_advertising(by=HOUSE, opt_out=OptOut.objects.get())
    assert a_message(code=OFFER.code, once_key="samples:4").state == "queued"


def test_advertising_stopped_while_it_waited_is_withheld():
    message = a_message(code=OFFER.code)
    commands.stop_advertising(
        by=HOUSE, channel=Channel.SMS, address="13800001234", reason="来电要求"
    )
    queue.work_off()
    assert fresh(message).state == "withheld"


def test_a_template_is_checked_when_it_is_saved():
    occasions_for_samples()
    given = {"by": HOUSE, "channel": Channel.SMS}
    for body in ("{amount}", "{customer.phone}", "{", "长" * 1001):
        with pytest.raises(InvalidValue) as refusal:
            commands.add_template(code=GREETING.code, body=body, **given)
        assert refusal.value.field == "body"
    with pytest.raises(commands.UnknownOccasion) as refusal:
        commands.add_template(code="nothing", body="您好", **given)
    assert "samples.greeting" in [option.value for option in refusal.value.options]
    assert not MessageTemplate.objects.exists()


def test_our_own_words_replace_those_of_the_house():
    occasions_for_samples()
    template = commands.add_template(
        by=HOUSE, code=GREETING.code, channel=Channel.SMS, body="{customer}您好，{store}恭候。"
    )
    assert a_message().text == "王晓明您好，钟楼店恭候。"
    with pytest.raises(commands.TemplateExists):
        commands.add_template(by=HOUSE, code=GREETING.code, channel=Channel.SMS, body="您好")
    commands.change_template(by=HOUSE, template=template, body="您好，{customer}")
    assert a_message(once_key="samples:2").text == "您好，王晓明"
    commands.retire_template(by=HOUSE, template=template)
    assert a_message(once_key="samples:3").text.startswith("Hello")


def test_another_store_sees_no_message():
    zl, gx = two_branches()
    message = a_message(branch=zl)
    other = Actor(
        name="何佳", permissions=frozenset({"messaging.send", "messaging.view"}),
        branch_ids=frozenset({gx.pk}), reach="branch",
    )  # fmt: skip
    assert not queries.messages_seen_by(other).exists()
    with pytest.raises(NotFound):
        commands.withhold_message(by=other, message=message, reason="不发")
    with pytest.raises(NotAllowed):
        commands.withhold_message(by=Actor(name="x"), message=message, reason="不发")
    assert fresh(message).state == "queued"
