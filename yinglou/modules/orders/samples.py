"""An order of 「一生一世」 at every stage, for tests and the demo."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.money import Money
from yinglou.modules.booking import samples as booking_samples
from yinglou.modules.booking.commands import check_in, complete_booking
from yinglou.modules.booking.queries import live_booking_of
from yinglou.modules.branches.models import Branch
from yinglou.modules.catalog import samples as catalog_samples
from yinglou.modules.catalog.commands import add_category
from yinglou.modules.catalog.models import Package, Product
from yinglou.modules.customers.models import Customer
from yinglou.modules.customers.samples import a_couple
from yinglou.modules.folios.models import PaymentMethod
from yinglou.modules.ledger.commands import load_chart

from . import commands, queries
from .models import Order

MOMENT = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)  # Saturday, ten in the morning in the shop
SHOOT_AT = (9, 30)
SHOOT_DAY = date(2026, 12, 5)


@dataclass(slots=True)
class Shop:
    """Everything that is needed to sell 「一生一世」 to 王晓明 and 李静."""

    branch: Branch
    package: Package
    gown: Product
    frame: Product
    customer: Customer


def a_shop(by: Actor | None = None) -> Shop:
    """A studio with its books open, a gown to add and a frame to give away."""
    by = by or Actor.house("samples")
    load_chart(by=by)
    studio = booking_samples.a_studio(by)
    frame = Product.objects.get(name="摆台")
    clothes = add_category(
        by=by, name="服装妆面", revenue_account="500101", cost_account="540101", stock_account=""
    )
    gown = catalog_samples.a_product(
        by, "GOWN", "服装+1", category=clothes, kind=Product.Kind.ADDON,
        price=Money(40_000), floor=Money(30_000), cost=Money(6_000),
    )  # fmt: skip
    return Shop(studio.branch, studio.package, gown, frame, a_couple(by, studio.branch))


def an_order(by: Actor | None = None, shop: Shop | None = None, **also: Any) -> Order:
    """5,999 yuan, to be scheduled, nothing paid."""
    by = by or Actor.house("samples")
    shop = shop or a_shop(by)
    given = {"customer": shop.customer, "package": shop.package, "branch": shop.branch, **also}
    return commands.place_order(by=by, **given)


def paid(by: Actor, order: Order, amount: Money | None = None) -> Order:
    """The same order, with its deposit or so much paid by WeChat."""
    commands.receive(
        by=by, order=order, amount=amount or order.deposit, method=PaymentMethod.WECHAT
    )
    return fresh(order)


def shot(by: Actor, order: Order) -> Order:
    """Scheduled for 5 December, half past nine, and shot."""
    commands.schedule_shoot(by=by, order=order, starts_at=booking_samples.at(9, 30, SHOOT_DAY))
    with clock.set_to(booking_samples.at(9, 30, SHOOT_DAY)):
        booking = live_booking_of(queries.subject_of(order))
        assert booking is not None
        complete_booking(by=by, booking=check_in(by=by, booking=booking))
    return fresh(order)


def ready(by: Actor, order: Order) -> Order:
    """Thirty photos chosen, made and on the shelf."""
    commands.record_selection(by=by, order=order, photos_chosen=30)
    return commands.mark_ready(by=by, order=fresh(order), shelf="A-03")


def fresh(order: Order) -> Order:
    """The order as it is now, the way the desk sees it."""
    return queries.orders_seen_by(Actor.house("samples")).get(pk=order.pk)


def a_row(resource: Any) -> Any:
    """One row of each resource, for the tests of all pages."""
    by = Actor.house("samples")
    with clock.set_to(MOMENT):
        return fresh(paid(by, an_order(by)))
