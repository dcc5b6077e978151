"""What the pages of orders show: what is owed, when it is red, and the one thing to press."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from yinglou.kernel.lists import Narrowed
from yinglou.modules.orders import commands, queries, samples
from yinglou.modules.orders.models import Order, PaymentStep
from yinglou.modules.orders.resources import Orders

from .conftest import HOUSE, SIGNED_IN, text_of


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


def place(desk, shop, **also):
    post = {"customer": shop.customer.pk, "package": shop.package.pk,
            "deposit_kind": "down_payment", "do": "place"}  # fmt: skip
    return text_of(desk.post(reverse("orders.new"), {**post, **also}))


@pytest.mark.parametrize(
    ("given", "at"),
    [
        ({"customer": ""}, "order-customer"),
        ({"package": ""}, "order-package"),
        ({"discount": "abc"}, "order-discount-note"),
        ({"discount": "70"}, "order-discount-note"),
        ({"wedding": "soon"}, "order-wedding"),
    ],
)
def test_what_is_wrong_on_the_sheet_is_told_at_its_field(desk, shop, lin, given, at):
    if given.get("discount") == "70":  # within what may be given, but under the floor
        SIGNED_IN["actor"] = replace(SIGNED_IN["actor"], limits={"discount_bp": 9000})
    said = place(desk, shop, **given)
    assert said.count('data-testid="order-new-wrong"') == 1
    assert 'data-testid="conflict"' not in said
    before = said.partition('data-testid="order-new-wrong"')[0]
    assert before.rfind(f'id="{at}') > before.rfind('class="card-header"')
    assert "is-invalid" in said
    assert not Order.objects.exists()


def test_the_note_on_a_discount_stands_at_its_field_after_a_change(desk, shop):
    answer = desk.post(
        reverse("orders.new"),
        {"customer": shop.customer.pk, "package": shop.package.pk, "discount": "82"},
        HTTP_HX_REQUEST="true",
    )
    assert re.search(r'id="order-discount-note" hx-swap-oob="true"', text_of(answer))
    note = text_of(answer).partition('id="order-discount-note"')[2]
    assert "order-new-approval" in note


def test_a_sheet_that_was_kept_is_drawn_again_by_the_server(desk, shop):
    page = text_of(desk.get(reverse("orders.new")))
    assert 'data-draft="order" data-draft-place="#order-body"' in page
    kept = {"customer": shop.customer.pk, "package": shop.package.pk, f"addon-{shop.gown.pk}": 2,
            "note": "靠窗", "request": "轮椅", "do": "refresh"}  # fmt: skip
    drawn = text_of(desk.post(reverse("orders.new"), kept, HTTP_HX_REQUEST="true"))
    assert drawn.strip().startswith('<div id="order-body">')
    assert f'name="customer" value="{shop.customer.pk}"' in drawn
    assert f'name="addon-{shop.gown.pk}" value="2"' in drawn
    assert "靠窗" in drawn
    assert "轮椅" in drawn


def test_an_order_page_has_one_way_to_take_money_and_it_names_the_amount(desk, shop):
    order = samples.paid(HOUSE, samples.an_order(HOUSE, shop))
    url = reverse("orders.orders.one", args=[order.number])
    pay = reverse("orders.pay", args=[order.number])
    page = text_of(desk.get(url))
    assert page.count(f'href="{pay}"') == 1
    assert re.search(r'data-testid="order-header-pay">.*? ¥4,199.00</a>', page, re.DOTALL)
    for name in ("receive", "receive_by_code", "ask_to_pay"):
        assert f"/do/{name}/" not in page
    samples.ready(HOUSE, samples.shot(HOUSE, order))
    page = text_of(desk.get(url))
    assert page.count(f'href="{pay}"') == 1
    assert re.search(r'data-testid="order-header-next">.*? ¥4,199.00</a>', page, re.DOTALL)
    assert desk.get(f"{url}do/receive/").status_code == 200


def test_at_pick_up_everything_is_asked_for_at_once(desk, shop):
    order = samples.ready(HOUSE, samples.shot(HOUSE, samples.an_order(HOUSE, shop)))
    assert order.state == "ready"
    assert queries.expected(samples.fresh(order)) == ("final", samples.fresh(order).balance)
    sheet = text_of(desk.get(reverse("orders.pay", args=[order.number])))
    assert 'name="amount" value="5999.00"' in sheet


def test_who_takes_no_money_is_not_sent_to_the_payment_sheet(desk, shop):
    order = samples.ready(
        HOUSE, samples.shot(HOUSE, samples.paid(HOUSE, samples.an_order(HOUSE, shop)))
    )
    may = SIGNED_IN["actor"].permissions - {"orders.take_payment"}
    SIGNED_IN["actor"] = replace(SIGNED_IN["actor"], permissions=may)
    page = text_of(desk.get(reverse("orders.orders.one", args=[order.number])))
    assert reverse("orders.pay", args=[order.number]) not in page
