"""Which order the address of a page is about."""

from yinglou.kernel.actors import Actor
from yinglou.kernel.errors import NotFound
from yinglou.modules.orders.models import Order
from yinglou.modules.orders.queries import orders_seen_by


def order_numbered(actor: Actor, number: str) -> Order:
    """The order with a number, if this actor may see it."""
    found = orders_seen_by(actor).filter(number=number).first()
    if found is None:
        raise NotFound
    return found
