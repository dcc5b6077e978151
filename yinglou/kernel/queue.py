"""The queue of the house: deliveries, jobs people start, chores. In the same database.

Work is leased, not taken: if a worker dies, the lease runs out and another does it again, so
what a job does must be safe to do twice. It is tried with growing pauses and, when that does
not help, kept as dead for somebody to look at; nothing is dropped.
"""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from django.db import connection, transaction
from django.db.models import Q

from . import clock
from .actors import Actor
from .commands import DELIVER
from .events import all_reactions
from .models import Job

LEASE = timedelta(seconds=60)
PAUSE_FIRST_S = 2.0
PAUSE_MAX_S = 3600.0

F = TypeVar("F", bound=Callable[..., Any])
_tasks: dict[str, Callable[..., Any]] = {}


class JobCancelled(Exception):
    """Raised inside a job when a person has cancelled it."""


def job(run: F) -> F:
    """Register `(job, **arguments)` as work that can be started with `start`."""
    _tasks[task_name(run)] = run
    return run


def task_name(run: Callable[..., Any]) -> str:
    parts = run.__module__.split(".")
    if "modules" in parts:  # a room may be a package: the task is named by its module
        home = parts[parts.index("modules") + 1]
    else:
        home = parts[-2] if len(parts) > 1 else parts[-1]
    return f"{home}.{run.__name__}"


def start(
    run: Callable[..., Any], *, by: Actor, once_key: str | None = None, **arguments: Any
) -> Job:
    """Queue a job in this transaction; with a `once_key`, the one already waiting is returned."""
    if once_key:
        waiting = Job.objects.filter(once_key=once_key, state__in=("queued", "running")).first()
        if waiting:
            return waiting
    return Job.objects.create(
        task=task_name(run), arguments=arguments, user_id=by.user_id, once_key=once_key
    )


def progress(job: Job, done: int, total: int) -> None:
    """Say how far it is, and keep the lease; raises `JobCancelled` if somebody cancelled it."""
    kept = Job.objects.filter(pk=job.pk, attempts=job.attempts, state=Job.State.RUNNING)
    if not kept.update(done_count=done, total_count=total, lease_until=clock.now() + LEASE):
        raise JobCancelled


def claim(worker: str) -> Job | None:
    """Lease the next piece of work, or None. An idle queue costs one read and no lock."""
    now = clock.now()
    ready = Job.objects.filter(
        Q(state=Job.State.QUEUED, run_at__lte=now) | Q(state=Job.State.RUNNING, lease_until__lt=now)
    ).order_by("-priority", "run_at", "id")
    if not ready.exists():
        return None
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            ready = ready.select_for_update(skip_locked=True)
        found = ready.first()
        if found is None:
            return None
        if found.attempts >= found.attempts_max:  # its last worker died with it
            _bury(found, "The worker died while doing this, every time.")
            return None
        found.state, found.worker = Job.State.RUNNING, worker
        found.attempts += 1
        found.lease_until = now + LEASE
        found.save(update_fields=["state", "worker", "attempts", "lease_until"])
        return found


def run(found: Job) -> None:
    """Do a leased piece of work and write down how it went."""
    try:
        work = _deliver if found.task == DELIVER else _call
        result = work(found)
    except JobCancelled:
        _finish(found, state=Job.State.CANCELLED)
    except Exception as trouble:
        _failed(found, trouble)
    else:
        _finish(found, state=Job.State.DONE, result=result, error="")


def _call(found: Job) -> Any:
    return _tasks[found.task](found, **found.arguments)


def _deliver(found: Job) -> Any:
    """Hand a fact to the reaction that waits for it, on behalf of the house."""
    name = found.arguments["reaction"]
    reaction = next(r for r in all_reactions() if r.name == name)
    event = reaction.event(**found.arguments["payload"])
    reaction.run(event, by=Actor.house(reaction.module))
    return None


def _failed(found: Job, trouble: Exception) -> None:
    sentence = f"{type(trouble).__name__}: {trouble}"[:2000]
    if found.attempts >= found.attempts_max:
        _bury(found, sentence)
        return
    pause = min(PAUSE_FIRST_S * 2 ** (found.attempts - 1), PAUSE_MAX_S) * random.uniform(0.8, 1.2)
    again = clock.now() + timedelta(seconds=pause)
    _write(found, state=Job.State.QUEUED, error=sentence, run_at=again)


def _bury(found: Job, sentence: str) -> None:
    _write(found, state=Job.State.DEAD, error=sentence, finished_at=clock.now())


def _finish(found: Job, **columns: Any) -> None:
    _write(found, finished_at=clock.now(), **columns)


def _write(found: Job, **columns: Any) -> None:
    """Fenced by the attempt: a worker that was thought dead cannot overwrite a newer one."""
    mine = Job.objects.filter(pk=found.pk, attempts=found.attempts)
    mine.update(lease_until=None, **columns)


def work_off(limit: int = 1000) -> int:
    """Do what is due now, in this process: for tests, the demo builder and one-off commands."""
    count = 0
    while count < limit and (found := claim("here")) is not None:
        run(found)
        count += 1
    return count
