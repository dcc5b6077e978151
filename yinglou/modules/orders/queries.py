"""Reading orders, and working out what one would cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from yinglou.kernel.actors import Actor
from yinglou.kernel.errors import NotFound
from yinglou.kernel.money import BASIS_POINTS, Money, half_up
from yinglou.kernel.resources import reference
from yinglou.kernel.values import Amount, Ask, BasisPoints, Count, Pick
from yinglou.modules.access.queries import active_users, holds
from yinglou.modules.branches.models import Branch
from yinglou.modules.catalog.models import Package, PackageItem, Product
from yinglou.modules.catalog.queries import items_of, prices_for, sold
from yinglou.modules.customers.models import Customer
from yinglou.modules.customers.queries import known_ids
from yinglou.modules.folios.queries import owed_on
from yinglou.modules.staff.models import Employee
from yinglou.modules.staff.queries import employee_of, employees_with, working

from . import rules
from .models import CLOSED, Order, OrderLine, PaperPrint, PaymentStep, SalesCredit

_NOTHING = Money(0)


SoldProduct = Annotated[Product, Pick(among=sold), Ask(label=_("Product"))]
HowMany = Annotated[Count, Ask(label=_("Quantity"))]
OtherPrice = Annotated[Money | None, Amount(min=0), Ask(label=_("Other price"))]
Seller = Annotated[Employee, Pick(among=working), Ask(label=_("Employee"))]
Share = Annotated[BasisPoints, Ask(label=_("Share"))]


@dataclass(frozen=True, slots=True)
class LineIn:
    """Something on top of the package: so many of a product, at its price or another."""

    product: SoldProduct
    quantity: HowMany = 1
    unit_price: OtherPrice = None


@dataclass(frozen=True, slots=True)
class GiftIn:
    """Something that is given for nothing."""

    product: SoldProduct
    quantity: HowMany = 1
    tag: Annotated[OrderLine.GiftTag, Ask(label=_("What for"))] = OrderLine.GiftTag.WEDDING


@dataclass(frozen=True, slots=True)
class CreditIn:
    """A share in a sale; the shares of an order add up to 10,000."""

    employee: Seller
    share_bp: Share = BASIS_POINTS


@dataclass(frozen=True, slots=True)
class OfferLine:
    """A line as it would stand on the order."""

    kind: OrderLine.Kind
    text: str
    quantity: int
    unit_price: Money
    list_price: Money
    floor: Money
    cost: Money
    package: Package | None = None
    product: Product | None = None
    tag: str = ""
    revenue_account: str = rules.PHOTO_REVENUE
    cost_account: str = ""
    stock_account: str = ""

    @property
    def amount(self) -> Money:
        return self.unit_price * self.quantity

    @property
    def priced(self) -> rules.Priced:
        return rules.Priced(self.amount, self.floor * self.quantity, self.text)


@dataclass(frozen=True, slots=True)
class Offer:
    """What an order would come to: one computation for the form, the command and the API."""

    package: Package
    lines: tuple[OfferLine, ...]
    terms: dict[str, Any]
    discount_bp: int = 0

    @property
    def total(self) -> Money:
        return sum((line.amount for line in self.lines), _NOTHING)

    @property
    def discount(self) -> Money:
        return rules.discount_on(self.total, self.discount_bp)

    @property
    def due(self) -> Money:
        return self.total - self.discount

    @property
    def deposit(self) -> Money:
        return self.package.deposit_on(self.due)

    @property
    def given_bp(self) -> int:
        """How far it is under the list, in all: lower prices of lines count as discount."""
        listed = sum((line.list_price * line.quantity for line in self._sold), _NOTHING)
        if not listed or listed <= self.due:
            return 0
        return half_up((listed - self.due).minor * BASIS_POINTS, listed.minor)

    @property
    def under_floor(self) -> list[tuple[rules.Priced, Money]]:
        return rules.under_floor([line.priced for line in self.lines], self.discount)

    @property
    def _sold(self) -> list[OfferLine]:
        return [line for line in self.lines if line.kind != OrderLine.Kind.GIFT]


def make_offer(
    branch: Branch,
    on: date,
    package: Package,
    addons: Sequence[LineIn] = (),
    gifts: Sequence[GiftIn] = (),
    discount_bp: int = 0,
) -> Offer:
    """Work out what a package with additions and gifts costs in a branch on a day."""
    items = list(items_of(package))
    prices = prices_for([package, *(line.product for line in addons)], branch, on)
    lines = [
        _package_line(package, items, prices[package]),
        *(product_line(line, OrderLine.Kind.ADDON, prices[line.product]) for line in addons),
        *(_gift_line(gift) for gift in gifts),
    ]
    return Offer(package, tuple(lines), _terms(package, items), discount_bp)


def upsell_lines(lines: Sequence[LineIn], branch: Branch, on: date) -> list[OfferLine]:
    """What is sold after the shoot, each at its price of the day."""
    prices = prices_for([line.product for line in lines], branch, on)
    return [product_line(line, OrderLine.Kind.UPSELL, prices[line.product]) for line in lines]


def product_line(line: LineIn, kind: OrderLine.Kind, listed: Money) -> OfferLine:
    """A product at its price of the day, or at the price that was agreed."""
    product = line.product
    category = product.category
    upsell = kind == OrderLine.Kind.UPSELL
    return OfferLine(
        kind=kind,
        text=product.name,
        quantity=line.quantity,
        unit_price=listed if line.unit_price is None else line.unit_price,
        list_price=listed,
        floor=product.floor,
        cost=product.cost * line.quantity,
        product=product,
        revenue_account=rules.UPSELL_REVENUE if upsell else category.revenue_account,
        cost_account=category.cost_account,
        stock_account=category.stock_account,
    )


def _package_line(package: Package, items: Sequence[PackageItem], price: Money) -> OfferLine:
    goods = [item for item in items if item.product is not None]
    cost = sum((item.product.cost * item.quantity for item in goods if item.product), _NOTHING)
    return OfferLine(
        kind=OrderLine.Kind.PACKAGE,
        text=package.name,
        quantity=1,
        unit_price=price,
        list_price=price,
        floor=package.floor,
        cost=cost,
        package=package,
        cost_account=rules.GOODS_COST if cost else "",
        stock_account=rules.GOODS_STOCK if cost else "",
    )


def _gift_line(gift: GiftIn) -> OfferLine:
    product, category = gift.product, gift.product.category
    return OfferLine(
        kind=OrderLine.Kind.GIFT,
        text=product.name,
        quantity=gift.quantity,
        unit_price=_NOTHING,
        list_price=_NOTHING,
        floor=_NOTHING,
        cost=product.cost * gift.quantity,
        product=product,
        tag=gift.tag,
        revenue_account=category.revenue_account,
        cost_account=category.cost_account,
        stock_account=category.stock_account,
    )


def _terms(package: Package, items: Sequence[PackageItem]) -> dict[str, Any]:
    """What is signed, frozen: a later change of the catalogue does not change a contract."""
    counts = (
        "code", "outfits", "retouch_count", "album_count", "originals_included",
        "extra_retouch_minor", "production_days", "duration_min", "negatives_policy",
    )  # fmt: skip
    return {
        "name": package.name,
        **{name: getattr(package, name) for name in counts},
        "items": [
            {"text": item.label, "quantity": item.quantity, "gift": item.is_gift} for item in items
        ],
    }


def discount_limit(actor: Actor) -> int:
    """The largest discount an actor may give, in basis points."""
    if "discount_bp" in actor.limits:
        return actor.limit("discount_bp")
    return BASIS_POINTS if actor.may("orders.discount_freely") else 0


def orders_seen_by(actor: Actor) -> QuerySet[Order]:
    """The orders of the actor's branches; with the shortest reach, those sold by the actor."""
    rows = Order.objects.select_related(
        "branch", "customer", "package", "shoot_type", "folio"
    ).annotate(due_by_now_minor=_due_by_now(), balance_minor=_balance())
    if actor.reach == "all":
        return rows
    rows = rows.filter(branch_id__in=actor.branch_ids)
    if actor.reach == "branch":
        return rows
    mine = SalesCredit.objects.filter(employee_id=actor.employee_id).values("order_id")
    return rows.filter(Q(pk__in=mine) | Q(user_id=actor.user_id))


# Both ask within themselves: a join here would make every count of orders read the joined table.


def _balance() -> Coalesce:
    """What is still owed, to order and add up by; a draft has no account and owes nothing."""
    return Coalesce(Subquery(owed_on(OuterRef("folio_id"))), 0)


def _due_by_now() -> Coalesce:
    """What should have been paid before the business date of the order's store."""
    due = (
        PaymentStep.objects.filter(
            order=OuterRef("pk"), due_on__lt=F("order__branch__business_date")
        )
        .order_by()
        .values("order")
        .annotate(total=Sum("amount_minor"))
        .values("total")
    )
    return Coalesce(Subquery(due), 0)


def order_by_subject(subject: str) -> Order | None:
    """The order behind an opaque word such as `orders.order:7`; None if it is something else."""
    label, _colon, key = subject.partition(":")
    if label != Order._meta.label_lower or not key.isdigit():
        return None
    rows = Order.objects.select_related("branch", "customer", "package", "folio")
    return rows.filter(pk=key).first()


def order_of_job(order_id: int) -> Order:
    """An order by its key, for modules above which keep it."""
    rows = Order.objects.select_related("branch", "customer", "package", "shoot_type", "folio")
    found = rows.filter(pk=order_id).first()
    if found is None:
        raise NotFound
    return found


def owing(rows: QuerySet[Order], actor: Actor | None = None) -> QuerySet[Order]:
    """Orders on which money is still owed."""
    return rows.exclude(state__in=(Order.State.CANCELLED, Order.State.REFUNDED)).filter(
        folio__charged_minor__gt=F("folio__paid_minor")
    )


def due_now(rows: QuerySet[Order], actor: Actor | None = None) -> QuerySet[Order]:
    """Orders to be paid now: the goods are ready, or the plan says that more was due."""
    is_due = Q(state=Order.State.READY) | Q(due_by_now_minor__gt=F("folio__paid_minor"))
    return owing(rows).filter(is_due)


def late(rows: QuerySet[Order], actor: Actor | None = None) -> QuerySet[Order]:
    """Orders whose promised day has passed and which are not ready."""
    return rows.exclude(state__in=(*CLOSED, Order.State.READY, Order.State.DRAFT)).filter(
        promised_on__lt=F("branch__business_date")
    )


def shot_on(rows: QuerySet[Order], today: date, days_ahead: int = 0) -> QuerySet[Order]:
    """Orders which are shot on a day."""
    return rows.filter(
        shoot_on=today + timedelta(days=days_ahead),
        state__in=(Order.State.PLACED, Order.State.SCHEDULED),
    )


def uncollected(rows: QuerySet[Order], actor: Actor | None = None) -> QuerySet[Order]:
    """Orders which wait on the shelf, the longest first."""
    return rows.filter(state=Order.State.READY).order_by("ready_on", "pk")


def lines_of(order: Order) -> QuerySet[OrderLine]:
    return OrderLine.objects.filter(order=order).select_related("product", "package")


def comes_to(order: Order) -> Money:
    """What the lines of an order add up to after the discount, also before it holds."""
    return Money(sum(line.net_minor for line in OrderLine.objects.filter(order=order)))


def credits_of(order: Order) -> QuerySet[SalesCredit]:
    return SalesCredit.objects.filter(order=order).select_related("employee")


def steps_of(order: Order) -> QuerySet[PaymentStep]:
    return PaymentStep.objects.filter(order=order)


def prints_of(order: Order) -> dict[str, int]:
    """How often each paper of an order was printed."""
    return dict(PaperPrint.objects.filter(order=order).values_list("paper", "copies"))


def sellers_at(branch: Branch, actor: Actor, limit: int = 5) -> list[Employee]:
    """Whose sale it may be: the actor first, then the front desk and the consultants."""
    found = {}
    own = employee_of(actor)
    if own is not None:
        found[own.pk] = own
    for skill in ("front_desk", "consultant"):
        for employee in employees_with(skill, branch):
            found.setdefault(employee.pk, employee)
    return list(found.values())[:limit]


def who_may_approve(actor: Actor, permission: str) -> str:
    """The name of somebody else who has a permission; empty if nobody is found."""
    for user in active_users(actor):
        if user.pk != actor.user_id and holds(user, permission):
            return str(user)
    return ""


def orders_of(customer: Customer, actor: Actor) -> QuerySet[Order]:
    """A customer's orders as far as the actor sees them, of merged records too, latest first."""
    return orders_seen_by(actor).filter(customer_id__in=known_ids(customer)).order_by("-pk")


def open_lines(order: Order) -> list[OrderLine]:
    return list(OrderLine.objects.filter(order=order, state=OrderLine.State.OPEN))


def subject_of(order: Order) -> str:
    """The order as other modules keep it."""
    return reference(order)


def expected(order: Order) -> tuple[str, Money]:
    """What to ask for next: the kind of payment and what is missing of it; at pick-up, all."""
    covered, balance = order.paid.minor, order.balance
    if order.state == Order.State.READY:
        return PaymentStep.Kind.FINAL, balance
    for step in steps_of(order):
        if covered < step.amount_minor:
            return step.kind, min(Money(step.amount_minor - covered), balance)
        covered -= step.amount_minor
    return PaymentStep.Kind.FINAL, balance


def kept_by_policy(order: Order) -> Money:
    """What the house may keep if the order is called off now."""
    if order.folio is None:
        return _NOTHING
    earnest = Money(order.folio.earnest_minor)
    return rules.kept_by_policy(order.reached, order.charged, order.paid, earnest)
