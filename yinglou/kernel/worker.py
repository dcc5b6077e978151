"""The worker: does the queue's work and the clock's chores, beside the web server."""

import logging
import os
import signal
import socket
import threading
from typing import Any

from django.db import OperationalError, close_old_connections, connection

from . import chores, clock, queue
from .models import ClockTick, Job

log = logging.getLogger("yinglou.worker")
POLL_S = 0.25
BEAT = "kernel.beat"


class Worker:
    """One process: a thread for work, a thread for the clock. Stops at SIGTERM when idle."""

    def __init__(self, poll: float = POLL_S) -> None:
        self.name = f"{socket.gethostname()[:40]}:{os.getpid()}"
        self.poll = poll
        self.stopping = threading.Event()
        self.current: Job | None = None

    def run(self) -> None:
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._stop)
        threads = [threading.Thread(target=loop, daemon=True) for loop in (self._work, self._tick)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _stop(self, *_args: Any) -> None:
        self.stopping.set()

    def _work(self) -> None:
        while not self.stopping.is_set():
            try:
                close_old_connections()
                found = queue.claim(self.name)
                if found is None:
                    self.stopping.wait(self.poll)
                    continue
                self.current = found
                queue.run(found)
            except OperationalError as trouble:  # busy, or the database is restarting
                log.warning("work: %s", trouble)
                self.stopping.wait(1)
            finally:
                self.current = None
        connection.close()

    def _tick(self) -> None:
        while not self.stopping.wait(1):
            try:
                close_old_connections()
                self._keep_lease()
                _beat()
                chores.do_due()
            except OperationalError as trouble:
                log.warning("clock: %s", trouble)
            except Exception:
                log.exception("a chore failed")
        connection.close()

    def _keep_lease(self) -> None:
        current = self.current
        if current is not None:
            mine = Job.objects.filter(pk=current.pk, attempts=current.attempts, state="running")
            mine.update(lease_until=clock.now() + queue.LEASE)


def _beat() -> None:
    """Leave word that a worker is alive; `/readyz` warns when there is none."""
    now = clock.now()
    if not ClockTick.objects.filter(chore=BEAT).update(next_at=now, last_at=now):
        ClockTick.objects.get_or_create(chore=BEAT, defaults={"next_at": now, "last_at": now})


def last_beat_age_s() -> float | None:
    tick = ClockTick.objects.filter(chore=BEAT).first()
    return (clock.now() - tick.next_at).total_seconds() if tick else None
