"""What must hold of the books, added up anew."""

from collections.abc import Iterable

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel.checks import check
from yinglou.kernel.money import Money

_UNEQUAL = """
SELECT e.id, e.debit_minor, e.credit_minor,
       COALESCE(SUM(l.debit_minor), 0), COALESCE(SUM(l.credit_minor), 0)
FROM ledger_entry e LEFT JOIN ledger_entryline l ON l.entry_id = e.id
GROUP BY e.id, e.debit_minor, e.credit_minor
HAVING COALESCE(SUM(l.debit_minor), 0) <> e.debit_minor
    OR COALESCE(SUM(l.credit_minor), 0) <> e.credit_minor
    OR e.debit_minor <> e.credit_minor
ORDER BY e.id
"""
_ASTRAY = """
SELECT l.id, l.entry_id FROM ledger_entryline l JOIN ledger_entry e ON e.id = l.entry_id
WHERE l.branch_id <> e.branch_id OR l.business_date <> e.business_date ORDER BY l.id
"""
_NOT_LEAF = """
SELECT DISTINCT a.code FROM ledger_entryline l JOIN ledger_account a ON a.id = l.account_id
WHERE NOT a.is_leaf ORDER BY a.code
"""


@check(gettext_lazy("Every ledger entry balances"))
def entries_balance() -> Iterable[str]:
    """The lines of an entry add up to its header, on both sides."""
    for key, debit, credit, found_debit, found_credit in _rows(_UNEQUAL):
        yield _(
            "Ledger entry #%(key)s says %(debit)s / %(credit)s; its lines add up to "
            "%(found_debit)s / %(found_credit)s."
        ) % {
            "key": key,
            "debit": Money(debit),
            "credit": Money(credit),
            "found_debit": Money(int(found_debit)),
            "found_credit": Money(int(found_credit)),
        }


@check(gettext_lazy("Every entry line belongs to the store and day of its entry"))
def lines_agree_with_their_entry() -> Iterable[str]:
    """A line repeats store and day of its entry, so that balances are quick; they agree."""
    for line, entry in _rows(_ASTRAY):
        yield _("Line %(line)s has another store or day than ledger entry #%(entry)s.") % {
            "line": line,
            "entry": entry,
        }


@check(gettext_lazy("Only the lowest accounts are posted to"))
def only_leaves_are_posted_to() -> Iterable[str]:
    """An account with accounts below it carries no lines of its own."""
    for (code,) in _rows(_NOT_LEAF):
        yield _("Account %(code)s has accounts below it and was posted to.") % {"code": code}


def _rows(statement: str) -> list[tuple[int, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())
