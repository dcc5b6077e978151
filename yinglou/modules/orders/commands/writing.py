"""What taking an order is made of: writing it down, letting it hold, asking for its discount."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor, permission_title
from yinglou.kernel.commands import emit
from yinglou.kernel.errors import DomainError, InvalidValue
from yinglou.kernel.money import BASIS_POINTS, Money
from yinglou.kernel.numbers import next_number
from yinglou.modules.approvals.commands import ask_approval
from yinglou.modules.branches.models import Branch
from yinglou.modules.catalog.models import Package, Product
from yinglou.modules.catalog.queries import prices_for
from yinglou.modules.customers.commands import activate_customer, set_wedding_day
from yinglou.modules.customers.models import Customer
from yinglou.modules.folios.commands import ChargeIn, allow, charge_lines, open_folio
from yinglou.modules.orders import queries, rules
from yinglou.modules.orders.events import OrderChanged, OrderPlaced
from yinglou.modules.orders.models import Order, OrderLine, PaymentStep, SalesCredit
from yinglou.modules.orders.queries import CreditIn, Offer

DISCOUNT = "orders.discount"
APPROVE = "orders.approve_discount"
FINAL_POSITION = 90
NOTHING = Money(0)


class UnderFloor(DomainError):
    """A price is lower than the house allows without approval."""


class DiscountTooHigh(DomainError):
    """The discount is above what the actor may give, and nobody has approved it."""


class SplitNotWhole(DomainError):
    """The shares of a sale do not add up to the whole."""

    status = 422


class NoLongerSold(DomainError):
    """Something was taken out of the catalogue."""


class CustomerBlocked(DomainError):
    """Nothing new is agreed with this customer."""


class NothingToConfirm(DomainError):
    """The order holds already."""


def write_order(
    by: Actor, branch: Branch, on: date, offer: Offer, order: Order, credits: Sequence[CreditIn]
) -> tuple[Order, list[OrderLine]]:
    shares = shares_of(by, credits)
    order.branch, order.package = branch, offer.package
    order.shoot_type_id, order.terms = offer.package.shoot_type_id, offer.terms
    order.discount_bp, order.discount_minor = offer.discount_bp, offer.discount.minor
    order.deposit_minor = offer.deposit.minor
    order.placed_on, order.placed_at, order.user_id = on, clock.now(), by.user_id
    order.number = next_number("SO", on)
    order.save(force_insert=True)
    lines = OrderLine.objects.bulk_create(_rows(order, offer, on))
    SalesCredit.objects.bulk_create(
        SalesCredit(order=order, employee_id=employee, share_bp=share)
        for employee, share in shares.items()
    )
    PaymentStep.objects.bulk_create(plan_of(order, offer.due, on))
    return order, lines


def _rows(order: Order, offer: Offer, on: date) -> list[OrderLine]:
    discounts = rules.spread(offer.discount, [line.amount for line in offer.lines])
    return [
        line_row(order, line, position, on, discount)
        for position, (line, discount) in enumerate(
            zip(offer.lines, discounts, strict=True), start=1
        )
    ]


def line_row(
    order: Order, line: queries.OfferLine, position: int, on: date, discount: Money = NOTHING
) -> OrderLine:
    """A line of an offer as a row of an order."""
    return OrderLine(
        order=order,
        position=position,
        kind=line.kind,
        package=line.package,
        product=line.product,
        text=line.text,
        quantity=line.quantity,
        unit_price_minor=line.unit_price.minor,
        amount_minor=line.amount.minor,
        discount_minor=discount.minor,
        cost_minor=line.cost.minor,
        gift_tag=line.tag,
        revenue_account=line.revenue_account,
        cost_account=line.cost_account,
        stock_account=line.stock_account,
        added_on=on,
    )


def plan_of(order: Order, due: Money, on: date) -> list[PaymentStep]:
    """The deposit now, the rest at pick-up."""
    first = PaymentStep(
        order=order, position=1, kind=order.deposit_kind, amount_minor=order.deposit_minor,
        due_on=on,
    )  # fmt: skip
    rest = due.minor - order.deposit_minor
    last = PaymentStep(
        order=order, position=FINAL_POSITION, kind=PaymentStep.Kind.FINAL, amount_minor=rest
    )
    return [step for step in (first, last) if step.amount_minor]


def shares_of(by: Actor, credits: Sequence[CreditIn]) -> dict[int, int]:
    """Who sold it; nobody named: whoever writes it down."""
    if not credits:
        return {by.employee_id: BASIS_POINTS} if by.employee_id else {}
    shares = {credit.employee.pk: credit.share_bp for credit in credits}
    total = sum(credit.share_bp for credit in credits)
    if len(shares) < len(credits):
        raise SplitNotWhole(
            _("One person is named twice in the sales credit. Put the shares together."),
            field="credits",
        )
    if not rules.shares_are_whole([*shares.values()]) or not all(shares.values()):
        raise SplitNotWhole(
            _("The sales credit adds up to %(sum)s %%, not to 100 %%. Change the shares.")
            % {"sum": f"{total / 100:g}"},
            field="credits",
        )
    return shares


def let_it_hold(by: Actor, order: Order, lines: Sequence[OrderLine], on: date) -> Order:
    """Open the account, charge every line that costs something, take the discount off."""
    subject = queries.subject_of(order)
    folio = open_folio(by=by, branch=order.branch, customer=order.customer, subject=subject)
    charge_lines(by=by, folio=folio, lines=charges_of(lines))
    if order.discount_minor:
        fold = rules.fold(order.discount_bp)
        allow(
            by=by, folio=folio, text=_("Discount %(fold)s") % {"fold": fold},
            amount=order.discount, source=f"{subject}/discount",
        )  # fmt: skip
    folio.refresh_from_db()
    order.move_to(Order.State.PLACED, folio=folio)
    _learn(by, order)
    emit(
        OrderPlaced(
            order_id=order.pk, branch_id=order.branch_id, customer_id=order.customer_id,
            folio_id=folio.pk, number=order.number, due_minor=order.charged.minor,
            deposit_minor=order.deposit_minor, business_date=on.isoformat(),
        )
    )  # fmt: skip
    return order


def charges_of(lines: Iterable[OrderLine]) -> list[ChargeIn]:
    """What the lines of an order charge; what is free charges nothing."""
    return [
        ChargeIn(line.text, Money(line.amount_minor), f"orders.orderline:{line.pk}", line.kind)
        for line in lines
        if line.amount_minor
    ]


def _learn(by: Actor, order: Order) -> None:
    """Whoever orders is a customer, not a lead; the wedding day may be news."""
    customer = order.customer
    if customer.state == Customer.State.LEAD:
        order.customer = customer = activate_customer(by=by, customer=customer)
    if order.wedding_on and customer.wedding_on is None:
        order.customer = set_wedding_day(by=by, customer=customer, wedding_on=order.wedding_on)


def must_be_agreeable(customer: Customer, wedding_on: date | None) -> None:
    """Something can be agreed with this customer, for a day that can be meant."""
    if not customer.is_live:
        raise CustomerBlocked(
            _("Nothing new can be agreed with %(customer)s (%(state)s). Ask your manager.")
            % {"customer": customer, "state": customer.get_state_display()},
            field="customer",
        )
    if wedding_on is not None and not 2000 <= wedding_on.year <= 2100:
        raise InvalidValue(
            _("%(day)s cannot be the wedding day. Enter a day such as 2027-05-02.")
            % {"day": wedding_on},
            field="wedding_on",
        )


def must_be_sold(offer: Offer) -> None:
    for line in offer.lines:
        item = line.package or line.product
        if item is not None and item.is_retired:
            raise NoLongerSold(
                _("%(item)s is no longer sold. Choose something else.") % {"item": item}
            )


def must_be_a_draft(order: Order) -> None:
    if order.state != Order.State.DRAFT:
        raise NothingToConfirm(
            _("%(order)s is “%(state)s” already; only a draft can be changed in this way.")
            % {"order": order, "state": order.get_state_display()}
        )


def must_reach_the_floor(offer: Offer) -> None:
    for line, net in offer.under_floor:
        raise UnderFloor(
            _("%(item)s would come to %(net)s, under its floor price %(floor)s. Give less "
              "discount, or have somebody take the order who may approve discounts.")
            % {"item": line.text, "net": net, "floor": line.floor},
            field="discount_bp",
        )  # fmt: skip


def must_not_wait(order: Order) -> None:
    if order.approval_state == Order.ApprovalState.PENDING:
        raise DiscountTooHigh(
            _("The discount of %(order)s waits for approval. Have it approved, or take the "
              "question back.")
            % {"order": order}
        )  # fmt: skip


def must_be_within_the_limit(by: Actor, offer: Offer) -> None:
    given, limit = offer.given_bp, queries.discount_limit(by)
    if given > limit:
        raise DiscountTooHigh(
            _("The discount %(given)s is beyond what you may give (%(limit)s). Lower it, or ask "
              "somebody with “%(permission)s” for approval.")
            % {"given": rules.fold(given), "limit": rules.fold(limit),
               "permission": permission_title(APPROVE)},
            field="discount_bp",
        )  # fmt: skip


def offer_as_written(order: Order, lines: Sequence[OrderLine]) -> Offer:
    """The offer behind a draft, with the list prices of its day and the floors of today."""
    sold = [item for line in lines if (item := line.package or line.product) is not None]
    prices = prices_for(sold, order.branch, order.placed_on)
    return Offer(
        order.package, tuple(_as_offered(line, prices) for line in lines), order.terms,
        order.discount_bp,
    )  # fmt: skip


def _as_offered(line: OrderLine, prices: Mapping[Package | Product, Money]) -> queries.OfferLine:
    price = Money(line.unit_price_minor)
    listed, floor = price, NOTHING
    item = line.package or line.product
    if item is not None and line.kind != OrderLine.Kind.GIFT:
        listed, floor = prices[item], item.floor
    return queries.OfferLine(
        kind=OrderLine.Kind(line.kind),
        text=line.text,
        quantity=line.quantity,
        unit_price=price,
        list_price=listed,
        floor=floor,
        cost=Money(line.cost_minor),
        package=line.package,
        product=line.product,
    )


def ask_for_the_discount(by: Actor, order: Order, offer: Offer) -> None:
    low = "、".join(line.text for line, _net in offer.under_floor)
    words = _("Discount %(given)s instead of %(limit)s at most: %(total)s becomes %(due)s.") % {
        "given": rules.fold(offer.given_bp), "limit": rules.fold(queries.discount_limit(by)),
        "total": offer.total, "due": offer.due,
    }  # fmt: skip
    if low:
        words += " " + _("Under the floor price: %(items)s.") % {"items": low}
    put_the_question(by, order, offer.given_bp, words)


def put_the_question(by: Actor, order: Order, given_bp: int, words: str) -> None:
    order.approval_state = Order.ApprovalState.PENDING
    order.save(update_fields=["approval_state"])
    ask_approval(
        by=by,
        subject=queries.subject_of(order),
        kind=DISCOUNT,
        title=_("%(order)s: discount %(fold)s for %(customer)s")
        % {"order": order.number, "fold": rules.fold(given_bp), "customer": order.customer},
        reason=words if not order.note else f"{words} {order.note}"[:500],
        amount=order.discount,
        basis_bp=given_bp,
        permission=APPROVE,
        branch=order.branch,
    )


def say_changed(order: Order, what: str) -> None:
    emit(
        OrderChanged(
            order_id=order.pk, branch_id=order.branch_id, customer_id=order.customer_id, what=what
        )
    )
