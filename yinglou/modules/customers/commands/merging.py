"""Two records of one customer become one."""

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command, emit
from yinglou.kernel.errors import DomainError
from yinglou.kernel.locks import lock
from yinglou.kernel.search import keep_words
from yinglou.kernel.values import Ask, Pick
from yinglou.modules.customers import queries, rules
from yinglou.modules.customers.events import CustomersMerged
from yinglou.modules.customers.models import (
    Consent,
    Contact,
    Customer,
    KeyDate,
    Preference,
    Reception,
)

from .asking import WhyText, live, must_be_seen
from .contacts import keep_names

Kept = Annotated[Customer, Ask(label=gettext_lazy("Customer to keep"))]
Other = Annotated[Customer, Pick(among=live), Ask(label=gettext_lazy("Record to merge"))]


class NotMergeable(DomainError):
    """These two records cannot become one."""


@command(
    permission="customers.merge",
    title=gettext_lazy("Merge another record into this"),
    icon="arrow-merge",
    danger=True,
    consequence=gettext_lazy(
        "The other record points at this one from now on. Its orders keep their numbers; "
        "this cannot be undone."
    ),
    available=lambda customer: customer.is_live,
)
def merge_customers(
    *,
    by: Actor,
    keep: Kept,
    other: Other,
    reason: WhyText,
) -> Customer:
    """Make one customer of two records; both numbers go on being found."""
    if keep.pk == other.pk:
        raise NotMergeable(
            _("This is the same record. Choose the other one of the two."), field="other"
        )
    keep, other = lock(keep, other)
    for row, field in ((keep, "keep"), (other, "other")):
        must_be_seen(by, row)
        if not row.is_live:
            raise NotMergeable(
                _("%(name)s is “%(state)s”. Only live records can be merged.")
                % {"name": row.name, "state": row.get_state_display()},
                field=field,
            )
    _move_contacts(keep, other)
    _move_knowledge(keep, other)
    _fill_gaps(keep, other)
    other.move_to(Customer.State.MERGED, merged_into=keep)
    keep_words(other)
    keep_names(keep)
    emit(CustomersMerged(customer_id=keep.pk, merged_id=other.pk))
    return keep


def _move_contacts(keep: Customer, other: Customer) -> None:
    """People with a new number come over; a number known already is removed as a double."""
    known = {c.phone_blind for c in queries.contacts_of(keep) if c.phone_blind}
    has_primary = queries.primary_contact(keep) is not None
    for contact in queries.contacts_of(other):
        if contact.phone_blind and contact.phone_blind in known:
            contact.retired_at, contact.is_primary = clock.now(), False
        elif has_primary:
            contact.customer, contact.is_primary = keep, False
        else:
            contact.customer, has_primary = keep, True
        contact.save(update_fields=["customer", "is_primary", "retired_at"])
    _unshare(keep)


def _unshare(keep: Customer) -> None:
    """A phone that only this customer has left is no longer a shared one."""
    for contact in queries.contacts_of(keep):
        if contact.is_shared and not queries.phone_holders(contact.phone, contact).exists():
            Contact.objects.filter(pk=contact.pk).update(is_shared=False)


def _move_knowledge(keep: Customer, other: Customer) -> None:
    known_days = set(KeyDate.objects.filter(customer=keep).values_list("kind", "day", "whose"))
    for day in KeyDate.objects.filter(customer=other):
        if (day.kind, day.day, day.whose) not in known_days:
            KeyDate.objects.filter(pk=day.pk).update(customer=keep)
    known = set(Preference.objects.filter(customer=keep).values_list("kind", "value"))
    for liked in Preference.objects.filter(customer=other):
        if (liked.kind, liked.value) not in known:
            Preference.objects.filter(pk=liked.pk).update(customer=keep)
    _settle_consents(keep, other)
    Reception.objects.filter(customer=other).update(customer=keep)
    keep.tags.add(*other.tags.all())


def _settle_consents(keep: Customer, other: Customer) -> None:
    """A refusal on either record counts for the person, whichever was said last."""
    ours, theirs = queries.consents_of(keep), queries.consents_of(other)
    for kind, said in theirs.items():
        mine = ours.get(kind)
        if mine is None or (mine.is_given and not said.is_given):
            Consent.objects.create(
                customer=keep, kind=kind, answer=said.answer, how=said.how, at=said.at,
                taken_by=said.taken_by,
            )  # fmt: skip


def _fill_gaps(keep: Customer, other: Customer) -> None:
    """What only the other record knew is kept."""
    joined = "\n".join(text for text in (keep.note, other.note) if text)
    keep.note = joined[:2000]
    keep.wedding_on = keep.wedding_on or other.wedding_on
    keep.style_note = keep.style_note or other.style_note
    keep.intent = keep.intent or other.intent
    keep.owner = keep.owner or other.owner
    keep.last_contact_at = _later(keep.last_contact_at, other.last_contact_at)
    keep.last_visit_at = _later(keep.last_visit_at, other.last_visit_at)
    extra = [n for n in rules.names_in(other.name) if n not in rules.names_in(keep.name)]
    if extra and other.kind == Customer.Kind.COUPLE and keep.kind == Customer.Kind.PERSON:
        keep.kind = Customer.Kind.COUPLE
        keep.name = rules.joined_names([*rules.names_in(keep.name), *extra])[: rules.NAMES_MAX]
    if keep.state == Customer.State.LEAD and other.state == Customer.State.ACTIVE:
        keep.state = Customer.State.ACTIVE
    keep.save()


def _later(one: datetime | None, two: datetime | None) -> datetime | None:
    return max((at for at in (one, two) if at is not None), default=None)
