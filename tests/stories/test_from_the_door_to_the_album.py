"""A couple's order from the door to the album, told through the commands of the house."""

import pytest

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.checks import all_checks
from yinglou.kernel.money import Money
from yinglou.kernel.seals import seal_batch
from yinglou.modules.folios.models import PaymentMethod
from yinglou.modules.ledger.queries import balance, column_totals, trial_balance
from yinglou.modules.orders import commands, samples
from yinglou.modules.orders.models import Order

pytestmark = pytest.mark.django_db

HOUSE = Actor.house("story")
WECHAT = PaymentMethod.WECHAT


@pytest.fixture(autouse=True)
def morning(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    with clock.set_to(samples.MOMENT):
        yield


def test_nothing_leaves_the_house_unpaid_and_the_books_know_it_all():
    order = samples.an_order(HOUSE)
    assert order.folio.charged_minor == 599_900
    assert balance("500101") == 0

    order = samples.paid(HOUSE, order)
    assert order.folio.paid_minor == 180_000
    assert balance("220301") == -180_000  # an advance, not income

    order = samples.shot(HOUSE, order)
    assert order.state == Order.State.SHOT
    commands.record_selection(by=HOUSE, order=order, photos_chosen=32)
    order = samples.fresh(order)
    assert order.folio.charged_minor == 599_900 + 2 * 8_000  # two photos more at 80.00

    for stage in ("retouching", "proofing", "finalized", "manufacturing"):
        commands.move_stage(by=HOUSE, order=order, stage=stage)
        order = samples.fresh(order)
    commands.mark_ready(by=HOUSE, order=order, shelf="A-03")
    order = samples.fresh(order)

    owed = order.folio.charged_minor - order.folio.paid_minor
    commands.receive(by=HOUSE, order=order, amount=Money(owed - 100), method=WECHAT)
    order = samples.fresh(order)
    with pytest.raises(commands.MoneyOwed) as refused:
        commands.hand_over(by=HOUSE, order=order, receiver="李静", relation="本人")
    assert "1.00" in str(refused.value)
    assert samples.fresh(order).state == Order.State.READY

    commands.receive(by=HOUSE, order=order, amount=Money(100), method=WECHAT)
    commands.hand_over(by=HOUSE, order=samples.fresh(order), receiver="李静", relation="本人")
    order = samples.fresh(order)
    assert order.state == Order.State.COMPLETED
    assert balance("220301") == 0
    assert -balance("5001") - balance("22210190") == 599_900 + 16_000
    _the_house_holds()


def test_what_the_couple_did_not_take_goes_back_the_way_it_came():
    order = samples.paid(HOUSE, samples.an_order(HOUSE))
    commands.cancel_order(by=HOUSE, order=order, reason="婚期取消", kept=Money(100_000))
    order = samples.fresh(order)
    assert order.state == Order.State.REFUNDED
    assert order.folio.paid_minor == order.folio.charged_minor
    _the_house_holds()


def _the_house_holds() -> None:
    """The trial balance balances, and every check of the house finds nothing."""
    feet = column_totals(trial_balance(clock.today()))
    assert feet["debit_minor"] == feet["credit_minor"] > 0
    while seal_batch():
        pass
    broken = [sentence for made in all_checks() for sentence in made.run()]
    assert broken == []
