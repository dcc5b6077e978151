"""The conversation on the page of a thread, and what may be said on the page of a template."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yinglou.kernel.actors import Actor
from yinglou.kernel.panels import panel

from . import queries
from .models import MessageTemplate, Thread


@panel(
    on="messaging.threads", permission="messaging.view", template="messaging/conversation.html",
    title=_("Conversation"), order=10,
)  # fmt: skip
def conversation(thread: Thread, actor: Actor) -> dict[str, Any]:
    """What was written to and fro, oldest first."""
    return {"messages": queries.messages_with(thread.party), "thread": thread}


@panel(
    on="messaging.templates", permission="messaging.templates",
    template="messaging/occasion.html", title=_("What can be filled in"), order=10,
)  # fmt: skip
def occasion(template: MessageTemplate, actor: Actor) -> dict[str, Any]:
    """The names between braces that this occasion knows, and what the house would say itself."""
    found = queries.occasion_of(template.code)
    return {"occasion": found, "placeholders": found.placeholders} if found else {}
