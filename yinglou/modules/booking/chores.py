"""What booking does by the clock: free what was not booked or paid in time."""

from yinglou.kernel.actors import Actor
from yinglou.kernel.chores import chore

from . import commands


@chore(every=30)
def release_expired(by: Actor) -> None:
    """Holds of ten minutes and bookings whose deposit never came."""
    commands.release_expired(by=by)


@chore(cron="40 3 * * *")
def forget_old_claims(by: Actor) -> None:
    """Claims guard the future; last week's are no longer needed."""
    commands.forget_old_claims(by=by)
