"""Many people at the same moment: threads with a connection each, behind one barrier."""

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.db import connection, connections

from yinglou.kernel.errors import DomainError


def all_at_once(count: int, attempt: Callable[[int], Any]) -> Counter[str]:
    """Run `attempt(n)` in `count` threads that start together; count how each ended.

    The outcome is `done`, or the name of the refusal, or of the error that got out.
    """
    barrier = threading.Barrier(count)
    outcomes: list[str] = []

    def one(number: int) -> None:
        try:
            barrier.wait(30)
            attempt(number)
            outcomes.append("done")
        except DomainError as refusal:
            outcomes.append(refusal.name)
        except Exception as error:
            outcomes.append(f"{type(error).__name__}: {error}"[:200])
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(n,)) for n in range(count)]
    connection.close()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return Counter(outcomes)
