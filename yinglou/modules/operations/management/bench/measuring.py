"""Clocks, medians and a counter of statements."""

import gc
import math
import os
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection

# What opens and ends transactions is the database's business, not a statement of ours.
_CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
_WRITES = ("INSERT", "UPDATE", "DELETE")

Statement = tuple[str, Any]
Figures = dict[str, Any]


class Watch:
    """CPU time of this process and wall time between two looks, in milliseconds."""

    def __init__(self) -> None:
        self._cpu, self._wall = time.process_time(), time.perf_counter()

    def cpu_ms(self) -> float:
        return (time.process_time() - self._cpu) * 1000

    def wall_ms(self) -> float:
        return (time.perf_counter() - self._wall) * 1000


def median(values: Sequence[float]) -> float:
    return round(statistics.median(values), 2)


def p95(values: Sequence[float]) -> float:
    """The smallest value that is not exceeded by 95 of 100."""
    ordered = sorted(values)
    return round(ordered[math.ceil(0.95 * len(ordered)) - 1], 2)


def load() -> list[float]:
    """How busy the machine is anyway: the averages of 1, 5 and 15 minutes."""
    return [round(value, 2) for value in os.getloadavg()]


def settle_down() -> None:
    """What preparing took does not slow down what is measured."""
    gc.collect()
    gc.freeze()


@contextmanager
def heard() -> Iterator[list[Statement]]:
    """The statements that Django sends meanwhile, without transaction control."""
    found: list[Statement] = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        if not sql.lstrip().upper().startswith(_CONTROL):
            found.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        yield found


def writes(statements: Sequence[Statement]) -> list[Statement]:
    return [(sql, params) for sql, params in statements if sql.lstrip().upper().startswith(_WRITES)]
