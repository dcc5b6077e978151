"""Two hundred people, one dress, one photographer, one balance: on whichever database this is."""

import pytest

from tests.concurrency.together import all_at_once
from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.checks import all_checks
from yinglou.kernel.money import Money
from yinglou.modules.booking import samples as booking
from yinglou.modules.booking.commands import book
from yinglou.modules.booking.models import Booking, ResourceKind
from yinglou.modules.customers.samples import a_couple
from yinglou.modules.folios.models import Payment, PaymentMethod
from yinglou.modules.orders import samples as orders
from yinglou.modules.orders.commands import receive

pytestmark = pytest.mark.django_db(transaction=True)

HOUSE = Actor.house("desk")
PEOPLE = 200


@pytest.fixture(autouse=True)
def morning():
    with clock.set_to(orders.MOMENT):
        yield


def test_one_dress_and_one_photographer_are_promised_once():
    studio = booking.a_studio(HOUSE)
    couple = a_couple(HOUSE, studio.branch)
    found = {resource.kind: resource for resource in studio.named.values()}
    wanted = [found[ResourceKind.PHOTOGRAPHER], found[ResourceKind.GOWN]]
    starts_at = booking.at(9, 30, orders.SHOOT_DAY)

    def attempt(_number: int) -> None:
        book(
            by=HOUSE, customer=couple, branch=studio.branch, starts_at=starts_at,
            kind=Booking.Kind.SHOOT, minutes=240, resources=wanted,
        )  # fmt: skip

    outcomes = all_at_once(PEOPLE, attempt)
    refused = {name for name in outcomes if name != "done"}
    assert outcomes["done"] == 1, outcomes
    assert refused <= {"ResourceTaken", "InCleaning", "Busy"}, outcomes
    assert Booking.objects.count() == 1
    assert _broken() == []


def test_one_balance_is_collected_once():
    order = orders.an_order(HOUSE)
    owed = Money(order.folio.charged_minor)

    def attempt(_number: int) -> None:
        receive(by=HOUSE, order=order, amount=owed, method=PaymentMethod.CASH)

    outcomes = all_at_once(PEOPLE, attempt)
    assert outcomes["done"] == 1, outcomes
    assert not [name for name in outcomes if "Error" in name], outcomes
    assert orders.fresh(order).folio.paid_minor == owed.minor
    assert Payment.objects.count() == 1
    assert _broken() == []


def _broken() -> list[str]:
    return [
        sentence
        for made in all_checks()
        if made.name != "kernel.journal_is_unbroken"
        for sentence in made.run()
    ]
