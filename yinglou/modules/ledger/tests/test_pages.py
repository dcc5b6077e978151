"""Trial balance, account detail and voucher, as an accountant sees them."""

from datetime import date

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.money import Money
from yinglou.kernel.resources import url_of
from yinglou.modules.access.samples import an_administrator
from yinglou.modules.branches.samples import two_branches
from yinglou.modules.ledger import queries, samples

pytestmark = pytest.mark.django_db

DAY = samples.DAY


@pytest.fixture
def owner(client: Client):
    client.force_login(an_administrator())
    everything = "tests.house.contract_actors.everything"
    with override_settings(YINGLOU_ACTOR=everything), clock.set_to(clock.at(DAY, 10)):
        yield client


def test_opening_movement_and_closing_are_told_apart():
    zl, gx = two_branches()
    samples.an_entry(zl, Money(100_000), "s:1")
    samples.an_entry(gx, Money(50_000), "s:2")
    rows = {row.code: row for row in queries.trial_balance(DAY)}
    assert rows["1002"].closing_minor == rows["100201"].closing_minor == 150_000
    assert rows["3001"].closing_credit_minor == 150_000
    only = {row.code: row for row in queries.trial_balance(DAY, gx)}
    assert only["100201"].debit_minor == 50_000
    later = queries.trial_balance(date(2026, 12, 31), since=date(2026, 12, 1))
    assert (later[0].code, later[0].opening_minor, later[0].debit_minor) == ("1002", 150_000, 0)
    totals = queries.column_totals(later)
    assert totals["opening_debit_minor"] == totals["opening_credit_minor"] == 150_000
    assert queries.trial_balance(DAY, branch_ids=[]) == []


def test_the_trial_balance_balances(owner):
    samples.an_entry()
    page = owner.get(reverse("ledger.trial_balance")).content.decode()
    assert "1,000.00" in page
    assert 'data-testid="balance-100201"' in page
    leaves = owner.get(reverse("ledger.trial_balance"), {"level": "leaf"}).content.decode()
    assert 'data-testid="balance-1002"' in page
    assert 'data-testid="balance-1002"' not in leaves
    before = owner.get(reverse("ledger.trial_balance"), {"upto": "2026-10-31"})
    assert 'data-testid="balance-100201"' not in before.content.decode()


def test_an_account_tells_its_lines_with_balances(owner):
    entry = samples.an_entry()
    page = owner.get(reverse("ledger.account_lines", args=["1002"])).content.decode()
    assert reverse("ledger.entries.one", args=[entry.pk]) in page
    assert '<td data-kind="money" class="num" data-testid="account-closing">1,000.00</td>' in page
    assert owner.get(reverse("ledger.account_lines", args=["9999"])).status_code == 404


def test_an_entry_is_printed_with_its_amount_in_words(owner):
    entry = samples.an_entry()
    page = owner.get(reverse("ledger.voucher", args=[entry.pk])).content.decode()
    assert "人民币壹仟元整" in page
    assert owner.get(reverse("ledger.voucher", args=[entry.pk + 1])).status_code == 404


def test_a_store_sees_its_own_books_only():
    zl, gx = two_branches()
    mine, other = samples.an_entry(zl, source="s:1"), samples.an_entry(gx, source="s:2")
    clerk = Actor(name="会计", user_id=1, reach="branch", branch_ids=frozenset({zl.pk}))
    assert list(queries.entries_seen_by(clerk)) == [mine]
    account = queries.account_with("100201")
    _opening, rows = queries.account_lines(clerk, account, DAY, DAY)
    assert [row.line.entry_id for row in rows] == [mine.pk]
    assert other.pk not in [row.line.entry_id for row in rows]


def test_an_entry_names_its_source_and_says_no_codes(owner):
    zl, _gx = two_branches()
    entry = samples.an_entry(zl, Money(100_000), f"branches.branch:{zl.pk}/opened")
    url = reverse("ledger.entries.one", args=[entry.pk])
    page = owner.get(url).content.decode()
    assert "branches.branch:" not in page.replace(f"/of/branches.branch:{zl.pk}", "")
    assert url_of(zl) in page
    assert (
        "branches.branch"
        not in owner.get(reverse("ledger.voucher", args=[entry.pk])).content.decode()
    )


def test_the_trial_balance_shows_parents_bold_and_goes_to_paper_and_workbook(owner):
    samples.an_entry()
    page = owner.get(reverse("ledger.trial_balance")).content.decode()
    assert 'data-level="0" data-parent data-testid="balance-1002"' in page
    assert 'data-level="1" data-testid="balance-100201"' in page
    paper = owner.get(reverse("ledger.trial_balance_paper")).content.decode()
    assert "balance-100201" in paper
    book = owner.get(reverse("ledger.trial_balance_export"))
    assert book["Content-Disposition"].endswith('.xlsx"')
    assert book.content.startswith(b"PK")
    detail = reverse("ledger.account_lines", args=["1002"])
    assert detail.startswith(reverse("ledger.trial_balance"))
