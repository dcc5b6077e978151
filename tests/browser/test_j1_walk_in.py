"""J1: a walk-in couple buys a package and pays the deposit, in at most 18 interactions."""

from playwright.sync_api import expect

from tests.browser.conftest import serious_flaws
from tests.browser.journey import Journey
from yinglou.modules.folios.models import Payment
from yinglou.modules.ledger.queries import balance
from yinglou.modules.orders.models import Order, SalesCredit


def test_a_couple_buys_a_package_and_pays_the_deposit(at_desk, studio):
    page = at_desk("linxiaoyu")
    with Journey(page, "J1 walk-in", 18) as j:
        page.keyboard.press("Control+k")
        j.writes("palette-input", "wxm", wait="palette-row-0")
        page.keyboard.press("Tab")
        j.click("palette-action-order", wait="order-new-total")
        j.fill("order-new-wedding-date", "2027-05-02")
        page.keyboard.press("Tab")
        j.sees("order-new-wedding-lunar", "三月廿六")
        j.click(f"order-new-package-{studio.package.pk}")
        j.sees("order-new-total", "¥5,999.00")
        j.click("order-new-addon-gown")
        j.sees("order-new-total", "¥6,399.00")
        j.key("z")
        j.sees("order-new-total", "¥5,999.00")
        j.click("order-new-gift-frame")
        j.fill("order-new-discount", "95")
        page.keyboard.press("Tab")
        j.sees("order-new-total", "¥5,699.05")
        j.click("order-new-discount-clear")
        j.sees("order-new-total", "¥5,999.00")
        j.fill("order-new-credit-0", "70")
        j.fill("order-new-credit-1", "30")
        j.key("Control+Enter", wait="pay-method-wechat")
        j.click("pay-method-wechat", wait="pay-scan")
        j.scan("pay-scan", "134500000000000001", wait="order-header-next")
        j.state("order-header-payment", "deposit_paid")
        j.click("order-header-next", wait="booking-form-day-2026-12-05")
        j.click("booking-form-day-2026-12-05", wait="booking-form-slot-0930")
        j.click("booking-form-slot-0930")
        j.key("Control+Enter", wait="order-header-state")
        j.state("order-header-state", "scheduled")
    _money_and_credit_are_right()
    expect(page.locator("body")).to_contain_text("4,199.00")
    assert serious_flaws(page) == []


def _money_and_credit_are_right():
    order = Order.objects.get()
    assert (order.folio.charged_minor, order.folio.paid_minor) == (599_900, 180_000)
    shares = SalesCredit.objects.filter(order=order).values_list("share_bp", flat=True)
    assert sorted(shares) == [3000, 7000]
    assert Payment.objects.get().amount_minor == 180_000
    assert balance("220301") == -180_000
    assert balance("5001") == 0
