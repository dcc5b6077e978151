"""`yinglou doctor`: what is wrong with this installation, and what to do about it."""

import shutil
import sqlite3
import stat
import sys
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from yinglou.kernel.fields import blind
from yinglou.kernel.health import WORKER_SILENT_S
from yinglou.kernel.models import Job
from yinglou.kernel.worker import last_beat_age_s

# Under load, SQLite before this version may corrupt a WAL database (the WAL-reset bug).
SQLITE_SOUND = (3, 51, 3)
SQLITE_BACKPORTS = {(3, 50, 7), (3, 44, 6)}
SQLITE_NEEDED = (3, 35, 0)
POSTGRES_NEEDED = 140_000
DISK_FREE_MIN = 1_000_000_000
COPY_AGE_DAYS_MAX = 7


class Finding(NamedTuple):
    """Something that was looked at: fine, worth a thought, or wrong."""

    mark: str  # ✓ ! ✗
    text: str


class Command(BaseCommand):
    """Look at database, keys, disk, worker, queue and copies; exit with 1 when one is wrong."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        found = [finding for look in LOOKS for finding in look()]
        for finding in found:
            self.stdout.write(f"{finding.mark} {finding.text}")
        if any(finding.mark == "✗" for finding in found):
            sys.exit(1)


def python_version() -> Iterator[Finding]:
    said = ".".join(map(str, sys.version_info[:3]))
    yield Finding("✓" if sys.version_info >= (3, 11) else "✗", f"Python {said}")


def database() -> Iterator[Finding]:
    if connection.vendor == "sqlite":
        yield from sqlite(sqlite3.sqlite_version_info)
        return
    try:
        connection.ensure_connection()
    except DatabaseError as trouble:
        yield Finding("✗", f"PostgreSQL does not answer: {trouble}")
        return
    version: int = getattr(connection, "pg_version", 0)
    yield Finding("✓" if version >= POSTGRES_NEEDED else "✗", f"PostgreSQL {version // 10_000}")


def sqlite(version: tuple[int, ...]) -> Iterator[Finding]:
    """Old versions of SQLite work, but may lose data when several processes write."""
    said = ".".join(map(str, version))
    if version < SQLITE_NEEDED:
        yield Finding("✗", f"SQLite {said} is too old; 3.35 is the least.")
    elif version >= SQLITE_SOUND or version in SQLITE_BACKPORTS:
        yield Finding("✓", f"SQLite {said}")
    else:
        yield Finding(
            "!",
            f"SQLite {said}: versions before 3.51.3 can damage a database in rare moments of "
            "load. Keep daily copies, or use PostgreSQL.",
        )


def migrations() -> Iterator[Finding]:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as trouble:
        yield Finding("✗", f"The database does not answer: {trouble}")
        return
    if waiting:
        yield Finding("✗", f"{len(waiting)} migrations are not applied: `manage.py migrate`")
    else:
        yield Finding("✓", "Tables are up to date")


def keys() -> Iterator[Finding]:
    missing = [n for n in ("SECRET_KEY", "FIELD_KEYS", "BLIND_KEY") if not getattr(settings, n)]
    if missing:
        yield Finding("✗", f"Missing keys: {', '.join(missing)}")
        return
    blind("13800001234", "doctor")
    kept = settings.DATA_DIR / "keys.json"
    if kept.exists() and stat.S_IMODE(kept.stat().st_mode) & 0o077:
        yield Finding("✗", f"Others can read {kept}: `chmod 600 {kept}`")
    else:
        yield Finding("✓", "Keys are there")


def disk() -> Iterator[Finding]:
    free = shutil.disk_usage(settings.DATA_DIR).free
    mark = "✓" if free >= DISK_FREE_MIN else "✗"
    yield Finding(mark, f"{free / 1_000_000_000:.1f} GB free at {settings.DATA_DIR}")


def worker() -> Iterator[Finding]:
    age = last_beat_age_s()
    if age is None or age > WORKER_SILENT_S:
        yield Finding("!", "No worker is running: messages, holds and seals wait")
    else:
        yield Finding("✓", f"A worker was seen {age:.0f} s ago")


def queue() -> Iterator[Finding]:
    dead = Job.objects.filter(state=Job.State.DEAD).count()
    if dead:
        yield Finding("!", f"{dead} dead letters: look at /queue/")
    else:
        yield Finding("✓", "No dead letters")


def copies() -> Iterator[Finding]:
    made = sorted((settings.DATA_DIR / "backups").glob("yinglou-*/contents.json"))
    if not made:
        yield Finding("!", "There is no copy yet: `yinglou backup`")
        return
    age = (timezone.now().timestamp() - made[-1].stat().st_mtime) / 86_400
    mark = "✓" if age <= COPY_AGE_DAYS_MAX else "!"
    yield Finding(mark, f"The last copy is {age:.0f} days old")


LOOKS = (python_version, database, migrations, keys, disk, worker, queue, copies)
