"""What the house does by the clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from cronsim import CronSim
from django.utils import timezone

from . import clock
from .actors import Actor
from .models import ClockTick

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Chore:
    """Something done every so many seconds, or at the times of a cron line (shop time)."""

    run: Callable[..., Any]
    every: int
    cron: str

    @property
    def name(self) -> str:
        return f"{self.run.__module__.split('.')[-2]}.{self.run.__name__}"

    def next_after(self, moment: datetime) -> datetime:
        if self.every:
            return moment + timedelta(seconds=self.every)
        return next(CronSim(self.cron, timezone.localtime(moment)))


_chores: dict[str, Chore] = {}


def chore(*, every: int = 0, cron: str = "") -> Callable[[F], F]:
    """Register `(by) -> None` to be done by the worker every so often."""
    if bool(every) == bool(cron):
        raise TypeError("say either every=seconds or cron=line")

    def register(run: F) -> F:
        made = Chore(run, every, cron)
        _chores[made.name] = made
        return run

    return register


def all_chores() -> list[Chore]:
    return [_chores[name] for name in sorted(_chores)]


def do_due() -> list[str]:
    """Do the chores that are due; of several workers, one does each (compare-and-swap)."""
    now = clock.now()
    ticks = {tick.chore: tick for tick in ClockTick.objects.all()}
    done = []
    for made in all_chores():
        tick = ticks.get(made.name)
        if tick is None:
            ClockTick.objects.get_or_create(
                chore=made.name, defaults={"next_at": made.next_after(now)}
            )
        elif tick.next_at <= now and _is_mine(tick, made, now):
            made.run(by=Actor.house(made.name.split(".")[0]))
            done.append(made.name)
    return done


def _is_mine(tick: ClockTick, made: Chore, now: datetime) -> bool:
    mine = ClockTick.objects.filter(chore=tick.chore, next_at=tick.next_at)
    return bool(mine.update(next_at=made.next_after(now), last_at=now))
