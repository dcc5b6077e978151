"""What the pages of orders show: what is owed, when it is red, and the one thing to press."""

import re
from datetime import date

import pytest
from django.urls import reverse

from yinglou.kernel.lists import Narrowed
from yinglou.modules.orders import commands, samples
from yinglou.modules.orders.models import Order, PaymentStep
from yinglou.modules.orders.resources import Orders

from .conftest import HOUSE, text_of


def cell_named(said: str, name: str) -> str:
    """The first cell of a column, spaces taken off."""
    return re.findall(rf'<td [^>]*data-name="{name}"[^>]*>(.*?)</td>', said, re.DOTALL)[0].strip()


def a_draft(shop, lin) -> Order:
    return commands.draft_order(
        by=lin, customer=shop.customer, package=shop.package, branch=shop.branch
    )


def overdue(order: Order) -> Order:
    PaymentStep.objects.filter(order=order).update(due_on=date(2026, 11, 1))
    return order


def test_a_draft_owes_nothing_that_could_be_shown(desk, shop, lin):
    a_draft(shop, lin)
    shown = text_of(desk.get(reverse("orders.orders")))
    assert cell_named(shown, "balance") == '<span class="num">—</span>'
    assert re.search(r'data-name="balance"[^>]* data-blank>', shown)


def test_what_is_owed_is_totalled_and_ordered_by(desk, shop, lin, django_assert_num_queries):
    a_draft(shop, lin)
    low = samples.paid(HOUSE, samples.an_order(HOUSE, shop))
    high = samples.an_order(HOUSE, shop)
    with django_assert_num_queries(1):
        assert Narrowed(Orders, HOUSE, {}).sums()["balance"] == 419_900 + 599_900
    found = Orders.find(HOUSE, {"sort": "-balance"})
    assert [row.number for row in found][:2] == [high.number, low.number]
    page = text_of(desk.get(f"{reverse('orders.orders')}?sort=balance"))
    assert page.index(low.number) < page.index(high.number)
    assert re.search(r'data-total="balance">\s*<span class="num">10,198.00<', page)


@pytest.mark.parametrize("is_late", [False, True])
def test_what_is_owed_is_red_everywhere_or_nowhere(desk, shop, is_late):
    order = samples.ready(
        HOUSE, samples.shot(HOUSE, samples.paid(HOUSE, samples.an_order(HOUSE, shop)))
    )
    if is_late:
        overdue(order)
    red = 'num late"' if is_late else 'num"'
    listed = cell_named(text_of(desk.get(reverse("orders.orders"))), "balance")
    assert listed == f'<span class="{red}>4,199.00</span>'
    page = text_of(desk.get(reverse("orders.orders.one", args=[order.number])))
    assert f'<b class="{red} data-testid="order-money-owed">' in page
    desk_page = text_of(desk.get(f"{reverse('orders.pickup')}?order={order.number}"))
    assert f'<span class="{red} data-testid="pickup-owed">' in desk_page
    assert f'<td class="end {red} data-kind="money"' in desk_page
    customer = text_of(desk.get(reverse("customers.customers.one", args=[order.customer.number])))
    assert f'<td class="end {red} data-kind="money"' in customer


def test_with_a_debt_the_pick_up_desk_offers_one_thing_which_names_the_amount(desk, shop):
    order = samples.ready(
        HOUSE, samples.shot(HOUSE, samples.paid(HOUSE, samples.an_order(HOUSE, shop)))
    )
    page = f"{reverse('orders.pickup')}?order={order.number}"
    owing = text_of(desk.get(page)).partition('data-testid="pickup-card"')[2]
    assert owing.count("btn-primary") == 1
    assert re.search(r'data-testid="pickup-pay">.*? ¥4,199.00</a>', owing, re.DOTALL)
    assert re.search(
        r'disabled aria-describedby="pickup-why" data-testid="pickup-hand-over"', owing
    )
    assert owing.count('id="pickup-why"') == 1
    assert 'data-testid="conflict"' not in owing
    refused = desk.post(reverse("orders.pickup"), {"order": order.number, "receiver": "李静"})
    assert 'id="pickup-why"' in text_of(refused)
    assert 'data-testid="conflict"' not in text_of(refused)
    samples.paid(HOUSE, order, order.balance)
    settled = text_of(desk.get(page)).partition('data-testid="pickup-card"')[2]
    assert settled.count("btn-primary") == 1
    assert 'name="receiver" value="王晓明/李静"' in settled


def test_amounts_and_days_of_a_card_carry_the_name_of_their_column(desk, shop):
    samples.an_order(HOUSE, shop)
    page = text_of(desk.get(reverse("orders.orders")))
    for name in ("charged", "paid", "balance", "promised_on"):
        assert re.search(rf'data-name="{name}" data-label="[^"]+"', page)
    lines = text_of(desk.get(reverse("orders.orders.one", args=[Order.objects.get().number])))
    assert re.search(r'data-kind="money" data-label="[^"]+">¥5,999.00<', lines)
