"""What is known about customers, and to whom."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.errors import InvalidValue
from yinglou.kernel.fields import blind
from yinglou.kernel.search import find_ids
from yinglou.kernel.values import clean_phone

from . import rules
from .models import Consent, Contact, Customer, KeyDate, Preference, Reception, Tag

PHONE = "phone"
ID_NUMBER = "id_number"
CUSTOMER = "customers.customer"


def phone_blind(phone: str) -> str:
    """The digest by which a clean phone number is found; empty for none."""
    return blind(phone, PHONE) if phone else ""


def id_blind(id_number: str) -> str:
    return blind(id_number, ID_NUMBER) if id_number else ""


def lunar_text(day: date) -> str:
    """A day in the farmers' calendar, for other modules' pages: 农历三月廿六."""
    return rules.lunar_text(day)


def _live_contacts() -> Any:
    return Prefetch("contacts", Contact.objects.filter(retired_at=None).order_by(*FIRST))


FIRST = ("-is_primary", "pk")


def customers_seen_by(actor: Actor) -> QuerySet[Customer]:
    """The customers of the actor's stores; with a short reach only the own ones."""
    rows = Customer.objects.select_related("branch", "owner", "merged_into").prefetch_related(
        _live_contacts(), "tags"
    )
    if actor.reach == "branch":
        rows = rows.filter(branch_id__in=actor.branch_ids)
    elif actor.reach == "own":
        rows = rows.filter(owner_id=actor.user_id or 0)
    return rows


def live_customers(actor: Actor) -> QuerySet[Customer]:
    """Those of them with whom something can be agreed."""
    return customers_seen_by(actor).filter(state__in=LIVE)


LIVE = (Customer.State.LEAD, Customer.State.ACTIVE)


def contacts_seen_by(actor: Actor) -> QuerySet[Contact]:
    rows = Contact.objects.select_related("customer", "customer__branch")
    return _of_seen_customers(rows, actor).filter(retired_at=None)


def key_dates_seen_by(actor: Actor) -> QuerySet[KeyDate]:
    return _of_seen_customers(KeyDate.objects.select_related("customer"), actor)


def preferences_seen_by(actor: Actor) -> QuerySet[Preference]:
    return _of_seen_customers(Preference.objects.select_related("customer"), actor)


def receptions_seen_by(actor: Actor) -> QuerySet[Reception]:
    """Who was in the shop, as far as the actor sees."""
    rows = Reception.objects.select_related("customer", "branch", "consultant")
    if actor.reach == "branch":
        return rows.filter(branch_id__in=actor.branch_ids)
    return rows if actor.reach == "all" else rows.filter(consultant_id=actor.user_id or 0)


def tags_seen_by(actor: Actor) -> QuerySet[Tag]:
    return Tag.objects.order_by("name")


def _of_seen_customers(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    if actor.reach == "branch":
        return rows.filter(customer__branch_id__in=actor.branch_ids)
    return rows if actor.reach == "all" else rows.filter(customer__owner_id=actor.user_id or 0)


def customer_by_phone(phone: str) -> Customer | None:
    """Who has this phone, whatever store they belong to; None for nobody or a wrong number."""
    try:
        cleaned = clean_phone(phone)
    except InvalidValue:
        return None
    contact = (
        Contact.objects.filter(phone_blind=phone_blind(cleaned), retired_at=None)
        .select_related("customer__branch", "customer__owner", "customer__merged_into__branch")
        .order_by("is_shared", "pk")
        .first()
    )
    return kept(contact.customer) if contact else None


def customer_by_number(number: str) -> Customer | None:
    """Who has this customer number; of merged ones, the one that was kept."""
    found = Customer.objects.select_related("branch", "merged_into__branch").filter(number=number)
    return kept(row) if (row := found.first()) else None


def customer_of(key: int) -> Customer | None:
    """The customer under a key, for those who act for the house; of merged ones, the kept one."""
    found = Customer.objects.select_related("branch", "merged_into__branch").filter(pk=key)
    return kept(row) if (row := found.first()) else None


def kept(customer: Customer) -> Customer:
    """The customer into which this one was merged, or this one."""
    while customer.merged_into is not None:
        customer = customer.merged_into
    return customer


def known_ids(customer: Customer) -> list[int]:
    """The keys under which documents of this customer may stand: its own and merged ones'."""
    found, next_ones = [customer.pk], [customer.pk]
    while next_ones:
        merged = Customer.objects.filter(merged_into_id__in=next_ones)
        next_ones = list(merged.values_list("pk", flat=True))
        found += next_ones
    return found


def contacts_of(customer: Customer) -> list[Contact]:
    """The people of a customer, the first one first."""
    rows = Contact.objects.filter(customer=customer, retired_at=None).select_related("customer")
    return list(rows.order_by(*FIRST))


def primary_contact(customer: Customer) -> Contact | None:
    """Whom to call first."""
    rows = Contact.objects.filter(customer=customer, retired_at=None).select_related("customer")
    return rows.order_by(*FIRST).first()


def first_of(customer: Customer) -> Contact | None:
    """The first contact of a row of `customers_seen_by`, without another question."""
    return next(iter(customer.contacts.all()), None)


@dataclass(frozen=True, slots=True)
class Reachable:
    """How a message reaches a customer: numbers in clear, so never for a page or a log."""

    name: str
    phone: str
    email: str


def reachable(customer: Customer) -> Reachable:
    """Where messages to a customer go: the first contact that has a phone, and an e-mail."""
    people = contacts_of(customer)
    phone = next((c for c in people if c.phone), None)
    email = next((c.email for c in people if c.email), "")
    name = (phone or people[0]).name if people else customer.name
    return Reachable(name, phone.phone if phone else "", email)


def suggest(actor: Actor, typed: str, limit: int = 10) -> list[Customer]:
    """Customers for what is typed: name, pinyin, initials, number, phone or its last four."""
    found = customers_seen_by(actor).filter(pk__in=found_ids(actor, typed, limit * 4))
    return list(found.exclude(state__in=GONE).order_by("-pk")[:limit])


GONE = (Customer.State.MERGED, Customer.State.ERASED)


def found_ids(actor: Actor, typed: str, limit: int = 40) -> list[int]:
    """Keys for what is typed; a whole phone or its tail is looked up under lock."""
    return [*ids_by_phone(typed, limit), *find_ids(CUSTOMER, typed, limit)]


def ids_by_phone(typed: str, limit: int = 40) -> list[int]:
    """Keys of the customers with this phone, or whose phone ends in these four digits."""
    digits = re.sub(r"[\s-]", "", typed)
    if re.fullmatch(r"\d{4}", digits):
        rows = Contact.objects.filter(phone_tail=digits)
    else:
        try:
            rows = Contact.objects.filter(phone_blind=phone_blind(clean_phone(digits)))
        except InvalidValue:
            return []
    rows = rows.filter(retired_at=None).order_by("-pk")
    return list(rows.values_list("customer_id", flat=True)[:limit])


def phone_holders(phone: str, but: Contact | None = None) -> QuerySet[Contact]:
    """The contacts that have a clean phone number."""
    rows = Contact.objects.filter(phone_blind=phone_blind(phone), retired_at=None)
    rows = rows.exclude(pk=but.pk) if but else rows
    return rows.select_related("customer__branch").order_by("is_shared", "pk")


def key_dates_of(customer: Customer) -> list[KeyDate]:
    return list(KeyDate.objects.filter(customer=customer).order_by("next_on", "pk"))


def stale_key_dates(first: date) -> QuerySet[KeyDate]:
    """Yearly days whose next time lies before the running month."""
    return KeyDate.objects.filter(is_yearly=True, next_on__lt=first)


def preferences_of(customer: Customer) -> list[Preference]:
    return list(Preference.objects.filter(customer=customer).order_by("kind", "pk"))


def consents_of(customer: Customer) -> dict[str, Consent]:
    """The last word of a customer on each thing that can be allowed."""
    rows = Consent.objects.filter(customer=customer).order_by("pk")
    return {row.kind: row for row in rows}


def has_consent(customer: Customer, kind: str) -> bool:
    """Whether the customer allowed it, and has not taken it back."""
    last = Consent.objects.filter(customer=customer, kind=kind).order_by("-pk").first()
    return last is not None and last.is_given


def receptions_of(customer: Customer, limit: int = 10) -> list[Reception]:
    rows = Reception.objects.filter(customer=customer).select_related("branch", "consultant")
    return list(rows.order_by("-pk")[:limit])


def was_received(customer: Customer) -> bool:
    """Whether there is a reception record; a sale at the counter needs one."""
    return Reception.objects.filter(customer=customer).exists()


def with_days_this_month(rows: QuerySet[Customer], today: date) -> QuerySet[Customer]:
    """Those with a birthday or anniversary this month."""
    month = (rules.first_of_month(today), rules.last_of_month(today))
    found = KeyDate.objects.filter(next_on__range=month).values("customer_id")
    return rows.filter(pk__in=found)


def silent_since(rows: QuerySet[Customer], days: int) -> QuerySet[Customer]:
    """Those with whom nobody has spoken for so many days."""
    limit = clock.now() - timedelta(days=days)
    never = Q(last_contact_at=None, registered_at__lt=limit)
    return rows.filter(Q(last_contact_at__lt=limit) | never, state__in=LIVE)


def tag_named(name: str) -> Tag | None:
    return Tag.objects.filter(name=name).first()


def unreachable() -> QuerySet[Customer]:
    """Live customers without a first contact: there should be none."""
    first = Contact.objects.filter(is_primary=True, retired_at=None).values("customer_id")
    return Customer.objects.filter(state__in=LIVE).exclude(pk__in=first)


def all_with_phone() -> Iterator[Contact]:
    """Every contact that has a phone, for checking what is sealed."""
    return Contact.objects.exclude(phone_blind="").iterator(500)


def merges() -> dict[int, int]:
    """Merged customer → the customer it was merged into."""
    rows = Customer.objects.filter(merged_into__isnull=False)
    return dict(rows.values_list("pk", "merged_into_id"))


def kept_data(customer: Customer) -> dict[str, Any]:
    """Everything that is kept about a customer here, in clear: for the customer's own hands."""
    return {
        "number": customer.number,
        "name": customer.name,
        "kind": customer.kind,
        "source": customer.source,
        "store": customer.branch.name,
        "wedding_on": customer.wedding_on,
        "wishes": customer.style_note,
        "note": customer.note,
        "registered_at": customer.registered_at,
        "contacts": [
            {
                "name": c.name, "relation": c.relation, "phone": c.phone, "wechat": c.wechat,
                "email": c.email, "id_number": c.id_number, "born_on": c.born_on,
            }
            for c in contacts_of(customer)
        ],
        "days": [{"kind": d.kind, "day": d.day, "whose": d.whose} for d in key_dates_of(customer)],
        "preferences": [{"kind": p.kind, "value": p.value} for p in preferences_of(customer)],
        "consents": list(
            Consent.objects.filter(customer=customer).values("kind", "answer", "how", "at")
        ),
        "visits": [
            {"at": r.at, "reason": r.reason, "store": r.branch.name, "note": r.note}
            for r in receptions_of(customer, 1000)
        ],
        "tags": [tag.name for tag in customer.tags.all()],
    }  # fmt: skip
