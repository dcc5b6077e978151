"""What payments does by the clock."""

from yinglou.kernel.actors import Actor
from yinglou.kernel.chores import chore
from yinglou.kernel.errors import DomainError

from . import commands, queries


@chore(every=30)
def expire_requests(by: Actor) -> None:
    """End the requests whose time is over; one that was paid this very moment stays paid."""
    for request in queries.overdue_requests():
        try:
            commands.expire_request(by=by, request=request)
        except DomainError:
            continue
