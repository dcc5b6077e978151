"""A customer's rights over personal data: to be told, and to be forgotten."""

from typing import Annotated

from django.utils.translation import gettext_lazy

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command, emit
from yinglou.kernel.locks import lock
from yinglou.kernel.search import keep_words
from yinglou.kernel.values import Ask
from yinglou.modules.customers import queries
from yinglou.modules.customers.events import CustomerErased
from yinglou.modules.customers.models import (
    Consent,
    Contact,
    Customer,
    KeyDate,
    Preference,
    Reception,
)

from .asking import WhyText, must_be_seen, must_not_be_gone

NAMELESS = "已删除"

Request = Annotated[WhyText, Ask(label=gettext_lazy("How the customer asked"))]


@command(
    permission="customers.erase",
    title=gettext_lazy("Erase personal data"),
    icon="eraser",
    danger=True,
    consequence=gettext_lazy(
        "Names, numbers, days, wishes and notes are gone for good. Orders and payments stay, "
        "as the law wants."
    ),
    available=lambda customer: customer.state not in queries.GONE,
)
def erase_customer(*, by: Actor, customer: Customer, reason: Request) -> Customer:
    """Remove a customer's personal data at the customer's request."""
    customer = lock(customer)
    must_be_seen(by, customer)
    must_not_be_gone(customer)
    for model in (KeyDate, Preference):
        model.objects.filter(customer=customer).delete()
    Consent.objects.filter(customer=customer).update(taken_by="")
    Reception.objects.filter(customer=customer).update(note="")
    Contact.objects.filter(customer=customer).update(
        name=NAMELESS, phone="", phone_blind="", phone_tail="", wechat="", email="",
        id_number="", id_blind="", born_on=None, retired_at=clock.now(), is_primary=False,
    )  # fmt: skip
    customer.tags.clear()
    customer.name, customer.other_names = NAMELESS, ""
    customer.wedding_on, customer.style_note, customer.note = None, "", ""
    customer.save()
    customer.move_to(Customer.State.ERASED)
    keep_words(customer)
    emit(CustomerErased(customer_id=customer.pk))
    return customer


@command(
    permission="customers.export",
    title=gettext_lazy("Hand out personal data"),
    icon="file-export",
    available=lambda customer: customer.state not in queries.GONE,
)
def hand_out_data(*, by: Actor, customer: Customer, reason: Request) -> Customer:
    """Give a customer what is kept about them; the journal keeps who asked and why."""
    must_be_seen(by, customer)
    must_not_be_gone(customer)
    return customer
