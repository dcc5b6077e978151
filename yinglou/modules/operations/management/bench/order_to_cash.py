"""What an order costs from the door to the hand-over, beside the bare statements it writes."""

import gc
import statistics
from collections import defaultdict
from itertools import count
from typing import Any

from django.db import connection

from yinglou.modules.operations.samples.studio import Studio

from .bare import Bare
from .measuring import Figures, Statement, Watch, heard, median, writes
from .places import copy_of_this_database
from .selling import STATIONS, Sale

WARM_UP, RECORDED, MEASURED = 5, 60, 60

Transactions = list[list[Statement]]


class NotTheSame(Exception):
    """The bare loop did not write as many rows as the commands did."""


def order_to_cash(studio: Studio) -> Figures:
    """Medians over the single orders; CPU time of this process, as the house spends it."""
    phones = count(13_300_000_000)
    for _n in range(WARM_UP):
        Sale(studio, str(next(phones))).go()
    copied = copy_of_this_database()
    sold = [_recorded(studio, str(next(phones))) for _n in range(RECORDED)]
    bare_cpu = _bare(copied, [transactions for transactions, _count in sold])
    cpu, wall = [], []
    parts: dict[str, list[float]] = defaultdict(list)
    gc.collect()
    for _n in range(MEASURED):
        watch = Watch()
        Sale(studio, str(next(phones)), step=_timed(parts)).go()
        cpu.append(watch.cpu_ms())
        wall.append(watch.wall_ms())
    return {
        "cpu_ms": median(cpu),
        "bare_cpu_ms": bare_cpu,
        "wall_ms": median(wall),
        "statements": round(statistics.median(statements for _t, statements in sold)),
        "cpu_ms_by_station": {station: median(parts[station]) for station in STATIONS},
    }


def _timed(parts: dict[str, list[float]]) -> Any:
    def step(station: str, command: Any, **arguments: Any) -> Any:
        watch = Watch()
        found = command(**arguments)
        parts[station].append(watch.cpu_ms())
        return found

    return step


def _recorded(studio: Studio, phone: str) -> tuple[Transactions, int]:
    """What a sale writes, a list for each transaction, and how many statements it takes in all."""
    transactions: Transactions = []

    def step(station: str, command: Any, **arguments: Any) -> Any:
        with heard() as statements:
            found = command(**arguments)
        transactions.append(writes(statements))
        return found

    with heard() as everything:
        Sale(studio, phone, step=step).go()
    return transactions, len(everything)


def _bare(copied: str, sold: list[Transactions]) -> float:
    """The same rows into the copy that was made before they were written here."""
    bare = Bare(copied)
    try:
        spelt = [[bare.prepared(part) for part in transactions] for transactions in sold]
        cpu = [bare.write(transactions) for transactions in spelt]
        for table in connection.introspection.django_table_names(only_existing=True):
            with connection.cursor() as cursor:
                cursor.execute(f'SELECT COUNT(*) FROM "{table}"')  # noqa: S608 a table of ours
                here = cursor.fetchone()[0]
            if (there := bare.count(table)) != here:
                raise NotTheSame(f"{table}: {there} rows in the copy, {here} here")
    finally:
        bare.close()
    return median(cpu)
