"""The people of a customer, their numbers, and who has looked at them."""

from typing import Annotated

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command, emit
from yinglou.kernel.errors import DomainError, InvalidValue
from yinglou.kernel.locks import lock
from yinglou.kernel.search import keep_words
from yinglou.kernel.values import Ask, clean_phone
from yinglou.modules.customers import queries, rules
from yinglou.modules.customers.events import CustomerChanged
from yinglou.modules.customers.models import Contact, Customer

from .asking import (
    Birthday,
    CustomerName,
    EmailText,
    IdNumber,
    OtherPhone,
    WeChatName,
    must_be_believable,
    must_be_said,
    must_be_seen,
    must_fit,
    must_not_be_gone,
)
from .days import keep_birthday
from .registering import Anyway, RelationIn, exists_already, write_contacts

ContactRelation = Annotated[RelationIn, Ask(label=gettext_lazy("Relation"))]


class PhoneTaken(DomainError):
    """Another contact of the same customer has this phone."""


class LastContact(DomainError):
    """A customer is reached through somebody."""


class NothingToReveal(DomainError):
    """There is no number behind the mask."""


class IdNumberWrong(InvalidValue):
    """The check digit of the identity card number does not agree."""


@command(
    permission="customers.change",
    title=gettext_lazy("Add a contact"),
    icon="user-plus",
    available=lambda customer: customer.state not in queries.GONE,
)
def add_contact(
    *,
    by: Actor,
    customer: Customer,
    name: CustomerName,
    relation: ContactRelation = Contact.Relation.OTHER,
    phone: OtherPhone = "",
    wechat: WeChatName = "",
    email: EmailText = "",
    born_on: Birthday = None,
    although_known: Anyway = False,
) -> Contact:
    """Write down another person of a customer: the partner, a parent, the child."""
    customer = lock(customer)
    must_be_seen(by, customer)
    must_not_be_gone(customer)
    name = must_be_said(name, "name")
    must_fit(name, rules.NAME_MAX, "name")
    must_be_believable(born_on, "born_on")
    number = clean_phone(phone) if phone.strip() else ""
    is_shared = _must_be_free(by, customer, number, anyway=although_known)
    contact = Contact(
        customer=customer,
        name=name,
        relation=relation,
        phone=number,
        phone_blind=queries.phone_blind(number),
        phone_tail=number[-4:],
        is_shared=is_shared,
        wechat=wechat,
        email=_clean_email(email),
        born_on=born_on,
        is_primary=queries.primary_contact(customer) is None,
        added_at=clock.now(),
    )
    write_contacts(by, [contact])
    keep_birthday(customer, name, born_on, is_baby=relation == Contact.Relation.CHILD)
    keep_names(customer)
    emit(CustomerChanged(customer_id=customer.pk))
    return contact


@command(
    permission="customers.change",
    title=gettext_lazy("Change the contact"),
    icon="pencil",
    available=lambda contact: contact.retired_at is None,
)
def change_contact(
    *,
    by: Actor,
    contact: Contact,
    name: CustomerName,
    relation: ContactRelation,
    phone: Annotated[
        OtherPhone,
        Ask(label=gettext_lazy("New phone"), help=gettext_lazy("Empty: the phone stays.")),
    ] = "",
    wechat: WeChatName = "",
    email: EmailText = "",
    born_on: Birthday = None,
    although_known: Anyway = False,
) -> Contact:
    """Correct a contact. An empty phone leaves the one that is kept."""
    customer, contact = _locked(by, contact)
    name = must_be_said(name, "name")
    must_fit(name, rules.NAME_MAX, "name")
    must_be_believable(born_on, "born_on")
    if number := clean_phone(phone) if phone.strip() else "":
        is_shared = _must_be_free(by, customer, number, anyway=although_known, but=contact)
        contact.phone, contact.phone_blind = number, queries.phone_blind(number)
        contact.phone_tail, contact.is_shared = number[-4:], is_shared
    old_name, contact.name = contact.name, name
    contact.relation, contact.wechat, contact.email = relation, wechat, _clean_email(email)
    contact.born_on = born_on
    try:
        with transaction.atomic():
            contact.save()
    except IntegrityError:
        holder = queries.phone_holders(number, but=contact).first() if number else None
        if holder is None:
            raise
        raise exists_already(by, queries.kept(holder.customer)) from None
    _rename(customer, old_name, name)
    keep_birthday(customer, old_name, None, is_baby=False)
    keep_birthday(customer, name, born_on, is_baby=relation == Contact.Relation.CHILD)
    keep_names(customer)
    emit(CustomerChanged(customer_id=customer.pk))
    return contact


@command(
    permission="customers.change",
    title=gettext_lazy("Make the first contact"),
    icon="star",
    available=lambda contact: contact.retired_at is None and not contact.is_primary,
)
def make_primary(*, by: Actor, contact: Contact) -> Contact:
    """Call this person first from now on."""
    customer, contact = _locked(by, contact)
    Contact.objects.filter(customer=customer, is_primary=True).update(is_primary=False)
    contact.is_primary = True
    contact.save(update_fields=["is_primary"])
    return contact


@command(
    permission="customers.change",
    title=gettext_lazy("Remove the contact"),
    icon="user-minus",
    danger=True,
    consequence=gettext_lazy("The phone is free again. The journal keeps that it was here."),
    available=lambda contact: contact.retired_at is None,
)
def retire_contact(*, by: Actor, contact: Contact) -> Customer:
    """Take a person off a customer; somebody must remain."""
    customer, contact = _locked(by, contact)
    left = [c for c in queries.contacts_of(customer) if c.pk != contact.pk]
    if not left:
        raise LastContact(
            _(
                "%(name)s is the only contact of this customer. Add another one first, "
                "or erase the customer."
            )
            % {"name": contact.name}
        )
    was_primary = contact.is_primary
    contact.retired_at, contact.is_primary = clock.now(), False
    contact.save(update_fields=["retired_at", "is_primary"])
    if was_primary:
        Contact.objects.filter(pk=left[0].pk).update(is_primary=True)
    keep_birthday(customer, contact.name, None, is_baby=False)
    keep_names(customer)
    emit(CustomerChanged(customer_id=customer.pk))
    return customer


@command(
    permission="customers.change",
    title=gettext_lazy("Enter the ID number"),
    icon="id",
    available=lambda contact: contact.retired_at is None,
)
def set_id_number(*, by: Actor, contact: Contact, id_number: IdNumber) -> Contact:
    """Write down the number of an identity card, where a contract or licence needs it."""
    _customer, contact = _locked(by, contact)
    number = rules.clean_id_number(id_number)
    if not number:
        raise IdNumberWrong(
            _(
                "This is not a valid ID number: 18 characters whose last one checks the others. "
                "Compare it with the card."
            ),
            field="id_number",
        )
    contact.id_number, contact.id_blind = number, queries.id_blind(number)
    contact.born_on = contact.born_on or rules.born_on_of(number)
    contact.save(update_fields=["id_number", "id_blind", "born_on"])
    return contact


@command(permission="customers.reveal", title=gettext_lazy("Show the phone number"), icon="eye")
def reveal_phone(*, by: Actor, contact: Contact) -> Contact:
    """Show a phone number in full; the journal keeps who looked."""
    must_be_seen(by, contact.customer)
    if not contact.phone:
        raise NothingToReveal(
            _("No phone is kept for %(name)s. Enter one first.") % {"name": contact.name}
        )
    return contact


@command(permission="customers.reveal", title=gettext_lazy("Show the ID number"), icon="eye")
def reveal_id_number(*, by: Actor, contact: Contact) -> Contact:
    """Show an ID number in full; the journal keeps who looked."""
    must_be_seen(by, contact.customer)
    if not contact.id_number:
        raise NothingToReveal(
            _("No ID number is kept for %(name)s. Enter one first.") % {"name": contact.name}
        )
    return contact


def keep_names(customer: Customer) -> None:
    """The names of all contacts are words by which the customer is found."""
    main = set(rules.names_in(customer.name))
    others = [c.name for c in queries.contacts_of(customer) if c.name not in main]
    joined = rules.joined_names(others)[:300]
    if joined != customer.other_names:
        customer.other_names = joined
        customer.save(update_fields=["other_names"])
    keep_words(customer)


def _rename(customer: Customer, old: str, new: str) -> None:
    """A corrected name of a partner is corrected in the customer's name, too."""
    names = rules.names_in(customer.name)
    if old != new and old in names:
        customer.name = rules.joined_names(new if name == old else name for name in names)
        customer.save(update_fields=["name"])


def _locked(by: Actor, contact: Contact) -> tuple[Customer, Contact]:
    customer, contact = lock(contact.customer, contact)
    contact.customer = customer
    must_be_seen(by, customer)
    must_not_be_gone(customer)
    if contact.retired_at is not None:
        raise LastContact(
            _("%(name)s was removed from this customer. Add the contact anew if need be.")
            % {"name": contact.name}
        )
    return customer, contact


def _must_be_free(
    by: Actor, customer: Customer, phone: str, *, anyway: bool, but: Contact | None = None
) -> bool:
    """Whether the phone is shared with another customer; refused unless somebody insists."""
    holders = list(queries.phone_holders(phone, but=but)[:20]) if phone else []
    if any(holder.customer_id == customer.pk for holder in holders):
        raise PhoneTaken(
            _("Another contact of this customer has the same phone. Change that one instead."),
            field="phone",
        )
    if holders and not anyway:
        raise exists_already(by, queries.kept(holders[0].customer))
    return bool(holders)


def _clean_email(typed: str) -> str:
    text = typed.strip()
    if text and (" " in text or "@" not in text[1:-1] or len(text) > 120):
        raise InvalidValue(
            _("This is not an e-mail address: it looks like name@example.com."), field="email"
        )
    return text
