"""What may happen on a customer account, and what may not."""

import pytest

from yinglou.kernel.actors import Actor
from yinglou.kernel.errors import InvalidValue, NotAllowed, NotFound
from yinglou.kernel.models import JournalEntry
from yinglou.kernel.money import Money
from yinglou.modules.branches.samples import a_branch, two_branches
from yinglou.modules.folios import checks, commands, queries, samples
from yinglou.modules.folios.models import Charge, Folio, Payment, PaymentKind, PaymentMethod, Refund

pytestmark = pytest.mark.django_db

BY = Actor.house("tests")
CASH, WECHAT, BANK = PaymentMethod.CASH, PaymentMethod.WECHAT, PaymentMethod.BANK


@pytest.fixture
def folio() -> Folio:
    return samples.a_folio()


def sums(folio: Folio) -> tuple[int, int, int, int]:
    folio.refresh_from_db()
    return (folio.charged_minor, folio.paid_minor, folio.earnest_minor, folio.held_minor)


def nothing_is_broken() -> bool:
    return not [
        sentence
        for check in (checks.sums_agree_with_entries, checks.receipts_have_no_gaps)
        for sentence in check()
    ]


def take(folio: Folio, fen: int, method=CASH, kind=PaymentKind.PROGRESS, **rest) -> Payment:
    return commands.take_payment(
        by=BY, folio=folio, amount=Money(fen), method=method, kind=kind, **rest
    )


def cashier(*permissions: str, branch_id: int | None = None) -> Actor:
    return Actor(
        name="林小雨",
        user_id=1,
        permissions=frozenset(permissions),
        reach="branch" if branch_id else "all",
        branch_ids=frozenset({branch_id} if branch_id else ()),
    )


def test_an_account_is_charged_and_paid_to_the_fen(folio):
    deposit = take(folio, 180_000, WECHAT, PaymentKind.DOWN_PAYMENT)
    final = take(folio, 419_900, CASH, PaymentKind.FINAL)
    assert sums(folio) == (599_900, 599_900, 119_980, 0)
    assert folio.balance == Money(0)
    day = f"{folio.branch.business_date:%y%m%d}"
    assert [deposit.number, final.number] == [f"RC{day}-0001", f"RC{day}-0002"]
    assert deposit.earnest_minor == 119_980
    assert nothing_is_broken()


def test_more_than_is_owed_is_refused(folio):
    with pytest.raises(commands.OverPaid) as refusal:
        take(folio, 599_901)
    assert "¥5,999.00" in str(refusal.value)
    assert refusal.value.options[0].value == "5999.00"
    assert Payment.objects.count() == 0
    assert sums(folio) == (599_900, 0, 0, 0)
    with pytest.raises(InvalidValue):
        take(folio, 0)
    with pytest.raises(InvalidValue):
        take(folio, -100)


def test_a_stale_account_does_not_collect_twice(folio):
    stale = Folio.objects.get(pk=folio.pk)
    take(folio, 599_900)
    with pytest.raises(commands.OverPaid):
        take(stale, 599_900)
    assert Payment.objects.count() == 1


def test_the_three_deposits_are_told_apart(folio):
    take(folio, 50_000, CASH, PaymentKind.REFUNDABLE_ADVANCE)
    assert sums(folio) == (599_900, 50_000, 0, 0)
    take(folio, 50_000, CASH, PaymentKind.DOWN_PAYMENT, contract=Money(200_000))
    assert sums(folio) == (599_900, 100_000, 40_000, 0)
    commands.hold_deposit(by=BY, folio=folio, amount=Money(50_000), method=CASH)
    assert sums(folio) == (599_900, 100_000, 40_000, 50_000)
    with pytest.raises(commands.WrongKind):
        take(folio, 100, CASH, PaymentKind.SECURITY_DEPOSIT)
    assert nothing_is_broken()


def test_a_charge_is_posted_once_per_source(folio):
    with pytest.raises(commands.ChargedAlready):
        commands.charge(
            by=BY, folio=folio, text="加项", amount=Money(100), source="samples.order:1/1"
        )
    assert Charge.objects.count() == 1
    assert sums(folio)[0] == 599_900


def test_one_document_has_one_account(folio):
    with pytest.raises(commands.FolioOpenAlready):
        commands.open_folio(
            by=BY, branch=folio.branch, customer=folio.customer, subject=folio.subject
        )
    assert Folio.objects.count() == 1


def test_an_allowance_may_bring_the_account_into_credit_but_not_below_nothing(folio):
    take(folio, 599_900)
    commands.allow(by=BY, folio=folio, text="优惠", amount=Money(50_000), source="a:1")
    folio.refresh_from_db()
    assert folio.balance == Money(-50_000)
    assert folio.condition.code == "credit"
    with pytest.raises(commands.AllowanceTooLarge):
        commands.allow(by=BY, folio=folio, text="优惠", amount=Money(549_901), source="a:2")
    assert folio.charges.count() == 2
    payment = queries.payments_of(folio)[0]
    commands.refund_payment(by=BY, payment=payment, amount=Money(50_000), reason="价格调整")
    assert sums(folio) == (549_900, 549_900, 0, 0)
    assert nothing_is_broken()


def test_what_was_not_received_is_not_paid_back(folio):
    payment = take(folio, 180_000, WECHAT, PaymentKind.DOWN_PAYMENT)
    refund = commands.refund_payment(by=BY, payment=payment, amount=Money(80_000), reason="改期")
    assert (refund.method, refund.number[:2]) == (WECHAT, "RF")
    assert sums(folio) == (599_900, 100_000, 100_000, 0)
    with pytest.raises(commands.RefundTooLarge) as refusal:
        commands.refund_payment(by=BY, payment=payment, amount=Money(100_001), reason="再退")
    assert "¥1,000.00" in str(refusal.value)
    assert Refund.objects.count() == 1
    assert sums(folio) == (599_900, 100_000, 100_000, 0)
    assert nothing_is_broken()


def test_another_way_back_needs_its_own_permission(folio):
    payment = take(folio, 10_000, WECHAT)
    asked = {"payment": payment, "amount": Money(100), "reason": "微信已注销", "method": BANK}
    with pytest.raises(NotAllowed):
        commands.refund_payment(by=cashier("folios.refund"), **asked)
    assert Refund.objects.count() == 0
    manager = cashier("folios.refund", "folios.refund_otherwise")
    assert commands.refund_payment(by=manager, **asked).method == BANK


def test_a_security_deposit_is_given_back_less_damage(folio):
    deposit = commands.hold_deposit(by=BY, folio=folio, amount=Money(50_000), method=CASH)
    with pytest.raises(InvalidValue):
        commands.return_deposit(by=BY, payment=deposit, kept=Money(50_001), reason="破损")
    with pytest.raises(InvalidValue):  # the reason is missing
        commands.return_deposit(by=BY, payment=deposit, kept=Money(10_100))
    with pytest.raises(commands.WrongKind):
        commands.refund_payment(by=BY, payment=deposit, amount=Money(1), reason="退押金")
    assert sums(folio) == (599_900, 0, 0, 50_000)
    back = commands.return_deposit(by=BY, payment=deposit, kept=Money(10_100), reason="裙摆破损")
    assert (back.refunded_minor, back.kept_minor) == (39_900, 10_100)
    assert Refund.objects.get().amount_minor == 39_900
    assert sums(folio) == (599_900, 0, 0, 0)
    with pytest.raises(commands.DepositGone):
        commands.return_deposit(by=BY, payment=deposit)
    with pytest.raises(commands.NotADeposit):
        commands.return_deposit(by=BY, payment=take(folio, 100))
    assert nothing_is_broken()


def test_an_account_closes_only_when_it_is_even(folio):
    with pytest.raises(commands.FolioNotEven):
        commands.close_folio(by=BY, folio=folio)
    payment = take(folio, 599_900)
    commands.close_folio(by=BY, folio=folio)
    for refused in (
        lambda: take(folio, 100),
        lambda: commands.charge(by=BY, folio=folio, text="加", amount=Money(1), source="c:1"),
        lambda: commands.refund_payment(by=BY, payment=payment, amount=Money(1), reason="退款"),
        lambda: commands.hold_deposit(by=BY, folio=folio, amount=Money(1), method=CASH),
    ):
        with pytest.raises(commands.FolioIsClosed):
            refused()
    assert sums(folio) == (599_900, 599_900, 0, 0)
    commands.reopen_folio(by=BY, folio=folio, reason="补加项")
    commands.charge(by=BY, folio=folio, text="加", amount=Money(1), source="c:1")
    assert sums(folio)[0] == 599_901


def test_settling_is_announced_once(folio):
    first = commands.take_payment.carry_out(
        {"by": BY, "folio": folio, "amount": Money(100), "method": CASH}
    )
    last = commands.take_payment.carry_out(
        {"by": BY, "folio": folio, "amount": Money(599_800), "method": CASH}
    )
    assert "FolioSettled" not in [type(fact).__name__ for fact in first.facts]
    assert "FolioSettled" in [type(fact).__name__ for fact in last.facts]


def test_the_second_printing_is_counted_and_journaled(folio):
    payment = take(folio, 100)
    assert commands.print_receipt(by=BY, payment=payment).printed_count == 1
    assert commands.print_receipt(by=BY, payment=payment).printed_count == 2
    assert JournalEntry.objects.filter(command="folios.print_receipt").count() == 2


def test_the_same_key_takes_money_once(folio):
    asked = {"by": BY, "folio": folio, "amount": Money(100), "method": CASH}
    one = commands.take_payment.carry_out(asked, "key-1")
    two = commands.take_payment.carry_out(asked, "key-1")
    assert (two.repeated, two.result.pk) == (True, one.result.pk)
    assert sums(folio)[1] == 100


def test_without_permission_and_out_of_reach_nothing_is_taken(folio):
    with pytest.raises(NotAllowed):
        commands.take_payment(by=cashier(), folio=folio, amount=Money(1), method=CASH)
    _mine, other = two_branches()
    stranger = cashier("folios.take_payment", branch_id=other.pk)
    with pytest.raises(NotFound):
        commands.take_payment(by=stranger, folio=folio, amount=Money(1), method=CASH)
    assert list(queries.folios_seen_by(stranger)) == []
    assert Payment.objects.count() == 0


def test_a_statement_adds_up(folio):
    payment = take(folio, 180_000)
    commands.refund_payment(by=BY, payment=payment, amount=Money(30_000), reason="多收")
    commands.allow(by=BY, folio=folio, text="优惠", amount=Money(9_900), source="a:1")
    commands.hold_deposit(by=BY, folio=folio, amount=Money(50_000), method=CASH)
    lines = queries.statement_of(folio)
    assert [(n.kind, n.balance_minor) for n in lines] == [
        ("charge", 599_900), ("payment", 419_900), ("refund", 449_900), ("allowance", 440_000),
    ]  # fmt: skip
    folio.refresh_from_db()
    assert lines[-1].balance_minor == folio.balance.minor
    assert [d.amount_minor for d in queries.deposits_of(folio)] == [50_000]


def test_taking_money_costs_a_handful_of_statements(folio, django_assert_max_num_queries):
    """Lock, balance, day, number, receipt; ledger and journal beside it."""
    with django_assert_max_num_queries(15):
        take(folio, 100)


def test_broken_sums_are_found(folio):
    take(folio, 100)
    Folio.objects.filter(pk=folio.pk).update(paid_minor=200)
    assert len(list(checks.sums_agree_with_entries())) == 1
    payment = take(folio, 100)
    Payment.objects.filter(pk=payment.pk).update(number=payment.number[:-4] + "0009")
    assert len(list(checks.receipts_have_no_gaps())) == 1


def test_folios_of_many_documents_are_one_question(folio, django_assert_num_queries):
    other = samples.a_folio(branch=a_branch(), subject="samples.order:2")
    with django_assert_num_queries(1):
        found = queries.folios_of([folio.subject, other.subject, "samples.order:3"])
    assert found == {folio.subject: folio, other.subject: other}
