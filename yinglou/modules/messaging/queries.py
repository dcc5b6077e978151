"""What was written, to whom, and what may be said on which occasion."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation

from yinglou.kernel.actors import Actor
from yinglou.kernel.fields import blind
from yinglou.kernel.models import Job

from .models import Channel, Message, MessageTemplate, OptOut, Thread
from .rules import Occasion

_occasions: dict[str, Occasion] = {}


def announce_occasion(occasion: Occasion) -> Occasion:
    """Other modules say on which occasions the house writes; templates are checked against it."""
    _occasions[occasion.code] = occasion
    return occasion


def occasions() -> list[Occasion]:
    return [_occasions[code] for code in sorted(_occasions)]


def occasion_of(code: str) -> Occasion | None:
    return _occasions.get(code)


def address_blind(address: str) -> str:
    """The digest by which an address is compared without being read."""
    return blind(address.strip().lower(), "message-address")


def messages_seen_by(actor: Actor) -> QuerySet[Message]:
    """The messages of the actor's stores."""
    rows = Message.objects.select_related("thread", "branch")
    return rows if actor.reach == "all" else rows.filter(branch_id__in=actor.branch_ids)


def threads_seen_by(actor: Actor) -> QuerySet[Thread]:
    rows = Thread.objects.select_related("branch")
    return rows if actor.reach == "all" else rows.filter(branch_id__in=actor.branch_ids)


def templates_seen_by(actor: Actor) -> QuerySet[MessageTemplate]:
    """The templates of the house; they are the same for every store."""
    return MessageTemplate.objects.filter(retired_at=None)


def opt_outs_seen_by(actor: Actor) -> QuerySet[OptOut]:
    return OptOut.objects.filter(lifted_at=None)


def thread_with(party: str) -> Thread | None:
    return Thread.objects.filter(party=party).select_related("branch").first()


def messages_with(*parties: str, limit: int = 50) -> list[Message]:
    """The latest messages to and from a party, by whatever names it went, oldest first."""
    rows = Message.objects.filter(thread__party__in=parties).order_by("-pk")[:limit]
    return list(reversed(rows))


def messages_about(subject: str, limit: int = 20) -> list[Message]:
    """The latest messages about a document."""
    rows = Message.objects.filter(about=subject).select_related("thread").order_by("-pk")
    return list(rows[:limit])


def message_known_as(once_key: str) -> Message | None:
    rows = Message.objects.filter(once_key=once_key)
    return rows.select_related("thread", "branch").first()


def message_of(key: int) -> Message | None:
    rows = Message.objects.filter(pk=key)
    return rows.select_related("thread", "branch").first()


def is_opted_out(address: str, channel: str) -> bool:
    """Whether an address wants no advertising by this channel."""
    blinded = address_blind(address)
    return OptOut.objects.filter(address_blind=blinded, channel=channel, lifted_at=None).exists()


@dataclass(frozen=True, slots=True)
class Wording:
    """What is said on an occasion before it is filled in."""

    subject: str
    body: str


def wording(occasion: Occasion, channel: str, language: str) -> Wording:
    """The template of the house; without one, what the occasion itself says."""
    rows = MessageTemplate.objects.filter(code=occasion.code, channel=channel, retired_at=None)
    found = {row.language: row for row in rows}
    if row := found.get(language):
        return Wording(row.subject, row.body)
    with translation.override(language):
        return Wording(str(occasion.subject), str(occasion.body))


def transport_name(channel: str) -> str:
    """Which way out is connected: e-mail by SMTP if a server is named, else the dry run."""
    server: str = getattr(settings, "EMAIL_URL", "")
    if channel == Channel.EMAIL and server:
        return "smtp"
    chosen: dict[Any, str] = getattr(settings, "YINGLOU_TRANSPORTS", {})
    return chosen.get(channel, "dry_run")


def forgotten() -> list[Message]:
    """Queued messages for which no work is queued: there should be none."""
    waiting = set(
        Job.objects.filter(
            task__endswith=".deliver_message", state__in=("queued", "running")
        ).values_list("arguments__message_id", flat=True)
    )
    rows = Message.objects.filter(state=Message.State.QUEUED)
    return [row for row in rows.iterator(500) if row.pk not in waiting]


def all_templates() -> QuerySet[MessageTemplate]:
    return MessageTemplate.objects.filter(retired_at=None)


def latest_like(key_start: str) -> Message | None:
    """The latest message whose once-key begins so."""
    rows = Message.objects.filter(once_key__startswith=key_start)
    return rows.order_by("-pk").first()


def opt_outs_of(addresses: Iterable[str]) -> list[OptOut]:
    """The opt-outs that hold for some addresses."""
    blinded = [address_blind(address) for address in addresses if address]
    return list(OptOut.objects.filter(address_blind__in=blinded, lifted_at=None))
