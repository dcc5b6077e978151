"""What becomes of an order: paid, shot, chosen, handed over, or called off."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yinglou.kernel.money import Money
from yinglou.modules.approvals.commands import approve
from yinglou.modules.approvals.models import Approval
from yinglou.modules.booking import samples as booking_samples
from yinglou.modules.booking.commands import ResourceTaken, cancel_booking
from yinglou.modules.booking.models import Booking
from yinglou.modules.booking.queries import live_booking_of
from yinglou.modules.customers.commands import CustomerExists
from yinglou.modules.customers.models import Customer
from yinglou.modules.folios.models import Payment, PaymentMethod, Refund
from yinglou.modules.ledger.queries import balance
from yinglou.modules.orders import checks, commands, samples
from yinglou.modules.orders.commands import GiftIn, LineIn
from yinglou.modules.orders.models import Order, OrderLine, PaperPrint
from yinglou.modules.payments.commands import settle
from yinglou.modules.payments.models import PayRequest

from .conftest import HOUSE

STATEMENTS_MAX = 80
HALF_PAST_NINE = booking_samples.at(9, 30, samples.SHOOT_DAY)


@pytest.fixture
def order(shop) -> Order:
    return samples.paid(HOUSE, samples.an_order(HOUSE, shop))


@pytest.fixture
def ready(order) -> Order:
    return samples.ready(HOUSE, samples.shot(HOUSE, order))


def found_nothing() -> bool:
    return [*checks.handed_over_unpaid(), *checks.completed_lines(), *checks.due_is_charged()] == []


def statements(seen) -> int:
    """What the database was asked, without the savepoints a test adds around a command."""
    return sum(1 for query in seen if "SAVEPOINT" not in query["sql"])


def test_a_walk_in_couple_from_the_order_to_the_pick_up(lin, shop):
    order = commands.place_order(
        by=lin, customer=shop.customer, package=shop.package, gifts=[GiftIn(shop.frame)],
        wedding_on=date(2027, 5, 2),
    )  # fmt: skip
    commands.receive(by=lin, order=order, amount=Money(180_000), method=PaymentMethod.WECHAT)
    order = samples.fresh(order)
    assert order.payment_state.code == "deposit_paid"
    assert (order.charged, order.paid, order.balance) == (
        Money(599_900), Money(180_000), Money(419_900)
    )  # fmt: skip
    payment = Payment.objects.get()
    assert (payment.kind, payment.earnest_minor) == ("down_payment", 119_980)
    assert balance("220301") == -180_000
    order = samples.shot(HOUSE, order)
    assert (order.state, order.shoot_on, order.promised_on) == (
        "shot", date(2026, 12, 5), date(2027, 1, 19)
    )  # fmt: skip
    commands.record_selection(by=lin, order=order, photos_chosen=32)
    order = samples.fresh(order)
    assert (order.state, order.charged) == ("selected", Money(615_900))
    assert order.lines.get(kind="upsell").quantity == 2
    commands.mark_ready(by=HOUSE, order=order, shelf="A-03")
    commands.receive(by=lin, order=order, amount=Money(435_900), method=PaymentMethod.CASH)
    order = commands.hand_over(
        by=lin, order=samples.fresh(order), receiver="李静", relation="新娘"
    )  # fmt: skip
    order = samples.fresh(order)
    assert (order.state, order.receiver) == ("completed", "李静")
    assert order.payment_state.code == "paid"
    assert {*order.lines.values_list("state", flat=True)} == {"delivered"}
    assert balance("220301") == 0
    assert found_nothing()


def test_an_order_of_three_lines_costs_few_statements(lin, shop):
    with CaptureQueriesContext(connection) as seen:
        order = commands.place_order(
            by=lin, customer=shop.customer, package=shop.package, addons=[LineIn(shop.gown)],
            gifts=[GiftIn(shop.frame)],
        )  # fmt: skip
        commands.receive(by=lin, order=order, amount=Money(200_000), method="wechat")
    taken = statements(seen)
    Order.objects.filter(pk=order.pk).update(state=Order.State.READY)
    order = samples.fresh(order)
    with CaptureQueriesContext(connection) as seen:
        commands.receive(by=lin, order=order, amount=Money(439_900), method="cash")
        commands.hand_over(by=lin, order=order, receiver="李静")
    assert taken + statements(seen) <= STATEMENTS_MAX, (taken, statements(seen))


def test_a_phone_call_makes_customer_order_time_and_link_at_once(lin, shop):
    order = commands.take_booking(
        by=lin, phone="13800004321", name="赵女士", source=Customer.Source.XHS,
        package=shop.package, starts_at=HALF_PAST_NINE,
    )  # fmt: skip
    booking = Booking.objects.get()
    assert (booking.state, booking.subject) == ("awaiting_payment", f"orders.order:{order.pk}")
    assert samples.fresh(order).state == "placed"
    request = PayRequest.objects.get()
    assert request.amount_minor == 180_000
    settle(by=HOUSE, request=request, external_id="DRY1", amount=Money(180_000))
    booking.refresh_from_db()
    order = samples.fresh(order)
    assert (booking.state, order.state) == ("confirmed", "scheduled")
    assert order.payment_state.code == "deposit_paid"


def test_a_known_phone_makes_nothing(lin, shop):
    with pytest.raises(CustomerExists):
        commands.take_booking(
            by=lin, phone="13800001234", name="王晓明", package=shop.package,
            starts_at=HALF_PAST_NINE,
        )  # fmt: skip
    assert not Order.objects.exists()
    assert not Booking.objects.exists()


def test_a_taken_time_makes_neither_customer_nor_order(lin, shop):
    for phone in ("13800004321", "13800004322"):
        commands.take_booking(
            by=lin, phone=phone, name="赵女士", package=shop.package, starts_at=HALF_PAST_NINE
        )
    with pytest.raises(ResourceTaken):
        commands.take_booking(
            by=lin, phone="13800004323", name="钱女士", package=shop.package,
            starts_at=HALF_PAST_NINE,
        )  # fmt: skip
    assert Order.objects.count() == 2
    assert not Customer.objects.filter(name="钱女士").exists()


def test_a_shoot_too_late_for_the_wedding_is_refused_unless_the_customer_agrees(lin, shop):
    order = samples.an_order(HOUSE, shop, wedding_on=date(2026, 12, 31))
    with pytest.raises(commands.TooLateForTheWedding):
        commands.schedule_shoot(by=lin, order=order, starts_at=HALF_PAST_NINE)
    assert not Booking.objects.exists()
    commands.schedule_shoot(by=lin, order=order, starts_at=HALF_PAST_NINE, although_late=True)
    assert Booking.objects.get().state == "pending"


def test_an_order_has_one_time(lin, order):
    order = commands.schedule_shoot(by=lin, order=order, starts_at=HALF_PAST_NINE)
    assert order.state == "scheduled"
    with pytest.raises(commands.AlreadyScheduled):
        commands.schedule_shoot(by=lin, order=order, starts_at=HALF_PAST_NINE)
    cancel_booking(by=HOUSE, booking=Booking.objects.get(), reason="下雨")
    order = samples.fresh(order)
    assert (order.state, order.shoot_on) == ("placed", None)


def test_photos_within_the_package_cost_nothing(lin, order):
    order = samples.shot(HOUSE, order)
    commands.record_selection(by=lin, order=order, photos_chosen=30)
    order = samples.fresh(order)
    assert (order.charged, order.photos_chosen) == (Money(599_900), 30)
    assert not OrderLine.objects.filter(kind="upsell").exists()


def test_what_is_sold_on_top_is_due_the_same_day(lin, order, shop):
    commands.add_upsell(by=lin, order=order, lines=[LineIn(shop.frame, 2)])
    order = samples.fresh(order)
    assert order.charged == Money(639_900)
    step = order.payment_steps.get(kind="second_sale")
    assert (step.amount_minor, step.due_on) == (40_000, date(2026, 11, 21))


def test_goods_stay_while_one_yuan_is_owed(lin, ready):
    commands.receive(by=lin, order=ready, amount=Money(419_800), method=PaymentMethod.CASH)
    ready = samples.fresh(ready)
    with pytest.raises(commands.MoneyOwed, match=r"¥1\.00") as refusal:
        commands.hand_over(by=lin, order=ready, receiver="李静")
    assert [option.value for option in refusal.value.options] == ["receive", "ask_release"]
    assert samples.fresh(ready).state == "ready"
    assert {*ready.lines.values_list("state", flat=True)} == {"open"}
    assert balance("500101") == 0


def test_unpaid_goods_leave_in_somebodys_name(lin, ready):
    commands.receive(by=lin, order=ready, amount=Money(419_800), method=PaymentMethod.CASH)
    commands.ask_release(by=lin, order=samples.fresh(ready), reason="一元月底付")
    approve(by=HOUSE, approval=Approval.objects.get())
    ready = samples.fresh(ready)
    assert ready.released_unpaid_by == "tests"
    commands.hand_over(by=lin, order=ready, receiver="李静")
    assert samples.fresh(ready).state == "completed"
    assert balance("112201") == 100
    assert found_nothing()


def test_an_order_called_off_keeps_its_earnest_money_and_pays_the_rest_back(order):
    commands.schedule_shoot(by=HOUSE, order=order, starts_at=HALF_PAST_NINE)
    commands.cancel_order(by=HOUSE, order=samples.fresh(order), reason="婚期改了")
    order = samples.fresh(order)
    assert (order.state, order.kept_minor) == ("refunded", 119_980)
    assert Refund.objects.get().amount_minor == 60_020
    assert (order.charged, order.paid) == (Money(119_980), Money(119_980))
    assert Booking.objects.get().state == "cancelled"
    assert {*order.lines.values_list("state", flat=True)} == {"cancelled"}
    assert balance("220301") == 0
    assert balance("530103") == -119_980
    assert found_nothing()


def test_a_cancellation_is_asked_for_and_done_by_somebody_else(lin, order):
    commands.ask_cancellation(by=lin, order=order, reason="不拍了", kept=Money(100_000))
    assert samples.fresh(order).state == "placed"
    approve(by=HOUSE, approval=Approval.objects.get())
    order = samples.fresh(order)
    assert (order.state, order.kept_minor) == ("refunded", 100_000)
    assert Refund.objects.get().amount_minor == 80_000


def test_more_than_was_paid_is_not_kept(order):
    with pytest.raises(commands.KeepsTooMuch):
        commands.cancel_order(by=HOUSE, order=order, reason="不拍了", kept=Money(180_001))
    assert samples.fresh(order).state == "placed"
    assert not Refund.objects.exists()


def test_what_was_handed_over_is_not_cancelled(lin, ready):
    commands.receive(by=lin, order=ready, amount=Money(419_900), method=PaymentMethod.CASH)
    done = commands.hand_over(by=lin, order=samples.fresh(ready), receiver="李静")
    with pytest.raises(commands.NotCancellable):
        commands.cancel_order(by=HOUSE, order=samples.fresh(done), reason="退货")
    assert samples.fresh(done).state == "completed"


def test_an_order_on_hold_goes_on_where_it_stopped(order):
    order = samples.shot(HOUSE, order)
    order = commands.put_on_hold(by=HOUSE, order=order, reason="客户出国")
    assert order.state == "on_hold"
    assert commands.resume_order(by=HOUSE, order=order).state == "shot"


def test_a_deposit_makes_the_time_firm_although_the_order_is_on_hold(shop):
    order = samples.an_order(HOUSE, shop)
    commands.schedule_shoot(
        by=HOUSE, order=order, starts_at=booking_samples.at(9, 30, samples.SHOOT_DAY)
    )
    order = commands.put_on_hold(by=HOUSE, order=samples.fresh(order), reason="客户出国")
    order = samples.paid(HOUSE, order)
    assert live_booking_of(f"orders.order:{order.pk}").state == "confirmed"
    assert order.state == "on_hold"
    order = commands.resume_order(by=HOUSE, order=order)
    assert (order.state, order.shoot_on is None) == ("scheduled", False)


def test_the_second_print_is_the_second(lin, order):
    for copies in (1, 2):
        printed = commands.print_paper(by=lin, order=order, paper=PaperPrint.Paper.CONTRACT)
        assert printed.copies == copies


def test_only_production_stages_are_set_by_production(order):
    with pytest.raises(commands.NotAProductionStage):
        commands.move_stage(by=HOUSE, order=order, stage=Order.State.COMPLETED)
    assert samples.fresh(order).state == "placed"


def test_an_unpaid_deposit_is_overdue_the_next_day(shop):
    order = samples.an_order(HOUSE, shop)
    assert samples.fresh(order).payment_state.code == "unpaid"
    shop.branch.business_date = date(2026, 11, 22)
    shop.branch.save()
    assert samples.fresh(order).payment_state.code == "overdue"
