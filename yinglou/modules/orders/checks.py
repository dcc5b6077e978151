"""What must hold for every order, each read for itself."""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel.checks import check
from yinglou.kernel.money import Money

_UNPAID = """
SELECT o.number, f.charged_minor - f.paid_minor
FROM orders_order o JOIN folios_folio f ON f.id = o.folio_id
WHERE o.state = 'completed' AND f.charged_minor > f.paid_minor AND o.released_unpaid_by = ''
ORDER BY o.id
"""
_LINES = """
SELECT o.number, COUNT(*) FROM orders_order o JOIN orders_orderline l ON l.order_id = o.id
WHERE l.state = 'open' AND o.state IN ('completed', 'cancelled', 'refunded')
GROUP BY o.id, o.number ORDER BY o.id
"""
_DUE = """
SELECT o.number, COALESCE(l.due, 0), COALESCE(c.charged, 0)
FROM orders_order o
LEFT JOIN (
    SELECT folio_id, SUM(amount_minor) AS charged FROM folios_charge
    WHERE source LIKE 'orders.%%' GROUP BY folio_id
) c ON c.folio_id = o.folio_id
LEFT JOIN (
    SELECT order_id, SUM(amount_minor) - SUM(discount_minor) AS due
    FROM orders_orderline WHERE state <> 'cancelled' GROUP BY order_id
) l ON l.order_id = o.id
WHERE o.state NOT IN ('cancelled', 'refunded', 'completed')
  AND o.folio_id IS NOT NULL AND COALESCE(l.due, 0) <> COALESCE(c.charged, 0)
ORDER BY o.id
"""
_SHARES = """
SELECT o.number, SUM(c.share_bp) FROM orders_order o
JOIN orders_salescredit c ON c.order_id = o.id
GROUP BY o.id, o.number HAVING SUM(c.share_bp) <> 10000 ORDER BY o.id
"""


@check(gettext_lazy("Nothing was handed over unpaid without somebody's name on it"))
def handed_over_unpaid() -> Iterable[str]:
    for number, owed in _rows(_UNPAID):
        yield _("%(order)s was handed over with %(owed)s unpaid, and nobody released it.") % {
            "order": number, "owed": Money(int(owed)),
        }  # fmt: skip


@check(gettext_lazy("Orders that are over have no open lines"))
def completed_lines() -> Iterable[str]:
    for number, count in _rows(_LINES):
        yield _("%(order)s is over, but %(count)s of its lines are open.") % {
            "order": number, "count": count,
        }  # fmt: skip


@check(gettext_lazy("What orders say is due is what they charged on their accounts"))
def due_is_charged() -> Iterable[str]:
    """What was charged or let off by hand beside an order is no part of this."""
    for number, due, charged in _rows(_DUE):
        yield _("%(order)s comes to %(due)s, but its account is charged %(charged)s.") % {
            "order": number, "due": Money(int(due)), "charged": Money(int(charged)),
        }  # fmt: skip


@check(gettext_lazy("The shares of every sale add up to the whole"))
def shares_add_up() -> Iterable[str]:
    for number, total in _rows(_SHARES):
        yield _("The sales credit of %(order)s adds up to %(sum)s %%.") % {
            "order": number, "sum": f"{int(total) / 100:g}",
        }  # fmt: skip


def _rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [])
        return list(cursor.fetchall())
