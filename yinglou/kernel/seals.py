"""The seal on the journal: a hash chain over batches, with an anchor outside the database.

Commands write their rows and never wait for each other; the worker seals what has been
committed every few seconds. Whoever changes, removes, adds or swaps rows afterwards breaks
the chain; whoever cuts its end off, or makes a new one, disagrees with the anchor file.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from . import clock
from .actors import Actor
from .chores import chore
from .models import JournalEntry, Seal

BATCH_MAX = 2_000
TAIL_MAX_S = 60
_READ = 2_000


@chore(every=5)
def seal_journal(by: Actor) -> None:
    """Seal what has been committed since the last time."""
    while seal_batch() == BATCH_MAX:
        pass


def seal_batch() -> int:
    """Seal one batch of unsealed rows; return how many there were."""
    with transaction.atomic():
        rows = list(
            JournalEntry.objects.select_for_update(of=("self",))
            .filter(seal=None)
            .order_by("id")[:BATCH_MAX]
        )
        if not rows:
            return 0
        last = Seal.objects.select_for_update().order_by("-number").first()
        number = last.number + 1 if last else 1
        previous = last.digest if last else ""
        made = Seal.objects.create(
            number=number, entry_count=len(rows), previous=previous, digest=_digest(previous, rows)
        )
        JournalEntry.objects.filter(pk__in=[row.pk for row in rows]).update(seal=made)
    _drop_anchor(made)
    return len(rows)


def broken_seals() -> Iterator[str]:
    """A sentence for each link that does not hold, in order."""
    previous, expected = "", 1
    for made in Seal.objects.order_by("number").iterator(_READ):
        rows = list(made.entries.order_by("id"))
        name = {"number": made.number}
        if made.number != expected or made.previous != previous:
            yield _("Seal %(number)s does not follow the one before it.") % name
        if len(rows) != made.entry_count:
            missing = {**name, "found": len(rows), "sealed": made.entry_count}
            yield _("Seal %(number)s covers %(found)s rows; %(sealed)s were sealed.") % missing
        elif _digest(made.previous, rows) != made.digest:
            yield _("A row under seal %(number)s was changed after it was sealed.") % name
        previous, expected = made.digest, made.number + 1
    yield from _anchor_disagrees(previous, expected - 1)
    yield from _unsealed_too_long()


def _digest(previous: str, rows: Iterable[JournalEntry]) -> str:
    found = hashlib.sha256(previous.encode())
    for row in rows:
        found.update(json.dumps(_told(row), sort_keys=True, ensure_ascii=False).encode())
        found.update(b"\n")
    return found.hexdigest()


def _told(row: JournalEntry) -> list[Any]:
    return [
        row.pk, row.at.timestamp(), row.actor, row.user_id, row.branch_id, row.source, row.command,
        row.arguments, row.subject, row.about, row.request_key, row.fingerprint, row.caused_by_id,
    ]  # fmt: skip


def anchor_file() -> Path:
    return Path(settings.DATA_DIR) / "journal.anchor"


def _drop_anchor(made: Seal) -> None:
    """A line per seal, appended beside the data: copy it elsewhere, and no tail can be cut."""
    with anchor_file().open("a", encoding="ascii") as file:
        file.write(f"{made.number} {made.digest} {made.entry_count} {clock.now().isoformat()}\n")


def _anchor_disagrees(digest: str, number: int) -> Iterator[str]:
    if not anchor_file().exists():
        if number:
            yield _("The anchor file of the journal is missing: %(file)s") % {"file": anchor_file()}
        return
    lines = anchor_file().read_text(encoding="ascii").split("\n")
    last = next((line.split() for line in reversed(lines) if line.strip()), None)
    if last and (int(last[0]), last[1]) != (number, digest):
        yield _("The anchor knows seal %(anchor)s; the journal ends with seal %(number)s.") % {
            "anchor": last[0],
            "number": number,
        }


def _unsealed_too_long() -> Iterator[str]:
    """While the worker runs, no row stays unsealed for longer than a minute."""
    first = JournalEntry.objects.filter(seal=None).order_by("at").first()
    if first and (clock.now() - first.at).total_seconds() > TAIL_MAX_S:
        count = JournalEntry.objects.filter(seal=None).count()
        yield _("%(count)s rows of the journal are not sealed; is the worker running?") % {
            "count": count
        }
