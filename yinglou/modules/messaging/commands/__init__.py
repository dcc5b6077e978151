"""Writing messages, sending them, and keeping what may be said."""

from yinglou.modules.messaging.queries import announce_occasion
from yinglou.modules.messaging.rules import Occasion

from .forgetting import forget_party
from .queueing import (
    NothingToSend,
    OptedOut,
    UnknownOccasion,
    ValueIn,
    allow_advertising,
    queue_message,
    queue_text,
    record_reply,
    resend_message,
    stop_advertising,
    withhold_message,
)
from .sending import begin_sending, deliver_message, note_failure, note_sent
from .templates import (
    PlaceholderUnknown,
    TemplateExists,
    add_template,
    change_template,
    retire_template,
)
from .transports import Envelope, SendingFailed, Transport, connect_transport

__all__ = [
    "Envelope",
    "NothingToSend",
    "Occasion",
    "OptedOut",
    "PlaceholderUnknown",
    "SendingFailed",
    "TemplateExists",
    "Transport",
    "UnknownOccasion",
    "ValueIn",
    "add_template",
    "allow_advertising",
    "announce_occasion",
    "begin_sending",
    "change_template",
    "connect_transport",
    "deliver_message",
    "forget_party",
    "note_failure",
    "note_sent",
    "queue_message",
    "queue_text",
    "record_reply",
    "resend_message",
    "retire_template",
    "stop_advertising",
    "withhold_message",
]
