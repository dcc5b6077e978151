"""Reminders by the clock."""

import logging
from datetime import timedelta

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.chores import chore
from yinglou.kernel.errors import DomainError

from . import commands, queries, rules
from .commands import occasions

log = logging.getLogger("yinglou.notices")


@chore(cron="0 10 * * *")
def remind_early(by: Actor) -> None:
    """At ten in the morning: bookings in three days."""
    remind(by, 3)


@chore(cron="0 18 * * *")
def remind_the_evening_before(by: Actor) -> None:
    """At six in the evening: bookings of tomorrow."""
    remind(by, 1)


@chore(cron="30 7 * * *")
def remind_on_the_day(by: Actor) -> None:
    """Early in the morning: bookings of today that were not confirmed only today."""
    remind(by, 0)


def remind(by: Actor, days: int) -> None:
    """Remind of the bookings in so many days; one that fails does not keep the others waiting."""
    day = clock.today() + timedelta(days=days)
    for booking in queries.bookings_on(by, day):
        try:
            commands.tell_of_booking(
                by=by, booking=booking, code=occasions.BOOKING_REMINDER.code,
                once_key=rules.reminder_key(booking.pk, days, day.isoformat()),
            )  # fmt: skip
        except DomainError as refusal:
            log.warning("no reminder for %s: %s", booking.number, refusal)


@chore(cron="0 11 * * *")
def remind_of_what_waits(by: Actor) -> None:
    """At eleven: orders that became ready 3, 7 or 30 days ago and were not collected."""
    for days in rules.UNCOLLECTED_DAYS:
        for order in queries.ready_since(by, clock.today() - timedelta(days=days)):
            try:
                commands.tell_of_order(
                    by=by, order=order, code=occasions.ORDER_WAITING.code,
                    once_key=f"order:{order.pk}:waits-{days}:{order.ready_on}",
                )  # fmt: skip
            except DomainError as refusal:
                log.warning("no reminder for %s: %s", order.number, refusal)
