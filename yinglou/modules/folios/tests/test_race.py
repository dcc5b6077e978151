"""Many cashiers, one balance: it is collected once, whoever is first."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from yinglou.kernel.actors import Actor
from yinglou.kernel.errors import DomainError
from yinglou.kernel.money import Money
from yinglou.modules.folios import checks, commands, samples
from yinglou.modules.folios.models import Folio, Payment, PaymentMethod

pytestmark = pytest.mark.django_db(transaction=True)

CASHIERS, ATTEMPTS = 8, 40


def test_a_balance_is_never_collected_twice():
    folio = samples.a_folio(charged=Money(50_000))

    def attempt(_number: int) -> str:
        try:
            commands.take_payment(
                by=Actor.house("tests"),
                folio=Folio.objects.get(pk=folio.pk),
                amount=Money(10_000),
                method=PaymentMethod.CASH,
            )
        except DomainError as refusal:
            return refusal.name
        finally:
            connection.close()
        return "taken"

    with ThreadPoolExecutor(CASHIERS) as cashiers:
        outcomes = list(cashiers.map(attempt, range(ATTEMPTS)))
    folio.refresh_from_db()
    assert outcomes.count("taken") == 5
    assert set(outcomes) <= {"taken", "OverPaid", "Busy"}
    assert (folio.paid_minor, Payment.objects.count()) == (50_000, 5)
    assert list(checks.receipts_have_no_gaps()) == []
    assert list(checks.sums_agree_with_entries()) == []
