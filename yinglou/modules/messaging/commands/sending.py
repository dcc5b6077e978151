"""Sending what is queued. The way out is called between two commands, never inside one.

A message is marked as being sent before the call. If the worker dies during it, nobody knows
whether the message went out: it is kept as failed for a person to decide, not sent twice.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command, emit
from yinglou.kernel.locks import lock
from yinglou.kernel.models import Job
from yinglou.kernel.queue import job
from yinglou.kernel.values import Secret
from yinglou.modules.messaging import queries
from yinglou.modules.messaging.events import MessageFailed, MessageSent
from yinglou.modules.messaging.models import Message

from .transports import Envelope, SendingFailed, transport_named

State = Message.State


@job
def deliver_message(found: Job, message_id: int) -> str:
    """The worker's part: take the message, hand it out, write down what became of it."""
    by = Actor.house("messaging")
    message = queries.message_of(message_id)
    if message is None or message.state not in (State.QUEUED, State.SENDING):
        return "not waiting"
    if message.state == State.SENDING:
        note_failure(by=by, message=message, error=_unknown_end(), is_final=True)
        return "unknown"
    message = begin_sending(by=by, message=message)
    if message.state != State.SENDING:
        return message.state
    try:
        receipt = transport_named(message.transport)(_envelope(message))
    except SendingFailed as trouble:
        is_last = trouble.is_final or found.attempts >= found.attempts_max
        note_failure(by=by, message=message, error=str(trouble)[:500], is_final=is_last)
        if trouble.is_final:
            return "failed"
        raise
    note_sent(by=by, message=message, receipt=receipt)
    return "sent"


def _unknown_end() -> str:
    return _("The worker stopped while sending; look whether it arrived before sending again.")


def _envelope(message: Message) -> Envelope:
    return Envelope(
        key=f"{message.pk}-{message.to_blind[:12]}",
        channel=message.channel,
        to=message.to,
        subject=message.subject,
        text=message.text,
    )


@command(permission="messaging.send", title=gettext_lazy("Begin to send"))
def begin_sending(*, by: Actor, message: Message) -> Message:
    """Take a queued message to be sent; one that is no longer wanted is withheld."""
    message = lock(message)
    if message.is_marketing and queries.is_opted_out(message.to, message.channel):
        message.move_to(State.WITHHELD, error=_("Advertising was stopped in the meantime."))
        return message
    message.move_to(
        State.SENDING,
        attempts=message.attempts + 1,
        transport=queries.transport_name(message.channel),
    )
    return message


@command(permission="messaging.send", title=gettext_lazy("Note that it was sent"))
def note_sent(*, by: Actor, message: Message, receipt: Secret) -> Message:
    """The way out took the message."""
    message = lock(message)
    message.move_to(State.SENT, sent_at=clock.now(), receipt=receipt[:150], error="")
    emit(MessageSent(message_id=message.pk, party=message.thread.party, channel=message.channel))
    return message


@command(permission="messaging.send", title=gettext_lazy("Note that it failed"))
def note_failure(*, by: Actor, message: Message, error: str, is_final: bool = False) -> Message:
    """The way out refused: wait for another try, or give up and say so."""
    message = lock(message)
    message.move_to(State.FAILED if is_final else State.QUEUED, error=error[:500])
    if is_final:
        emit(
            MessageFailed(
                message_id=message.pk,
                party=message.thread.party,
                branch_id=message.branch_id,
                error=error[:200],
            )
        )
    return message
