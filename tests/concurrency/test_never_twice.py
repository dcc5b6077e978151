"""Two hundred people, one dress, one photographer, one balance: on whichever database this is."""

from datetime import UTC, datetime

import pytest

from tests.cast import make_cast
from tests.concurrency.together import all_at_once
from yinglou.kernel import clock
from yinglou.kernel.checks import all_checks
from yinglou.kernel.money import Money
from yinglou.modules.booking.commands import book
from yinglou.modules.booking.models import Booking
from yinglou.modules.folios.models import Payment
from yinglou.modules.orders.commands import receive

pytestmark = pytest.mark.django_db(transaction=True)

MORNING = datetime(2026, 11, 21, 2, 15, tzinfo=UTC)
WANTED = datetime(2026, 12, 5, 1, 30, tzinfo=UTC)  # 09:30 in Shanghai
PEOPLE = 200


@pytest.fixture
def cast():
    with clock.set_to(MORNING):
        yield make_cast()


def test_one_dress_and_one_photographer_are_promised_once(cast):
    def attempt(_number: int) -> None:
        book(
            by=cast.lin,
            customer=cast.customer,
            branch=cast.branch,
            starts_at=WANTED,
            minutes=240,
            resources=[cast.photographer, cast.gown],
        )

    outcomes = all_at_once(PEOPLE, attempt)
    refused = {name: n for name, n in outcomes.items() if name != "done"}
    assert outcomes["done"] == 1, outcomes
    assert set(refused) <= {"ResourceTaken", "Busy"}, refused
    assert Booking.objects.count() == 1
    assert _broken() == []


def test_one_balance_is_collected_once(cast):
    order = cast.an_order()

    def attempt(_number: int) -> None:
        receive(by=cast.lin, order=order, amount=Money(order.folio.charged_minor), method="cash")

    outcomes = all_at_once(PEOPLE, attempt)
    assert outcomes["done"] == 1, outcomes
    assert sum(outcomes.values()) == PEOPLE
    assert not [name for name in outcomes if "Error" in name], outcomes
    order.folio.refresh_from_db()
    assert order.folio.paid_minor == order.folio.charged_minor
    assert Payment.objects.count() == 1
    assert _broken() == []


def test_small_payments_at_once_never_pass_the_balance(cast):
    order = cast.an_order()  # 5,999.00: fifty-nine times 100.00 fit
    outcomes = all_at_once(
        PEOPLE, lambda _n: receive(by=cast.lin, order=order, amount=Money(10_000), method="cash")
    )
    order.folio.refresh_from_db()
    assert outcomes["done"] <= 59
    assert order.folio.paid_minor == outcomes["done"] * 10_000
    assert not [name for name in outcomes if "Error" in name], outcomes


def _broken() -> list[str]:
    return [
        sentence
        for made in all_checks()
        if made.name != "checks.journal_is_unbroken" and "seal" not in made.name
        for sentence in made.run()
    ]
