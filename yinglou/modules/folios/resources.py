"""The pages of customer accounts, payments and refunds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel.actors import Actor
from yinglou.kernel.columns import Column
from yinglou.kernel.manifest import Menu
from yinglou.kernel.resources import Resource, View, resource

from . import commands, queries
from .models import Folio, Payment, PaymentKind, Refund


@dataclass(frozen=True, slots=True)
class Link:
    """A paper offered beside the actions."""

    label: str
    url: str
    icon: str
    name: str


def _owing(rows: QuerySet[Folio], actor: Actor) -> QuerySet[Folio]:
    return rows.filter(charged_minor__gt=F("paid_minor"))


def _in_credit(rows: QuerySet[Folio], actor: Actor) -> QuerySet[Folio]:
    return rows.filter(charged_minor__lt=F("paid_minor"))


def _with_deposits(rows: QuerySet[Folio], actor: Actor) -> QuerySet[Folio]:
    return rows.filter(held_minor__gt=0)


def _refunded(rows: QuerySet[Payment], actor: Actor) -> QuerySet[Payment]:
    return rows.filter(refunded_minor__gt=0)


def _held(rows: QuerySet[Payment], actor: Actor) -> QuerySet[Payment]:
    left = F("refunded_minor") + F("kept_minor")
    return rows.filter(kind=PaymentKind.SECURITY_DEPOSIT, amount_minor__gt=left)


def _mine(rows: QuerySet[Payment], actor: Actor) -> QuerySet[Payment]:
    return rows.filter(user_id=actor.user_id, user_id__isnull=False)


@resource
class Folios(Resource):
    """Customer accounts: charged, paid, outstanding."""

    model = Folio
    permission = "folios.view"
    rows = queries.folios_seen_by
    slug = "folios"
    alias = "folios"
    icon = "report-money"
    menu = Menu(section="cashier", order=30)
    lookup = "number"
    columns = (
        "number",
        "customer",
        Column("condition", label=gettext_lazy("Payment"), kind="payment_state", sort=None),
        Column("charged_minor", kind="money", total=True),
        Column("paid_minor", kind="money", total=True),
        Column("balance", label=gettext_lazy("Outstanding"), kind="money", sort=None),
        Column("held_minor", kind="money", total=True, hidden=True),
        "kind",
        "opened_on",
        "branch",
        "state",
    )
    views = (
        View("owing", gettext_lazy("Owing"), _owing),
        View("credit", gettext_lazy("In credit"), _in_credit),
        View("deposits", gettext_lazy("Deposits held"), _with_deposits),
        View("all", gettext_lazy("All"), counted=False),
    )
    filters = ("state", "kind", "branch", "opened_on")
    search_in = ("number", "customer__name__startswith", "customer__number__startswith")
    actions = (
        commands.take_payment,
        commands.charge,
        commands.allow,
        commands.hold_deposit,
        commands.close_folio,
        commands.reopen_folio,
    )
    badges = (Column("condition", kind="payment_state", sort=None), "state")
    facts = (
        "customer",
        Column("charged_minor", kind="money"),
        Column("paid_minor", kind="money"),
        Column("balance", label=gettext_lazy("Outstanding"), kind="money", sort=None),
        Column("earnest_minor", kind="money"),
        Column("held_minor", kind="money"),
        "branch",
        "opened_on",
        "closed_at",
    )
    palette = True

    @staticmethod
    def subtitle(row: Folio) -> str:
        return str(row.customer)

    @staticmethod
    def primary(row: Folio, actor: Actor) -> Any:
        return commands.take_payment if row.balance.minor > 0 else None

    @staticmethod
    def links(row: Folio, actor: Actor) -> Sequence[Link]:
        """The statement as a paper."""
        url = reverse("folios.statement", args=[row.number])
        return (Link(_("Statement"), url, "file-text", "statement"),)

    @staticmethod
    def found_by(actor: Actor, words: str) -> list[int]:
        """The palette finds accounts by number."""
        rows = queries.folios_seen_by(actor).filter(number__icontains=words)
        return list(rows.values_list("pk", flat=True)[:6])


@resource
class Payments(Resource):
    """Receipts: what came in, by which way, for what."""

    model = Payment
    permission = "folios.view"
    rows = queries.payments_seen_by
    slug = "payments"
    alias = "receipts"
    icon = "coin"
    menu = Menu(section="cashier", order=10)
    lookup = "number"
    columns = (
        "number",
        Column("at", kind="datetime"),
        Column("customer", label=gettext_lazy("Customer"), value="folio__customer"),
        Column("method", kind="state"),
        "kind",
        Column("amount_minor", kind="money", total=True),
        Column("refunded_minor", kind="money", total=True),
        Column("cashier_name", kind="person"),
        "folio",
        Column("business_date", kind="date", hidden=True),
        Column("reference", hidden=True),
        "branch",
        Column("printed_count", hidden=True),
    )
    views = (
        View("all", gettext_lazy("All"), counted=False),
        View("mine", gettext_lazy("Taken by me"), _mine, counted=False),
        View("refunded", gettext_lazy("Refunded"), _refunded),
        View("held", gettext_lazy("Deposits held"), _held),
    )
    filters = ("method", "kind", "branch", "business_date")
    search_in = ("number", "reference__startswith", "folio__customer__name__startswith")
    actions = (commands.refund_payment, commands.return_deposit)
    badges = (Column("method", kind="state"),)
    facts = (
        Column("customer", label=gettext_lazy("Customer"), value="folio__customer"),
        "folio",
        Column("amount_minor", kind="money"),
        "kind",
        Column("earnest_minor", kind="money"),
        Column("refunded_minor", kind="money"),
        Column("kept_minor", kind="money"),
        Column("at", kind="datetime"),
        "business_date",
        Column("cashier_name", kind="person"),
        "reference",
        "branch",
        "printed_count",
    )
    palette = True

    @staticmethod
    def title(row: Payment) -> str:
        return f"{row.number} · {row.amount}"

    @staticmethod
    def subtitle(row: Payment) -> str:
        return f"{row.folio.customer} · {row.get_kind_display()}"

    @staticmethod
    def links(row: Payment, actor: Actor) -> Sequence[Link]:
        """The receipt on both kinds of paper, for those who print."""
        if not actor.may("folios.print"):
            return ()
        url = reverse("folios.receipt", args=[row.number])
        return (
            Link(_("Receipt 80 mm"), f"{url}?paper=80mm", "receipt", "receipt-80mm"),
            Link(_("Receipt A5"), f"{url}?paper=a5", "printer", "receipt-a5"),
        )

    @staticmethod
    def found_by(actor: Actor, words: str) -> list[int]:
        """The palette finds receipts by number."""
        rows = queries.payments_seen_by(actor).filter(number__icontains=words)
        return list(rows.values_list("pk", flat=True)[:6])


@resource
class Refunds(Resource):
    """What went back, to whom, why and by whom."""

    model = Refund
    permission = "folios.view"
    rows = queries.refunds_seen_by
    slug = "refunds"
    alias = "refunds"
    icon = "receipt-refund"
    menu = Menu(section="cashier", order=20)
    lookup = "number"
    columns = (
        "number",
        Column("at", kind="datetime"),
        Column("customer", label=gettext_lazy("Customer"), value="payment__folio__customer"),
        Column("payment", link=True),
        "method",
        Column("amount_minor", kind="money", total=True),
        "reason",
        Column("cashier_name", kind="person"),
        "branch",
        Column("business_date", kind="date", hidden=True),
    )
    filters = ("method", "branch", "business_date")
    search_in = ("number", "payment__number__startswith", "reason")
    facts = (
        Column("customer", label=gettext_lazy("Customer"), value="payment__folio__customer"),
        "payment",
        Column("amount_minor", kind="money"),
        "method",
        "reason",
        Column("at", kind="datetime"),
        "business_date",
        Column("cashier_name", kind="person"),
        "branch",
    )

    @staticmethod
    def title(row: Refund) -> str:
        return f"{row.number} · {row.amount}"
