"""The lists and pages of customers, their contacts, days, wishes and visits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.columns import Column
from yinglou.kernel.manifest import Menu
from yinglou.kernel.resources import Resource, View, resource
from yinglou.kernel.search import matching

from . import commands, queries, rules
from .models import Contact, Customer, KeyDate, Preference, Reception, Tag


@dataclass(frozen=True, slots=True)
class Link:
    """A page offered beside the actions."""

    label: str
    url: str
    icon: str
    name: str


def _mine(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    return rows.filter(owner_id=actor.user_id or 0)


def _leads(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    return rows.filter(state=Customer.State.LEAD)


def _this_month(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    return queries.with_days_this_month(rows, clock.today())


def _silent(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    return queries.silent_since(rows, rules.SILENT_DAYS)


def _dormant(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    return queries.silent_since(rows, rules.DORMANT_DAYS)


def _blocked(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    return rows.filter(state=Customer.State.BLOCKED)


def _gone(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    return rows.filter(state__in=queries.GONE)


def _phone(customer: Customer) -> str:
    contact = queries.first_of(customer)
    return contact.phone_masked if contact else ""


def _wechat(customer: Customer) -> str:
    contact = queries.first_of(customer)
    return contact.wechat if contact else ""


def _tags(customer: Customer) -> list[str]:
    return [tag.name for tag in customer.tags.all()]


PHONE = Column("phone", label=gettext_lazy("Phone"), kind="phone", value=_phone, sort=None)
WEDDING = Column("wedding_on", label=gettext_lazy("Wedding day"), kind="date", sub="wedding_lunar")
# What can be begun for a customer elsewhere in the house, where that room is installed.
OFFERS = (
    ("order", "orders.new", "orders.place", gettext_lazy("New order"), "receipt"),
    ("booking", "orders.book", "orders.place", gettext_lazy("New booking"), "calendar-plus"),
)


def offers(customer: Customer, actor: Actor) -> list[Link]:
    """What this person may begin for this customer: an order, a booking."""
    if not customer.is_live:
        return []
    found = []
    for name, page, permission, label, icon in OFFERS:
        if actor.may(permission):
            try:
                url = f"{reverse(page)}?customer={customer.pk}"
            except NoReverseMatch:  # that room is not installed
                continue
            found.append(Link(str(label), url, icon, name))
    return found


@resource
class Customers(Resource):
    """The people, couples and families the house works for."""

    model = Customer
    permission = "customers.view"
    rows = queries.customers_seen_by
    alias = "customers"
    label = gettext_lazy("Customers")
    icon = "users"
    menu = Menu(section="customers", order=10, key="C")
    lookup = "number"
    columns = (
        Column("name", link=True, sub="number"),
        PHONE,
        Column("tags", label=gettext_lazy("Tags"), kind="tags", value=_tags, sort=None),
        "source",
        "intent",
        Column("owner", kind="person"),
        "last_contact_at",
        "last_visit_at",
        WEDDING,
        "state",
        Column("wechat", label=gettext_lazy("WeChat name"), value=_wechat, sort=None, hidden=True),
        Column("branch", hidden=True),
        Column("kind", hidden=True),
        Column("registered_at", hidden=True),
    )
    views = (
        View("all", gettext_lazy("All")),
        View("mine", gettext_lazy("Mine"), _mine),
        View("leads", gettext_lazy("Leads"), _leads),
        View("days", gettext_lazy("Days this month"), _this_month),
        View("silent", gettext_lazy("No contact for 30 days"), _silent),
        View("dormant", gettext_lazy("Dormant"), _dormant),
        View("blocked", gettext_lazy("Blocked"), _blocked, counted=False),
        View("gone", gettext_lazy("Merged or erased"), _gone, counted=False),
    )
    filters = ("state", "source", "intent", "kind", "owner", "branch", "tags", "wedding_on",
               "registered_at")  # fmt: skip
    order_by = ("-pk",)
    create = commands.register_customer
    create_page = "customers.new"
    actions = (
        commands.change_customer,
        commands.receive_customer,
        commands.note_contact,
        commands.add_contact,
        commands.add_key_date,
        commands.note_preference,
        commands.record_consent,
        commands.tag_customer,
        commands.untag_customer,
        commands.activate_customer,
        commands.assign_customer,
        commands.transfer_customer,
        commands.merge_customers,
        commands.block_customer,
        commands.unblock_customer,
        commands.erase_customer,
    )
    bulk = (commands.assign_customer, commands.tag_customer, commands.note_contact)
    badges = (
        "state",
        Column("tags", label=gettext_lazy("Tags"), kind="tags", value=_tags, sort=None),
    )
    facts = (
        "number",
        PHONE,
        "kind",
        WEDDING,
        "source",
        "intent",
        Column("owner", kind="person"),
        "branch",
        "last_contact_at",
        "last_visit_at",
        "registered_at",
        "style_note",
        "note",
        "merged_into",
    )
    palette = True

    @staticmethod
    def title(row: Customer) -> str:
        return row.name

    @staticmethod
    def subtitle(row: Customer) -> str:
        if row.merged_into is not None:
            return _("Merged into %(name)s (%(number)s)") % {
                "name": row.merged_into.name,
                "number": row.merged_into.number,
            }
        if row.state == Customer.State.ERASED:
            return _("Personal data were erased at the customer's request.")
        return " · ".join(part for part in (_phone(row), row.wedding_lunar) if part)

    @staticmethod
    def primary(row: Customer, actor: Actor) -> Any:
        """The first thing one does for a customer: a booking, or at least a reception."""
        begun = offers(row, actor)
        return begun[-1] if begun else commands.receive_customer

    @staticmethod
    def links(row: Customer, actor: Actor) -> Sequence[Link]:
        """What can be begun for the customer beside the next best action."""
        return offers(row, actor)[:-1]

    palette_links = staticmethod(offers)

    @staticmethod
    def found_by(actor: Actor, words: str) -> list[int]:
        """A whole phone, or its last four digits, beside the words of the search."""
        return queries.ids_by_phone(words)

    @classmethod
    def find(cls, actor: Actor, query: Any) -> QuerySet[Any]:
        """Merged and erased records stay out of the list until they are asked for."""
        rows = super().find(actor, query)
        return rows if query.get("view") == "gone" else rows.exclude(state__in=queries.GONE)

    @classmethod
    def _searched(cls, rows: QuerySet[Any], words: str) -> QuerySet[Any]:
        by_phone = queries.ids_by_phone(words) if words else []
        if not by_phone:
            return super()._searched(rows, words)
        by_word = matching(queries.CUSTOMER, words)
        return rows.filter(Q(pk__in=by_phone) | Q(pk__in=by_word))


@resource
class Contacts(Resource):
    """The people behind the customers."""

    model = Contact
    permission = "customers.view"
    rows = queries.contacts_seen_by
    slug = "contacts"
    label = gettext_lazy("Contacts")
    icon = "address-book"
    columns = (
        Column("name", link=True),
        "customer",
        "relation",
        Column("phone", label=gettext_lazy("Phone"), kind="phone", value="phone_masked", sort=None),
        "wechat",
        "email",
        Column("born_on", sub="born_lunar"),
        "is_primary",
    )
    facts = (
        "customer",
        "relation",
        Column("phone", label=gettext_lazy("Phone"), kind="phone", value="phone_masked", sort=None),
        "wechat",
        "email",
        Column("born_on", sub="born_lunar"),
        Column("id_number", label=gettext_lazy("ID number"), kind="text", value="id_masked",
               sort=None),
        "is_primary",
        "added_at",
    )  # fmt: skip
    filters = ("relation", "is_primary")
    search_in = ("name", "wechat")
    actions = (
        commands.change_contact,
        commands.make_primary,
        commands.set_id_number,
        commands.retire_contact,
    )

    @staticmethod
    def title(row: Contact) -> str:
        return row.name

    @staticmethod
    def subtitle(row: Contact) -> str:
        return f"{row.customer.name} · {row.get_relation_display()}"


@resource
class KeyDates(Resource):
    """Weddings, birthdays, babies' hundredth days: what comes next."""

    model = KeyDate
    permission = "customers.view"
    rows = queries.key_dates_seen_by
    slug = "days"
    label = gettext_lazy("Key dates")
    icon = "calendar-heart"
    menu = Menu(section="customers", order=40)
    columns = (
        "next_on",
        "kind",
        "customer",
        "whose",
        Column("day", sub="lunar"),
        "calendar",
        Column("note", link=True),
    )
    filters = ("kind", "next_on")
    search_in = ("whose", "note", "customer__name__icontains")
    order_by = ("next_on", "pk")
    actions = (commands.drop_key_date,)


@resource
class Preferences(Resource):
    """What customers like, wear and must not have."""

    model = Preference
    permission = "customers.view"
    rows = queries.preferences_seen_by
    slug = "preferences"
    label = gettext_lazy("Preferences")
    icon = "heart"
    columns = ("customer", "kind", Column("value", link=True), "noted_at")
    filters = ("kind",)
    search_in = ("value", "customer__name__icontains")
    actions = (commands.drop_preference,)


@resource
class Receptions(Resource):
    """Who was in the shop, why, and who received them."""

    model = Reception
    permission = "customers.view"
    rows = queries.receptions_seen_by
    slug = "receptions"
    label = gettext_lazy("Receptions")
    icon = "door-enter"
    menu = Menu(section="customers", order=30)
    columns = (
        Column("at", link=True),
        "customer",
        "reason",
        "shops_compared",
        "satisfaction",
        Column("consultant", kind="person"),
        "branch",
        "note",
    )
    filters = ("reason", "consultant", "branch", "business_date")
    search_in = ("note", "customer__name__icontains")


@resource
class Tags(Resource):
    """The words that colleagues put on customers."""

    model = Tag
    permission = "customers.view"
    rows = queries.tags_seen_by
    slug = "tags"
    label = gettext_lazy("Tags")
    icon = "tags"
    columns = (Column("name", link=True), "made_at")
    search_in = ("name",)
    order_by = ("name",)
