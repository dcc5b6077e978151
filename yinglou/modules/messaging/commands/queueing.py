"""Putting messages into the queue, once an occasion, and keeping what comes back."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command, emit
from yinglou.kernel.errors import DomainError, InvalidValue
from yinglou.kernel.locks import lock
from yinglou.kernel.queue import start
from yinglou.kernel.values import Ask, Text
from yinglou.modules.branches.models import Branch
from yinglou.modules.messaging import queries, rules
from yinglou.modules.messaging.events import (
    AdvertisingStopped,
    MessageQueued,
    MessageReceived,
)
from yinglou.modules.messaging.models import Channel, Language, Message, OptOut, Thread

from .sending import deliver_message

State = Message.State
Party = Annotated[str, Text(max=150, min=3), Ask(label=gettext_lazy("With"), hidden=True)]
PartyName = Annotated[str, Text(max=150), Ask(label=gettext_lazy("Name"))]
Address = Annotated[str, Text(max=150, secret=True), Ask(label=gettext_lazy("Address"))]
OnceKey = Annotated[str, Text(max=150), Ask(hidden=True)]
Why = Annotated[str, Text(max=200), Ask(label=gettext_lazy("Why it is sent"))]
About = Annotated[str, Text(max=150), Ask(hidden=True)]
Words = Annotated[
    str, Text(max=rules.BODY_MAX, min=1, lines=4, secret=True), Ask(label=gettext_lazy("Text"))
]
ReplyChannel = Annotated[Channel, Ask(label=gettext_lazy("Channel"))]


class UnknownOccasion(InvalidValue):
    """Nobody announced this occasion."""


class NothingToSend(InvalidValue):
    """No text, or no address to send it to."""


class OptedOut(DomainError):
    """The address wants no advertising."""


@dataclass(frozen=True, slots=True)
class ValueIn:
    """What is filled in for a name in braces. It may hold a link, so the journal hides it."""

    name: Annotated[str, Text(max=40, min=1)]
    text: Annotated[str, Text(max=500, secret=True)] = ""


@command(permission="messaging.send", title=gettext_lazy("Queue a message"), icon="send")
def queue_message(  # the envelope, the words and the reason
    *,
    by: Actor,
    party: Party,
    name: PartyName,
    branch: Branch,
    channel: Channel,
    to: Address,
    code: Annotated[str, Text(max=60, min=1)],
    values: list[ValueIn],
    once_key: OnceKey,
    why: Why,
    about: About = "",
    language: Language = Language.ZH_HANS,
) -> Message:
    """Write what the house says on an occasion and queue it; twice the same key is one message."""
    if known := queries.message_known_as(once_key):
        return known
    occasion = queries.occasion_of(code)
    if occasion is None:
        raise UnknownOccasion(
            _("There is no occasion “%(code)s”. Nothing was sent.") % {"code": code}, field="code"
        )
    wording = queries.wording(occasion, channel, language)
    given = {value.name: value.text for value in values}
    message = _outgoing(by, _thread(party, name, branch), channel, to)
    message.subject = _fill(wording.subject, given)[:120]
    message.text = _fill(wording.body, given)
    message.occasion, message.about, message.why = code, about, why[:200]
    message.is_marketing, message.once_key = occasion.is_marketing, once_key
    return _queue(by, message)


@command(permission="messaging.send", title=gettext_lazy("Send a text"), icon="send")
def queue_text(
    *,
    by: Actor,
    party: Party,
    name: PartyName,
    branch: Branch,
    channel: Channel,
    to: Address,
    text: Words,
    why: Why = "",
    about: About = "",
    once_key: OnceKey = "",
    is_marketing: bool = False,
) -> Message:
    """Queue what a person wrote."""
    if once_key and (known := queries.message_known_as(once_key)):
        return known
    message = _outgoing(by, _thread(party, name, branch), channel, to)
    message.text, message.about = _must_say_something(text), about
    message.why = why or _("Written by %(name)s") % {"name": by.name}
    message.once_key = once_key or f"by-hand:{secrets.token_hex(12)}"
    message.is_marketing = is_marketing
    message.subject = branch.name if channel == Channel.EMAIL else ""
    return _queue(by, message)


def _outgoing(by: Actor, thread: Thread, channel: Channel, to: str) -> Message:
    if not to.strip():
        raise NothingToSend(
            _("%(name)s has no address for “%(channel)s”. Enter one, or choose another channel.")
            % {"name": thread.name, "channel": channel.label},
            field="channel",
        )
    return Message(
        thread=thread,
        branch=thread.branch,
        channel=channel,
        direction=Message.Direction.OUT,
        to=to.strip(),
        to_blind=queries.address_blind(to),
        to_masked=rules.mask_address(to.strip()),
        state=State.QUEUED,
        transport=queries.transport_name(channel),
        written_by=by.name,
        at=clock.now(),
    )


def _queue(by: Actor, message: Message) -> Message:
    """Write it down and hand it to the worker; of two that come at once, one is kept."""
    if message.is_marketing and queries.is_opted_out(message.to, message.channel):
        raise OptedOut(
            _("%(name)s wants no advertising by “%(channel)s”. Do not send it.")
            % {"name": message.thread.name, "channel": message.get_channel_display()}
        )
    try:
        with transaction.atomic():
            message.save()
    except IntegrityError:
        known = queries.message_known_as(message.once_key)
        if known is None:
            raise
        return known
    _touch(message, is_waiting=False)
    start(deliver_message, by=by, once_key=f"message:{message.pk}", message_id=message.pk)
    emit(
        MessageQueued(
            message_id=message.pk,
            party=message.thread.party,
            channel=message.channel,
            occasion=message.occasion,
        )
    )
    return message


@command(
    permission="messaging.send",
    title=gettext_lazy("Send again"),
    icon="refresh",
    available=lambda message: message.state in (State.FAILED, State.SENDING),
)
def resend_message(*, by: Actor, message: Message) -> Message:
    """Try once more to send a message that failed."""
    message = lock(message)
    message.move_to(State.QUEUED, error="", transport=queries.transport_name(message.channel))
    start(deliver_message, by=by, once_key=f"message:{message.pk}", message_id=message.pk)
    return message


@command(
    permission="messaging.send",
    title=gettext_lazy("Do not send"),
    icon="bell-off",
    available=lambda message: message.state in (State.QUEUED, State.FAILED),
)
def withhold_message(
    *, by: Actor, message: Message, reason: Annotated[str, Text(max=200, min=2)]
) -> Message:
    """Keep a message that waits or failed from going out."""
    message = lock(message)
    message.move_to(State.WITHHELD, error=reason)
    return message


@command(permission="messaging.send", title=gettext_lazy("Record a reply"), icon="message-reply")
def record_reply(*, by: Actor, thread: Thread, channel: ReplyChannel, text: Words) -> Message:
    """Write down what the other side answered; TD or 退订 ends the advertising."""
    thread = lock(thread)
    made = Message.objects.create(
        thread=thread,
        branch=thread.branch,
        channel=channel,
        direction=Message.Direction.IN,
        text=_must_say_something(text),
        state=State.RECEIVED,
        once_key=f"reply:{secrets.token_hex(12)}",
        written_by=thread.name,
        at=clock.now(),
    )
    _touch(made, is_waiting=not rules.is_stop(text))
    emit(MessageReceived(message_id=made.pk, party=thread.party, channel=channel))
    if rules.is_stop(text):
        _stop_for(thread, channel, text.strip())
    return made


def _stop_for(thread: Thread, channel: Channel, said: str) -> None:
    """No more advertising to the address we last wrote to by this channel."""
    last = Message.objects.filter(thread=thread, channel=channel, direction="out").order_by("-pk")
    if found := last.first():
        _opt_out(found.to, channel, _("Reply “%(text)s”") % {"text": said[:40]})
    emit(AdvertisingStopped(party=thread.party, channel=channel))


@command(permission="messaging.opt_out", title=gettext_lazy("Stop advertising"), icon="bell-off")
def stop_advertising(
    *, by: Actor, channel: ReplyChannel, address: Address, reason: Annotated[str, Text(max=200)]
) -> OptOut:
    """Send no advertising to an address any more; service messages still reach it."""
    if not address.strip():
        raise NothingToSend(_("Enter the phone or e-mail address to stop."), field="address")
    return _opt_out(address.strip(), channel, reason)


def _opt_out(address: str, channel: Channel, reason: str) -> OptOut:
    made, _is_new = OptOut.objects.get_or_create(
        address_blind=queries.address_blind(address),
        channel=channel,
        lifted_at=None,
        defaults={
            "address_masked": rules.mask_address(address),
            "reason": reason[:200],
            "at": clock.now(),
        },
    )
    return made


@command(
    permission="messaging.opt_out",
    title=gettext_lazy("Allow advertising again"),
    icon="bell",
    available=lambda opt_out: opt_out.lifted_at is None,
)
def allow_advertising(*, by: Actor, opt_out: OptOut) -> OptOut:
    """The customer asked for advertising again."""
    opt_out.lifted_at = clock.now()
    opt_out.save(update_fields=["lifted_at"])
    return opt_out


def _thread(party: str, name: str, branch: Branch) -> Thread:
    """The thread with a party; it follows the party's name and store."""
    thread, is_new = Thread.objects.get_or_create(
        party=party, defaults={"name": name, "branch": branch, "last_at": clock.now()}
    )
    if not is_new and (thread.name != name or thread.branch_id != branch.pk):
        thread.name, thread.branch = name, branch
        thread.save(update_fields=["name", "branch"])
    return thread


def _touch(message: Message, *, is_waiting: bool) -> None:
    Thread.objects.filter(pk=message.thread_id).update(
        last_at=message.at, last_text=message.text[:60], is_waiting=is_waiting
    )


def _fill(text: str, values: Mapping[str, str]) -> str:
    try:
        return rules.filled(text, values)
    except KeyError as missing:
        raise InvalidValue(
            _("The template asks for {%(name)s}, which this message does not have.")
            % {"name": missing.args[0]},
            field="values",
        ) from None


def _must_say_something(text: str) -> str:
    said = text.strip()
    if not said:
        raise NothingToSend(_("The message is empty. Write something first."), field="text")
    if len(said) > rules.BODY_MAX:
        raise InvalidValue(
            _("This has %(n)s characters; at most %(max)s fit. Shorten it.")
            % {"n": f"{len(said):,}", "max": f"{rules.BODY_MAX:,}"},
            field="text",
        )
    return said
