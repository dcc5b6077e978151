"""What the ledger does when others' facts happen."""

from yinglou.kernel.actors import Actor
from yinglou.kernel.events import reacts_to
from yinglou.modules.branches.events import BranchOpened

from .commands import load_chart


@reacts_to(BranchOpened)
def lay_the_chart(event: BranchOpened, by: Actor) -> None:
    """A store cannot take money before there are accounts to post it to."""
    load_chart(by=by)
