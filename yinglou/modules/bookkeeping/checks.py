"""Customer accounts and the ledger say the same, each added up for itself."""

from collections.abc import Iterable

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel.checks import check
from yinglou.kernel.money import Money

# Per account: cash that came in, the advance (credit positive), what is owed on credit, and
# what was earned by the totals of the entries that earn.
_CONTROL = """
SELECT f.number, f.charged_minor, f.paid_minor,
       COALESCE(l.cash, 0), COALESCE(l.advance, 0), COALESCE(l.receivable, 0),
       COALESCE(e.earned, 0)
FROM folios_folio f
LEFT JOIN (
    SELECT l.folio_ref AS ref,
      SUM(CASE WHEN a.code LIKE '1001%%' OR a.code LIKE '1002%%' OR a.code LIKE '1012%%'
               THEN l.debit_minor - l.credit_minor ELSE 0 END) AS cash,
      SUM(CASE WHEN a.code = '220301' THEN l.credit_minor - l.debit_minor ELSE 0 END) AS advance,
      SUM(CASE WHEN a.code = '112201' THEN l.debit_minor - l.credit_minor ELSE 0 END) AS receivable
    FROM ledger_entryline l JOIN ledger_account a ON a.id = l.account_id
    WHERE l.folio_ref <> '' GROUP BY l.folio_ref
) l ON l.ref = 'folios.folio:' || f.id
LEFT JOIN (
    SELECT x.ref, SUM(CASE WHEN x.rule = 'E07' THEN -x.total ELSE x.total END) AS earned
    FROM (SELECT DISTINCT n.id, l.folio_ref AS ref, n.rule, n.debit_minor AS total
          FROM ledger_entry n JOIN ledger_entryline l ON l.entry_id = n.id
          WHERE l.folio_ref <> ''
            AND n.rule IN ('E04', 'E04b', 'E04g', 'E07', 'E08', 'E08b', 'E09')) x
    GROUP BY x.ref
) e ON e.ref = 'folios.folio:' || f.id
ORDER BY f.id
"""
_HELD = """
SELECT COALESCE((SELECT SUM(held_minor) FROM folios_folio), 0),
       COALESCE((SELECT SUM(l.credit_minor - l.debit_minor) FROM ledger_entryline l
                 JOIN ledger_account a ON a.id = l.account_id WHERE a.code = '224102'), 0)
"""


@check(gettext_lazy("Customer accounts and the ledger agree"))
def accounts_agree_with_the_ledger() -> Iterable[str]:
    """What was paid is in the books as cash, and as advance, receivable or revenue."""
    with connection.cursor() as cursor:
        cursor.execute(_CONTROL, [])
        rows = cursor.fetchall()
    for number, *amounts in rows:
        charged, paid, cash, advance, receivable, earned = (int(a) for a in amounts)
        name = {"number": number}
        if cash != paid:
            yield _("%(number)s received %(paid)s; the ledger knows of %(cash)s.") % {
                **name,
                "paid": Money(paid),
                "cash": Money(cash),
            }
        if advance - receivable != paid - earned:
            yield _(
                "%(number)s: advance %(advance)s less receivable %(receivable)s is not what was "
                "paid (%(paid)s) less what was earned (%(earned)s)."
            ) % {
                **name,
                "advance": Money(advance),
                "receivable": Money(receivable),
                "paid": Money(paid),
                "earned": Money(earned),
            }
        if receivable < 0 or advance < 0 or receivable > max(charged - paid, 0):
            yield _(
                "%(number)s owes %(due)s; the ledger has %(receivable)s on credit and "
                "%(advance)s in advance."
            ) % {
                **name,
                "due": Money(charged - paid),
                "receivable": Money(receivable),
                "advance": Money(advance),
            }


@check(gettext_lazy("Security deposits and the ledger agree"))
def deposits_agree_with_the_ledger() -> Iterable[str]:
    """What we hold for customers is what account 224102 says."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [])
        held, booked = (int(amount) for amount in cursor.fetchone())
    if held != booked:
        yield _("Customer accounts hold %(held)s of deposits; the ledger says %(booked)s.") % {
            "held": Money(held),
            "booked": Money(booked),
        }
