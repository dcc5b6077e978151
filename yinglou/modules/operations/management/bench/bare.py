"""The floor under a figure: the same statements by the database's own driver, without the house."""

import sqlite3
from collections.abc import Sequence
from typing import Any

import psycopg
from django.db import connection
from django.db.backends.sqlite3.base import FORMAT_QMARK_REGEX

from .measuring import Statement, Watch
from .places import pragmas


class Bare:
    """A connection of the plain driver to a database of the same kind."""

    def __init__(self, name: str) -> None:
        self._is_sqlite = connection.vendor == "sqlite"
        self._link: Any = _sqlite(name) if self._is_sqlite else _postgres(name)
        self._cursor: Any = self._link.cursor()

    def close(self) -> None:
        self._link.close()

    def prepared(self, statements: Sequence[Statement]) -> list[Statement]:
        """In the driver's own spelling, so that spelling is not measured."""
        if not self._is_sqlite:
            return list(statements)
        return [
            (FORMAT_QMARK_REGEX.sub("?", text).replace("%%", "%"), params or ())
            for text, params in statements
        ]

    def write(self, transactions: Sequence[Sequence[Statement]]) -> float:
        """Carry out each list in a transaction of its own; the CPU time in milliseconds."""
        cursor, begin = self._cursor, "BEGIN IMMEDIATE" if self._is_sqlite else "BEGIN"
        watch = Watch()
        for statements in transactions:
            cursor.execute(begin)
            for text, params in statements:
                cursor.execute(text, params)
                if cursor.description:
                    cursor.fetchall()
            cursor.execute("COMMIT")
        return watch.cpu_ms()

    def read(self, statements: Sequence[Statement]) -> float:
        """Fetch everything; the wall time in milliseconds."""
        watch = Watch()
        for text, params in statements:
            self._cursor.execute(text, params)
            if self._cursor.description:
                self._cursor.fetchall()
        return watch.wall_ms()

    def count(self, table: str) -> int:
        self._cursor.execute(f'SELECT COUNT(*) FROM "{table}"')  # noqa: S608 a table of ours
        (found,) = self._cursor.fetchone()
        return int(found)


def _sqlite(name: str) -> sqlite3.Connection:
    link = sqlite3.connect(name, isolation_level=None)
    link.executescript(pragmas())
    return link


def _postgres(name: str) -> psycopg.Connection[Any]:
    given = connection.settings_dict
    return psycopg.connect(
        host=given["HOST"], port=given["PORT"] or None, user=given["USER"] or None,
        password=given["PASSWORD"] or None, dbname=name, autocommit=True,
        cursor_factory=psycopg.ClientCursor,
    )  # fmt: skip
