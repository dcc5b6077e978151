"""The chart as data, and postings without a database."""

from yinglou.kernel.money import Money
from yinglou.modules.ledger import rules
from yinglou.modules.ledger.rules import Posting


def test_every_account_hangs_below_another_one():
    codes = {row.code for row in rules.CHART}
    assert len(codes) == len(rules.CHART)
    for row in rules.CHART:
        above = rules.parent_of(row.code)
        assert (above in codes) if len(row.code) > 4 else above == ""
        assert row.side in ("Dr", "Cr")
        assert row.line or row.code == "1231"


def test_dimensions_follow_the_table():
    assert rules.dimensions_of("101201") == ("place",)
    assert rules.dimensions_of("140502") == ("place",)
    assert rules.dimensions_of("220301") == ("customer", "order")
    assert rules.dimensions_of("220302") == ("item",)
    assert rules.dimensions_of("3001") == ()


def test_red_lines_keep_their_side():
    line = Posting("3001", credit=Money(5), order="o:1")
    (red,) = rules.in_red([line])
    assert (red.debit, red.credit, red.order) == (None, Money(-5), "o:1")
    assert rules.totals([line, red]) == rules.Totals(0, 0)


def test_a_line_stands_on_one_side():
    assert rules.one_sided(Posting("3001", debit=Money(1)))
    assert not rules.one_sided(Posting("3001"))
    assert not rules.one_sided(Posting("3001", Money(1), Money(1)))
