"""A year goes by: many stories at once, each waiting for its next moment on a clock that is set."""

import heapq
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.db import transaction

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.modules.booking.queries import slots_on
from yinglou.modules.branches.commands import roll_business_date
from yinglou.modules.branches.models import Branch
from yinglou.modules.branches.queries import branches_seen_by
from yinglou.modules.catalog.models import Package

from .names import Registry
from .studio import Studio

Story = Iterator[datetime]
EVENTS_A_TRANSACTION = 200
LOOK_AHEAD_DAYS = 21
DESK = {"ZL": ("linxiaoyu", "gaoxiang"), "GX": ("bailu", "fangyuan")}
TILL = {"ZL": ("linxiaoyu", "yaoqian"), "GX": ("bailu", "fangyuan")}
MANAGER = {"ZL": "gaoxiang", "GX": "fangyuan"}
MAKER = {"ZL": "xuran", "GX": "taoran"}
QUALITY = {"ZL": "zhengyifan", "GX": "taoran"}


class Simulation:
    """Everything a story needs: people, wares, chance, and the moment at which history ends."""

    def __init__(self, by: Actor, studio: Studio, rng: Random, ends_at: datetime) -> None:
        self.by, self.studio, self.rng, self.ends_at = by, studio, rng, ends_at
        self.registry = Registry(rng)
        self._heap: list[tuple[datetime, int, Story]] = []
        self._told = 0

    def desk(self, store: Branch) -> Actor:
        """Somebody at the counter; the first one more often."""
        return self._one_of(DESK[store.code])

    def till(self, store: Branch) -> Actor:
        """Somebody who takes money."""
        return self._one_of(TILL[store.code])

    def _one_of(self, names: tuple[str, str]) -> Actor:
        return self.studio.crew.actors[names[0] if self.rng.random() < 0.75 else names[1]]

    def manager(self, store: Branch) -> Actor:
        return self.studio.crew.actors[MANAGER[store.code]]

    def maker(self, store: Branch, step: str) -> Actor:
        """Who retouches and designs; somebody else looks at the result, where there is one."""
        names = QUALITY if step == "qc" else MAKER
        return self.studio.crew.actors[names[store.code]]

    def begin(self, story: Story, moment: datetime) -> None:
        """Put a story on the calendar; a moment after the end does not come."""
        self._told += 1
        if moment <= self.ends_at:
            heapq.heappush(self._heap, (moment, self._told, story))

    def run(self, on: Callable[[datetime], Any] = lambda moment: None) -> int:
        """Let the time pass; some events are written together, to spare the disk."""
        count = 0
        while self._heap:
            with transaction.atomic():
                for _n in range(EVENTS_A_TRANSACTION):
                    if not self._heap:
                        break
                    on(self._step())
                    count += 1
        return count

    def _step(self) -> datetime:
        moment, number, story = heapq.heappop(self._heap)
        with clock.set_to(moment):
            following = next(story, None)
        if following is not None and following <= self.ends_at:
            heapq.heappush(self._heap, (max(following, moment), number, story))
        return moment

    def days_go_by(self, first: date, last: date) -> Story:
        """Every morning before the doors open the books of all stores move to the new day."""
        day = first
        while day <= last:
            yield clock.at(day, 7)
            for store in branches_seen_by(self.by):
                if store.business_date < day:
                    roll_business_date(by=self.by, branch=store, to=day)
                    self.studio.stores[store.code].business_date = day  # the story's own copy
            day += timedelta(days=1)

    def free_time(self, store: Branch, package: Package, day: date) -> datetime | None:
        """A free start from a day on, mostly at a weekend, as couples want it."""
        for ahead in range(LOOK_AHEAD_DAYS):
            tried = day + timedelta(days=ahead)
            if tried.weekday() < 5 and self.rng.random() < 0.45:
                continue
            free = [slot.starts_at for slot in slots_on(store, package, tried) if slot.free]
            if free:
                half_days = [start for start in free if start.minute == 30] or free
                return self.rng.choice(half_days[:6])
        return None


def business_hours(rng: Random, day: date) -> datetime:
    """Some moment at which the counter is busy."""
    return clock.at(day, rng.randint(10, 19), rng.choice((2, 8, 15, 21, 34, 40, 47, 55)))
