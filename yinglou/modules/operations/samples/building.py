"""Building the demo: the fixture of the handbook's journeys, and a year of history around it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.models import Job
from yinglou.kernel.queue import work_off
from yinglou.kernel.seals import BATCH_MAX, seal_batch
from yinglou.modules.access.queries import user_known_as
from yinglou.modules.booking.commands import block_time, hold_slot
from yinglou.modules.customers.commands import add_contact, add_key_date, note_preference
from yinglou.modules.customers.models import Contact, Customer, KeyDate, Preference
from yinglou.modules.customers.samples import a_customer
from yinglou.modules.ledger.commands import Posting, write_entry
from yinglou.modules.operations.queries import DEMO_BUILDER
from yinglou.modules.orders.commands import Deposit, place_order, take_booking
from yinglou.modules.production.commands import StepIn, add_template
from yinglou.modules.production.models import Stage
from yinglou.modules.production.samples import standard_templates
from yinglou.modules.timeline.commands import add_task

from .goods import yuan
from .people import PASSWORD, plan_two_months
from .simulation import Simulation, business_hours
from .stories import customer_story
from .studio import Studio, furnish

SEED, ORDERS, DAYS = 20261121, 580, 365
BOARD_DAYS = 70  # so long ago the production board came into use
FRESH_DAYS = 3  # messages about older things are not sent again
# how busy each month is, January first: couples like spring and autumn
SEASON = (0.8, 0.5, 1.1, 1.3, 1.5, 1.1, 0.7, 0.8, 1.3, 1.5, 1.2, 0.9)
Tell = Callable[[float], Any]


def build_fixture(now: datetime | None = None, password: str = PASSWORD) -> Studio:
    """Only what the journeys need: stores, people, wares and four customers; no history."""
    moment = now or clock.now()
    by = Actor.house(DEMO_BUILDER)
    with clock.set_to(moment), transaction.atomic():
        today = timezone.localtime(moment).date()
        studio = furnish(by, today, password)
        ways_of_making(by, studio)
        plan_two_months(by, studio.crew, today)
        fixture_customers(studio)
    return studio


def build(
    scale: float = 1.0, now: datetime | None = None, tell: Tell = lambda share: None
) -> Studio:
    """A studio with a year behind it; `scale` 0.1 has a tenth of the orders."""
    moment = (now or clock.now()).replace(second=0, microsecond=0)
    by, rng = Actor.house(DEMO_BUILDER), Random(SEED)
    today = timezone.localtime(moment).date()
    first = today - timedelta(days=DAYS)
    with clock.set_to(clock.at(first, 6)), transaction.atomic():
        studio = furnish(by, first)
        _open_the_books(studio)
    with clock.set_to(clock.at(today, 7)), transaction.atomic():
        plan_two_months(by, studio.crew, today)
    sim = Simulation(by, studio, rng, moment)
    sim.begin(sim.days_go_by(first + timedelta(days=1), today), clock.at(first, 6))
    board_came = clock.at(today - timedelta(days=BOARD_DAYS), 8)
    sim.begin(_the_board_comes(by, studio), board_came)
    sim.begin(_stock_comes(studio, first, today), clock.at(first, 8))
    for opened in _openings(rng, first, today, round(ORDERS * scale)):
        store = studio.stores["ZL" if rng.random() < 0.62 else "GX"]
        sim.begin(customer_story(sim, store, opened), opened)
    span = (moment - clock.at(first)).total_seconds()
    sim.run(lambda at: tell(0.95 * (at - clock.at(first)).total_seconds() / span))
    with clock.set_to(moment):
        _this_morning(studio, today)
        _deliver_what_is_fresh(moment)
    tell(1.0)
    return studio


def ways_of_making(by: Actor, studio: Studio) -> None:
    """Weddings and children in five steps; what has no designed album in three."""
    standard_templates(by)
    steps = [
        StepIn("retouch", "精修", 12, Stage.RETOUCHING, "retoucher", 8),
        StepIn("proof", "看样", 6, Stage.PROOFING),
        StepIn("qc", "质检", 2, Stage.MANUFACTURING, "retoucher"),
    ]
    for code, name in (
        ("portrait", "写真流程"),
        ("family", "全家福流程"),
        ("maternity", "孕照流程"),
    ):
        add_template(by=by, code=code, name=name, steps=steps, shoot_type=studio.goods.types[code])


def _the_board_comes(by: Actor, studio: Studio) -> Any:
    """Until some months ago the studio made things without writing down each step."""
    ways_of_making(by, studio)
    yield from ()


def _openings(rng: Random, first: date, today: date, count: int) -> list[datetime]:
    """When customers come: more at weekends, more in season, a little more every month."""
    days = [first + timedelta(days=n) for n in range(1, DAYS + 1)]
    weights = [
        SEASON[day.month - 1] * (1.9 if day.weekday() >= 5 else 1.0) * (1 + n / (2 * DAYS))
        for n, day in enumerate(days)
    ]
    return [business_hours(rng, day) for day in sorted(rng.choices(days, weights, k=count))]


def _open_the_books(studio: Studio) -> None:
    """The owner pays in what the house begins with."""
    write_entry(
        by=studio.crew.actors["wumin"], branch=studio.main, text="股东投入开业资金",
        lines=[
            Posting("100201", debit=yuan(500_000), cash_flow="14", place="bank"),
            Posting("3001", credit=yuan(500_000)),
        ],
    )  # fmt: skip


def _stock_comes(studio: Studio, first: date, today: date) -> Any:
    """Every second month albums, frames and gifts are bought for both stores."""
    by = studio.crew.actors["wumin"]
    for ahead in range(1, (today - first).days, 61):
        yield clock.at(first + timedelta(days=ahead), 8, 30)
        for store in studio.stores.values():
            write_entry(
                by=by, branch=store, text="采购相册相框与礼品",
                lines=[
                    Posting("140502", debit=yuan(16_000), place=store.code),
                    Posting("140501", debit=yuan(1_200), place=store.code),
                    Posting("100201", credit=yuan(17_200), cash_flow="3", place="bank"),
                ],
            )  # fmt: skip


def fixture_customers(studio: Studio) -> dict[str, Customer]:
    """王晓明/李静, 曾小贤, 张岚 and 刘慧: known, and not yet ordering anything."""
    by, store = studio.crew.actors["linxiaoyu"], studio.main
    source = Customer.Source
    found = {
        "王晓明": a_customer(
            by, store, partner_name="李静", partner_phone="13800005678",
            relation=Contact.Relation.GROOM, source=source.XHS,
        ),
        "曾小贤": a_customer(by, store, "13700002222", "曾小贤", source=source.DOUYIN),
        "张岚": a_customer(by, store, "13600003333", "张岚", source=source.MEITUAN),
        "刘慧": a_customer(
            by, store, "13900005678", "刘慧", source=source.REFERRAL,
            relation=Contact.Relation.PARENT, kind=Customer.Kind.FAMILY,
        ),
    }  # fmt: skip
    note_preference(by=by, customer=found["王晓明"], kind=Preference.Kind.STYLE, value="韩式简约")
    add_contact(
        by=by, customer=found["刘慧"], name="多多", relation=Contact.Relation.CHILD,
        born_on=clock.today() - timedelta(days=76),
    )  # fmt: skip
    add_key_date(
        by=by, customer=found["曾小贤"], kind=KeyDate.Kind.BIRTHDAY,
        day=date(1994, clock.today().month, 24),
    )  # fmt: skip
    return found


def _this_morning(studio: Studio, today: date) -> None:
    """What waits today: a discount to be approved, a hold, a deposit on its way, some tasks."""
    actors, store, goods = studio.crew.actors, studio.main, studio.goods
    desk = actors["linxiaoyu"]
    with transaction.atomic():
        known = fixture_customers(studio)
        place_order(
            by=desk, customer=known["曾小贤"], package=goods.packages["YJZQ"], discount_bp=1800,
            branch=store, note="老客户介绍，希望 82 折",
        )  # fmt: skip
        for name, title, days in (
            ("linxiaoyu", "给张岚回电话：想看孕照样片", 0),
            ("linxiaoyu", "提醒王晓明带礼服尺寸", 1),
            ("gaoxiang", "下周六加一位摄影师", 2),
            ("xuran", "一生一世样册补两页", 0),
        ):
            owner = user_known_as(name)
            add_task(by=actors["hejia"], title=title, owner=owner,
                     due_on=today + timedelta(days=days))  # fmt: skip
        _promise_times(studio, today)


def _promise_times(studio: Studio, today: date) -> None:
    """A hold that runs out in ten minutes, a booking that waits for its deposit, a repair."""
    desk, store, goods = studio.crew.actors["linxiaoyu"], studio.main, studio.goods
    sim = Simulation(desk, studio, Random(SEED), clock.now())
    if start := sim.free_time(store, goods.packages["YSYS"], today + timedelta(days=16)):
        hold_slot(by=desk, branch=store, package=goods.packages["YSYS"], starts_at=start,
                  hold_key="demo-hold")  # fmt: skip
    if start := sim.free_time(store, goods.packages["GFXZ"], today + timedelta(days=3)):
        take_booking(
            by=desk, package=goods.packages["GFXZ"], starts_at=start, phone="13100008888",
            name="许可欣", source=Customer.Source.PHONE, deposit=Deposit.LINK, branch=store,
        )  # fmt: skip
    block_time(
        by=studio.crew.actors["gaoxiang"], resource=studio.resources["2号棚"],
        starts_at=clock.at(today + timedelta(days=40), 9),
        ends_at=clock.at(today + timedelta(days=40), 13), reason="更换背景轨道",
    )  # fmt: skip


def _deliver_what_is_fresh(moment: datetime) -> None:
    """Nobody is told now what happened months ago; the messages of the last days are sent."""
    queued = Job.objects.filter(state=Job.State.QUEUED)
    queued.filter(created_at__lt=moment - timedelta(days=FRESH_DAYS)).delete()
    with transaction.atomic():
        work_off(limit=5000)
    while seal_batch() == BATCH_MAX:
        pass
