"""The lists and pages of messages, threads, templates and opt-outs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from yinglou.kernel.actors import Actor
from yinglou.kernel.columns import Column
from yinglou.kernel.errors import NotFound
from yinglou.kernel.manifest import Menu
from yinglou.kernel.resources import Resource, View, resource, row_of, url_of
from yinglou.kernel.states import Badge

from . import commands, queries
from .models import Message, MessageTemplate, OptOut, Thread


@dataclass(frozen=True, slots=True)
class Link:
    """A page offered beside the actions."""

    label: str
    url: str
    icon: str
    name: str


def _outgoing(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    return rows.filter(direction=Message.Direction.OUT)


def _incoming(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    return rows.filter(direction=Message.Direction.IN)


def _waiting(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    return rows.filter(state__in=(Message.State.QUEUED, Message.State.SENDING))


def _failed(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    return rows.filter(state=Message.State.FAILED)


def _unanswered(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    return rows.filter(is_waiting=True)


def condition(message: Message) -> Badge:
    """The state, and whether it was only a rehearsal."""
    look = message.looks[message.state]
    label = message.get_state_display()
    if message.state == Message.State.SENT and message.is_dry_run:
        label = str(_("Sent (dry run)"))
    return Badge(message.state, label, look.tone, look.icon, look.outline)


def _occasion(row: Any) -> str:
    code = row.occasion if isinstance(row, Message) else row.code
    found = queries.occasion_of(code)
    return str(found.title) if found else code


STATE = Column("state", label=_("State"), kind="state", value=condition, sort="state")


def _to_party(row: Any, actor: Actor, party: str) -> list[Link]:
    """The record of the other side, if this actor may see it."""
    try:
        other = row_of(party, actor)
    except NotFound:
        return []
    return [Link(str(other), url_of(other), "user", "party")]


@resource
class Messages(Resource):
    """What went out and came in, and what became of it."""

    model = Message
    permission = "messaging.view"
    rows = queries.messages_seen_by
    slug = "messages"
    label = _("Messages")
    icon = "message"
    menu = Menu(section="customers", order=50)
    columns = (
        Column("at", link=True),
        "thread",
        "channel",
        "to_masked",
        Column("text", kind="text", value=lambda message: message.text[:80], sort=None),
        Column("why", hidden=True),
        STATE,
        Column("sent_at", hidden=True),
        Column("branch", hidden=True),
    )
    views = (
        View("all", _("All")),
        View("out", _("Sent by us"), _outgoing, counted=False),
        View("in", _("Received"), _incoming, counted=False),
        View("waiting", _("Waiting"), _waiting),
        View("failed", _("Failed"), _failed),
    )
    filters = ("state", "channel", "branch", "at")
    search_in = ("thread__name__icontains", "text")
    order_by = ("-pk",)
    actions = (commands.resend_message, commands.withhold_message)
    bulk = (commands.resend_message, commands.withhold_message)
    badges = (STATE,)
    facts = (
        "thread",
        "channel",
        "to_masked",
        "subject",
        "text",
        Column("occasion", label=_("Occasion"), kind="text", value=_occasion),
        "why",
        "is_marketing",
        "written_by",
        "at",
        "sent_at",
        "transport",
        "receipt",
        "attempts",
        "error",
        "branch",
    )

    @staticmethod
    def title(row: Message) -> str:
        return f"{row.get_channel_display()} · {row.thread.name}"

    @staticmethod
    def subtitle(row: Message) -> str:
        if row.is_dry_run and row.state == Message.State.SENT:
            return str(_("Dry run: no way out is connected, so nothing left the house."))
        return row.why

    @staticmethod
    def primary(row: Message, actor: Actor) -> Any:
        return commands.resend_message if row.state == Message.State.FAILED else None

    @staticmethod
    def links(row: Message, actor: Actor) -> Sequence[Link]:
        """The customer, and the document the message is about."""
        found = _to_party(row, actor, row.thread.party)
        return found + (_to_party(row, actor, row.about) if row.about else [])


@resource
class Threads(Resource):
    """With whom we write, and who waits for an answer."""

    model = Thread
    permission = "messaging.view"
    rows = queries.threads_seen_by
    slug = "threads"
    label = _("Threads")
    icon = "messages"
    menu = Menu(section="customers", order=51)
    columns = (
        Column("name", link=True, sub="last_text"),
        "last_at",
        "is_waiting",
        "branch",
    )
    views = (
        View("all", _("All")),
        View("waiting", _("Waiting for an answer"), _unanswered),
    )
    filters = ("is_waiting", "branch", "last_at")
    search_in = ("name",)
    order_by = ("-last_at", "-pk")
    actions = (commands.record_reply,)

    @staticmethod
    def links(row: Thread, actor: Actor) -> Sequence[Link]:
        return _to_party(row, actor, row.party)


@resource
class Templates(Resource):
    """What the house says on which occasion, in our own words."""

    model = MessageTemplate
    permission = "messaging.templates"
    rows = queries.templates_seen_by
    slug = "templates"
    label = _("Message templates")
    icon = "template"
    menu = Menu(section="settings", order=60)
    columns = (
        Column("code", label=_("Occasion"), kind="text", value=_occasion, sort="code", link=True),
        "channel",
        "language",
        "subject",
        Column(
            "body",
            label=_("Text"),
            kind="text",
            value=lambda template: template.body[:80],
            sort=None,
        ),
    )
    filters = ("channel", "language")
    search_in = ("code", "body")
    order_by = ("code", "channel", "language")
    create = commands.add_template
    actions = (commands.change_template, commands.retire_template)
    facts = (
        Column("code", label=_("Occasion"), kind="text", value=_occasion),
        "channel",
        "language",
        "subject",
        Column("body", label=_("Text")),
    )


@resource
class OptOuts(Resource):
    """Addresses that want no advertising."""

    model = OptOut
    permission = "messaging.opt_out"
    rows = queries.opt_outs_seen_by
    slug = "opt-outs"
    label = _("Opt-outs")
    icon = "bell-off"
    menu = Menu(section="settings", order=61)
    columns = (Column("address_masked", link=True), "channel", "reason", "at")
    filters = ("channel",)
    search_in = ("address_masked", "reason")
    create = commands.stop_advertising
    actions = (commands.allow_advertising,)
