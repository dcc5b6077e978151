"""The pages of approvals: what waits, what was decided, by whom."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from yinglou.kernel.actors import Actor
from yinglou.kernel.columns import Column
from yinglou.kernel.manifest import Menu
from yinglou.kernel.resources import Resource, View, resource

from . import commands, queries
from .models import Approval


def _waiting(rows: QuerySet[Approval], actor: Actor) -> QuerySet[Approval]:
    return rows.filter(pk__in=queries.waiting_for(actor).values("pk"))


def _asked_by_me(rows: QuerySet[Approval], actor: Actor) -> QuerySet[Approval]:
    return rows.filter(asked_by_id=actor.user_id, asked_by__isnull=False)


def _pending(rows: QuerySet[Approval], actor: Actor) -> QuerySet[Approval]:
    return rows.filter(state=Approval.State.PENDING)


@resource
class Approvals(Resource):
    """Questions to managers."""

    model = Approval
    permission = "approvals.view"
    rows = queries.approvals_seen_by
    slug = "approvals"
    alias = "approvals"
    label = _("Approvals")
    icon = "rubber-stamp"
    menu = Menu(section="home", order=30)
    lookup = "number"
    columns = (
        "number",
        Column("title", link=True),
        Column("amount_minor", label=_("Amount"), kind="money"),
        "reason",
        "asked_by",
        "asked_at",
        "branch",
        "state",
        Column("decided_by", hidden=True),
        Column("decided_at", hidden=True),
    )
    views = (
        View("waiting", _("Waiting for me"), _waiting),
        View("pending", _("All waiting"), _pending),
        View("mine", _("Asked by me"), _asked_by_me, counted=False),
        View("all", _("All"), counted=False),
    )
    filters = ("state", "branch", "asked_at")
    search_in = ("title", "reason", "number")
    actions = (commands.approve, commands.reject, commands.withdraw)
    bulk = (commands.approve, commands.reject)
    badges = ("state",)
    facts = (
        Column("amount_minor", label=_("Amount"), kind="money"),
        "reason",
        "asked_by",
        "asked_at",
        "branch",
        "decided_by",
        "decided_at",
        "comment",
    )
    palette = True

    @staticmethod
    def title(row: Approval) -> str:
        return row.title

    @staticmethod
    def subtitle(row: Approval) -> str:
        return row.reason

    @staticmethod
    def primary(row: Approval, actor: Actor) -> Any:
        if row.state != Approval.State.PENDING or row.asked_by_id == actor.user_id:
            return None
        return commands.approve if actor.may(row.permission) else None

    @staticmethod
    def found_by(actor: Actor, words: str) -> list[int]:
        """The palette finds approvals by number."""
        rows = queries.approvals_seen_by(actor).filter(number__icontains=words)
        return list(rows.values_list("pk", flat=True)[:6])
