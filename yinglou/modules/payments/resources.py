"""The pages of payment requests; what came too late waits on its own list."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from yinglou.kernel.actors import Actor
from yinglou.kernel.columns import Column
from yinglou.kernel.manifest import Menu
from yinglou.kernel.resources import Resource, View, resource

from . import commands, queries
from .models import PayRequest


def _waiting(rows: QuerySet[PayRequest], actor: Actor) -> QuerySet[PayRequest]:
    return rows.filter(state=PayRequest.State.WAITING)


def _late(rows: QuerySet[PayRequest], actor: Actor) -> QuerySet[PayRequest]:
    return rows.filter(state=PayRequest.State.PAID_LATE)


@resource
class Requests(Resource):
    """Payment requests: links sent and codes scanned."""

    model = PayRequest
    permission = "payments.view"
    rows = queries.requests_seen_by
    slug = "requests"
    icon = "link"
    menu = Menu(section="cashier", order=40)
    columns = (
        Column("asked_at", kind="datetime", link=True),
        Column("customer", label=_("Customer"), value="folio__customer"),
        "folio",
        "state",
        Column("amount_minor", kind="money", total=True),
        "kind",
        "channel",
        Column("expires_at", kind="datetime"),
        "payment",
        Column("asked_by", kind="person"),
        "branch",
        Column("external_id", hidden=True),
        Column("reason", hidden=True),
    )
    views = (
        View("all", _("All"), counted=False),
        View("waiting", _("Waiting"), _waiting),
        View("late", _("Paid late"), _late),
    )
    filters = ("state", "channel", "branch", "asked_at")
    search_in = ("folio__number", "external_id__startswith", "folio__customer__name__startswith")
    actions = (commands.accept_late, commands.return_late, commands.expire_request)
    badges = ("state",)
    facts = (
        Column("customer", label=_("Customer"), value="folio__customer"),
        "folio",
        Column("amount_minor", kind="money"),
        "kind",
        "channel",
        "method",
        Column("asked_at", kind="datetime"),
        Column("asked_by", kind="person"),
        Column("expires_at", kind="datetime"),
        Column("settled_at", kind="datetime"),
        "external_id",
        "reason",
        "payment",
        "branch",
    )

    @staticmethod
    def primary(row: PayRequest, actor: Actor) -> Any:
        return commands.accept_late if row.state == PayRequest.State.PAID_LATE else None
