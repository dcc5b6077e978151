"""Messages for tests and the demo."""

from typing import Any

from yinglou.kernel.actors import Actor
from yinglou.modules.branches.models import Branch
from yinglou.modules.branches.samples import a_branch

from . import commands, queries
from .models import Channel, Message, MessageTemplate, OptOut, Thread
from .rules import Occasion

HOUSE = Actor.house("samples")
GREETING = Occasion(
    "samples.greeting",
    "Greeting",
    "Hello {customer}",
    "Hello {customer}, this is {store}.",
    {"customer": "Name of the customer", "store": "Name of the store"},
)
OFFER = Occasion(
    "samples.offer", "Offer", "", "{customer}, albums are cheaper today.",
    {"customer": "Name of the customer"}, is_marketing=True,
)  # fmt: skip


def occasions_for_samples() -> None:
    """Announce what the samples say; the house itself does not know these occasions."""
    commands.announce_occasion(GREETING)
    commands.announce_occasion(OFFER)


def a_message(
    party: str = "samples.party:1",
    name: str = "王晓明",
    to: str = "13800001234",
    channel: Channel = Channel.SMS,
    code: str = GREETING.code,
    once_key: str = "samples:1",
    branch: Branch | None = None,
) -> Message:
    """A greeting that waits to be sent."""
    occasions_for_samples()
    branch = branch or a_branch()
    values = [commands.ValueIn("customer", name), commands.ValueIn("store", branch.name)]
    return commands.queue_message(
        by=HOUSE, party=party, name=name, branch=branch, channel=channel, to=to, code=code,
        values=values, once_key=once_key, why="王晓明 asked for it",
    )  # fmt: skip


def a_row(resource: Any) -> Any:
    """A row for each list of this module."""
    message = a_message()
    makers: dict[Any, Any] = {
        Message: lambda: message,
        Thread: lambda: queries.thread_with(message.thread.party),
        MessageTemplate: lambda: commands.add_template(
            by=HOUSE, code=GREETING.code, channel=Channel.SMS, body="{customer}您好"
        ),
        OptOut: lambda: commands.stop_advertising(
            by=HOUSE, channel=Channel.SMS, address="13800001234", reason="来电"
        ),
    }
    return makers[resource.model]()
