"""The lines of an entry on its page."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yinglou.kernel.actors import Actor
from yinglou.kernel.panels import panel
from yinglou.kernel.resources import record_behind, url_of

from . import queries
from .models import Entry, EntryLine


@panel(
    on="ledger.entries",
    permission="ledger.view",
    template="ledger/entry_panel.html",
    title=_("Lines"),
    order=10,
)
def lines(row: Entry, actor: Actor) -> dict[str, Any]:
    """Debit and credit like on a voucher, and what took the entry back."""
    reversal, found = queries.reversal_of(row), queries.lines_of(row)
    words = {word for line in found for word in _words(line)}
    names = {word: record for word in words if (record := record_behind(word)) is not None}
    return {
        "entry": row,
        "lines": [{"line": n, "url": url_of(n.account), "about": _named(n, names)} for n in found],
        "reversal": reversal,
        "reversal_url": url_of(reversal) if reversal else "",
    }


def _words(line: EntryLine) -> tuple[str, ...]:
    return tuple(dict.fromkeys((line.order_ref or line.item_ref, line.place_ref)))


def _named(line: EntryLine, names: dict[str, Any]) -> list[dict[str, str]]:
    """The records a line concerns; a way of paying is said by the account already."""
    return [
        {"text": str(names[word]), "url": url_of(names[word])}
        for word in _words(line)
        if word in names
    ]
