"""What is known about a customer: days, likes, permissions, tags, visits."""

from datetime import date
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command, emit
from yinglou.kernel.errors import DomainError
from yinglou.kernel.locks import lock
from yinglou.kernel.values import Ask, Text, Whole
from yinglou.modules.access.models import User
from yinglou.modules.branches.models import Branch
from yinglou.modules.branches.queries import branch_of
from yinglou.modules.customers import queries, rules
from yinglou.modules.customers.events import ConsentRecorded, CustomerReceived
from yinglou.modules.customers.models import Consent, Customer, KeyDate, Preference, Reception, Tag

from .asking import (
    ShortNote,
    must_be_believable,
    must_be_said,
    must_be_seen,
    must_fit,
    must_not_be_gone,
)
from .days import next_time

TagText = Annotated[str, Text(max=20, min=1), Ask(label=gettext_lazy("Tag"))]
KnownTag = Annotated[Tag, Ask(label=gettext_lazy("Tag"))]
Value = Annotated[str, Text(max=100, min=1), Ask(label=gettext_lazy("Preference value"))]


def _changeable(customer: Customer) -> bool:
    return customer.state not in queries.GONE


class SaidAlready(DomainError):
    """The same day or preference is written down already."""


@command(
    permission="customers.change",
    title=gettext_lazy("Add a key date"),
    icon="calendar-heart",
    available=_changeable,
)
def add_key_date(
    *,
    by: Actor,
    customer: Customer,
    kind: Annotated[KeyDate.Kind, Ask(label=gettext_lazy("Occasion"))],
    day: Annotated[date, Ask(label=gettext_lazy("Day"))],
    whose: Annotated[str, Text(max=rules.NAME_MAX), Ask(label=gettext_lazy("Whose"))] = "",
    calendar: Annotated[
        KeyDate.Calendar, Ask(label=gettext_lazy("Calendar"))
    ] = KeyDate.Calendar.SOLAR,
    note: ShortNote = "",
) -> KeyDate:
    """Write down a day that matters; a baby's birthday brings 满月, 百天 and 周岁 with it."""
    customer = lock(customer)
    must_be_seen(by, customer)
    must_not_be_gone(customer)
    must_be_believable(day, "day")
    must_fit(note, 200, "note")
    must_fit(whose, rules.NAME_MAX, "whose")
    if KeyDate.objects.filter(customer=customer, kind=kind, day=day, whose=whose).exists():
        raise SaidAlready(
            _("This day is written down already. Change its note, or enter another day."),
            field="day",
        )
    is_yearly = kind != KeyDate.Kind.DUE
    is_lunar = calendar == KeyDate.Calendar.LUNAR
    made = KeyDate.objects.create(
        customer=customer,
        kind=kind,
        day=day,
        whose=whose,
        calendar=calendar,
        note=note,
        is_yearly=is_yearly,
        next_on=next_time(day, lunar=is_lunar) if is_yearly else day,
    )
    if kind == KeyDate.Kind.BABY:
        _add_first_year(made)
    if kind == KeyDate.Kind.WEDDING and customer.wedding_on is None:
        customer.wedding_on = day
        customer.save(update_fields=["wedding_on"])
    return made


def _add_first_year(birth: KeyDate) -> None:
    KeyDate.objects.bulk_create(
        (
            KeyDate(
                customer=birth.customer, kind=found.code, day=found.day, whose=birth.whose,
                next_on=found.day, is_yearly=False,
            )
            for found in rules.baby_dates(birth.day)
        ),
        ignore_conflicts=True,
    )  # fmt: skip


@command(permission="customers.change", title=gettext_lazy("Remove the key date"), icon="x")
def drop_key_date(*, by: Actor, key_date: KeyDate) -> Customer:
    """Take a day off a customer that was written down wrongly."""
    customer = lock(key_date.customer)
    must_be_seen(by, customer)
    if key_date.kind == KeyDate.Kind.WEDDING and customer.wedding_on == key_date.day:
        customer.wedding_on = None
        customer.save(update_fields=["wedding_on"])
    if key_date.kind == KeyDate.Kind.BABY:
        days = [found.day for found in rules.baby_dates(key_date.day)]
        KeyDate.objects.filter(
            customer=customer, whose=key_date.whose, day__in=days, is_yearly=False
        ).delete()
    KeyDate.objects.filter(pk=key_date.pk).delete()
    return customer


@command(permission="customers.change", title=gettext_lazy("Move the key dates on"))
def move_key_dates_on(*, by: Actor, first: date) -> int:
    """At the start of a month: when does each yearly day come next?"""
    moved = 0
    for row in queries.stale_key_dates(first).iterator():
        is_lunar = row.calendar == KeyDate.Calendar.LUNAR
        row.next_on = rules.next_occurrence(row.day, first, lunar=is_lunar)
        row.save(update_fields=["next_on"])
        moved += 1
    return moved


@command(
    permission="customers.change",
    title=gettext_lazy("Note a preference"),
    icon="heart-plus",
    available=_changeable,
)
def note_preference(
    *,
    by: Actor,
    customer: Customer,
    kind: Annotated[Preference.Kind, Ask(label=gettext_lazy("Preference"))],
    value: Value,
) -> Preference:
    """Write down what a customer likes, wears or must not have."""
    customer = lock(customer)
    must_be_seen(by, customer)
    must_not_be_gone(customer)
    value = must_be_said(value, "value")
    must_fit(value, 100, "value")
    made, is_new = Preference.objects.get_or_create(
        customer=customer, kind=kind, value=value, defaults={"noted_at": clock.now()}
    )
    if not is_new:
        raise SaidAlready(
            _("“%(value)s” is noted for this customer already.") % {"value": value}, field="value"
        )
    return made


@command(permission="customers.change", title=gettext_lazy("Remove the preference"), icon="x")
def drop_preference(*, by: Actor, preference: Preference) -> Customer:
    """Take back a preference that no longer holds; the journal keeps it."""
    must_be_seen(by, preference.customer)
    Preference.objects.filter(pk=preference.pk).delete()
    return preference.customer


@command(
    permission="customers.change",
    title=gettext_lazy("Record a consent"),
    icon="shield-check",
    available=_changeable,
)
def record_consent(
    *,
    by: Actor,
    customer: Customer,
    kind: Annotated[Consent.Kind, Ask(label=gettext_lazy("Consent to"))],
    answer: Annotated[Consent.Answer, Ask(label=gettext_lazy("Answer"))],
    how: Annotated[Consent.How, Ask(label=gettext_lazy("How"))] = Consent.How.ORAL,
) -> Consent:
    """Write down what a customer allowed or took back, with the day; the last word counts."""
    customer = lock(customer)
    must_be_seen(by, customer)
    must_not_be_gone(customer)
    made = Consent.objects.create(
        customer=customer, kind=kind, answer=answer, how=how, at=clock.now(), taken_by=by.name
    )
    emit(ConsentRecorded(customer_id=customer.pk, kind=kind, is_given=made.is_given))
    return made


@command(
    permission="customers.change", title=gettext_lazy("Tag"), icon="tag", available=_changeable
)
def tag_customer(*, by: Actor, customer: Customer, tag: TagText) -> Customer:
    """Put a word on a customer, by which it is found together with others."""
    must_be_seen(by, customer)
    must_not_be_gone(customer)
    word = must_be_said(tag, "tag")
    must_fit(word, 20, "tag")
    found, _is_new = Tag.objects.get_or_create(name=word, defaults={"made_at": clock.now()})
    customer.tags.add(found)
    return customer


@command(permission="customers.change", title=gettext_lazy("Remove a tag"), icon="tag-off",
         available=_changeable)  # fmt: skip
def untag_customer(*, by: Actor, customer: Customer, tag: KnownTag) -> Customer:
    """Take a word off a customer."""
    must_be_seen(by, customer)
    customer.tags.remove(tag)
    return customer


@command(permission="customers.change", title=gettext_lazy("Note a contact"), icon="phone-call",
         available=_changeable)  # fmt: skip
def note_contact(*, by: Actor, customer: Customer) -> Customer:
    """Somebody has just spoken with the customer."""
    must_not_be_gone(customer)
    Customer.objects.filter(pk=customer.pk).update(last_contact_at=clock.now())
    customer.last_contact_at = clock.now()
    return customer


@command(
    permission="customers.register",
    title=gettext_lazy("Receive at the desk"),
    icon="door-enter",
    available=lambda customer: customer.is_live,
)
def receive_customer(
    *,
    by: Actor,
    customer: Customer,
    reason: Annotated[Reception.Reason, Ask(label=gettext_lazy("Visit reason"))],
    shops_compared: Annotated[
        int, Whole(min=0, max=50), Ask(label=gettext_lazy("Shops compared"))
    ] = 0,
    satisfaction: Annotated[
        int | None, Whole(min=1, max=5), Ask(label=gettext_lazy("Satisfaction (1–5)"))
    ] = None,
    note: Annotated[str, Text(max=500, lines=2), Ask(label=gettext_lazy("Note"))] = "",
    consultant: User | None = None,
    branch: Branch | None = None,
) -> Reception:
    """Fill in the reception card: why the customer came and where else they looked."""
    customer = lock(customer)
    must_not_be_gone(customer)
    must_fit(note, 500, "note")
    place = branch or (customer.branch if by.branch_id is None else branch_of(by))
    made = Reception.objects.create(
        customer=customer,
        branch=place,
        reason=reason,
        shops_compared=shops_compared,
        satisfaction=satisfaction,
        note=note,
        consultant_id=consultant.pk if consultant else by.user_id,
        at=clock.now(),
        business_date=place.business_date,
    )
    customer.last_visit_at = customer.last_contact_at = made.at
    customer.save(update_fields=["last_visit_at", "last_contact_at"])
    emit(CustomerReceived(customer_id=customer.pk, branch_id=place.pk, reason=reason))
    return made
