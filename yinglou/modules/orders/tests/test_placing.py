"""Taking an order, with its discount, its floor prices and who sold it."""

from datetime import date

import pytest

from yinglou.kernel.actors import Actor
from yinglou.kernel.errors import NotAllowed, NotFound
from yinglou.kernel.models import JournalEntry
from yinglou.kernel.money import Money
from yinglou.modules.access.models import User
from yinglou.modules.approvals.commands import OwnRequest, approve, reject
from yinglou.modules.approvals.models import Approval
from yinglou.modules.folios.models import Folio
from yinglou.modules.orders import commands, samples
from yinglou.modules.orders.commands import CreditIn, GiftIn, LineIn
from yinglou.modules.orders.models import Order, OrderLine, PaymentStep, SalesCredit

from .conftest import HOUSE, a_person


def place(lin, shop, **also):
    given = {"customer": shop.customer, "package": shop.package, **also}
    return commands.place_order(by=lin, **given)


def test_an_order_is_charged_line_by_line(lin, shop):
    order = place(lin, shop, addons=[LineIn(shop.gown)], gifts=[GiftIn(shop.frame)],
                  wedding_on=date(2027, 5, 2))  # fmt: skip
    assert order.number == "SO261121-0001"
    assert order.state == "placed"
    assert (order.charged, order.paid, order.deposit) == (
        Money(639_900), Money(0), Money(200_000)
    )  # fmt: skip
    lines = [(line.kind, line.text, line.amount_minor) for line in order.lines.all()]
    assert lines == [
        ("package", "「一生一世」", 599_900), ("addon", "服装+1", 40_000), ("gift", "摆台", 0)
    ]  # fmt: skip
    assert order.lines.get(kind="gift").gift_tag == "wedding"
    plan = PaymentStep.objects.values_list("kind", "amount_minor", "due_on")
    assert [*plan] == [("down_payment", 200_000, date(2026, 11, 21)), ("final", 439_900, None)]
    assert order.terms["retouch_count"] == 30
    assert order.customer.state == "active"


def test_a_discount_within_the_limit_is_spread_over_the_lines(lin, shop):
    order = place(lin, shop, discount_bp=500)
    assert order.charged == Money(569_905)
    assert order.discount == Money(29_995)
    assert sum(line.net_minor for line in order.lines.all()) == 569_905
    assert order.approval_state == ""


def test_a_discount_above_the_limit_waits_for_approval_and_obliges_nobody(lin, shop):
    order = place(lin, shop, discount_bp=1800)
    assert (order.state, order.approval_state, order.folio_id) == ("draft", "pending", None)
    assert not Folio.objects.exists()
    approval = Approval.objects.get()
    assert (approval.permission, approval.basis_bp) == ("orders.approve_discount", 1800)
    with pytest.raises(commands.DiscountTooHigh):
        commands.confirm_order(by=lin, order=order)
    assert not Folio.objects.exists()


def test_an_approved_discount_lets_the_order_hold(lin, shop):
    order = place(lin, shop, discount_bp=1800)
    approve(by=HOUSE, approval=Approval.objects.get())
    order = samples.fresh(order)
    assert (order.state, order.approval_state) == ("placed", "approved")
    assert order.charged == Money(491_918)


def test_a_refused_discount_can_be_lowered_and_confirmed(lin, shop):
    order = place(lin, shop, discount_bp=1800)
    reject(by=HOUSE, approval=Approval.objects.get(), comment="太低")
    order = samples.fresh(order)
    assert (order.state, order.approval_state) == ("draft", "rejected")
    order = commands.change_discount(by=lin, order=order, discount_bp=500)
    order = commands.confirm_order(by=lin, order=order)
    assert (order.state, order.charged) == ("placed", Money(569_905))
    assert sum(PaymentStep.objects.values_list("amount_minor", flat=True)) == 569_905


def test_a_price_under_the_floor_is_refused(lin, shop):
    with pytest.raises(commands.UnderFloor, match=r"¥200\.00"):
        place(lin, shop, addons=[LineIn(shop.gown, 1, Money(20_000))])
    assert not Order.objects.exists()
    assert not JournalEntry.objects.filter(command="orders.place_order").exists()


def test_a_lower_line_price_counts_as_discount(shop, sellers):
    strict = a_person(shop.branch.pk, "orders.place", discount_bp=100)
    order = place(strict, shop, addons=[LineIn(shop.gown, 1, Money(30_000))])
    assert order.approval_state == "pending"


def test_the_shares_of_a_sale_add_up(lin, shop, sellers):
    split = [CreditIn(sellers[0], 7000), CreditIn(sellers[1], 3000)]
    order = place(lin, shop, credits=split)
    assert [*order.credits.values_list("share_bp", flat=True)] == [7000, 3000]
    with pytest.raises(commands.SplitNotWhole, match="90 %"):
        place(lin, shop, credits=[CreditIn(sellers[0], 7000), CreditIn(sellers[1], 2000)])
    with pytest.raises(commands.SplitNotWhole):
        place(lin, shop, credits=[CreditIn(sellers[0], 5000), CreditIn(sellers[0], 5000)])
    assert Order.objects.count() == 1


def test_whoever_writes_an_order_down_gets_the_credit(lin, shop, sellers):
    place(lin, shop)
    credit = SalesCredit.objects.get()
    assert (credit.employee, credit.share_bp) == (sellers[0], 10_000)


def test_the_same_request_twice_makes_one_order(lin, shop):
    arguments = {"by": lin, "customer": shop.customer, "package": shop.package}
    first = commands.place_order.carry_out(arguments, "key-1")
    again = commands.place_order.carry_out(arguments, "key-1")
    assert again.repeated
    assert again.result == first.result
    assert Order.objects.count() == 1


def test_a_stranger_of_another_store_cannot_touch_an_order(otto, shop):
    order = samples.an_order(HOUSE, shop)
    with pytest.raises(NotFound):
        commands.receive(by=otto, order=order, amount=Money(100), method="cash")
    with pytest.raises(NotFound):
        commands.place_order(by=otto, customer=shop.customer, package=shop.package)
    assert samples.fresh(order).paid == Money(0)
    assert Order.objects.count() == 1


def test_without_the_permission_nothing_is_taken(shop):
    with pytest.raises(NotAllowed):
        place(a_person(shop.branch.pk, "orders.view"), shop)
    assert not Order.objects.exists()


def test_a_draft_costs_nobody_anything(lin, shop):
    order = commands.draft_order(by=lin, customer=shop.customer, package=shop.package)
    assert (order.state, order.folio_id) == ("draft", None)
    with pytest.raises(commands.NotConfirmed):
        commands.receive(by=lin, order=order, amount=Money(100), method="cash")
    order = commands.confirm_order(by=lin, order=order)
    assert (order.state, order.charged) == ("placed", Money(599_900))
    with pytest.raises(commands.NothingToConfirm):
        commands.confirm_order(by=lin, order=order)


def test_nobody_approves_his_own_discount(shop, sellers):
    user = User.objects.create(username="lin", name="林小雨")
    lin = Actor(
        name="林小雨", permissions=frozenset({"orders.place", "approvals.decide",
        "orders.approve_discount"}), user_id=user.pk, branch_id=shop.branch.pk,
        branch_ids=frozenset({shop.branch.pk}), limits={"discount_bp": 500},
    )  # fmt: skip
    order = place(lin, shop, discount_bp=1800)
    with pytest.raises(OwnRequest):
        approve(by=lin, approval=Approval.objects.get())
    assert samples.fresh(order).state == "draft"
    assert OrderLine.objects.filter(order=order).count() == 1


def test_a_draft_cannot_be_confirmed_under_the_floor(lin, shop):
    given = {"customer": shop.customer, "package": shop.package}
    floor = shop.package.floor_minor
    low = 10_000 - floor * 10_000 // shop.package.price_minor + 100
    boss = a_person(shop.branch.pk, "orders.place", "orders.discount_freely")
    with pytest.raises(commands.UnderFloor):
        commands.place_order(by=boss, discount_bp=low, **given)
    draft = commands.draft_order(by=boss, discount_bp=low, **given)
    with pytest.raises(commands.UnderFloor):
        commands.confirm_order(by=boss, order=draft)
    draft = commands.draft_order(by=boss, **given)
    with pytest.raises(commands.UnderFloor):
        commands.change_discount(by=boss, order=draft, discount_bp=low)


def test_a_lower_price_of_a_line_counts_as_discount_when_a_draft_is_confirmed(lin, shop):
    addons = [LineIn(shop.gown, 20, Money(shop.gown.floor_minor))]
    given = {"customer": shop.customer, "package": shop.package, "addons": addons}
    narrow = a_person(shop.branch.pk, "orders.place", discount_bp=0)
    draft = commands.draft_order(by=narrow, **given)
    with pytest.raises(commands.DiscountTooHigh):
        commands.confirm_order(by=narrow, order=draft)


def test_what_waits_for_approval_is_confirmed_by_nobody(lin, shop):
    order = place(lin, shop, discount_bp=1800)
    with pytest.raises(commands.DiscountTooHigh, match=order.number):
        commands.confirm_order(by=HOUSE, order=order)
