"""What was written to somebody who has asked to be forgotten."""

from typing import Annotated

from django.utils.translation import gettext_lazy

from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command
from yinglou.kernel.values import Text
from yinglou.modules.messaging.models import Message, Thread

FORGOTTEN = "—"


@command(
    permission="messaging.forget", title=gettext_lazy("Forget what was written"), icon="eraser"
)
def forget_party(*, by: Actor, party: Annotated[str, Text(max=150)]) -> None:
    """Remove names, addresses and words of a party; that something was sent, and when, stays."""
    Message.objects.filter(thread__party=party).update(
        to="", to_blind="", to_masked="", subject="", text=FORGOTTEN, error="", receipt=""
    )
    Thread.objects.filter(party=party).update(name=FORGOTTEN, last_text="", is_waiting=False)
