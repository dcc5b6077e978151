"""Receipts and statements on paper, accounts on the screen."""

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from yinglou.kernel.models import JournalEntry
from yinglou.modules.access.samples import an_administrator
from yinglou.modules.folios import samples
from yinglou.modules.folios.models import Payment

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(client: Client):
    client.force_login(an_administrator())
    with override_settings(YINGLOU_ACTOR="tests.house.contract_actors.everything"):
        yield client


def paper(payment: Payment) -> str:
    return reverse("folios.receipt", args=[payment.number])


def test_a_receipt_says_amount_in_words_and_what_is_left(owner):
    page = owner.get(paper(samples.a_payment())).content.decode()
    assert "人民币壹仟捌佰元整" in page
    assert "¥1,800.00" in page
    assert '<td class="num" data-testid="receipt-outstanding">¥4,199.00</td>' in page
    assert "¥1,199.80" in page  # of it earnest money
    assert "¥600.20" in page  # of it refundable
    assert 'data-paper="80mm"' in page


def test_looking_is_not_counted_and_printing_is(owner):
    payment = samples.a_payment()
    assert "receipt-preview" in owner.get(paper(payment)).content.decode()
    first = owner.post(f"{paper(payment)}?paper=a5", {"request_key": "k1"})
    assert first["Location"] == f"{paper(payment)}?paper=a5&copy=1"
    printed = owner.get(first["Location"]).content.decode()
    assert "receipt-preview" not in printed
    assert "paper-copy" not in printed
    second = owner.post(paper(payment), {"request_key": "k2"})
    again = owner.get(second["Location"]).content.decode()
    assert 'class="paper-copy"' in again
    assert JournalEntry.objects.filter(command="folios.print_receipt").count() == 2
    # a copy that was never issued stays a preview
    assert "receipt-preview" in owner.get(f"{paper(payment)}?copy=9").content.decode()


def test_the_statement_is_printed_with_its_balance(owner):
    payment = samples.a_payment()
    page = owner.get(reverse("folios.statement", args=[payment.folio.number])).content.decode()
    assert payment.number in page
    assert "人民币肆仟壹佰玖拾玖元整" in page


def test_the_account_shows_its_statement(owner):
    payment = samples.a_payment()
    url = reverse("folios.folios.one", args=[payment.folio.number])
    page = owner.get(url).content.decode()
    assert '<td data-kind="money" class="num" data-testid="folio-balance">¥4,199.00</td>' in page
    assert owner.get(reverse("folios.receipt", args=["RC000000-0001"])).status_code == 404


def test_money_is_taken_by_the_form_of_the_account(owner):
    folio = samples.a_folio()
    url = reverse("folios.folios.take_payment", args=[folio.number])
    too_much = {"amount": "6000", "method": "cash", "kind": "final", "request_key": "a"}
    answer = owner.post(url, too_much)
    assert answer.status_code == 422
    assert "¥5,999.00" in answer.content.decode()
    assert Payment.objects.count() == 0
    answer = owner.post(url, {**too_much, "amount": "5,999.00", "request_key": "b"})
    assert answer.status_code == 302
    assert Payment.objects.get().amount_minor == 599_900
