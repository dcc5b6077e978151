"""The lines of an entry on its page."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yinglou.kernel.actors import Actor
from yinglou.kernel.panels import panel
from yinglou.kernel.resources import url_of

from . import queries
from .models import Entry


@panel(
    on="ledger.entries",
    permission="ledger.view",
    template="ledger/entry_panel.html",
    title=_("Lines"),
    order=10,
)
def lines(row: Entry, actor: Actor) -> dict[str, Any]:
    """Debit and credit like on a voucher, and what took the entry back."""
    reversal = queries.reversal_of(row)
    return {
        "entry": row,
        "lines": [{"line": n, "url": url_of(n.account)} for n in queries.lines_of(row)],
        "reversal": reversal,
        "reversal_url": url_of(reversal) if reversal else "",
    }
