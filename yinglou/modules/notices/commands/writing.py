"""What a person writes to a customer, and where it goes."""

from typing import Annotated

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command
from yinglou.kernel.errors import DomainError, Option
from yinglou.kernel.resources import reference
from yinglou.kernel.values import Ask, Text
from yinglou.modules.customers.commands import note_contact
from yinglou.modules.customers.models import Consent, Customer
from yinglou.modules.customers.queries import Reachable, has_consent, reachable
from yinglou.modules.messaging.commands import queue_text
from yinglou.modules.messaging.models import Channel, Message

BODY_MAX = 1000

ChannelIn = Annotated[Channel, Ask(label=gettext_lazy("Channel"))]
Words = Annotated[
    str, Text(max=BODY_MAX, min=1, lines=4, secret=True), Ask(label=gettext_lazy("Text"))
]
Advertising = Annotated[
    bool,
    Ask(
        label=gettext_lazy("This is advertising"),
        help=gettext_lazy("Only customers who agreed receive it."),
    ),
]


class NoConsent(DomainError):
    """The customer did not agree to advertising."""


class Unreachable(DomainError):
    """There is no number or address for this channel."""


@command(
    permission="messaging.send",
    title=gettext_lazy("Write a message"),
    icon="send",
    available=lambda customer: customer.is_live,
)
def send_text(
    *,
    by: Actor,
    customer: Customer,
    channel: ChannelIn = Channel.SMS,
    text: Words,
    is_marketing: Advertising = False,
) -> Message:
    """Write to a customer; advertising only to those who agreed."""
    if is_marketing and not has_consent(customer, Consent.Kind.MARKETING):
        raise NoConsent(
            _(
                "%(name)s has not agreed to advertising. Ask first and record the consent, "
                "or send only what concerns the order."
            )
            % {"name": customer.name},
            field="is_marketing",
            options=[Option(_("Record a consent"), url=_consent_url(customer))],
        )
    found = reachable(customer)
    to = address_for(found, channel)
    if not to:
        raise Unreachable(
            _("No address for “%(channel)s” is kept for %(name)s. Enter one at the contact, "
              "or choose another channel.")
            % {"channel": channel.label, "name": customer.name},
            field="channel",
        )  # fmt: skip
    note_contact(by=by, customer=customer)
    return queue_text(
        by=by,
        party=reference(customer),
        name=customer.name,
        branch=customer.branch,
        channel=channel,
        to=to,
        text=text,
        is_marketing=is_marketing,
    )


def address_for(found: Reachable, channel: Channel) -> str:
    """Where a message by this channel goes. WeChat is reached by the phone it is bound to."""
    return found.email if channel == Channel.EMAIL else found.phone


def _consent_url(customer: Customer) -> str:
    return reverse("customers.customers.record_consent", args=[customer.number])
