"""What customers are written, for tests and the demo."""

from yinglou.kernel.actors import Actor
from yinglou.modules.branches.models import Branch
from yinglou.modules.customers.models import Customer
from yinglou.modules.customers.samples import a_couple
from yinglou.modules.messaging.models import Message

from . import commands


def a_text(by: Actor | None = None, branch: Branch | None = None) -> Message:
    """A line that the front desk wrote to 王晓明 and 李静."""
    by = by or Actor.house("samples")
    couple: Customer = a_couple(by, branch)
    return commands.send_text(by=by, customer=couple, text="您好，样片已经准备好，欢迎到店挑选。")
