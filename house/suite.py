"""`make test`: everything on SQLite, then everything that touches the database on PostgreSQL."""

import os
import subprocess
import sys
from collections.abc import Sequence

import psycopg

from . import words

POSTGRES = "postgres://postgres@127.0.0.1:5432/"
BROWSERS = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")


def browser() -> str:
    """Where Chromium is; empty if it is nowhere."""
    given = os.environ.get("CHROMIUM", "")
    return next((path for path in (given, *BROWSERS) if path and os.path.exists(path)), "")


def postgres() -> str:
    """The address of a PostgreSQL that answers; empty if there is none."""
    address = os.environ.get("YINGLOU_TEST_POSTGRES", POSTGRES)
    try:
        with psycopg.connect(f"{address.rstrip('/')}/postgres", connect_timeout=3):
            return address
    except psycopg.OperationalError:
        return ""


def main(arguments: Sequence[str]) -> int:
    compulsory = os.environ.get("YINGLOU_COMPULSORY") == "1"
    server, chromium = postgres(), browser()
    missing = [
        *(
            []
            if chromium
            else ["NO CHROMIUM: the browser tests are skipped (apt install chromium)."]
        ),
        *(
            []
            if server
            else ["NO POSTGRESQL: the tests run on SQLite only (YINGLOU_TEST_POSTGRES)."]
        ),
    ]
    if missing and compulsory:
        print("\n".join(missing), file=sys.stderr)
        return 1
    words.compile_all()
    code = _pytest("SQLite", {"DATABASE_URL": ""}, arguments)
    if server and not code:
        address = f"{server.rstrip('/')}/yinglou?pool=0"
        only = ["-m", "not browser and not once and not slow"]
        code = _pytest("PostgreSQL", {"DATABASE_URL": address}, [*arguments, *only])
    for line in missing:
        print(f"\n*** {line}")
    return code


def _pytest(where: str, surroundings: dict[str, str], arguments: Sequence[str]) -> int:
    print(f"\n──── tests on {where}", flush=True)
    command = [sys.executable, "-m", "pytest", "-n", "auto", "--dist", "worksteal"]
    if "-m" not in arguments:
        command += ["-m", "not slow"]
    done = subprocess.run([*command, *arguments], env={**os.environ, **surroundings}, check=False)
    return 0 if done.returncode == 5 and arguments else done.returncode  # 5: nothing chosen


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
