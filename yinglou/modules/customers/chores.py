"""What customers need done by the clock."""

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.chores import chore

from . import commands, rules


@chore(cron="10 0 1 * *")
def bring_days_round(by: Actor) -> None:
    """On the first of each month: birthdays and anniversaries of last month come next year."""
    commands.move_key_dates_on(by=by, first=rules.first_of_month(clock.today()))
