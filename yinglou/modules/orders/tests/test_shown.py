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
    assert 'data-name="balance" data-blank' in shown


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
    assert f'<td class="end {red}>¥4,199.00</td>' in desk_page
    customer = text_of(desk.get(reverse("customers.customers.one", args=[order.customer.number])))
    assert f'<td class="end {red}>¥4,199.00</td>' in customer
