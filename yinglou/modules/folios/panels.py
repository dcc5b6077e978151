"""What stands on the pages of customer accounts, payments and customers."""

from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from yinglou.kernel.actors import Actor
from yinglou.kernel.panels import panel
from yinglou.kernel.resources import url_of
from yinglou.modules.customers.models import Customer
from yinglou.modules.customers.queries import known_ids

from . import queries
from .models import Folio, Payment

SHOWN_MAX = 50


@panel(
    on="folios.folios",
    permission="folios.view",
    template="folios/statement_panel.html",
    title=_("Statement"),
    order=10,
)
def statement(row: Folio, actor: Actor) -> dict[str, Any]:
    """Everything on the account with the running balance, and the deposits held beside it."""
    lines = [{"line": line, "url": url_of(line.row)} for line in queries.statement_of(row)]
    held = [{"row": each, "url": url_of(each)} for each in queries.deposits_of(row)]
    return {"lines": lines, "deposits": held, "folio": row}


@panel(
    on="folios.payments",
    permission="folios.view",
    template="folios/refunds_panel.html",
    title=_("Refunds"),
    order=10,
)
def refunds(row: Payment, actor: Actor) -> dict[str, Any]:
    """What went back of a payment; nothing is shown if nothing did."""
    found = queries.refunds_seen_by(actor).filter(payment=row).order_by("pk")
    items = [{"refund": each, "url": url_of(each)} for each in found]
    return {"items": items} if items else {}


@panel(
    on="customers.customers",
    permission="folios.view",
    template="folios/customer_panel.html",
    title=_("Money"),
    place="rail",
    order=20,
)
def accounts_of_customer(row: Customer, actor: Actor) -> dict[str, Any]:
    """The accounts of a customer: what is owed, what was paid."""
    found = queries.folios_seen_by(actor).filter(customer_id__in=known_ids(row))
    owing = F("charged_minor") - F("paid_minor")
    rows = list(found.annotate(owed_minor=owing).order_by("-pk")[:SHOWN_MAX])
    if not rows:
        return {}
    return {
        "items": [{"folio": each, "url": url_of(each)} for each in rows],
        "charged_minor": sum(each.charged_minor for each in rows),
        "paid_minor": sum(each.paid_minor for each in rows),
        "owed_minor": sum(each.balance.minor for each in rows),
    }
