"""Asking for money and hearing that it came: once, the right amount, never lost."""

from datetime import timedelta

import pytest

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.errors import InvalidValue, NotAllowed
from yinglou.kernel.models import JournalEntry
from yinglou.kernel.money import Money
from yinglou.modules.folios import commands as folios
from yinglou.modules.folios.models import Folio, Payment, PaymentKind, PaymentMethod
from yinglou.modules.folios.samples import a_folio
from yinglou.modules.payments import chores, commands, queries, samples
from yinglou.modules.payments.models import PayRequest

pytestmark = pytest.mark.django_db

BY = Actor.house("tests")
State = PayRequest.State
DEPOSIT = Money(180_000)


@pytest.fixture
def folio() -> Folio:
    return a_folio()


def settle(request: PayRequest, number: str = "WX1", amount: Money = DEPOSIT) -> PayRequest:
    return commands.settle(
        by=BY, request=request, external_id=number, amount=amount, method=PaymentMethod.WECHAT
    )


def paid(folio: Folio) -> int:
    folio.refresh_from_db()
    return folio.paid_minor


def state(request: PayRequest) -> str:
    request.refresh_from_db()
    return request.state


def test_a_link_is_paid_once_however_often_the_gateway_tells(folio):
    link = samples.a_link(folio=folio)
    for _time in range(100):
        settled = settle(link)
    assert settled.state == State.PAID
    assert paid(folio) == 180_000
    payment = Payment.objects.get()
    assert (settled.payment, payment.reference, payment.method) == (payment, "WX1", "wechat")
    assert payment.earnest_minor == 119_980
    assert queries.request_of_payment(payment.pk) == link


def test_another_number_for_a_paid_request_is_refused(folio):
    link = settle(samples.a_link(folio=folio))
    with pytest.raises(commands.AlreadySettled):
        settle(link, "WX2")
    assert Payment.objects.count() == 1


def test_one_number_pays_one_request(folio):
    settle(samples.a_link(folio=folio, amount=Money(100)), amount=Money(100))
    other = samples.a_link(folio=folio, amount=Money(100))
    with pytest.raises(commands.GatewayNumberUsed):
        settle(other, "WX1", Money(100))
    assert (state(other), paid(folio)) == (State.WAITING, 100)


@pytest.mark.parametrize("amount", [Money(179_999), Money(180_001), Money(180_000, "USD")])
def test_another_amount_or_currency_changes_nothing(folio, amount):
    link = samples.a_link(folio=folio)
    with pytest.raises(commands.WrongAmount):
        settle(link, amount=amount)
    assert (state(link), link.external_id, paid(folio)) == (State.WAITING, "", 0)


def test_more_than_is_owed_is_not_asked_for(folio):
    with pytest.raises(commands.NothingOwed):
        samples.a_link(folio=folio, amount=Money(599_901))
    with pytest.raises(InvalidValue):
        samples.a_link(folio=folio, amount=Money(0))
    with pytest.raises(InvalidValue):
        commands.ask_payment(by=BY, folio=folio, amount=Money(1), kind=PaymentKind.SECURITY_DEPOSIT)
    assert PayRequest.objects.count() == 0


def test_the_same_money_is_not_asked_for_twice(folio):
    first = samples.a_link(folio=folio, amount=Money(500_000))
    with pytest.raises(commands.AskedAlready) as refusal:
        samples.a_link(folio=folio, amount=Money(100_000))
    assert refusal.value.options[0].value == str(first.pk)
    assert samples.a_link(folio=folio, amount=Money(99_900)).pk
    commands.expire_request(by=BY, request=first)
    assert samples.a_link(folio=folio, amount=Money(100_000)).pk


@pytest.mark.parametrize(
    ("code", "method"), [(samples.WECHAT_CODE, "wechat"), (samples.ALIPAY_CODE, "alipay")]
)
def test_a_scanned_code_pays_at_once(folio, code, method):
    request = commands.take_by_code(by=BY, folio=folio, amount=DEPOSIT, code=code)
    assert (request.state, request.payment.method) == (State.PAID, method)
    assert paid(folio) == 180_000
    told = JournalEntry.objects.get(command="payments.take_by_code").arguments
    assert code not in str(told)


@pytest.mark.parametrize("code", ["123", "994567890123456789", "6901234500017", ""])
def test_what_is_no_payment_code_is_refused(folio, code):
    with pytest.raises(commands.WrongCode):
        commands.take_by_code(by=BY, folio=folio, amount=DEPOSIT, code=code)
    assert PayRequest.objects.count() == 0


def test_a_declined_code_takes_nothing(folio):
    with pytest.raises(commands.PaymentDeclined):
        commands.take_by_code(by=BY, folio=folio, amount=DEPOSIT, code=samples.DECLINED_CODE)
    assert (paid(folio), PayRequest.objects.count()) == (0, 0)


def test_without_an_answer_nobody_charges_a_second_time(folio):
    """E-PAY-TIMEOUT: the request waits; a second try of the same money is refused."""
    whole = folio.charged
    request = commands.take_by_code(by=BY, folio=folio, amount=whole, code=samples.SILENT_CODE)
    assert (request.state, paid(folio)) == (State.WAITING, 0)
    with pytest.raises(commands.AskedAlready):
        commands.take_by_code(by=BY, folio=folio, amount=whole, code=samples.WECHAT_CODE)
    settle(request, amount=whole)
    assert (state(request), paid(folio)) == (State.PAID, 599_900)


def test_what_is_not_paid_in_time_expires(folio):
    link = samples.a_link(folio=folio, minutes=10)
    chores.expire_requests(BY)
    assert state(link) == State.WAITING
    with clock.set_to(link.expires_at + timedelta(seconds=1)):
        assert link.is_over()
        chores.expire_requests(BY)
    assert state(link) == State.EXPIRED


def test_money_for_an_expired_request_is_kept_and_booked_by_hand(folio):
    link = samples.a_link(folio=folio)
    commands.expire_request(by=BY, request=link)
    for _time in range(3):
        settle(link)
    assert (state(link), link.external_id, paid(folio)) == (State.PAID_LATE, "WX1", 0)
    assert list(queries.late_payments(BY)) == [link]
    commands.accept_late(by=BY, request=link)
    assert (state(link), paid(folio)) == (State.PAID, 180_000)
    assert link.payment.reference == "WX1"
    assert list(queries.late_payments(BY)) == []


def test_money_that_was_paid_otherwise_meanwhile_is_kept_and_given_back(folio):
    link = samples.a_link(folio=folio)
    folios.take_payment(by=BY, folio=folio, amount=folio.charged, method=PaymentMethod.CASH)
    settle(link)
    assert (state(link), paid(folio)) == (State.PAID_LATE, 599_900)
    with pytest.raises(folios.OverPaid):
        commands.accept_late(by=BY, request=link)
    assert state(link) == State.PAID_LATE
    commands.return_late(by=BY, request=link, reason="已付现金")
    assert (state(link), paid(folio)) == (State.RETURNED, 599_900)


def test_money_for_a_closed_account_is_kept(folio):
    link = samples.a_link(folio=folio)
    folios.allow(by=BY, folio=folio, text="取消", amount=folio.charged, source="a:1")
    folios.close_folio(by=BY, folio=folio)
    settle(link)
    assert (state(link), paid(folio)) == (State.PAID_LATE, 0)


def test_a_failure_is_said_once_and_money_after_it_is_kept(folio):
    link = samples.a_link(folio=folio)
    for _time in range(2):
        commands.fail_request(by=BY, request=link, reason="余额不足")
    assert state(link) == State.FAILED
    settle(link)
    assert state(link) == State.PAID_LATE


def test_a_cashier_cannot_confirm_for_the_gateway(folio):
    link = samples.a_link(folio=folio)
    cashier = Actor(name="林小雨", user_id=1, permissions=frozenset({"payments.ask"}))
    with pytest.raises(NotAllowed):
        commands.settle(by=cashier, request=link, external_id="X", amount=DEPOSIT)
    assert state(link) == State.WAITING
    # …but who scans a code may take what the gateway answers
    small = Money(100)
    code = samples.WECHAT_CODE
    taken = commands.take_by_code(by=cashier, folio=folio, amount=small, code=code)
    assert taken.state == State.PAID
