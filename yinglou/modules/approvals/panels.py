"""What other pages show of approvals: those about the record, and those that wait for me."""

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from yinglou.kernel.actors import Actor
from yinglou.kernel.panels import panel
from yinglou.kernel.resources import reference, url_of

from . import queries

SHOWN_MAX = 20


@panel(
    on="*",
    permission="approvals.view",
    template="approvals/record_panel.html",
    title=_("Approvals"),
    place="rail",
    order=40,
)
def approvals_of_record(row: Any, actor: Actor) -> dict[str, Any]:
    """What was asked about this record; nothing is shown if nothing was."""
    if not isinstance(row, Model):
        return {}
    found = queries.approvals_of(reference(row))
    seen = found.filter(pk__in=queries.approvals_seen_by(actor).values("pk"))[:SHOWN_MAX]
    items = [{"approval": each, "url": url_of(each)} for each in seen]
    return {"items": items} if items else {}


@panel(
    on="timeline.inbox",
    permission="approvals.decide",
    template="approvals/inbox_panel.html",
    title=_("Waiting for my approval"),
    order=10,
)
def waiting_approvals(row: Any, actor: Actor) -> dict[str, Any]:
    """The questions this actor may answer, oldest first."""
    waiting = queries.waiting_for(actor)[:SHOWN_MAX]
    items = [{"approval": each, "url": url_of(each)} for each in waiting]
    return {"items": items} if items else {}
