"""The workbench and the morning page: right figures, a fixed number of statements."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import MOMENT, PASSWORD, Cast, a_cast
from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.modules.booking.commands import book
from yinglou.modules.booking.models import Booking
from yinglou.modules.folios.models import PaymentMethod
from yinglou.modules.orders.commands import place_order, receive
from yinglou.modules.orders.models import Order
from yinglou.modules.orders.queries import due_now, orders_seen_by
from yinglou.modules.reports.pages.charts import received_chart
from yinglou.modules.reports.queries import morning_of, workbench_of
from yinglou.modules.reports.queries.morning import Load
from yinglou.modules.reports.rules import Period

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    with clock.set_to(MOMENT):
        yield a_cast()


def sign_in(client, username: str) -> None:
    assert client.login(username=username, password=PASSWORD)


def an_order(cast: Cast, discount_bp: int = 0) -> Order:
    order = place_order(
        by=cast["linxiaoyu"], customer=cast.couple, package=cast.package, branch=cast.main,
        discount_bp=discount_bp,
    )  # fmt: skip
    receive(by=cast["linxiaoyu"], order=order, amount=order.deposit, method=PaymentMethod.WECHAT)
    return order


def a_fitting(cast: Cast, hour: int = 11) -> Booking:
    return book(
        by=cast["linxiaoyu"], customer=cast.couple, branch=cast.main, minutes=60,
        kind=Booking.Kind.FITTING, starts_at=clock.at(clock.today(), hour),
    )  # fmt: skip


def test_the_figures_are_those_of_the_books(cast):
    an_order(cast, discount_bp=500)
    found = morning_of(cast["chenli"], "today")
    today = clock.today()
    assert found.money.received == {today: 180_000}
    assert list(found.money.methods.values()) == [[0] * 13 + [180_000]]
    assert found.sales.count == {today: 1}
    assert found.sales.value == {today: 569_905}
    assert found.receivable_minor == 569_905 - 180_000
    assert (found.prepaid_minor, found.cash_minor) == (180_000, 180_000)
    assert found.is_tied
    assert [(by.name, by.amount_minor) for by in found.discounts] == [("林小雨", 29_995)]


def test_yesterday_is_not_today(cast):
    an_order(cast)
    found = morning_of(cast["chenli"])
    assert found.period.last == clock.today() - timedelta(days=1)
    assert found.money.net(found.period) == 0


def test_another_store_has_its_own_figures(cast):
    an_order(cast)
    found = morning_of(cast["chenli"], "today", cast.stores["GX"].pk)
    assert found.store == cast.stores["GX"]
    assert (found.money.received, found.receivable_minor, found.prepaid_minor) == ({}, 0, 0)


def test_a_manager_sees_the_own_store_only(cast):
    an_order(cast)
    found = morning_of(cast["fangyuan"], "today")
    assert [store.code for store in found.stores] == ["GX"]
    assert found.money.received == {}


def test_the_morning_page_shows_every_figure_with_its_list(cast, client):
    an_order(cast)
    sign_in(client, "chenli")
    page = client.get(reverse("reports.morning"), {"range": "today"}).content.decode()
    assert 'data-testid="dash-card-received"' in page
    assert "f.business_date=2026-11-21" in page
    assert "view=owing" in page
    assert "¥1,800.00 = ¥1,800.00" in page


def test_the_front_desk_may_not_read_the_owners_figures(cast, client):
    sign_in(client, "linxiaoyu")
    assert client.get(reverse("reports.morning")).status_code == 403


def test_the_desk_shows_who_comes_and_what_is_owed(cast):
    a_fitting(cast)
    desk = workbench_of(cast["linxiaoyu"])
    assert [(a.booking.name, a.following) for a in desk.arrivals] == [
        (cast.couple.name, "check_in")
    ]
    assert desk.feet is None
    assert workbench_of(cast["wumin"]).is_tied


def test_the_button_beside_an_arrival_checks_in(cast, client):
    booking = a_fitting(cast)
    sign_in(client, "linxiaoyu")
    url = reverse("reports.serve", args=[booking.pk, "check_in"])
    answer = client.post(url, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert 'data-state="arrived"' in answer.content.decode()
    booking.refresh_from_db()
    assert booking.state == "arrived"


def test_the_button_does_nothing_for_others_and_for_other_verbs(cast, client):
    booking = a_fitting(cast)
    sign_in(client, "linxiaoyu")
    assert client.post(reverse("reports.serve", args=[booking.pk, "cancel"])).status_code == 404
    sign_in(client, "bailu")
    assert client.post(reverse("reports.serve", args=[booking.pk, "check_in"])).status_code == 404
    booking.refresh_from_db()
    assert booking.state == "confirmed"


def test_more_rows_do_not_mean_more_statements(cast):
    def count(by: Actor) -> int:
        with CaptureQueriesContext(connection) as seen:
            workbench_of(by)
            morning_of(by)
        return len(seen)

    an_order(cast)
    a_fitting(cast)
    before = count(cast["chenli"])
    for hour in (13, 15, 17):
        an_order(cast)
        a_fitting(cast, hour)
    assert count(cast["chenli"]) == before


def test_each_landing_page_opens(cast, client):
    for username in ("linxiaoyu", "zhouhang", "xuran", "wumin", "gaoxiang", "chenli", "guanli"):
        sign_in(client, username)
        assert client.get(reverse("reports.workbench")).status_code == 200


def test_the_workshop_reads_its_own_work_and_no_money(cast, client):
    an_order(cast)
    desk = workbench_of(cast["xuran"])
    assert (desk.jobs, desk.arrivals, desk.to_collect, desk.waiting) == ([], None, None, None)
    sign_in(client, "xuran")
    page = client.get(reverse("reports.workbench")).content.decode()
    assert "workbench-jobs" in page
    assert "¥" not in page


def test_a_cancelled_order_is_not_a_new_one_whether_paid_back_or_not(cast):
    for state in (Order.State.CANCELLED, Order.State.REFUNDED):
        Order.objects.filter(pk=an_order(cast).pk).update(state=state)
    assert morning_of(cast["chenli"], "today").sales.count == {}


def test_a_day_is_compared_with_the_same_day_of_the_week_before():
    day = clock.today()
    assert Period(day, day).before == Period(day - timedelta(days=7), day - timedelta(days=7))


def test_the_number_and_the_list_behind_it_are_the_same_rows(cast, client):
    order, dropped = an_order(cast), an_order(cast)
    Order.objects.filter(pk=order.pk).update(state=Order.State.READY)
    Order.objects.filter(pk=dropped.pk).update(state=Order.State.CANCELLED)
    an_order(cast)
    sign_in(client, "gaoxiang")
    desk = client.get(reverse("reports.workbench"))
    link = f"{reverse('orders.orders')}?view=due&amp;f.branch={cast.main.pk}"
    assert f'href="{link}"' in desk.content.decode()
    found = due_now(orders_seen_by(cast["gaoxiang"]))
    assert desk.context["desk"].owed_count == found.count() == 1
    cards = client.get(reverse("reports.morning"), {"range": "today"}).context["cards"]
    new = next(card for card in cards if card.key == "orders")
    behind = client.get(new.url).content.decode()
    assert (new.value, behind.count('data-testid="row-')) == ("2", 2)


def test_a_full_day_says_so_and_the_running_day_is_marked():
    assert Load(clock.today(), 3, 2).is_full
    assert not Load(clock.today(), 1, 0).is_full
    day = clock.today()
    assert "\n" in received_chart([day], {}, [1], day)["xAxis"]["data"][0]
