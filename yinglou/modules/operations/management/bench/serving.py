"""A real web server on loopback: how much it answers, and how soon after it was started."""

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.db import connection

from yinglou.modules.access.commands import issue_token
from yinglou.modules.operations.samples.studio import Studio

from .measuring import Figures, Watch, median, p95
from .places import surroundings

CLIENTS, WARM_UP_S, MEASURED_S = 8, 2, 10
ADDRESS = "/api/v1/orders/orders?size=80"
PATIENCE_S, STARTS = 120, 3


class NoAnswer(Exception):
    """A server or a command of ours did not do what it was started for."""


def api_list(studio: Studio) -> Figures:
    """Eight clients, each asking again as soon as it has its answer."""
    # A manager makes no tokens; for once one is handed out. It acts with the manager's rights.
    by = replace(studio.crew.actors["gaoxiang"], permissions=frozenset({"access.tokens"}))
    token = issue_token(by=by, name="bench")
    head = {"Authorization": f"Bearer {token.secret}"}
    port = _free_port()
    with _started(_granian(port), os.environ, port):
        _hammer(port, head, WARM_UP_S)
        watch = Watch()
        times = _hammer(port, head, MEASURED_S)
        passed_s = watch.wall_ms() / 1000
    return {"list_rps": round(len(times) / passed_s, 1), "list_p95_ms": p95(times)}


def _granian(port: int) -> list[str]:
    """As `yinglou run` starts it."""
    is_sqlite = connection.vendor == "sqlite"
    workers = 2 if is_sqlite else max(2, min(8, os.cpu_count() or 2))
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
        "--port", str(port), "--workers", str(workers),
        "--blocking-threads", "4" if is_sqlite else "8", "--backlog", "1024",
        "--no-access-log", "--log-level", "warning", "yinglou.config.wsgi:application",
    ]  # fmt: skip


def _hammer(port: int, head: Mapping[str, str], seconds: float) -> list[float]:
    times: list[float] = []
    troubles: list[str] = []
    until = time.monotonic() + seconds

    def client() -> None:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
        while time.monotonic() < until and not troubles:
            watch = Watch()
            link.request("GET", ADDRESS, headers=dict(head))
            answer = link.getresponse()
            body = answer.read()
            times.append(watch.wall_ms())
            if answer.status != 200 or b'"items"' not in body[:20]:
                troubles.append(f"{answer.status} {body[:200]!r}")
        link.close()

    threads = [threading.Thread(target=client) for _n in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if troubles or not times:
        raise NoAnswer(troubles[0] if troubles else "nobody was answered")
    return times


def startup(folder: Path, static: Path) -> Figures:
    """A second start of a furnished folder, and the demo; a cold start needs a clean clone."""
    around = surroundings(folder / "startup", static)
    first = _start_s(around)
    warm = [_start_s(around) for _n in range(STARTS)]
    return {"empty_s": first, "warm_s": median(warm), "demo_s": _demo_s(folder / "demo", static)}


def _start_s(around: Mapping[str, str]) -> float:
    port = _free_port()
    command = [sys.executable, "-m", "yinglou.config.cli", "run", "--no-demo", "--port", str(port)]
    watch = Watch()
    with _started(command, around, port):
        return round(watch.wall_ms() / 1000, 2)


def _demo_s(data: Path, static: Path) -> float:
    around = surroundings(data, static)
    for words in (["migrate", "-v0"], ["createcachetable", "-v0"]):
        _carried_out(words, around)
    watch = Watch()
    _carried_out(["demo"], around)
    return round(watch.wall_ms() / 1000, 2)


def _carried_out(words: Sequence[str], around: Mapping[str, str]) -> None:
    command = [sys.executable, "-m", "django", *words]
    done = subprocess.run(  # noqa: S603 our own commands
        command, env=dict(around), cwd=settings.BASE_DIR, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    if done.returncode:
        raise NoAnswer(f"{words[0]}: {done.stderr[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _started(command: Sequence[str], around: Mapping[str, str], port: int) -> Iterator[None]:
    """A server of ours that answers; it is gone afterwards."""
    process = subprocess.Popen(  # noqa: S603 our own server
        command, env=dict(around), cwd=settings.BASE_DIR, stdout=subprocess.DEVNULL
    )
    try:
        until = time.monotonic() + PATIENCE_S
        while not _answers(port):
            if process.poll() is not None or time.monotonic() > until:
                raise NoAnswer(f"{command[2]} does not answer at port {port}")
            time.sleep(0.02)
        yield
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers(port: int) -> bool:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        link.request("GET", "/healthz")
        return link.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        link.close()
