"""The pages of the books: entries and accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel.actors import Actor, called
from yinglou.kernel.columns import Column
from yinglou.kernel.manifest import Menu
from yinglou.kernel.resources import Resource, View, record_behind, resource

from . import commands, queries
from .models import Account, Entry

MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class Link:
    """A page offered beside the actions."""

    label: str
    url: str
    icon: str
    name: str


def _reversals(rows: QuerySet[Entry], actor: Actor) -> QuerySet[Entry]:
    return rows.filter(reverses__isnull=False)


def _by_hand(rows: QuerySet[Entry], actor: Actor) -> QuerySet[Entry]:
    return rows.filter(rule=MANUAL)


def _leaves(rows: QuerySet[Account], actor: Actor) -> QuerySet[Account]:
    return rows.filter(is_leaf=True)


def _dimensions(row: Account) -> str:
    return ", ".join(queries.dimension_labels(row))


def _rule_code(row: Entry) -> str:
    return _("By hand") if row.rule == MANUAL else row.rule


def _rule(row: Entry) -> str:
    return _("By hand") if row.rule == MANUAL else queries.rule_title(row.rule)


def _source(row: Entry) -> Any:
    """The record that an entry comes from, with the way to it."""
    return record_behind(row.source) or _rule(row)


def _posted_by(row: Entry) -> str:
    return called(row.posted_by)


@resource
class Entries(Resource):
    """Ledger entries: what happened, to the fen, unchangeable."""

    model = Entry
    permission = "ledger.view"
    rows = queries.entries_seen_by
    slug = "entries"
    icon = "book-2"
    menu = Menu(section="finance", order=20)
    columns = (
        Column("id", label=gettext_lazy("Entry"), kind="text", link=True, value=str, sort="id"),
        "business_date",
        Column("rule", label=gettext_lazy("Rule"), value=_rule_code, sort="rule"),
        "text",
        Column("debit_minor", label=gettext_lazy("Amount"), kind="money", total=True),
        "branch",
        Column("at", kind="datetime", hidden=True),
        Column("posted_by", kind="person", value=_posted_by, sort="posted_by", hidden=True),
        Column("reverses", hidden=True),
    )
    views = (
        View("all", gettext_lazy("All"), counted=False),
        View("manual", gettext_lazy("By hand"), _by_hand),
        View("reversals", gettext_lazy("Reversals"), _reversals),
    )
    filters = ("branch", "business_date")
    search_in = ("text", "source__startswith", "rule__startswith")
    order_by = ("-business_date", "-pk")
    create = commands.enter_by_hand
    actions = (commands.reverse_entry,)
    facts = (
        Column("debit_minor", label=gettext_lazy("Debit"), kind="money"),
        Column("credit_minor", label=gettext_lazy("Credit"), kind="money"),
        "business_date",
        "branch",
        Column("rule", value=_rule),
        Column("source", value=_source),
        "reverses",
        Column("at", kind="datetime"),
        Column("posted_by", kind="person", value=_posted_by),
    )

    api_fields = (
        Column("id", label=gettext_lazy("Entry"), kind="text", value=str),
        "business_date", "rule", "text", "debit_minor", "credit_minor", "branch", "at",
        "source", "posted_by", "reverses",
    )  # fmt: skip

    @staticmethod
    def title(row: Entry) -> str:
        return _("Entry %(number)s") % {"number": row.pk}

    @staticmethod
    def subtitle(row: Entry) -> str:
        return row.text

    @staticmethod
    def links(row: Entry, actor: Actor) -> Sequence[Link]:
        """The entry as a paper."""
        url = reverse("ledger.voucher", args=[row.pk])
        return (Link(_("Print"), url, "printer", "voucher"),)


@resource
class Accounts(Resource):
    """The chart of accounts."""

    model = Account
    permission = "ledger.view"
    rows = queries.accounts_seen_by
    slug = "accounts"
    icon = "list-numbers"
    menu = Menu(section="finance", order=40)
    lookup = "code"
    columns = (
        Column("code", kind="key", link=True),
        Column("title", label=gettext_lazy("Account name"), sort="name"),
        "side",
        "line",
        "is_leaf",
        Column("said", label=gettext_lazy("Must be said"), value=_dimensions, sort=None),
        Column("name", hidden=True),
        Column("name_en", hidden=True),
    )
    views = (
        View("all", gettext_lazy("All"), counted=False),
        View("leaves", gettext_lazy("Can be posted to"), _leaves, counted=False),
    )
    filters = ("side",)
    search_in = ("code__startswith", "name", "name_en")
    order_by = ("code",)
    facts = (
        "code",
        Column("title", label=gettext_lazy("Account name"), sort=None),
        "side",
        "line",
        "parent_code",
        "is_leaf",
        Column("said", label=gettext_lazy("Must be said"), value=_dimensions, sort=None),
    )

    @staticmethod
    def primary(row: Account, actor: Actor) -> Any:
        """The lines of the account."""
        url = reverse("ledger.account_lines", args=[row.code])
        return Link(_("Account detail"), url, "list-details", "lines")
