"""`yinglou run`: set up what is missing, then keep a web server and a worker alive."""

import argparse
import fcntl
import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import django

from . import npm

CRASHES_MAX, CRASH_WINDOW_S, STOP_S = 5, 60, 20


def main(arguments: Sequence[str]) -> int:
    asked = _arguments(arguments)
    if asked.data:
        os.environ["DATA"] = asked.data
    if asked.host not in ("127.0.0.1", "localhost"):
        _answer_to_own_addresses()
    os.environ.setdefault("YINGLOU_BASE_URL", f"http://{asked.host}:{asked.port}")
    if trouble := _taken(asked.host, asked.port):
        print(trouble, file=sys.stderr)
        return 1
    if code := npm.main():
        return code
    _compile_words()  # before Django reads them, or the first hour speaks English
    django.setup()
    from django.conf import settings

    with _alone(settings.DATA_DIR / "setup.lock"):
        prepare(with_demo=asked.demo)
    _greet(asked, settings.DATA_DIR / "demo-logins.txt")
    return Keeper(_children(asked, settings.DATABASES["default"]["ENGINE"])).keep()


def _arguments(given: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="yinglou run", description=__doc__)
    parser.add_argument("--host", default=os.environ.get("HOST") or "127.0.0.1")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
    parser.add_argument("--data", default="", help="where the data is kept (default: var)")
    parser.add_argument("--workers", type=int, default=0, help="web processes (default: fitting)")
    parser.add_argument("--no-demo", dest="demo", action="store_false", help="stay empty")
    parser.set_defaults(demo=os.environ.get("YINGLOU_DEMO", "1") != "0")
    return parser.parse_args(given)


def _taken(host: str, port: int) -> str:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as trouble:
            return f"Cannot serve at {host}:{port}: {trouble.strerror}. Choose another PORT."
    return ""


def _answer_to_own_addresses() -> None:
    """Serving to the shop's network: the addresses of this machine are good host names."""
    found = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None)}
    given = os.environ.get("YINGLOU_HOSTS", "")
    os.environ["YINGLOU_HOSTS"] = ",".join([*filter(None, [given]), *sorted(map(str, found))])


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Two starts at the same time set up one after the other."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def prepare(*, with_demo: bool) -> None:
    """Tables, cache table, words, browser files and, in an empty house, the demo."""
    from django.core.management import call_command, get_commands

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    _collect_static()
    if with_demo and "demo" in get_commands() and _is_empty():
        call_command("demo")


def _is_empty() -> bool:
    from django.contrib.auth import get_user_model

    return not get_user_model()._default_manager.exists()


def _compile_words() -> None:
    try:
        from house.words import compile_all
    except ImportError:  # an installed wheel brings compiled catalogues
        return
    compile_all()


def _collect_static() -> None:
    """Collect and compress, only if a file has changed since the last time."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    if settings.DEBUG:
        return
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list(None):
            known = Path(storage.path(name)).stat()
            digest.update(f"{name}:{known.st_size}:{known.st_mtime_ns}\n".encode())
    stamp = settings.STATIC_ROOT / ".collected"
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    print("Preparing the browser files …", flush=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(digest.hexdigest())


def _greet(asked: argparse.Namespace, logins: Path) -> None:
    host = "localhost" if asked.host in ("127.0.0.1", "0.0.0.0", "::") else asked.host  # noqa: S104
    print(f"\n  影楼 Yinglou is at  http://{host}:{asked.port}/\n")
    if logins.exists():
        print("\n".join(f"  {line}" for line in logins.read_text().splitlines()), end="\n\n")
    sys.stdout.flush()


def _children(asked: argparse.Namespace, engine: str) -> dict[str, list[str]]:
    sqlite = engine.endswith("sqlite3")
    workers = asked.workers or (2 if sqlite else max(2, min(8, os.cpu_count() or 2)))
    web = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", asked.host,
        "--port", str(asked.port), "--workers", str(workers),
        "--blocking-threads", "4" if sqlite else "8", "--backlog", "1024",
        "--respawn-failed-workers", "--workers-kill-timeout", str(STOP_S - 5),
        "--no-access-log", "--log-level", "warning", "yinglou.config.wsgi:application",
    ]  # fmt: skip
    return {"web": web, "worker": [sys.executable, "-m", "django", "worker"]}


class Keeper:
    """Starts the children, starts a crashed one again, and takes them along when it leaves."""

    def __init__(self, commands: dict[str, list[str]]) -> None:
        self.commands = commands
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.crashes: list[float] = []
        self.leaving = False

    def keep(self) -> int:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._leave)
        for name in self.commands:
            self._start(name)
        code = 0
        while not self.leaving and not code:
            time.sleep(0.25)
            code = self._look_after()
        self._stop()
        return code

    def _start(self, name: str) -> None:
        # A session of its own: Ctrl+C reaches only us, and we tell the children once.
        self.running[name] = subprocess.Popen(self.commands[name], start_new_session=True)

    def _look_after(self) -> int:
        for name, process in list(self.running.items()):
            ended = process.poll()
            if ended is None or self.leaving:
                continue
            now = time.monotonic()
            self.crashes = [t for t in self.crashes if now - t < CRASH_WINDOW_S] + [now]
            print(f"The {name} ended with {ended}; starting it again.", file=sys.stderr, flush=True)
            if len(self.crashes) > CRASHES_MAX:
                print("It keeps ending. Giving up.", file=sys.stderr)
                return 1
            time.sleep(min(5.0, 0.5 * len(self.crashes)))
            self._start(name)
        return 0

    def _leave(self, _signal: int, _frame: FrameType | None) -> None:
        self.leaving = True

    def _stop(self) -> None:
        for process in self.running.values():
            if process.poll() is None:
                process.terminate()
        until = time.monotonic() + STOP_S
        for process in self.running.values():
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
