"""The conversation with a customer, and what was written about an order or a booking."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yinglou.kernel.actors import Actor
from yinglou.kernel.panels import panel
from yinglou.kernel.resources import reference, url_of
from yinglou.modules.booking.models import Booking
from yinglou.modules.customers.models import Customer
from yinglou.modules.customers.queries import known_ids
from yinglou.modules.messaging.queries import messages_about, messages_with, thread_with
from yinglou.modules.orders.models import Order


@panel(
    on="customers.customers", permission="messaging.view", template="notices/customer_panel.html",
    title=_("Messages"), tab=_("Messages"), order=80,
)  # fmt: skip
def messages_of_customer(customer: Customer, actor: Actor) -> dict[str, Any]:
    """What was written to and fro, and a place to write more."""
    party = reference(customer)
    thread = thread_with(party)
    may_send = actor.may("messaging.send") and customer.is_live
    return {
        "customer": customer,
        "messages": messages_with(*(f"customers.customer:{key}" for key in known_ids(customer))),
        "thread_url": url_of(thread) if thread else "",
        "write_url": reverse("notices.write", args=[customer.pk]) if may_send else "",
    }


@panel(
    on="orders.orders", permission="messaging.view", template="notices/about_panel.html",
    title=_("Messages"), place="rail", order=70,
)  # fmt: skip
def messages_of_order(order: Order, actor: Actor) -> dict[str, Any]:
    """What the customer was told about the order."""
    return _about(order)


@panel(
    on="booking.bookings", permission="messaging.view", template="notices/about_panel.html",
    title=_("Messages"), place="rail", order=70,
)  # fmt: skip
def messages_of_booking(booking: Booking, actor: Actor) -> dict[str, Any]:
    """What the customer was told about the booking."""
    return _about(booking)


def _about(row: Any) -> dict[str, Any]:
    found = messages_about(reference(row))
    return {"messages": found} if found else {}
