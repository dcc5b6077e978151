"""The owner's morning page: yesterday's money, today's work, and what could go wrong."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.modules.access.queries import users_seen_by
from yinglou.modules.booking.models import Booking
from yinglou.modules.booking.queries import bookings_seen_by, day_loads
from yinglou.modules.branches.models import Branch
from yinglou.modules.branches.queries import branches_seen_by
from yinglou.modules.catalog.queries import packages_seen_by
from yinglou.modules.customers.models import Customer
from yinglou.modules.customers.queries import customers_seen_by
from yinglou.modules.folios.models import PaymentMethod
from yinglou.modules.folios.queries import payments_seen_by, refunds_seen_by
from yinglou.modules.ledger.queries import column_totals, trial_balance
from yinglou.modules.orders.models import Order
from yinglou.modules.orders.queries import late, orders_seen_by, owing, uncollected
from yinglou.modules.reports import rules
from yinglou.modules.reports.rules import Period

SHOWN_DAYS, CAPACITY_DAYS, RATE_DAYS, WAITS_TOO_LONG_DAYS, LISTED = 14, 14, 90, 30, 6
PREPAID, CASH = "2203", ("1001", "1002", "1012")
CHOSEN = ("selected", "retouching", "proofing", "finalized", "manufacturing", "ready", "completed")
_NOT_SOLD = (Order.State.DRAFT, Order.State.CANCELLED, Order.State.REFUNDED)
SOLD = tuple(state.value for state in Order.State if state not in _NOT_SOLD)


@dataclass(slots=True)
class Money14:
    """What came in and went out, day by day."""

    days: list[date]
    methods: dict[str, list[int]] = field(default_factory=dict)
    received: dict[date, int] = field(default_factory=dict)
    refunded: dict[date, int] = field(default_factory=dict)
    receipts: dict[date, int] = field(default_factory=dict)

    def net(self, period: Period) -> int:
        return period.total(self.received) - period.total(self.refunded)

    @property
    def spark(self) -> list[int]:
        return [self.received.get(day, 0) - self.refunded.get(day, 0) for day in self.days]


@dataclass(slots=True)
class Sales:
    """What was ordered, day by day."""

    count: dict[date, int] = field(default_factory=dict)
    value: dict[date, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Load:
    """How full a day of one store is."""

    day: date
    taken: int
    capacity: int

    @property
    def percent(self) -> int:
        return min(100, round(100 * self.taken / self.capacity)) if self.capacity else 0

    @property
    def is_full(self) -> bool:
        return self.capacity > 0 and self.taken >= self.capacity

    @property
    def step(self) -> int:
        """Of five shades of the heat map."""
        return min(5, -(-self.percent // 20))


@dataclass(frozen=True, slots=True)
class By:
    """A person and what he gave away."""

    name: str
    count: int
    amount_minor: int


@dataclass(slots=True)
class Morning:
    """Everything on the page."""

    today: date
    period: Period
    stores: list[Branch]
    store: Branch | None
    money: Money14
    sales: Sales
    second_sale: tuple[int, int]
    sources: list[tuple[str, int]]
    bookings: dict[str, int]
    loads: list[tuple[Branch, list[Load]]]
    late_orders: list[Order]
    late_count: int
    uncollected: list[Order]
    uncollected_count: int
    uncollected_long: int
    receivable_minor: int
    receivable_count: int
    overdue_minor: int
    discounts: list[By]
    refunds: list[By]
    prepaid_minor: int
    cash_minor: int
    debit_minor: int
    credit_minor: int

    @property
    def is_tied(self) -> bool:
        return self.debit_minor == self.credit_minor


def morning_of(actor: Actor, word: str = "", store_id: int | None = None) -> Morning:
    """The figures of a period for one store or for all the actor sees."""
    stores = [s for s in branches_seen_by(actor) if s.retired_at is None]
    store = next((s for s in stores if s.pk == store_id), None)
    chosen = [store] if store else stores
    today = max((s.business_date for s in chosen), default=clock.today())
    period = rules.period_of(word, today)
    orders = _of(orders_seen_by(actor), store)
    waiting, debts = uncollected(orders), _debts(orders)
    tied = _books(actor, chosen, today)
    return Morning(
        today=today,
        period=period,
        stores=stores,
        store=store,
        money=_money(actor, store, today, period),
        sales=_sales(orders, today, period),
        second_sale=_second_sale(orders, today),
        sources=_sources(actor, store, today),
        bookings=_bookings(actor, store, today),
        loads=_loads(actor, chosen, today),
        late_orders=list(late(orders).order_by("promised_on")[:LISTED]),
        late_count=late(orders).count(),
        uncollected=list(waiting[:LISTED]),
        uncollected_count=waiting.count(),
        uncollected_long=waiting.filter(
            ready_on__lt=today - timedelta(days=WAITS_TOO_LONG_DAYS)
        ).count(),
        receivable_minor=debts["sum"] or 0,
        receivable_count=debts["n"],
        overdue_minor=debts["overdue"] or 0,
        discounts=_discounts(actor, orders, period),
        refunds=_refunds(actor, store, period),
        **tied,
    )


def _of(rows: QuerySet[Any], store: Branch | None) -> QuerySet[Any]:
    return rows.filter(branch=store) if store else rows


def _since(today: date, period: Period) -> date:
    return min(today - timedelta(days=SHOWN_DAYS - 1), period.before.first)


def _money(actor: Actor, store: Branch | None, today: date, period: Period) -> Money14:
    days = rules.last_days(today, SHOWN_DAYS)
    within = {"business_date__range": (_since(today, period), today)}
    paid = _of(payments_seen_by(actor), store).filter(**within)
    rows = list(
        paid.order_by()
        .values_list("business_date", "method")
        .annotate(sum=Sum("amount_minor"), n=Count("pk"))
    )
    labels = {code: str(label) for code, label in PaymentMethod.choices}
    received: Counter[date] = Counter()
    receipts: Counter[date] = Counter()
    for day, _method, amount, count in rows:
        received[day] += amount
        receipts[day] += count
    back = _of(refunds_seen_by(actor), store).filter(**within).order_by()
    refunded = dict(back.values_list("business_date").annotate(sum=Sum("amount_minor")))
    methods = rules.stacked(days, [(d, labels[m], amount) for d, m, amount, _n in rows])
    return Money14(days, methods, received, refunded, receipts)


def _sales(orders: QuerySet[Order], today: date, period: Period) -> Sales:
    sold = orders.exclude(state__in=_NOT_SOLD).filter(
        placed_on__range=(_since(today, period), today)
    )
    rows = sold.order_by().values_list("placed_on")
    found = list(rows.annotate(n=Count("pk"), sum=Sum("folio__charged_minor")))
    return Sales({d: n for d, n, _sum in found}, {d: total or 0 for d, _n, total in found})


def _second_sale(orders: QuerySet[Order], today: date) -> tuple[int, int]:
    """Of the orders whose photos were chosen lately: how many bought more, and how many in all."""
    since = today - timedelta(days=RATE_DAYS)
    chosen = orders.filter(state__in=CHOSEN, shoot_on__gte=since).order_by()
    more = chosen.filter(lines__kind="upsell").values("pk").distinct()
    return more.count(), chosen.count()


def _sources(actor: Actor, store: Branch | None, today: date) -> list[tuple[str, int]]:
    """Where this month's new customers heard of us."""
    labels = {code: str(label) for code, label in Customer.Source.choices}
    new = _of(customers_seen_by(actor), store).filter(
        registered_at__gte=clock.at(today.replace(day=1))
    )
    rows = new.order_by().values_list("source").annotate(n=Count("pk"))
    return sorted(((labels[code], n) for code, n in rows), key=lambda row: -row[1])


def _bookings(actor: Actor, store: Branch | None, today: date) -> dict[str, int]:
    """Today's bookings by state; `all` of them; `taken` without those that were called off."""
    rows = _of(bookings_seen_by(actor), store).filter(
        starts_at__gte=clock.at(today), starts_at__lt=clock.at(today + timedelta(days=1))
    )
    rows = rows.exclude(kind=Booking.Kind.BLOCKED).exclude(state=Booking.State.HOLD).order_by()
    found = dict(rows.values_list("state").annotate(n=Count("pk")))
    gone = found.get(Booking.State.CANCELLED, 0)
    arrived = sum(found.get(s, 0) for s in ("arrived", "in_service", "done"))
    return {**found, "all": sum(found.values()) - gone, "came": arrived}


def _loads(actor: Actor, stores: list[Branch], today: date) -> list[tuple[Branch, list[Load]]]:
    """The coming fortnight of each store, measured by its longest shoot."""
    days = [today + timedelta(days=n) for n in range(CAPACITY_DAYS)]
    sold = packages_seen_by(actor).filter(retired_at=None)
    package = sold.order_by("-price_minor").first()
    return [
        (store, [Load(d.day, d.taken, d.capacity) for d in day_loads(store, package, days)])
        for store in stores
    ]


def _debts(orders: QuerySet[Order]) -> dict[str, Any]:
    """What customers still owe, and how much of it should have been paid by now."""
    owed = F("folio__charged_minor") - F("folio__paid_minor")
    missing = F("due_by_now_minor") - F("folio__paid_minor")
    rows = owing(orders).order_by()
    found = rows.aggregate(
        n=Count("pk"),
        sum=Sum(owed),
        overdue=Sum(missing, filter=Q(due_by_now_minor__gt=F("folio__paid_minor"))),
    )
    delivered = rows.filter(state=Order.State.COMPLETED).aggregate(sum=Sum(owed))["sum"] or 0
    return {**found, "overdue": (found["overdue"] or 0) + delivered}


def _discounts(actor: Actor, orders: QuerySet[Order], period: Period) -> list[By]:
    given = orders.filter(
        placed_on__range=(period.first, period.last), discount_minor__gt=0
    ).exclude(state__in=_NOT_SOLD)
    rows = list(
        given.order_by().values_list("user_id").annotate(n=Count("pk"), sum=Sum("discount_minor"))
    )
    names = dict(
        users_seen_by(actor).filter(pk__in=[row[0] for row in rows]).values_list("pk", "name")
    )
    found = [By(names.get(user) or _("The house"), n, total) for user, n, total in rows]
    return sorted(found, key=lambda by: -by.amount_minor)


def _refunds(actor: Actor, store: Branch | None, period: Period) -> list[By]:
    paid = _of(refunds_seen_by(actor), store).filter(
        business_date__range=(period.first, period.last)
    )
    rows = paid.order_by().values_list("cashier_name")
    found = [By(*row) for row in rows.annotate(n=Count("pk"), sum=Sum("amount_minor"))]
    return sorted(found, key=lambda by: -by.amount_minor)


def _books(actor: Actor, stores: list[Branch], today: date) -> dict[str, int]:
    """What customers have paid in advance, the money in hand, and whether the books tie."""
    ids = None if actor.reach == "all" and len(stores) != 1 else [s.pk for s in stores]
    rows = trial_balance(today, branch_ids=ids)
    feet = column_totals(rows)
    stands = {r.code: r.opening_minor + r.debit_minor - r.credit_minor for r in rows}
    return {
        "prepaid_minor": -stands.get(PREPAID, 0),
        "cash_minor": sum(stands.get(code, 0) for code in CASH),
        "debit_minor": feet["closing_debit_minor"],
        "credit_minor": feet["closing_credit_minor"],
    }
