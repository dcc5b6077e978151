"""What the timeline does by the clock."""

from yinglou.kernel.actors import Actor
from yinglou.kernel.chores import chore

from . import commands


@chore(cron="30 4 * * *")
def sweep_files(by: Actor) -> None:
    """Every night: files that were taken back leave the disk."""
    commands.sweep_files(by=by)
