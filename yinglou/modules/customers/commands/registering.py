"""Registering customers and changing what they are called and whose they are."""

from datetime import date
from typing import Annotated

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command, emit
from yinglou.kernel.errors import DomainError, InvalidValue, Option
from yinglou.kernel.locks import lock
from yinglou.kernel.numbers import next_number
from yinglou.kernel.values import Ask, Text, clean_phone
from yinglou.modules.access.models import User
from yinglou.modules.branches.models import Branch
from yinglou.modules.branches.queries import branch_of
from yinglou.modules.customers import queries, rules
from yinglou.modules.customers.events import CustomerChanged, CustomerRegistered
from yinglou.modules.customers.models import Contact, Customer

from .asking import (
    NOTE_MAX,
    Colleague,
    CustomerName,
    LongNote,
    MobilePhone,
    OtherPhone,
    PartnerName,
    WeddingDay,
    WhyText,
    must_be_believable,
    must_be_said,
    must_be_seen,
    must_fit,
    must_not_be_gone,
)
from .days import keep_wedding_day

ANYWAY = "although_known"

JoinedName = Annotated[
    str, Text(max=rules.NAMES_MAX, min=1), Ask(label=gettext_lazy("Customer name"))
]
Wishes = Annotated[str, Text(max=500, lines=2), Ask(label=gettext_lazy("Wishes"))]
Anyway = Annotated[bool, Ask(label=gettext_lazy("Create although the phone is known"), hidden=True)]
Store = Annotated[Branch, Ask(label=gettext_lazy("Store"))]
SourceIn = Annotated[Customer.Source, Ask(label=gettext_lazy("Customer source"))]
RelationIn = Annotated[Contact.Relation, Ask(label=gettext_lazy("Relation"))]
IntentIn = Annotated[Customer.Intent, Ask(label=gettext_lazy("Intent"))]


class CustomerExists(DomainError):
    """A customer with the same phone is registered already (E-DUP)."""


@command(permission="customers.register", title=gettext_lazy("New customer"), icon="user-plus")
def register_customer(  # noqa: PLR0913 the registration card
    *,
    by: Actor,
    phone: MobilePhone,
    name: CustomerName,
    relation: RelationIn = Contact.Relation.SELF,
    source: SourceIn,
    intent: IntentIn = Customer.Intent.UNKNOWN,
    note: LongNote = "",
    partner_name: PartnerName = "",
    partner_phone: Annotated[OtherPhone, Ask(label=gettext_lazy("Partner's phone"))] = "",
    wedding_on: WeddingDay = None,
    kind: Annotated[Customer.Kind | None, Ask(label=gettext_lazy("Kind"))] = None,
    owner: Colleague = None,
    branch: Annotated[Branch | None, Ask(label=gettext_lazy("Store"))] = None,
    although_known: Anyway = False,
) -> Customer:
    """Write down a new customer: phone first, so that nobody is registered twice."""
    must_fit(note, NOTE_MAX, "note")
    must_be_believable(wedding_on, "wedding_on")
    name, partner_name = must_be_said(name, "name"), " ".join(partner_name.split())
    must_fit(name, rules.NAME_MAX, "name")
    must_fit(partner_name, rules.NAME_MAX, "partner_name")
    people = _people(name, partner_name)
    phones = [clean_phone(phone), _partners_phone(partner_phone)]
    if phones[0] == phones[1]:
        phones[1] = ""
    shared = [
        _is_taken(by, number, field, anyway=although_known)
        for number, field in zip(phones, ("phone", "partner_phone"), strict=True)
    ]
    branch = branch or branch_of(by)
    customer = Customer.objects.create(
        number=next_number("CU", branch.business_date),
        name=rules.joined_names(people),
        kind=kind or (Customer.Kind.COUPLE if len(people) > 1 else Customer.Kind.PERSON),
        source=source,
        intent=intent,
        branch=branch,
        owner_id=owner.pk if owner else by.user_id,
        wedding_on=wedding_on,
        note=note,
        registered_at=clock.now(),
        last_contact_at=clock.now(),
    )
    _write_people(by, customer, people, phones, shared, relation)
    keep_wedding_day(customer, before=None)
    emit(CustomerRegistered(customer_id=customer.pk, branch_id=branch.pk, source=source))
    return customer


def _people(name: str, partner_name: str) -> list[str]:
    people = list(dict.fromkeys([*rules.names_in(name), *rules.names_in(partner_name)]))
    if not people:
        raise InvalidValue(_("Enter a name."), field="name")
    return people


def _partners_phone(typed: str) -> str:
    try:
        return clean_phone(typed) if typed.strip() else ""
    except InvalidValue as refusal:
        raise InvalidValue(str(refusal), field="partner_phone") from None


def _is_taken(by: Actor, phone: str, field: str, *, anyway: bool) -> bool:
    """Whether somebody has this phone; refused unless the person at the desk insists."""
    if not phone:
        return False
    holder = queries.phone_holders(phone).first()
    if holder is None:
        return False
    if not anyway:
        raise exists_already(by, queries.kept(holder.customer), field)
    return True


def exists_already(by: Actor, known: Customer, field: str = "phone") -> CustomerExists:
    """The sentence E-DUP with its ways out; other stores' customers are not named."""
    anyway = Option(_("Create anyway"), ANYWAY)
    if not _may_see(by, known):
        return CustomerExists(
            _(
                "A customer with the same phone is registered at %(store)s. Ask there to hand "
                "the customer over, or create another record anyway."
            )
            % {"store": known.branch.name},
            field=field,
            options=[anyway],
        )
    return CustomerExists(
        _(
            "A customer with the same phone exists: %(name)s (%(number)s). "
            "Use that record, or create another one anyway."
        )
        % {"name": known.name, "number": known.number},
        field=field,
        options=[
            Option(_("Use this customer"), known.number, customer_url(known)),
            anyway,
        ],
    )


def _may_see(by: Actor, known: Customer) -> bool:
    return by.sees_branch(known.branch_id) and (by.reach != "own" or known.owner_id == by.user_id)


def customer_url(customer: Customer) -> str:
    return reverse("customers.customers.one", args=[customer.number])


def _write_people(
    by: Actor,
    customer: Customer,
    people: list[str],
    phones: list[str],
    shared: list[bool],
    relation: Contact.Relation,
) -> None:
    """The contacts of a new customer. The database has the last word on a phone being free."""
    others = {Contact.Relation.GROOM: Contact.Relation.BRIDE,
              Contact.Relation.BRIDE: Contact.Relation.GROOM}  # fmt: skip
    rows = []
    for place, person in enumerate(people):
        phone = phones[place] if place < len(phones) else ""
        rows.append(
            Contact(
                customer=customer,
                name=person,
                relation=relation if place == 0 else others.get(relation, Contact.Relation.OTHER),
                phone=phone,
                phone_blind=queries.phone_blind(phone),
                phone_tail=phone[-4:],
                is_shared=shared[place] if place < len(shared) else False,
                is_primary=place == 0,
                added_at=customer.registered_at,
            )
        )
    write_contacts(by, rows)


def write_contacts(by: Actor, rows: list[Contact]) -> None:
    """Insert contacts; of two colleagues who register one phone at once, the second is told."""
    try:
        with transaction.atomic():
            Contact.objects.bulk_create(rows)
    except IntegrityError:
        for row in rows:
            holder = queries.phone_holders(row.phone).first() if row.phone else None
            if holder is not None:
                raise exists_already(by, queries.kept(holder.customer)) from None
        raise


@command(
    permission="customers.change",
    title=gettext_lazy("Change"),
    icon="pencil",
    available=lambda customer: customer.state not in queries.GONE,
)
def change_customer(
    *,
    by: Actor,
    customer: Customer,
    name: Annotated[
        str, Text(max=rules.NAMES_MAX, min=1), Ask(label=gettext_lazy("Customer name"))
    ],
    kind: Annotated[Customer.Kind, Ask(label=gettext_lazy("Kind"))],
    source: SourceIn,
    intent: IntentIn = Customer.Intent.UNKNOWN,
    wedding_on: WeddingDay = None,
    style_note: Wishes = "",
    note: LongNote = "",
) -> Customer:
    """Correct what is written about a customer; numbers are changed at the contact."""
    customer = lock(customer)
    must_be_seen(by, customer)
    must_not_be_gone(customer)
    must_fit(note, NOTE_MAX, "note")
    must_fit(style_note, 500, "style_note")
    must_be_believable(wedding_on, "wedding_on")
    before = customer.wedding_on
    customer.name = rules.joined_names(rules.names_in(must_be_said(name, "name")))
    must_fit(customer.name, rules.NAMES_MAX, "name")
    must_be_said(customer.name, "name")
    customer.kind, customer.source, customer.intent = kind, source, intent
    customer.wedding_on, customer.style_note, customer.note = wedding_on, style_note, note
    customer.save(
        update_fields=["name", "kind", "source", "intent", "wedding_on", "style_note", "note"]
    )
    keep_wedding_day(customer, before=before)
    emit(CustomerChanged(customer_id=customer.pk))
    return customer


@command(permission="customers.change", title=gettext_lazy("Set the wedding day"), icon="heart")
def set_wedding_day(*, by: Actor, customer: Customer, wedding_on: date) -> Customer:
    """Write down when a couple marries: learnt while an order is placed."""
    customer = lock(customer)
    must_be_seen(by, customer)
    must_not_be_gone(customer)
    must_be_believable(wedding_on, "wedding_on")
    before, customer.wedding_on = customer.wedding_on, wedding_on
    customer.save(update_fields=["wedding_on"])
    keep_wedding_day(customer, before=before)
    return customer


@command(
    permission="customers.assign",
    title=gettext_lazy("Assign to a colleague"),
    icon="user-share",
    available=lambda customer: customer.is_live,
)
def assign_customer(*, by: Actor, customer: Customer, owner: Colleague = None) -> Customer:
    """Say which colleague looks after a customer."""
    customer = lock(customer)
    must_not_be_gone(customer)
    _must_work_here(owner)
    customer.owner = owner
    customer.save(update_fields=["owner"])
    return customer


def _must_work_here(owner: User | None) -> None:
    if owner is not None and not owner.is_active:
        raise InvalidValue(
            _("%(name)s cannot sign in any more. Choose another colleague.") % {"name": owner.name},
            field="owner",
        )


@command(
    permission="customers.assign",
    title=gettext_lazy("Hand over to another store"),
    icon="building-store",
    danger=True,
    consequence=gettext_lazy("The colleagues of this store no longer see the customer."),
    available=lambda customer: customer.is_live,
)
def transfer_customer(
    *, by: Actor, customer: Customer, store: Store, reason: WhyText
) -> Customer:  # fmt: skip
    """Hand a customer over to another store; orders already placed stay where they are."""
    customer = lock(customer)
    must_be_seen(by, customer)
    must_not_be_gone(customer)
    if store.pk == customer.branch_id:
        raise InvalidValue(
            _("%(name)s belongs to %(store)s already. Choose another store.")
            % {"name": customer.name, "store": store.name},
            field="store",
        )
    customer.branch, customer.owner = store, None
    customer.save(update_fields=["branch", "owner"])
    return customer


@command(permission="customers.change", title=gettext_lazy("Make a customer"), icon="user-check",
         available=lambda customer: customer.state == Customer.State.LEAD)  # fmt: skip
def activate_customer(*, by: Actor, customer: Customer) -> Customer:
    """The lead has agreed on something and is a customer from now on."""
    customer = lock(customer)
    if customer.state != Customer.State.ACTIVE:
        must_not_be_gone(customer)
        customer.move_to(Customer.State.ACTIVE)
    return customer


@command(
    permission="customers.block",
    title=gettext_lazy("Block"),
    icon="user-off",
    danger=True,
    consequence=gettext_lazy("Nothing new can be agreed with this customer until released."),
    available=lambda customer: customer.is_live,
)
def block_customer(*, by: Actor, customer: Customer, reason: WhyText) -> Customer:
    """Agree nothing new with this customer; what runs goes on."""
    customer = lock(customer)
    must_be_seen(by, customer)
    customer.move_to(Customer.State.BLOCKED)
    return customer


@command(
    permission="customers.block",
    title=gettext_lazy("Release"),
    icon="user-check",
    available=lambda customer: customer.state == Customer.State.BLOCKED,
)
def unblock_customer(*, by: Actor, customer: Customer, reason: WhyText) -> Customer:
    """Lift the block."""
    customer = lock(customer)
    must_be_seen(by, customer)
    customer.move_to(Customer.State.ACTIVE)
    return customer
