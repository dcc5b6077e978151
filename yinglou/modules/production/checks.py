"""What must hold in production, each read for itself."""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel.checks import check

_DONE = """
SELECT j.number, COUNT(*) FROM production_job j JOIN production_jobstep s ON s.job_id = j.id
WHERE j.state = 'done' AND s.state IN ('todo', 'doing')
GROUP BY j.id, j.number ORDER BY j.id
"""
_TURN = """
SELECT j.number, s.name FROM production_job j
JOIN production_jobstep s ON s.job_id = j.id AND s.state = 'doing'
JOIN production_jobstep b ON b.job_id = j.id AND b.position < s.position
WHERE b.state IN ('todo', 'doing') AND j.state = 'open' ORDER BY j.id
"""
_ENDED = """
SELECT j.number, o.number FROM production_job j JOIN orders_order o ON o.id = j.order_id
WHERE j.state = 'open' AND o.state IN ('completed', 'cancelled', 'refunded') ORDER BY j.id
"""


@check(gettext_lazy("What is made has no open steps"))
def made_is_made() -> Iterable[str]:
    for number, count in _rows(_DONE):
        yield _("%(job)s is made, but %(count)s of its steps are open.") % {
            "job": number, "count": count,
        }  # fmt: skip


@check(gettext_lazy("Nobody works on a step before its turn"))
def steps_in_turn() -> Iterable[str]:
    for number, name in _rows(_TURN):
        yield _("“%(step)s” of %(job)s is in work before an earlier step is done.") % {
            "step": name, "job": number,
        }  # fmt: skip


@check(gettext_lazy("Nobody works on orders that are over"))
def ended_rest() -> Iterable[str]:
    for number, order in _rows(_ENDED):
        yield _("%(job)s is open although %(order)s is over.") % {"job": number, "order": order}


def _rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [])
        return list(cursor.fetchall())
