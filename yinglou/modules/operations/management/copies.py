"""Copies of all data: written while the house is at work, verified before they count.

A copy is a folder: the database, the files people attached, the keys, the anchor of the
journal, and a list of what is in it with its digests. Without the keys the sealed columns of
the database cannot be read, so a copy is kept as carefully as the keys themselves.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from yinglou.kernel import clock

LIST = "contents.json"
SQLITE_FILE, POSTGRES_FILE = "yinglou.sqlite3", "yinglou.dump"
BESIDE = ("keys.json", "journal.anchor")
FORMAT = 1


class CopyRefused(Exception):
    """A copy that cannot be made or trusted; the message says why."""


def make(target: Path) -> Path:
    """Write a copy into a new folder and verify it; a copy that fails is taken away again."""
    folder = target / f"yinglou-{clock.local_now():%Y%m%d-%H%M%S}"
    draft = folder.with_suffix(".part")
    draft.mkdir(parents=True, mode=0o700)
    try:
        name = _copy_database(draft)
        for beside in BESIDE:
            if (source := settings.DATA_DIR / beside).exists():
                shutil.copy2(source, draft / beside)
        if settings.MEDIA_ROOT.exists():
            shutil.copytree(settings.MEDIA_ROOT, draft / "files")
        told = {
            "format": FORMAT,
            "made_at": clock.now().isoformat(),
            "vendor": connection.vendor,
            "database": name,
            "digests": dict(_digests(draft)),
        }
        (draft / LIST).write_text(json.dumps(told, indent=1, sort_keys=True))
        verify(draft)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    draft.rename(folder)
    return folder


def verify(folder: Path) -> dict[str, Any]:
    """What a copy says of itself, if all of it is there, unchanged and sound."""
    if not (folder / LIST).exists():
        raise CopyRefused(f"{folder} is not a copy: it has no {LIST}.")
    told: dict[str, Any] = json.loads((folder / LIST).read_text())
    found = dict(_digests(folder))
    for path, digest in told["digests"].items():
        if path not in found:
            raise CopyRefused(f"{path} is missing from the copy.")
        if found[path] != digest:
            raise CopyRefused(f"{path} was changed after the copy was made.")
    if told["vendor"] == "sqlite":
        _verify_sqlite(folder / told["database"])
    else:
        _run(["pg_restore", "--list", str(folder / told["database"])])
    return told


def bring_back(folder: Path) -> None:
    """Put a verified copy in the place of the data; what was there is kept beside it."""
    told = verify(folder)
    if told["vendor"] != connection.vendor:
        raise CopyRefused(
            f"The copy is of {told['vendor']}; this house runs on {connection.vendor}."
        )
    aside = settings.DATA_DIR / f"before-restore-{clock.local_now():%Y%m%d-%H%M%S}"
    aside.mkdir(mode=0o700)
    for beside in BESIDE:
        _replace(settings.DATA_DIR / beside, folder / beside, aside)
    _replace(settings.MEDIA_ROOT, folder / "files", aside)
    if told["vendor"] == "sqlite":
        _restore_sqlite(folder / told["database"], aside)
    else:
        _restore_postgres(folder / told["database"], aside)


def _copy_database(draft: Path) -> str:
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(draft / SQLITE_FILE)) as copy:
            connection.ensure_connection()
            # In one go: page by page, a busy writer would make it start over again and again.
            connection.connection.backup(copy, pages=-1)
            copy.execute("PRAGMA journal_mode=DELETE")
        return SQLITE_FILE
    _run(["pg_dump", "--format=custom", f"--file={draft / POSTGRES_FILE}", *_postgres()])
    return POSTGRES_FILE


def _verify_sqlite(file: Path) -> None:
    with closing(sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)) as copy:
        said = [row[0] for row in copy.execute("PRAGMA integrity_check")]
        if said != ["ok"]:
            raise CopyRefused(f"The copy of the database is damaged: {said[0]}")
        if astray := copy.execute("PRAGMA foreign_key_check").fetchone():
            raise CopyRefused(f"A row of {astray[0]} in the copy points at nothing.")
        debit, credit = copy.execute(
            "SELECT COALESCE(SUM(debit_minor), 0), COALESCE(SUM(credit_minor), 0) "
            "FROM ledger_entryline"
        ).fetchone()
    if debit != credit:
        raise CopyRefused(f"The trial balance of the copy does not tie: {debit} ≠ {credit} fen.")


def _restore_sqlite(file: Path, aside: Path) -> None:
    now = Path(str(connection.settings_dict["NAME"]))
    connection.ensure_connection()
    with closing(sqlite3.connect(aside / SQLITE_FILE)) as kept:
        connection.connection.backup(kept, pages=-1)
    with closing(sqlite3.connect(file)) as copy:
        # Through the database itself: it waits for writers and leaves no stale journal behind.
        copy.backup(connection.connection, pages=-1)
    connection.close()
    if not now.exists():
        raise CopyRefused(f"{now} was not written.")


def _restore_postgres(file: Path, aside: Path) -> None:
    _run(["pg_dump", "--format=custom", f"--file={aside / POSTGRES_FILE}", *_postgres()])
    connection.close()
    _run(
        ["pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction",
         *_postgres(), str(file)]
    )  # fmt: skip


def _postgres() -> list[str]:
    given = connection.settings_dict
    said = {"host": given["HOST"], "port": given["PORT"], "username": given["USER"]}
    return [
        *(f"--{name}={value}" for name, value in said.items() if value),
        f"--dbname={given['NAME']}",
    ]


def _run(words: list[str]) -> None:
    if shutil.which(words[0]) is None:
        raise CopyRefused(f"{words[0]} is not installed (apt install postgresql-client).")
    surroundings = {**os.environ, "PGPASSWORD": str(connection.settings_dict["PASSWORD"] or "")}
    done = subprocess.run(words, env=surroundings, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise CopyRefused(f"{words[0]}: {done.stderr.strip()[:500]}")


def _replace(now: Path, copy: Path, aside: Path) -> None:
    if now.exists():
        shutil.move(now, aside / now.name)
    if copy.is_dir():
        shutil.copytree(copy, now)
    elif copy.exists():
        shutil.copy2(copy, now)


def _digests(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != LIST:
            with path.open("rb") as file:
                yield str(path.relative_to(folder)), hashlib.file_digest(file, "sha256").hexdigest()


def older(target: Path, keep: int) -> Iterator[Path]:
    """Remove all copies in a folder but the newest ones."""
    made = sorted(path.parent for path in target.glob(f"yinglou-*/{LIST}"))
    for old in made[:-keep]:
        shutil.rmtree(old)
        yield old
