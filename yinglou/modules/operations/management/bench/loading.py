"""A studio with a long history: the database on which pages and the API are measured."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from random import Random

from django.db import DatabaseError, connection, transaction

from yinglou.kernel.checks import all_checks
from yinglou.modules.operations.samples.studio import Studio

from .casting import NAMES, Foundry, Mould, Pile, forget
from .selling import Sale

SEED, A_TRANSACTION = 20261121, 1_000
UNSEALED = "kernel.journal_is_unbroken"  # the worker seals what has been written; none is running
# station, package, called off, how old in days, how many of a thousand
HISTORY = (
    ("hand_over", "YSYS", False, (60, 729), 420),
    ("hand_over", "TXBB", False, (60, 729), 300),
    ("hand_over", "HYSG", False, (60, 729), 200),
    ("deposit", "YJZQ", True, (60, 729), 30),
    ("confirm", "YSYS", False, (0, 5), 10),
    ("deposit", "SSSS", False, (0, 20), 15),
    ("shot", "ZSZZ", False, (1, 25), 10),
    ("selected", "QJF", False, (5, 40), 8),
    ("ready", "YSYS", False, (20, 59), 7),
)


class NotConsistent(Exception):
    """The loaded rows break a rule of the house: what was measured on them would mean nothing."""


def fill(studio: Studio, orders: int) -> None:
    """So many orders of two years, consistent throughout."""
    rng = Random(SEED)
    moulds = [
        Mould(partial(_one, studio, f"{13_100_000_000 + n}", *line[:3]))
        for n, line in enumerate(HISTORY)
    ]
    foundry = Foundry()
    pile = Pile(foundry)
    with _hurried():
        shares = [line[-1] for line in HISTORY]
        for first in range(0, orders, A_TRANSACTION):
            with transaction.atomic():
                for n in range(first, min(first + A_TRANSACTION, orders)):
                    (kind,) = rng.choices(range(len(HISTORY)), shares)
                    days = rng.randint(*HISTORY[kind][3])
                    phone = f"{13_200_000_000 + n}"
                    made = moulds[kind].cast(foundry, days, rng.choice(NAMES), phone)
                    pile.add(moulds[kind], made)
                pile.pour()
        foundry.settle()
    _must_hold()
    forget()


def _one(studio: Studio, phone: str, station: str, package: str, called_off: bool) -> None:  # noqa: FBT001
    sale = Sale(studio, phone, package)
    sale.go(station)
    if called_off:
        sale.call_off()


@contextmanager
def _hurried() -> Iterator[None]:
    """Without waiting for the disk and for foreign keys, which are looked through afterwards."""
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        if is_sqlite:
            cursor.execute("PRAGMA foreign_keys=OFF")
            cursor.execute("PRAGMA synchronous=OFF")
        else:
            cursor.execute("SET synchronous_commit = off")
            with suppress(DatabaseError):  # only a superuser may; else each key is looked up
                cursor.execute("SET session_replication_role = replica")
    yield
    if is_sqlite:
        connection.check_constraints()
    else:
        with connection.cursor() as cursor:
            cursor.execute("RESET session_replication_role")
            cursor.execute("RESET synchronous_commit")
            cursor.execute("ANALYZE")  # the server does it by itself, within minutes
    connection.close()


def _must_hold() -> None:
    """Every check of the house, except that nobody has sealed the journal yet."""
    found = [
        f"{made.name}: {sentence}"
        for made in all_checks()
        if made.name != UNSEALED
        for sentence in made.run()
    ]
    if found:
        raise NotConsistent("\n".join(found[:20]))
