"""A request's link with its code to scan, and the requests of a customer account."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yinglou.kernel.actors import Actor
from yinglou.kernel.panels import panel
from yinglou.kernel.resources import url_of
from yinglou.modules.folios.models import Folio

from . import queries
from .models import PayRequest

SHOWN_MAX = 10


@panel(
    on="payments.requests",
    permission="payments.view",
    template="payments/link_panel.html",
    title=_("Payment link"),
    order=10,
)
def link(row: PayRequest, actor: Actor) -> dict[str, Any]:
    """The address to send, while it can be paid."""
    if row.is_over() or row.channel != PayRequest.Channel.LINK:
        return {}
    return {"request_row": row, "path": queries.path_of(row)}


@panel(
    on="folios.folios",
    permission="payments.view",
    template="payments/folio_panel.html",
    title=_("Payment requests"),
    place="rail",
    order=30,
)
def requests_of_folio(row: Folio, actor: Actor) -> dict[str, Any]:
    """What the customer was asked for on this account; nothing is shown if nothing was."""
    items = [{"row": each, "url": url_of(each)} for each in queries.requests_of(row)[:SHOWN_MAX]]
    return {"items": items} if items else {}
