"""Whoever touches the journal breaks its seal."""

import pytest
from django.db import DatabaseError, connection, transaction

from yinglou.kernel import seals
from yinglou.kernel.models import JournalEntry, Seal

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sealed(settings, tmp_path):
    """Three batches of two rows, sealed, with their anchor."""
    settings.DATA_DIR = tmp_path
    for batch in range(3):
        for n in range(2):
            JournalEntry.objects.create(actor="Mei", command="test.do", arguments={"n": [batch, n]})
        seals.seal_batch()
    yield
    _unguarded("DELETE FROM kernel_journalentry")


def _unguarded(statement: str) -> None:
    """As somebody would who has the whole database: without the triggers."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type='trigger' AND name LIKE 'journal%'"
            )
            triggers = cursor.fetchall()
            for name, _sql in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute(statement)
            for _name, sql in triggers:
                cursor.execute(sql)
        else:
            cursor.execute("ALTER TABLE kernel_journalentry DISABLE TRIGGER ALL")
            cursor.execute(statement)
            cursor.execute("ALTER TABLE kernel_journalentry ENABLE TRIGGER ALL")


def test_an_untouched_journal_is_unbroken(sealed):
    assert list(seals.broken_seals()) == []


def test_a_changed_row_is_named_by_its_seal(sealed):
    row = JournalEntry.objects.filter(seal=2).first()
    _unguarded(f"UPDATE kernel_journalentry SET actor='Otto' WHERE id={row.pk}")
    broken = list(seals.broken_seals())
    assert len(broken) == 1
    assert "2" in broken[0]


def test_a_removed_row_is_noticed(sealed):
    row = JournalEntry.objects.filter(seal=1).first()
    _unguarded(f"DELETE FROM kernel_journalentry WHERE id={row.pk}")
    assert any("1" in sentence for sentence in seals.broken_seals())


def test_swapped_rows_are_noticed(sealed):
    one, other = (JournalEntry.objects.filter(seal=n).first() for n in (1, 2))
    _unguarded(f"UPDATE kernel_journalentry SET seal_id=2 WHERE id={one.pk}")
    _unguarded(f"UPDATE kernel_journalentry SET seal_id=1 WHERE id={other.pk}")
    assert len(list(seals.broken_seals())) == 2


def test_a_tail_that_was_cut_off_disagrees_with_the_anchor(sealed):
    _unguarded("DELETE FROM kernel_journalentry WHERE seal_id=3")
    Seal.objects.filter(number=3).delete()
    assert len(list(seals.broken_seals())) == 1


def test_the_database_itself_refuses_to_change_or_erase_the_journal(sealed):
    row = JournalEntry.objects.first()
    for attempt in (
        lambda: JournalEntry.objects.filter(pk=row.pk).update(actor="Otto"),
        lambda: JournalEntry.objects.filter(pk=row.pk)._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    assert JournalEntry.objects.get(pk=row.pk).actor == "Mei"
