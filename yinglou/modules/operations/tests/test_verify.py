"""`yinglou check` names what is broken, row by row; `yinglou backup` brings everything back."""

import io

import pytest
from django.core.management import call_command
from django.db import connection

from tests.cast import Cast, on_stage
from yinglou.modules.folios.models import PaymentMethod
from yinglou.modules.orders.commands import place_order, receive
from yinglou.modules.orders.models import Order

pytestmark = pytest.mark.django_db

BREAKS = {
    "folios.sums_agree_with_entries": "UPDATE folios_folio SET paid_minor = paid_minor - 1",
    "folios.receipts_have_no_gaps": "UPDATE folios_payment SET number = 'RC261121-0002'",
    "folios.refunds_agree_with_payments": "UPDATE folios_payment SET refunded_minor = 1",
    "bookkeeping.accounts_agree_with_the_ledger":
        "UPDATE folios_folio SET paid_minor = paid_minor + 100",
    "orders.shares_add_up": "UPDATE orders_salescredit SET share_bp = 9999",
    "orders.due_is_charged": "UPDATE orders_orderline SET discount_minor = 100",
    "orders.handed_over_unpaid":
        "UPDATE orders_order SET state = 'completed', completed_on = '2026-11-21', "
        "receiver = '王晓明'",
    "branches.business_dates_are_not_ahead":
        "UPDATE branches_branch SET business_date = '2026-12-31'",
}  # fmt: skip


@pytest.fixture
def cast():
    with on_stage() as found:
        yield found


def an_order(cast: Cast) -> Order:
    by = cast["linxiaoyu"]
    order = place_order(by=by, customer=cast.couple, package=cast.package, branch=cast.main)
    receive(by=by, order=order, amount=order.deposit, method=PaymentMethod.CASH)
    return order


def verify(*names: str) -> tuple[int, str]:
    said = io.StringIO()
    try:
        call_command("verify", *names, language="en", stdout=said)
    except SystemExit as leaving:
        return int(leaving.code or 0), said.getvalue()
    return 0, said.getvalue()


def test_a_sound_house_passes(cast):
    an_order(cast)
    code, said = verify("folios", "orders", "ledger", "booking", "bookkeeping", "branches")
    assert code == 0, said
    assert "✗" not in said


@pytest.mark.parametrize("name", BREAKS)
def test_what_is_broken_is_named(cast, name):
    an_order(cast)
    assert verify(name)[0] == 0
    with connection.cursor() as cursor:
        cursor.execute(BREAKS[name])
    code, said = verify(name)
    assert code == 1
    assert f"({name})" in said.splitlines()[0]
    assert said.splitlines()[0].startswith("✗")
    assert said.splitlines()[1].startswith("    ")


def test_a_check_that_does_not_exist_is_not_passed():
    assert verify("folios.nonsense")[0] == 1
