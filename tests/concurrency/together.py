"""Many people at the same moment: threads with a connection each, behind one barrier."""

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.db import connection, connections

from yinglou.kernel.errors import DomainError

CONNECTIONS = 60  # as a server's pool would hand them out: PostgreSQL refuses the 101st


def all_at_once(count: int, attempt: Callable[[int], Any]) -> Counter[str]:
    """Run `attempt(n)` in `count` threads that start together; count how each ended.

    The outcome is `done`, or the name of the refusal, or of the error that got out.
    """
    barrier, pool = threading.Barrier(count), threading.Semaphore(CONNECTIONS)
    outcomes: list[str] = []

    def one(number: int) -> None:
        try:
            barrier.wait(30)
            with pool:
                outcomes.append(_outcome(attempt, number))
        except threading.BrokenBarrierError:
            outcomes.append("BrokenBarrierError")

    threads = [threading.Thread(target=one, args=(n,)) for n in range(count)]
    connection.close()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return Counter(outcomes)


def _outcome(attempt: Callable[[int], Any], number: int) -> str:
    try:
        attempt(number)
    except DomainError as refusal:
        return refusal.name
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:200]
    finally:
        connections.close_all()
    return "done"
