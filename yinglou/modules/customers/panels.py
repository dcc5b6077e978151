"""What the page of a customer shows beside its facts."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.panels import panel

from . import queries
from .models import Consent, Customer

ON = "customers.customers"


@panel(
    on=ON, permission="customers.view", template="customers/now_panel.html", title=_("Now"), order=5
)
def now(customer: Customer, actor: Actor) -> dict[str, Any]:
    """Where we stand with the customer, and the next thing to do."""
    if not customer.is_live:
        return {"customer": customer, "is_over": True}
    days = [d for d in queries.key_dates_of(customer) if d.next_on >= clock.today()]
    return {
        "customer": customer,
        "next_day": days[0] if days else None,
        "days_left": (days[0].next_on - clock.today()).days if days else None,
        "was_received": queries.was_received(customer),
        "may_receive": actor.may("customers.register"),
    }


@panel(
    on=ON, permission="customers.view", template="customers/contacts_panel.html",
    title=_("Contacts"), order=8,
)  # fmt: skip
def contacts(customer: Customer, actor: Actor) -> dict[str, Any]:
    """The people behind the customer, their numbers masked."""
    return {
        "customer": customer,
        "people": queries.contacts_of(customer),
        "may_reveal": actor.may("customers.reveal"),
        "may_change": actor.may("customers.change") and customer.state not in queries.GONE,
    }


@panel(
    on=ON, permission="customers.view", template="customers/days_panel.html",
    title=_("Key dates and preferences"), order=60,
)  # fmt: skip
def days_and_preferences(customer: Customer, actor: Actor) -> dict[str, Any]:
    """Weddings and birthdays in both calendars; what the customer likes and must not have."""
    return {
        "customer": customer,
        "days": queries.key_dates_of(customer),
        "preferences": queries.preferences_of(customer),
        "may_change": actor.may("customers.change") and customer.state not in queries.GONE,
    }


@panel(
    on=ON, permission="customers.view", template="customers/consents_panel.html",
    title=_("Consents"), place="rail", order=20,
)  # fmt: skip
def consents(customer: Customer, actor: Actor) -> dict[str, Any]:
    """What the customer allowed, since when."""
    said = queries.consents_of(customer)
    return {
        "customer": customer,
        "consents": [(kind.label, said.get(kind.value)) for kind in Consent.Kind],
        "may_change": actor.may("customers.change") and customer.state not in queries.GONE,
        "may_hand_out": actor.may("customers.export") and customer.state not in queries.GONE,
    }


@panel(
    on=ON, permission="customers.view", template="customers/visits_panel.html",
    title=_("Visits"), place="rail", order=30,
)  # fmt: skip
def visits(customer: Customer, actor: Actor) -> dict[str, Any]:
    """When the customer was in the shop, and why."""
    found = queries.receptions_of(customer)
    return {"visits": found} if found else {}
