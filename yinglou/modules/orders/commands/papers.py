"""Papers of an order, counted: the second copy says that it is one."""

from typing import Annotated

from django.db.models import F
from django.utils.translation import gettext_lazy

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command
from yinglou.kernel.values import Ask
from yinglou.modules.orders.models import Order, PaperPrint


@command(permission="orders.print", title=gettext_lazy("Print"), icon="printer")
def print_paper(
    *, by: Actor, order: Order, paper: Annotated[PaperPrint.Paper, Ask(label=gettext_lazy("Paper"))]
) -> PaperPrint:
    """Count that a paper was printed."""
    printed, _new = PaperPrint.objects.get_or_create(order=order, paper=paper)
    PaperPrint.objects.filter(pk=printed.pk).update(
        copies=F("copies") + 1, last_at=clock.now(), last_by=by.name
    )
    printed.refresh_from_db()
    return printed
