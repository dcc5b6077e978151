"""What follows when somebody who was asked has said yes."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command
from yinglou.kernel.money import Money
from yinglou.modules.approvals.models import Approval
from yinglou.modules.orders.models import Order

from .cancelling import CANCEL, CANCELLING, cancel_order
from .discounts import accept_discount, forget_discount, refuse_discount
from .handing import RELEASING, release_unpaid
from .writing import DISCOUNT


@command(permission=CANCEL, title=gettext_lazy("Do what was approved"), icon="circle-check")
def follow_approval(*, by: Actor, order: Order, approval: Approval) -> Order:
    """Carry out what was asked for and approved."""
    if approval.kind == DISCOUNT:
        return accept_discount(by=by, order=order)
    if approval.kind == RELEASING:
        return release_unpaid(by=by, order=order, reason=_reason(approval))
    if approval.kind == CANCELLING:
        kept = Money(approval.amount_minor or 0)
        return cancel_order(by=by, order=order, reason=_reason(approval), kept=kept)
    return order


@command(permission=CANCEL, title=gettext_lazy("Take note of the refusal"), icon="circle-x")
def follow_refusal(*, by: Actor, order: Order, approval: Approval) -> Order:
    """Somebody said no: only a discount leaves a trace on the order."""
    if approval.kind != DISCOUNT:
        return order
    if approval.state == Approval.State.WITHDRAWN:
        return forget_discount(by=by, order=order)
    return refuse_discount(by=by, order=order)


def _reason(approval: Approval) -> str:
    """The reason of whoever asked, with the number of the approval."""
    words = _("%(reason)s (%(number)s)") % {"reason": approval.reason, "number": approval.number}
    return words[:200]
