"""Customer accounts added up anew, and the numbers of receipts looked through."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel.checks import check
from yinglou.kernel.money import Money

_SUMS = """
SELECT f.number, f.charged_minor, COALESCE(c.net, 0), f.posted_minor, COALESCE(c.gross, 0),
       f.paid_minor, COALESCE(p.paid, 0), f.held_minor, COALESCE(p.held, 0),
       f.earnest_minor, COALESCE(p.earnest, 0)
FROM folios_folio f
LEFT JOIN (
    SELECT folio_id, SUM(amount_minor) AS net,
           SUM(CASE WHEN amount_minor > 0 THEN amount_minor ELSE 0 END) AS gross
    FROM folios_charge GROUP BY folio_id
) c ON c.folio_id = f.id
LEFT JOIN (
    SELECT folio_id,
      SUM(CASE WHEN kind = 'security_deposit' THEN 0
               ELSE amount_minor - refunded_minor END) AS paid,
      SUM(CASE WHEN kind = 'security_deposit'
               THEN amount_minor - refunded_minor - kept_minor ELSE 0 END) AS held,
      SUM(CASE WHEN kind <> 'down_payment' THEN 0
               WHEN earnest_minor < amount_minor - refunded_minor THEN earnest_minor
               ELSE amount_minor - refunded_minor END) AS earnest
    FROM folios_payment GROUP BY folio_id
) p ON p.folio_id = f.id
WHERE f.charged_minor <> COALESCE(c.net, 0) OR f.posted_minor <> COALESCE(c.gross, 0)
   OR f.paid_minor <> COALESCE(p.paid, 0) OR f.held_minor <> COALESCE(p.held, 0)
   OR f.earnest_minor <> COALESCE(p.earnest, 0)
ORDER BY f.id
"""
_REFUNDS = """
SELECT p.number, p.refunded_minor, COALESCE(SUM(r.amount_minor), 0)
FROM folios_payment p LEFT JOIN folios_refund r ON r.payment_id = p.id
GROUP BY p.id, p.number, p.refunded_minor
HAVING p.refunded_minor <> COALESCE(SUM(r.amount_minor), 0)
ORDER BY p.number
"""
_OVER = """
SELECT number, paid_minor, posted_minor FROM folios_folio
WHERE paid_minor > posted_minor OR paid_minor < 0 ORDER BY id
"""


@check(gettext_lazy("Customer accounts are the sum of their entries"))
def sums_agree_with_entries() -> Iterable[str]:
    """Charged, paid, held and earnest money of each account, added up from its entries."""
    words = (_("charged"), _("charged in all"), _("paid"), _("held"), _("earnest money"))
    for number, *amounts in _rows(_SUMS):
        for n, word in enumerate(words):
            said, found = int(amounts[2 * n]), int(amounts[2 * n + 1])
            if said != found:
                yield _("%(number)s says %(what)s %(said)s; its entries add up to %(found)s.") % {
                    "number": number,
                    "what": word,
                    "said": Money(said),
                    "found": Money(found),
                }


@check(gettext_lazy("Nobody paid more than was charged"))
def nothing_is_over_collected() -> Iterable[str]:
    """No account has taken more than was ever charged on it."""
    for number, paid, posted in _rows(_OVER):
        yield _("%(number)s took %(paid)s although only %(posted)s was charged.") % {
            "number": number,
            "paid": Money(paid),
            "posted": Money(posted),
        }


@check(gettext_lazy("Refunds agree with their payments"))
def refunds_agree_with_payments() -> Iterable[str]:
    """What a payment says was paid back is the sum of its refunds."""
    for number, said, found in _rows(_REFUNDS):
        yield _("%(number)s says %(said)s was paid back; its refunds add up to %(found)s.") % {
            "number": number,
            "said": Money(said),
            "found": Money(int(found)),
        }


@check(gettext_lazy("Receipts and refunds are numbered without gaps"))
def receipts_have_no_gaps() -> Iterable[str]:
    """The numbers of a day run 1, 2, 3 …"""
    for table in ("folios_payment", "folios_refund"):
        yield from _gaps(table)


def _gaps(table: str) -> Iterator[str]:
    last: dict[str, int] = {}
    statement = f"SELECT number FROM {table} ORDER BY number"  # noqa: S608 two fixed names
    for (number,) in sorted(_rows(statement), key=lambda row: (row[0][:8], len(row[0]), row[0])):
        stem, _dash, serial = number.partition("-")
        expected = last.get(stem, 0) + 1
        if int(serial) != expected:
            yield _("After %(stem)s-%(before)04d comes %(number)s: numbers are missing.") % {
                "stem": stem,
                "before": expected - 1,
                "number": number,
            }
        last[stem] = int(serial)


def _rows(statement: str) -> Iterable[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())
