"""`yinglou run` sets up an empty folder, serves, revives its worker, and leaves when told."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .sources import ROOT

pytestmark = pytest.mark.once
PATIENCE_S = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(found: Callable[[], Any], what: str) -> Any:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if answer := found():
            return answer
        time.sleep(0.2)
    raise AssertionError(f"waited in vain: {what}")


def answer_of(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        return refusal.code
    except OSError:
        return 0


def children_of(pid: int) -> dict[int, str]:
    """The direct children of a process with their command lines."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
            line = (stat.parent / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (OSError, IndexError):
            continue
        if parent == pid:
            found[int(stat.parent.name)] = line
    return found


@pytest.mark.skipif(not Path("/proc").exists(), reason="looks at processes by /proc")
def test_runs_from_nothing_and_leaves_nothing_running(tmp_path):
    port = free_port()
    left_out = ("DATABASE_URL", "DATA", "PYTEST_XDIST_WORKER")
    surroundings = {k: v for k, v in os.environ.items() if k not in left_out}
    surroundings["YINGLOU_STATIC"] = str(tmp_path / "static")
    command = [sys.executable, "-m", "yinglou.config.cli", "run", "--no-demo"]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "--port", str(port), "--data", str(tmp_path / "data")],
            cwd=ROOT, env=surroundings, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
    told = (tmp_path / "log").read_text
    try:
        address = f"http://127.0.0.1:{port}"
        until(lambda: process.poll() or answer_of(f"{address}/healthz") == 200, "the first answer")
        assert process.poll() is None, told()
        assert answer_of(f"{address}/static/npm/htmax.min.js") == 200
        assert answer_of(f"{address}/readyz") == 200
        worker = _worker(process.pid)
        os.kill(worker, signal.SIGKILL)
        until(lambda: _worker(process.pid) not in (0, worker), "a new worker")
        family = children_of(process.pid)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE_S) == 0, told()
        assert not [pid for pid in family if Path(f"/proc/{pid}").exists()]
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(PATIENCE_S)
    assert f":{port}/" in told()


def _worker(pid: int) -> int:
    return next((child for child, line in children_of(pid).items() if "django worker" in line), 0)


def test_a_taken_port_is_said_plainly(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "yinglou.config.cli", "run", "--port", str(port)]
        done = subprocess.run(
            [*command, "--data", str(tmp_path)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert done.returncode == 1
    assert "Choose another PORT" in done.stderr
