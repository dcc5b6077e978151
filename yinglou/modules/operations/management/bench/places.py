"""Where it is measured: a SQLite file and a PostgreSQL database, both made and thrown away here."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection, connections
from psycopg import sql

SERVER = "postgres://postgres@127.0.0.1:5432/"  # as in house.suite
CONNECT_S = 3


@dataclass(frozen=True, slots=True)
class Place:
    """A database, and the surroundings in which a process of ours finds it."""

    name: str
    data: Path
    address: str

    def surroundings(self, static: Path) -> dict[str, str]:
        return surroundings(self.data, static) | {"DATABASE_URL": self.address}


def surroundings(data: Path, static: Path) -> dict[str, str]:
    """The environment of a process that keeps its hands off everybody's data."""
    left_out = ("DATABASE_URL", "DATA", "DEBUG", "YINGLOU_STATIC", "YINGLOU_HOSTS")
    kept = {key: value for key, value in os.environ.items() if key not in left_out}
    own = {"DATA": str(data), "YINGLOU_STATIC": str(static), "YINGLOU_LOG": "ERROR"}
    return kept | own


def server() -> str:
    return os.environ.get("YINGLOU_TEST_POSTGRES") or SERVER


@contextmanager
def sqlite(folder: Path) -> Iterator[Place]:
    """A file with the pragmas of the house: WAL, synchronous=FULL."""
    yield Place("sqlite", folder / "sqlite", "")


@contextmanager
def postgres(folder: Path) -> Iterator[Place | None]:
    """A database of our own with the server's defaults; None where there is no server."""
    name = f"yinglou_bench_{os.getpid()}"
    try:
        with _at(server()) as link:
            link.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    except psycopg.OperationalError:
        yield None
        return
    try:
        yield Place("postgres", folder / "postgres", f"{server().rstrip('/')}/{name}")
    finally:
        with _at(server()) as link:
            drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
            for made in (name, f"{name}_copy"):
                link.execute(drop.format(sql.Identifier(made)))


PLACES = (sqlite, postgres)


def _at(address: str) -> psycopg.Connection[Any]:
    base = address.rstrip("/")
    return psycopg.connect(f"{base}/postgres", autocommit=True, connect_timeout=CONNECT_S)


def copy_of_this_database() -> str:
    """The database of this process once more, tables, indexes, triggers and rows: its name."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        copied = f"{name}.copy"
        Path(copied).unlink(missing_ok=True)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [copied])
        return copied
    copied = f"{name}_copy"
    leave()
    with _at(server()) as link:
        link.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(copied), sql.Identifier(name)
            )
        )
    return copied


def leave() -> None:
    """Give up every connection, those in the pool too."""
    connections.close_all()
    close_pool: Any = getattr(connection, "close_pool", None)
    if close_pool is not None:
        close_pool()


def pragmas() -> str:
    return str(settings.DATABASES["default"]["OPTIONS"]["init_command"])
