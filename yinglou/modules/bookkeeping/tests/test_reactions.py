"""Money moves, and the ledger knows: in the same transaction, to the fen."""

import pytest
from django.test import override_settings
from django.urls import reverse

from yinglou.kernel.actors import Actor
from yinglou.kernel.money import Money
from yinglou.modules.access.samples import an_administrator
from yinglou.modules.bookkeeping import checks, reactions
from yinglou.modules.branches.models import Company
from yinglou.modules.branches.samples import a_branch
from yinglou.modules.folios import commands as folios
from yinglou.modules.folios import samples
from yinglou.modules.folios.models import Folio, Payment, PaymentKind, PaymentMethod
from yinglou.modules.ledger.commands import PostedAlready
from yinglou.modules.ledger.models import Account, Entry
from yinglou.modules.ledger.queries import balance, balances_of
from yinglou.modules.orders.events import OrderCancelled, OrderDelivered
from yinglou.modules.payments import commands as payments
from yinglou.modules.payments.samples import a_link

pytestmark = pytest.mark.django_db

BY = Actor.house("tests")
WECHAT, CASH = PaymentMethod.WECHAT, PaymentMethod.CASH


@pytest.fixture
def folio() -> Folio:
    return samples.a_folio(charged=Money(606_000), subject="orders.order:7")


def take(folio: Folio, fen: int, method=WECHAT, kind=PaymentKind.DOWN_PAYMENT) -> Payment:
    return folios.take_payment(by=BY, folio=folio, amount=Money(fen), method=method, kind=kind)


def delivered(folio: Folio, *lines: dict) -> OrderDelivered:
    return OrderDelivered(
        order_id=7,
        branch_id=folio.branch_id,
        customer_id=folio.customer_id,
        folio_id=folio.pk,
        business_date=folio.opened_on.isoformat(),
        lines=list(lines),
    )


def album(gross: int, cost: int = 0) -> dict:
    return {
        "line_id": 1, "gross_minor": gross, "cost_minor": cost, "revenue_account": "500101",
        "cost_account": "540102", "stock_account": "140502",
    }  # fmt: skip


def books(folio: Folio) -> dict[str, int]:
    found = balances_of(folio=f"folios.folio:{folio.pk}")
    return {code: minor for code, minor in found.items() if minor}


def broken() -> list[str]:
    return [*checks.accounts_agree_with_the_ledger(), *checks.deposits_agree_with_the_ledger()]


def test_a_deposit_is_an_advance_and_no_revenue(folio):
    payment = take(folio, 180_000)
    assert books(folio) == {"101201": 180_000, "220301": -180_000}
    entry = Entry.objects.get()
    assert (entry.source, entry.rule) == (f"folios.payment:{payment.pk}", "E01")
    line = entry.lines.get(account__code="220301")
    assert (line.customer_ref, line.order_ref) == (
        f"customers.customer:{folio.customer_id}",
        "orders.order:7",
    )
    assert entry.lines.get(account__code="101201").cash_flow == "1"
    assert broken() == []


def test_revenue_comes_with_the_goods(folio):
    take(folio, 606_000)
    reactions.enter_sale(delivered(folio, album(606_000, 340_000)), BY)
    assert books(folio) == {
        "101201": 606_000, "140502": -340_000, "22210190": -6_000, "500101": -600_000,
        "540102": 340_000,
    }  # fmt: skip
    assert list(Entry.objects.order_by("pk").values_list("rule", flat=True)) == [
        "E01",
        "E04",
        "E05",
    ]
    assert broken() == []
    with pytest.raises(PostedAlready):
        reactions.enter_sale(delivered(folio, album(606_000, 340_000)), BY)


def test_goods_on_credit_are_paid_later(folio):
    take(folio, 206_000)
    reactions.enter_sale(delivered(folio, album(606_000)), BY)
    assert books(folio)["112201"] == 400_000
    assert broken() == []
    take(folio, 400_000, CASH, PaymentKind.FINAL)
    assert "112201" not in books(folio)
    assert Entry.objects.latest("pk").rule == "E22b"
    assert broken() == []


def test_a_refund_before_delivery_takes_the_advance_back(folio):
    payment = take(folio, 200_000)
    folios.refund_payment(by=BY, payment=payment, amount=Money(200_000), reason="改期")
    assert books(folio) == {}
    assert Entry.objects.latest("pk").rule == "E06"
    assert broken() == []


def test_a_refund_after_delivery_reduces_revenue(folio):
    payment = take(folio, 606_000)
    reactions.enter_sale(delivered(folio, album(606_000)), BY)
    folios.allow(by=BY, folio=folio, text="相册瑕疵", amount=Money(101_000), source="a:1")
    assert books(folio)["220301"] == -101_000
    folios.refund_payment(by=BY, payment=payment, amount=Money(101_000), reason="相册瑕疵")
    assert books(folio) == {"101201": 505_000, "22210190": -5_000, "500101": -500_000}
    assert broken() == []


def test_an_allowance_before_delivery_is_no_entry(folio):
    folios.allow(by=BY, folio=folio, text="优惠", amount=Money(6_000), source="a:1")
    assert Entry.objects.count() == 0


def test_what_was_let_off_before_the_hand_over_is_never_earned(folio):
    folios.allow(by=BY, folio=folio, text="优惠", amount=Money(101_000), source="a:1")
    take(folio, 505_000)
    reactions.enter_sale(delivered(folio, album(404_000), album(202_000)), BY)
    assert books(folio) == {"101201": 505_000, "22210190": -5_000, "500101": -500_000}
    assert broken() == []


def test_what_is_charged_beside_an_order_is_earned_at_its_hand_over():
    folio = samples.a_folio(charged=Money(0), subject="orders.order:7")
    folios.charge(by=BY, folio=folio, text="套系", amount=Money(505_000), source="orders.line:1")
    folios.charge(by=BY, folio=folio, text="加急费", amount=Money(10_100))
    assert books(folio) == {}
    take(folio, 515_100)
    reactions.enter_sale(delivered(folio, album(505_000)), BY)
    folios.charge(by=BY, folio=folio, text="快递费", amount=Money(2_020))
    assert books(folio) == {
        "101201": 515_100, "112201": 2_020, "22210190": -5_120, "500101": -500_000,
        "505102": -12_000,
    }  # fmt: skip
    assert broken() == []


def test_a_charge_on_an_account_without_a_document_is_earned_at_once():
    folio = samples.a_folio(charged=Money(0), subject="walk-in:1")
    Folio.objects.update(kind=Folio.Kind.WALK_IN)
    folios.charge(by=BY, folio=folio, text="证件照", amount=Money(5_050))
    assert books(folio) == {"112201": 5_050, "22210190": -50, "505102": -5_000}
    take(folio, 5_050, CASH, PaymentKind.FINAL)
    assert books(folio)["100101"] == 5_050
    assert "112201" not in books(folio)
    assert broken() == []


@pytest.mark.parametrize(
    ("work_done", "rule", "kept"),
    [
        (False, "E08", {"530103": -101_000}),
        (True, "E08b", {"500101": -100_000, "22210190": -1_000}),
    ],
)
def test_what_is_kept_of_a_cancelled_order_is_earned(folio, work_done, rule, kept):
    payment = take(folio, 500_000)
    folios.allow(by=BY, folio=folio, text="取消", amount=Money(505_000), source="a:1")
    folios.refund_payment(by=BY, payment=payment, amount=Money(399_000), reason="取消")
    event = OrderCancelled(
        order_id=7,
        branch_id=folio.branch_id,
        customer_id=folio.customer_id,
        folio_id=folio.pk,
        business_date=folio.opened_on.isoformat(),
        kept_minor=101_000,
        refunded_minor=399_000,
        work_done=work_done,
    )
    reactions.enter_fee(event, BY)
    assert books(folio) == {"101201": 101_000, **kept}
    assert Entry.objects.latest("pk").rule == rule
    assert broken() == []


def test_a_general_taxpayer_posts_output_tax(folio):
    Company.objects.update(tax_kind=Company.TaxKind.GENERAL, vat_bp=600)
    take(folio, 606_000)
    reactions.enter_sale(delivered(folio, album(106_000)), BY)
    assert books(folio) == {
        "101201": 606_000, "220301": -500_000, "22210102": -6_000, "500101": -100_000,
    }  # fmt: skip
    assert Entry.objects.latest("pk").rule == "E04g"


def test_a_security_deposit_is_a_debt(folio):
    deposit = folios.hold_deposit(by=BY, folio=folio, amount=Money(50_000), method=CASH)
    assert Entry.objects.get().rule == "E10"
    assert books(folio) == {}
    assert broken() == []
    folios.return_deposit(by=BY, payment=deposit, kept=Money(10_100), reason="裙摆破损")
    lines = Entry.objects.latest("pk").lines.all()
    assert {line.account.code: line.signed_minor for line in lines} == {
        "224102": 50_000, "100101": -39_900, "505102": -10_000, "22210190": -100,
    }  # fmt: skip
    assert broken() == []


def test_late_money_is_in_the_books_before_anybody_decides(folio):
    late = a_link(folio=folio, amount=Money(88_800))
    payments.expire_request(by=BY, request=late)
    payments.settle(by=BY, request=late, external_id="WX1", amount=Money(88_800))
    assert (balance("224106"), balance("101201"), books(folio)) == (-88_800, 88_800, {})
    payments.accept_late(by=BY, request=late)
    assert (balance("224106"), balance("101201")) == (0, 88_800)
    assert books(folio) == {"101201": 88_800, "220301": -88_800}
    assert broken() == []


def test_late_money_that_goes_back_leaves_nothing(folio):
    late = a_link(folio=folio, amount=Money(88_800))
    payments.expire_request(by=BY, request=late)
    payments.settle(by=BY, request=late, external_id="WX1", amount=Money(88_800))
    payments.return_late(by=BY, request=late, reason="退回")
    assert (balance("224106"), balance("101201")) == (0, 0)
    assert broken() == []


def test_an_accountant_reads_the_policy(client):
    a_branch()
    client.force_login(an_administrator())
    with override_settings(YINGLOU_ACTOR="tests.house.contract_actors.everything"):
        page = client.get(reverse("bookkeeping.policy")).content.decode()
    for code in ("E01", "E04b", "E10b", "220301 预收账款-订单款", "101202 支付宝商户余额"):
        assert code in page


def test_what_cannot_be_posted_is_not_taken(folio, monkeypatch):
    """The ledger refuses, so the payment is undone with it."""
    monkeypatch.setattr("yinglou.modules.ledger.queries._known", {})
    Account.objects.filter(code="101201").update(is_leaf=False)
    with pytest.raises(Exception, match="101201"):
        take(folio, 100)
    folio.refresh_from_db()
    assert (folio.paid_minor, Payment.objects.count(), Entry.objects.count()) == (0, 0, 0)


def test_disagreement_is_found(folio):
    take(folio, 100_000)
    Folio.objects.filter(pk=folio.pk).update(paid_minor=100_001, held_minor=5)
    assert len(broken()) == 3


def test_payment_and_entry_cost_a_handful_of_statements(folio, django_assert_max_num_queries):
    take(folio, 100)
    with django_assert_max_num_queries(15):  # one of them queues the customer's receipt
        take(folio, 100)
