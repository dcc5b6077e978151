"""What happens to one customer, from the door to the album: a story that waits between scenes."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from yinglou.kernel import clock
from yinglou.kernel.money import Money
from yinglou.modules.booking.commands import (
    check_in,
    complete_booking,
    mark_no_show,
    reschedule,
    start_service,
)
from yinglou.modules.booking.queries import live_booking_of, try_move
from yinglou.modules.branches.models import Branch
from yinglou.modules.catalog.models import Package
from yinglou.modules.customers.commands import register_customer
from yinglou.modules.customers.models import Contact, Customer
from yinglou.modules.folios.commands import allow, refund_payment
from yinglou.modules.folios.models import PaymentMethod
from yinglou.modules.folios.queries import folio_with, payments_of
from yinglou.modules.orders.commands import (
    cancel_order,
    hand_over,
    mark_ready,
    place_order,
    receive,
    record_selection,
    schedule_shoot,
)
from yinglou.modules.orders.models import Order, OrderLine
from yinglou.modules.orders.queries import CreditIn, GiftIn, LineIn, order_of_job, subject_of
from yinglou.modules.production.commands import claim_step, finish_step
from yinglou.modules.production.queries import job_of_order_id, steps_of

from .simulation import Simulation, business_hours

_S = Customer.Source
SOURCES = ((_S.XHS, 30), (_S.DOUYIN, 18), (_S.MEITUAN, 17), (_S.REFERRAL, 14), (_S.WALK_IN, 9),
           (_S.WECHAT, 7), (_S.EXPO, 5))  # fmt: skip
_M = PaymentMethod
METHODS = ((_M.WECHAT, 55), (_M.ALIPAY, 20), (_M.CARD, 12), (_M.CASH, 8), (_M.BANK, 5))
PACKAGES = (("YSYS", 17), ("YJZQ", 15), ("SSSS", 6), ("TXBB", 14), ("ZSZZ", 9), ("HYSG", 10),
            ("QJF", 8), ("GFXZ", 7), ("JDXZ", 7), ("ZJZ", 7))  # fmt: skip
UPSELLS = ("XC10", "FDB24", "FDB36", "SJB", "JX", "DZXC", "FRAME")
WHO_COLLECTS = (("本人", 70), ("配偶", 18), ("父母", 8), ("朋友", 4))


@dataclass(frozen=True, slots=True)
class Fate:
    """What chance has decided beforehand, so that the story itself stays readable."""

    cancels: bool = False
    moves: bool = False
    fails_to_come: bool = False
    is_slow: bool = False  # production takes longer than promised
    forgets: bool = False  # the album stays on the shelf
    complains: bool = False


def fate_of(sim: Simulation) -> Fate:
    chance = sim.rng.random
    return Fate(
        cancels=chance() < 0.05,
        moves=chance() < 0.08,
        fails_to_come=chance() < 0.02,
        is_slow=chance() < 0.12,
        forgets=chance() < 0.07,
        complains=chance() < 0.02,
    )


def customer_story(sim: Simulation, store: Branch, moment: datetime) -> Iterator[datetime]:
    """A customer comes, orders, pays a deposit, is photographed, chooses, pays and collects."""
    fate, package = fate_of(sim), sim.studio.goods.packages[_pick(sim, PACKAGES)]
    order = _order(sim, store, _arrive(sim, store, package, moment), package)
    if package.code == "ZJZ":
        yield from _passport_photo(sim, store, order)
        return
    if fate.cancels:
        yield business_hours(sim.rng, clock.today() + timedelta(days=sim.rng.randint(3, 20)))
        _cancel(sim, store, order)
        return
    came = yield from _shoot(sim, store, order, fate)
    if not came:
        return
    yield business_hours(sim.rng, clock.today() + timedelta(days=sim.rng.randint(3, 12)))
    _choose(sim, store, order)
    yield from _make(sim, store, order, fate)
    yield from _collect(sim, store, order, fate)


def _arrive(sim: Simulation, store: Branch, package: Package, moment: datetime) -> Customer:
    rng, kind = sim.rng, package.shoot_type.code
    if kind == "wedding":
        return register_customer(
            by=sim.desk(store), phone=sim.registry.phone(), name=sim.registry.she(),
            relation=Contact.Relation.BRIDE, source=_pick(sim, SOURCES), branch=store,
            partner_name=sim.registry.he(),
            wedding_on=moment.date() + timedelta(days=rng.randint(110, 330)),
        )  # fmt: skip
    is_child = kind == "children"
    return register_customer(
        by=sim.desk(store), phone=sim.registry.phone(),
        name=sim.registry.she() if rng.random() < 0.75 else sim.registry.he(),
        relation=Contact.Relation.PARENT if is_child else Contact.Relation.SELF,
        source=_pick(sim, SOURCES), branch=store,
        kind=Customer.Kind.FAMILY if is_child else None,
    )  # fmt: skip


def _order(sim: Simulation, store: Branch, customer: Customer, package: Package) -> Order:
    rng, products = sim.rng, sim.studio.goods.products
    is_wedding = package.shoot_type.code == "wedding"
    addons = [LineIn(products["GOWN"])] if is_wedding and rng.random() < 0.3 else []
    gifts = []
    if package.code != "ZJZ" and rng.random() < 0.5:
        tag = OrderLine.GiftTag.WEDDING if is_wedding else OrderLine.GiftTag.GOODS
        gifts = [GiftIn(products["XZL" if is_wedding else "BWB"], 1, tag)]
    by = sim.desk(store)
    seller = sim.studio.crew.employees["linxiaoyu" if store.code == "ZL" else "bailu"]
    helper = sim.studio.crew.employees["hejia" if store.code == "ZL" else "fangyuan"]
    credits = [CreditIn(seller, 7000), CreditIn(helper, 3000)] if is_wedding else []
    order = place_order(
        by=by, customer=customer, package=package, addons=addons, gifts=gifts, branch=store,
        discount_bp=rng.choice((0, 0, 0, 0, 500, 500, 800, 1000)) if is_wedding else 0,
        credits=credits, wedding_on=customer.wedding_on,
    )  # fmt: skip
    receive(
        by=sim.till(store), order=order, amount=_first_payment(order), method=_pick(sim, METHODS)
    )
    return order_of_job(order.pk)


def _first_payment(order: Order) -> Money:
    """The deposit; a passport photo is paid at once."""
    return order.charged if order.package.code == "ZJZ" else order.deposit


def _shoot(
    sim: Simulation, store: Branch, order: Order, fate: Fate
) -> Generator[datetime, None, bool]:
    """From the appointment to the last picture; says whether the customer came."""
    is_wedding = order.shoot_type.code == "wedding"
    lead = sim.rng.randint(8, 50) if is_wedding else sim.rng.randint(1, 14)
    first = clock.today() + timedelta(days=lead)
    starts_at = sim.free_time(store, order.package, first)
    if starts_at is None:
        return False
    schedule_shoot(by=sim.desk(store), order=order, starts_at=starts_at, although_late=True)
    if fate.moves and lead > 6:
        yield clock.at(first - timedelta(days=3), 11, 20)
        starts_at = _move(sim, store, order, first + timedelta(days=4)) or starts_at
    if fate.fails_to_come:
        yield starts_at + timedelta(minutes=75)
        mark_no_show(by=sim.desk(store), booking=_shoot_of(order))
        return False
    yield starts_at - timedelta(minutes=sim.rng.randint(2, 18))
    booking: Any = check_in(by=sim.desk(store), booking=_shoot_of(order))
    if starts_at > sim.ends_at - timedelta(days=30):
        yield starts_at + timedelta(minutes=sim.rng.randint(5, 20))
        booking = start_service(by=sim.desk(store), booking=booking)
    yield booking.ends_at - timedelta(minutes=sim.rng.randint(0, 15))
    complete_booking(by=sim.desk(store), booking=booking)
    return True


def _shoot_of(order: Order) -> Any:
    """The promise of time behind the order: there is one, it was made above."""
    return live_booking_of(subject_of(order))


def _move(sim: Simulation, store: Branch, order: Order, day: date) -> datetime | None:
    """Another time with the same people, if they have one soon."""
    booking = live_booking_of(subject_of(order))
    if booking is None:
        return None
    for ahead in range(0, 12, 3):
        wanted = sim.free_time(store, order.package, day + timedelta(days=ahead))
        if wanted is not None and not try_move(booking, wanted).problems:
            reschedule(by=sim.desk(store), booking=booking, starts_at=wanted, reason="客户改期")
            return wanted
    return None


def _passport_photo(sim: Simulation, store: Branch, order: Order) -> Iterator[datetime]:
    """Taken, retouched and handed over within a day or two."""
    came = yield from _shoot(sim, store, order, Fate())
    if not came:
        return
    yield clock.now() + timedelta(minutes=20)
    record_selection(by=sim.desk(store), order=order_of_job(order.pk), photos_chosen=2)
    yield from _make(sim, store, order, Fate())
    yield business_hours(sim.rng, clock.today() + timedelta(days=1))
    hand_over(by=sim.desk(store), order=order_of_job(order.pk), receiver=order.customer.name,
              relation="本人")  # fmt: skip


def _choose(sim: Simulation, store: Branch, order: Order) -> None:
    """The choice of photos, and what is sold on top of it."""
    rng, products = sim.rng, sim.studio.goods.products
    included = order.included_photos
    more = rng.choice((0, 0, 0, 2, 4, 6, 10)) if rng.random() < 0.6 else 0
    lines = [LineIn(products[rng.choice(UPSELLS)])] if rng.random() < 0.35 else []
    by = sim.studio.crew.actors["tangke"] if store.code == "ZL" else sim.desk(store)
    record_selection(
        by=by, order=order_of_job(order.pk), photos_chosen=max(1, included + more), lines=lines
    )
    order = order_of_job(order.pk)
    due = order.charged - order.paid
    sold = sum(line.net_minor for line in order.lines.all() if line.kind == OrderLine.Kind.UPSELL)
    if sold and due.minor and rng.random() < 0.8:
        receive(
            by=sim.till(store),
            order=order,
            amount=min(Money(sold), due),
            method=_pick(sim, METHODS),
        )


def _make(sim: Simulation, store: Branch, order: Order, fate: Fate) -> Iterator[datetime]:
    """Step by step; a slow one passes the promised day."""
    days = 2 if order.package.code == "ZJZ" else max(5, order.package.production_days - 16)
    whole = days * (2 if fate.is_slow else 0.85)
    job = job_of_order_id(order.pk)
    if job is None:
        yield business_hours(sim.rng, clock.today() + timedelta(days=max(1, round(whole))))
        mark_ready(by=sim.maker(store, "qc"), order=order_of_job(order.pk), shelf=_shelf(sim))
        return
    steps = steps_of(job)
    spent = whole / len(steps)
    for step in steps:
        yield business_hours(sim.rng, clock.today() + timedelta(days=max(1, round(spent))))
        by = sim.maker(store, step.code)
        claim_step(by=by, step=step)
        finish_step(by=by, step=step)


def _shelf(sim: Simulation) -> str:
    return f"{sim.rng.choice('ABCD')}-{sim.rng.randint(1, 24):02}"


def _collect(sim: Simulation, store: Branch, order: Order, fate: Fate) -> Iterator[datetime]:
    """The rest is paid and the goods are handed over; some are slow to come."""
    wait = sim.rng.randint(45, 120) if fate.forgets else sim.rng.randint(2, 16)
    yield business_hours(sim.rng, clock.today() + timedelta(days=wait))
    by, order = sim.desk(store), order_of_job(order.pk)
    if order.state != Order.State.READY:
        return
    if order.balance.minor > 0:
        receive(by=sim.till(store), order=order, amount=order.balance, method=_pick(sim, METHODS))
    relation = _pick(sim, WHO_COLLECTS)
    hand_over(by=by, order=order_of_job(order.pk), receiver=order.customer.name, relation=relation)
    if fate.complains:
        yield business_hours(sim.rng, clock.today() + timedelta(days=4))
        _make_good(sim, store, order)


def _make_good(sim: Simulation, store: Branch, order: Order) -> None:
    """Something was wrong with the album: an allowance, and the money goes back."""
    by, amount, folio = sim.manager(store), Money(20_000), order.folio
    if folio is None:
        return
    folio = folio_with(folio.pk)
    if folio.state != folio.State.OPEN or folio.charged < amount:
        return
    source = f"{subject_of(order)}/goodwill"
    allow(by=by, folio=folio, text="相册瑕疵补偿", amount=amount, source=source)
    payment = max(payments_of(folio), key=lambda paid: paid.left.minor)
    refund_payment(by=by, payment=payment, amount=amount, reason="相册瑕疵补偿")


def _cancel(sim: Simulation, store: Branch, order: Order) -> None:
    order = order_of_job(order.pk)
    reason = sim.rng.choice(("婚期取消", "搬去外地", "选择了别家", "时间安排不开"))
    cancel_order(by=sim.manager(store), order=order, reason=reason)


def _pick(sim: Simulation, weighted: Sequence[tuple[Any, int]]) -> Any:
    names = [name for name, _weight in weighted]
    return sim.rng.choices(names, [weight for _name, weight in weighted])[0]
