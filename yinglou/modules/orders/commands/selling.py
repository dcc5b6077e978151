"""After the shoot: the photos a customer chooses, and what is sold on top of the package."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command, emit
from yinglou.kernel.errors import DomainError, InvalidValue
from yinglou.kernel.locks import lock
from yinglou.kernel.money import Money
from yinglou.kernel.values import Ask, Whole
from yinglou.modules.branches.queries import business_date
from yinglou.modules.folios.commands import charge_lines
from yinglou.modules.orders import queries, rules
from yinglou.modules.orders.events import OrderChanged, SelectionConfirmed
from yinglou.modules.orders.models import SELLABLE, Order, OrderLine, PaymentStep
from yinglou.modules.orders.queries import LineIn, OfferLine

from .money import account_of
from .scheduling import say_moved
from .writing import UnderFloor, charges_of, line_row

Photos = Annotated[int, Whole(min=1, max=5000), Ask(label=gettext_lazy("Photos chosen"))]
Lines = Annotated[list[LineIn], Ask(label=gettext_lazy("Second sale"))]


class NothingSold(InvalidValue):
    """Nothing was named that could be sold."""


class NotSellable(DomainError):
    """Nothing can be added to an order that does not hold or is over."""


@command(
    permission="orders.select",
    title=gettext_lazy("Start the selection"),
    icon="photo-heart",
    available=lambda order: order.state == Order.State.SHOT,
)
def start_selection(*, by: Actor, order: Order) -> Order:
    """The customer begins to choose photos."""
    order = lock(order)
    was = order.state
    order.move_to(Order.State.SELECTING)
    say_moved(order, was)
    return order


@command(
    permission="orders.select",
    title=gettext_lazy("Record the selection"),
    icon="photo-check",
    consequence=gettext_lazy("Photos above the included number are charged."),
    available=lambda order: order.state in (Order.State.SHOT, Order.State.SELECTING),
)
def record_selection(
    *, by: Actor, order: Order, photos_chosen: Photos, lines: Lines | None = None
) -> Order:
    """Write down how many photos were chosen, charge the extra ones and what else was sold.

    The price of an extra photo is that of the contract; it cannot change after the choice.
    """
    order = lock(order)
    was = order.state
    on = business_date(order.branch_id)
    sold = queries.upsell_lines(lines or (), order.branch, on)
    extra = rules.extra_photos(photos_chosen, order.included_photos)
    if extra:
        sold.insert(0, _extra_line(order, extra))
    order.move_to(Order.State.SELECTED, photos_chosen=photos_chosen)
    if sold:
        _sell(by, order, sold)
    say_moved(order, was)
    emit(
        SelectionConfirmed(
            order_id=order.pk, branch_id=order.branch_id, customer_id=order.customer_id,
            shoot_type_id=order.shoot_type_id, photos=photos_chosen,
            promised_on=order.promised_on.isoformat() if order.promised_on else "",
        )
    )  # fmt: skip
    return order


@command(
    permission="orders.select",
    title=gettext_lazy("Add to the order"),
    icon="plus",
    available=lambda order: order.state in SELLABLE,
)
def add_upsell(*, by: Actor, order: Order, lines: Lines) -> Order:
    """Sell something on top of the package and charge it at once."""
    order = lock(order)
    if order.state not in SELLABLE:
        raise NotSellable(
            _("%(order)s is “%(state)s”, so nothing can be added to it. Take a new order.")
            % {"order": order, "state": order.get_state_display()}
        )
    if not lines:
        raise NothingSold(_("Choose at least one product."), field="lines")
    on = business_date(order.branch_id)
    _sell(by, order, queries.upsell_lines(lines, order.branch, on))
    return order


_UPSELL = OrderLine.Kind.UPSELL


def _extra_line(order: Order, extra: int) -> OfferLine:
    price = order.extra_photo_price
    return OfferLine(
        kind=_UPSELL,
        text=_("Extra retouched photos"),
        quantity=extra,
        unit_price=price,
        list_price=price,
        floor=Money(0),
        cost=Money(0),
        revenue_account=rules.UPSELL_REVENUE,
    )


def _sell(by: Actor, order: Order, sold: list[OfferLine]) -> None:
    for line in sold:
        _must_reach_the_floor(line)
    on = business_date(order.branch_id)
    last = order.lines.count()
    rows = OrderLine.objects.bulk_create(
        line_row(order, line, last + number, on) for number, line in enumerate(sold, start=1)
    )
    folio, total = account_of(order), sum(row.amount_minor for row in rows)
    charge_lines(by=by, folio=folio, lines=charges_of(rows))
    folio.refresh_from_db(fields=["charged_minor", "posted_minor"])
    if total:
        _plan_the_rest(order, total)
    emit(
        OrderChanged(
            order_id=order.pk, branch_id=order.branch_id, customer_id=order.customer_id,
            what="lines", amount_minor=total,
        )
    )  # fmt: skip


def _plan_the_rest(order: Order, total: int) -> None:
    """What was sold on top is to be paid the same day."""
    before = PaymentStep.objects.filter(order=order).exclude(kind=PaymentStep.Kind.FINAL)
    PaymentStep.objects.create(
        order=order, position=before.count() + 1, kind=PaymentStep.Kind.SECOND_SALE,
        amount_minor=total, due_on=business_date(order.branch_id),
    )  # fmt: skip


def _must_reach_the_floor(line: OfferLine) -> None:
    if line.floor and line.unit_price < line.floor:
        raise UnderFloor(
            _("%(item)s would be sold at %(price)s, under its floor price %(floor)s. Ask at "
              "least the floor price.")
            % {"item": line.text, "price": line.unit_price, "floor": line.floor},
            field="lines",
        )  # fmt: skip
