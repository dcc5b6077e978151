"""What the books accept, and that nobody changes them afterwards."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import Error

from yinglou.kernel.actors import Actor
from yinglou.kernel.errors import NotAllowed
from yinglou.kernel.money import Money
from yinglou.modules.branches.commands import open_branch
from yinglou.modules.ledger import checks, commands, queries, rules, samples
from yinglou.modules.ledger.commands import Posting
from yinglou.modules.ledger.models import Account, Entry, EntryLine

pytestmark = pytest.mark.django_db

BY = Actor.house("tests")


def post(*lines: Posting, source: str = "test:1") -> Entry:
    samples.a_chart()
    branch = samples.a_store()
    return commands.post_entry(
        by=BY,
        branch=branch,
        business_date=branch.business_date,
        source=source,
        rule="E40",
        text="股东投入",
        lines=list(lines),
    )


def bank(fen: int) -> Posting:
    return Posting("100201", debit=Money(fen), place="bank")


def capital(fen: int) -> Posting:
    return Posting("3001", credit=Money(fen))


def broken() -> list[str]:
    return [
        sentence
        for check in (
            checks.entries_balance,
            checks.lines_agree_with_their_entry,
            checks.only_leaves_are_posted_to,
        )
        for sentence in check()
    ]


def test_the_chart_is_loaded_once():
    samples.a_chart()
    samples.a_chart()
    assert Account.objects.count() == len(rules.CHART) == 180
    account = Account.objects.get(code="22210190")
    assert (account.pk, account.parent_code, account.is_leaf) == (22210190, "222101", True)
    assert Account.objects.get(code="220301").dimensions == ("customer", "order")
    assert not Account.objects.get(code="2203").is_leaf


def test_a_new_store_finds_its_accounts():
    samples.a_store()
    open_branch(by=BY, code="GX", name="高新店")
    assert Account.objects.count() == 180


def test_an_entry_balances_and_adds_up():
    entry = samples.an_entry()
    assert (entry.debit_minor, entry.credit_minor) == (100_000, 100_000)
    assert queries.balance("100201") == 100_000
    assert queries.balance("1002") == 100_000
    assert queries.balance("3001") == -100_000
    assert queries.balance("3001", upto=samples.DAY - timedelta(days=1)) == 0
    assert broken() == []


@pytest.mark.parametrize(
    ("lines", "refusal"),
    [
        ([bank(100), capital(99)], commands.NotBalanced),
        ([], commands.NotBalanced),
        ([Posting("100201", place="bank"), capital(0)], commands.NotBalanced),
        ([Posting("100201", Money(1), Money(1), place="bank")], commands.NotBalanced),
        ([Posting("100201", debit=Money(-5), place="b"), capital(-5)], commands.NotBalanced),
        ([Posting("9999", debit=Money(5)), capital(5)], commands.NoSuchAccount),
        ([Posting("1002", debit=Money(5), place="b"), capital(5)], commands.NotALeaf),
        ([Posting("100201", debit=Money(5)), capital(5)], commands.DimensionMissing),
        (
            [bank(5), Posting("220301", credit=Money(5), customer="c:1")],
            commands.DimensionMissing,
        ),
    ],
)
def test_what_is_no_entry_is_refused(lines, refusal):
    with pytest.raises(refusal):
        post(*lines)
    assert Entry.objects.count() == EntryLine.objects.count() == 0


def test_the_refusal_says_the_difference():
    with pytest.raises(commands.NotBalanced, match=r"¥1\.00.*¥0\.99.*¥0\.01"):
        post(bank(100), capital(99))


def test_a_document_is_posted_once():
    post(bank(100), capital(100))
    with pytest.raises(commands.PostedAlready):
        post(bank(100), capital(100))
    assert Entry.objects.count() == 1


def test_a_reversal_is_the_same_in_red():
    entry = samples.an_entry()
    red = commands.reverse_entry(by=BY, entry=entry, reason="记错了")
    assert [(n.debit_minor, n.credit_minor) for n in queries.lines_of(red)] == [
        (-100_000, 0),
        (0, -100_000),
    ]
    assert (red.reverses, red.debit_minor) == (entry, -100_000)
    assert queries.balance("100201") == 0
    row = queries.trial_balance(samples.DAY)[0]
    assert (row.debit_minor, row.credit_minor) == (0, 0)  # turnover shrinks, too
    with pytest.raises(commands.ReversedAlready):
        commands.reverse_entry(by=BY, entry=entry, reason="再来")
    with pytest.raises(commands.ReversedAlready):
        commands.reverse_entry(by=BY, entry=red, reason="再来")
    assert Entry.objects.count() == 2
    assert broken() == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET text = 'x'",
        "UPDATE ledger_entryline SET debit_minor = 1",
        "DELETE FROM ledger_entryline",
        "DELETE FROM ledger_entry",
    ],
)
def test_the_database_itself_refuses_to_change_the_books(statement):
    samples.an_entry()
    with pytest.raises(Error, match="written once"), transaction.atomic():
        connection.cursor().execute(statement)
    assert queries.balance("100201") == 100_000


def test_an_entry_by_hand_needs_the_right_to():
    samples.a_chart()
    asked = {"branch": samples.a_store(), "text": "调整", "lines": [bank(100), capital(100)]}
    with pytest.raises(NotAllowed):
        commands.write_entry(by=Actor(name="林小雨", user_id=1), **asked)
    one = commands.write_entry(by=BY, **asked)
    two = commands.write_entry(by=BY, **asked)
    assert one.rule == "manual"
    assert one.source != two.source


def test_an_accountant_says_once_what_a_line_concerns():
    samples.a_chart()
    leaf = Account.objects.get
    entry = commands.enter_by_hand(
        by=BY,
        branch=samples.a_store(),
        text="代垫",
        lines=[
            commands.HandLine(leaf(code="220202"), debit=Money(500), concerns="恒彩 GR1"),
            commands.HandLine(leaf(code="100201"), credit=Money(500), concerns="招商 8888"),
        ],
    )
    one, two = queries.lines_of(entry)
    assert (one.party_ref, one.item_ref, two.place_ref) == ("恒彩 GR1", "恒彩 GR1", "招商 8888")
    with pytest.raises(commands.DimensionMissing):
        commands.enter_by_hand(
            by=BY,
            branch=entry.branch,
            text="代垫",
            lines=[
                commands.HandLine(leaf(code="220202"), debit=Money(500)),
                commands.HandLine(leaf(code="3001"), credit=Money(500)),
            ],
        )
    assert Entry.objects.count() == 1


def test_posting_costs_a_handful_of_statements(django_assert_max_num_queries):
    branch = samples.an_entry().branch
    with django_assert_max_num_queries(7):
        commands.write_entry(by=BY, branch=branch, text="调整", lines=[bank(100), capital(100)])
