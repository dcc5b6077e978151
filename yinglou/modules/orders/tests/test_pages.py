"""The pages on which orders are taken, paid, printed and handed over."""

import html
import re
from typing import Any

from django.urls import reverse

from yinglou.kernel.models import JournalEntry
from yinglou.kernel.money import Money
from yinglou.modules.booking import samples as booking_samples
from yinglou.modules.booking.commands import hold_slot
from yinglou.modules.booking.models import Booking
from yinglou.modules.customers.commands import merge_customers
from yinglou.modules.customers.models import Customer
from yinglou.modules.customers.samples import a_customer
from yinglou.modules.folios.models import Payment
from yinglou.modules.orders import samples
from yinglou.modules.orders.models import Order, PaperPrint
from yinglou.modules.payments.models import PayRequest

from .conftest import HOUSE, SIGNED_IN, text_of


def hidden(answer, name) -> list[str]:
    """The values of the hidden fields with a name, as a browser would send them back."""
    found = re.findall(rf'name="{name}" value="([^"]*)"', text_of(answer))
    return [html.unescape(value) for value in found]


def total(answer) -> str:
    return re.findall(r'data-testid="order-new-total">([^<]*)<', text_of(answer))[0]


def sheet(shop, **also) -> dict[str, Any]:
    return {"customer": shop.customer.pk, "package": shop.package.pk,
            "deposit_kind": "down_payment", **also}  # fmt: skip


def change(desk, post, **also):
    return desk.post(reverse("orders.new"), {**post, **also}, HTTP_HX_REQUEST="true")


def test_the_summary_is_worked_out_by_the_server(desk, shop):
    page = desk.get(f"{reverse('orders.new')}?customer={shop.customer.pk}")
    assert "王晓明/李静" in text_of(page)
    assert "三月廿六" in text_of(page)
    assert f"order-new-package-{shop.package.pk}" in text_of(page)
    said = text_of(change(desk, sheet(shop), wedding="2027-05-02"))
    assert "¥5,999.00" in said
    assert "¥1,800.00" in said
    said = text_of(change(desk, sheet(shop), do=f"addon:{shop.gown.pk}"))
    assert "¥6,399.00" in said
    assert "¥2,000.00" in said


def test_the_last_change_can_be_taken_back(desk, shop):
    [before] = hidden(change(desk, sheet(shop), do="refresh"), "before")
    second = change(desk, sheet(shop), before=before, do=f"addon:{shop.gown.pk}")
    assert total(second) == "¥6,399.00"
    assert hidden(second, "past") == [before]
    with_gown = sheet(shop, **{f"addon-{shop.gown.pk}": 1})
    [now] = hidden(second, "before")
    third = change(desk, with_gown, past=[before], before=now, do="undo")
    assert total(third) == "¥5,999.00"
    assert hidden(third, "past") == []


def test_looking_what_a_discount_comes_to_leaves_nothing_behind(desk, shop):
    [before] = hidden(change(desk, sheet(shop), do="refresh"), "before")
    journal = JournalEntry.objects.count()
    answer = change(desk, sheet(shop, discount="95"), before=before)
    assert "¥5,699.05" in text_of(answer)
    assert "order-new-within" in text_of(answer)
    assert JournalEntry.objects.count() == journal
    assert not Order.objects.exists()


def test_what_waits_for_approval_comes_to_the_same_everywhere(desk, shop):
    desk.post(reverse("orders.new"), {**sheet(shop, discount="82"), "do": "place"})
    page = text_of(desk.get(reverse("orders.orders.one", args=[Order.objects.get().number])))
    assert 'data-testid="order-money-comes-to">¥4,919.18<' in page
    assert 'data-testid="order-lines-due">¥4,919.18<' in page
    assert "Amount due" not in page
    assert "confirm_order" not in page


def test_a_discount_above_the_limit_says_so_before_it_is_saved(desk, shop):
    assert "order-new-approval" in text_of(change(desk, sheet(shop, discount="82")))
    answer = desk.post(reverse("orders.new"), {**sheet(shop, discount="82"), "do": "place"})
    assert answer.status_code == 302
    assert Order.objects.get().approval_state == "pending"


def test_placing_leads_to_the_payment_sheet(desk, shop, sellers):
    post = sheet(shop, do="place", request_key="k1", wedding="2027-05-02",
                 **{f"share-{sellers[0].pk}": "70", f"share-{sellers[1].pk}": "30"})  # fmt: skip
    answer = desk.post(reverse("orders.new"), post)
    order = Order.objects.get()
    assert answer["Location"] == reverse("orders.pay", args=[order.number])
    assert [*order.credits.values_list("share_bp", flat=True)] == [7000, 3000]
    desk.post(reverse("orders.new"), post)
    assert Order.objects.count() == 1


def test_nonsense_on_the_sheet_is_told_and_kept(desk, shop):
    answer = desk.post(reverse("orders.new"), sheet(shop, do="place", discount="abc"))
    assert answer.status_code == 422
    assert 'value="abc"' in text_of(answer)
    answer = desk.post(reverse("orders.new"), {"do": "place", "package": "99999999999999999999"})
    assert answer.status_code == 422
    for told in ("{", '{"addons": 1}', "[]"):
        assert change(desk, sheet(shop), past=[told], before=told, do="undo").status_code == 200
    assert not Order.objects.exists()


def test_a_scanned_code_pays_the_deposit(desk, shop):
    order = samples.an_order(HOUSE, shop)
    url = reverse("orders.pay", args=[order.number])
    assert 'data-testid="pay-scan"' in text_of(desk.get(f"{url}?method=wechat"))
    post = {"method": "wechat", "amount": "1,800.00", "code": "134500000000000001",
            "kind": "down_payment"}  # fmt: skip
    answer = desk.post(url, post)
    assert answer["Location"] == reverse("orders.orders.one", args=[order.number])
    assert Payment.objects.get().amount_minor == 180_000
    said = text_of(desk.get(answer["Location"]))
    assert 'data-state="deposit_paid"' in said
    assert "¥4,199.00" in said
    assert 'data-testid="order-header-next"' in said


def test_a_silent_gateway_is_not_charged_twice(desk, shop):
    order = samples.an_order(HOUSE, shop)
    url = reverse("orders.pay", args=[order.number])
    post = {"method": "wechat", "amount": "1800", "code": "134500000000009999"}
    assert 'data-testid="pay-timeout"' in text_of(desk.post(url, post))
    again = desk.post(url, {**post, "code": "134500000000000001", "amount": "5999"})
    assert again.status_code == 409
    assert PayRequest.objects.count() == 1
    assert not Payment.objects.exists()


def test_cash_is_taken_and_more_than_is_owed_is_not(desk, shop):
    order = samples.an_order(HOUSE, shop)
    url = reverse("orders.pay", args=[order.number])
    answer = desk.post(url, {"method": "cash", "amount": "6000"})
    assert answer.status_code == 422
    assert not Payment.objects.exists()
    desk.post(url, {"method": "cash", "amount": "1800"})
    assert samples.fresh(order).paid == Money(180_000)


def test_what_a_merged_record_ordered_is_seen_on_the_kept_one(desk, shop):
    order = samples.paid(HOUSE, samples.an_order(HOUSE, shop))
    kept = a_customer(phone="13900009999", name="李静")
    merge_customers(by=HOUSE, keep=kept, other=order.customer, reason="同一位")
    page = text_of(desk.get(reverse("customers.customers.one", args=[kept.number])))
    assert order.number in page
    assert order.folio.number in page


def hold_key(shop) -> str:
    hold_slot(
        by=HOUSE, branch=shop.branch, package=shop.package, hold_key="phone",
        starts_at=booking_samples.at(9, 30, samples.SHOOT_DAY),
    )  # fmt: skip
    return "phone"


def test_a_phone_call_is_booked_in_one_drawer(desk, shop):
    drawer = desk.post(reverse("orders.book"), {"act": "pick", "package_typed": "ysys"},
                       HTTP_HX_REQUEST="true")  # fmt: skip
    assert "¥1,800.00" in text_of(drawer)
    assert reverse("booking.days") in text_of(drawer)
    answer = desk.post(reverse("orders.book"), {
        "act": "submit", "phone": "13800004321", "name": "赵女士", "source": "xhs",
        "package": shop.package.pk, "hold_key": hold_key(shop),
        "starts_at": "2026-12-05T09:30", "deposit": "link",
    }, HTTP_HX_REQUEST="true")  # fmt: skip
    order = Order.objects.get()
    assert answer["HX-Redirect"] == reverse("orders.orders.one", args=[order.number])
    assert Booking.objects.get().state == "awaiting_payment"
    assert PayRequest.objects.get().amount_minor == 180_000
    assert Customer.objects.get(name="赵女士").source == "xhs"


def test_a_known_phone_stays_told_and_may_be_somebody_elses(desk, shop):
    known = a_customer(phone="13900009999", name="李静")
    drawer = desk.post(reverse("orders.book"), {
        "act": "pick", "phone": "13900009999", "package_typed": "ysys",
    }, HTTP_HX_REQUEST="true")  # fmt: skip
    assert known.number in text_of(drawer)
    asked = {
        "act": "submit", "phone": "13900009999", "name": "李梅", "package": shop.package.pk,
        "hold_key": hold_key(shop), "starts_at": "2026-12-05T09:30", "deposit": "none",
    }  # fmt: skip
    refused = desk.post(reverse("orders.book"), asked, HTTP_HX_REQUEST="true")
    assert refused.status_code == 409
    desk.post(reverse("orders.book"), {**asked, "although_known": "1"}, HTTP_HX_REQUEST="true")
    assert Order.objects.get().customer.name == "李梅"


def test_a_ten_digit_phone_is_told_and_everything_stays(desk, shop):
    answer = desk.post(reverse("orders.book"), {
        "act": "submit", "phone": "1380000432", "name": "赵女士", "package": shop.package.pk,
    }, HTTP_HX_REQUEST="true")  # fmt: skip
    assert answer.status_code == 422
    assert 'value="赵女士"' in text_of(answer)
    assert 'value="1380000432"' in text_of(answer)
    assert not Order.objects.exists()


def test_a_known_phone_offers_its_customer(desk, shop):
    said = text_of(desk.get(f"{reverse('orders.book_phone')}?phone=13800001234"))
    assert "booking-form-use-customer" in said
    drawer = desk.post(reverse("orders.book"), {"customer": shop.customer.pk})
    assert "王晓明" in text_of(drawer)


def test_an_order_is_scheduled_from_its_page(desk, shop):
    order = samples.paid(HOUSE, samples.an_order(HOUSE, shop))
    drawer = desk.get(f"{reverse('orders.book')}?order={order.number}", HTTP_HX_REQUEST="true")
    assert order.number in text_of(drawer)
    desk.post(reverse("orders.book"), {
        "act": "submit", "order": order.number, "hold_key": hold_key(shop),
        "starts_at": "2026-12-05T09:30",
    })  # fmt: skip
    assert samples.fresh(order).state == "scheduled"


def test_papers_count_their_copies_and_say_the_amount_in_words(desk, shop):
    order = samples.paid(HOUSE, samples.an_order(HOUSE, shop))
    url = reverse("orders.paper", args=[order.number, "receipt"])
    desk.get(url)
    assert not PaperPrint.objects.exists()
    for _copy in range(2):
        desk.post(url)
    said = text_of(desk.get(url))
    assert 'receipt-words">本次收款（大写） 人民币壹仟捌佰元整<' in said
    assert "收据 <span" in said
    assert "定金单" not in said
    assert PaperPrint.objects.get().copies == 2
    assert desk.get(reverse("orders.paper", args=[order.number, "nonsense"])).status_code == 404
    contract = text_of(desk.get(reverse("orders.paper", args=[order.number, "contract"])))
    assert "contract-negatives" in contract
    assert "12寸相册" in contract
    assert desk.get(reverse("orders.papers", args=[order.number])).status_code == 200


def test_the_pick_up_desk_holds_goods_back_while_money_is_owed(desk, shop):
    order = samples.ready(
        HOUSE, samples.shot(HOUSE, samples.paid(HOUSE, samples.an_order(HOUSE, shop)))
    )
    url = reverse("orders.pickup")
    said = text_of(desk.get(f"{url}?q=wxm"))
    assert order.number in said
    assert "¥4,199.00" in said
    assert "pickup-blocked" in said
    answer = desk.post(url, {"order": order.number, "receiver": "李静"})
    assert answer.status_code == 409
    assert samples.fresh(order).state == "ready"
    samples.paid(HOUSE, order, Money(419_900))
    answer = desk.post(url, {"order": order.number, "receiver": "李静", "relation": "新娘"})
    assert answer.status_code == 302
    assert samples.fresh(order).state == "completed"
    assert "pickup-done" in text_of(desk.get(answer["Location"]))


def test_the_page_of_an_order_costs_few_statements(desk, shop, django_assert_max_num_queries):
    order = samples.paid(HOUSE, samples.an_order(HOUSE, shop))
    with django_assert_max_num_queries(60):
        assert desk.get(reverse("orders.orders.one", args=[order.number])).status_code == 200
    assert desk.get(reverse("orders.orders.one", args=["SO000000-0000"])).status_code == 404


def test_a_stranger_finds_nothing(desk, shop, otto):
    order = samples.an_order(HOUSE, shop)
    SIGNED_IN["actor"] = otto
    for name in ("orders.pay", "orders.orders.one"):
        assert desk.get(reverse(name, args=[order.number])).status_code == 404
