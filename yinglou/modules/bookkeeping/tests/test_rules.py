"""The posting policy against the worked examples of the specification, to the fen."""

from collections import defaultdict

import pytest

from yinglou.modules.bookkeeping import rules

SMALL = rules.Tax(100)
GENERAL = rules.Tax(600, is_general=True)
IN_ADVANCE = {"220301": -10_000_000}

# The examples E01–E10b of the specification: debit positive, in fen.
ORACLE = {
    "E01": {"101201": 200_000, "220301": -200_000},
    "E02": {"101203": 400_000, "220301": -400_000},
    "E03": {"101201": 303_000, "220301": -303_000},
    "E04": {"220301": 606_000, "500101": -600_000, "22210190": -6_000},
    "E04b": {"220301": 800_000, "112201": 210_000, "500101": -1_000_000, "22210190": -10_000},
    "E04g": {"220301": 106_000, "500101": -100_000, "22210102": -6_000},
    "E05": {"540102": 340_000, "140502": -340_000},
    "E06": {"220301": 200_000, "101201": -200_000},
    "E08": {"220301": 500_000, "100201": -400_000, "530103": -100_000},
    "E08b": {"220301": 500_000, "100201": -399_000, "500101": -100_000, "22210190": -1_000},
    "E09": {"220301": 100_000, "530103": -100_000},
    "E10": {"100101": 50_000, "224102": -50_000},
    "E10b": {"224102": 50_000, "100101": -39_900, "505102": -10_000, "22210190": -100},
    "E22b": {"100201": 101_000, "112201": -101_000},
    "E69": {"100201": 88_800, "224106": -88_800},
}


def summed(*entries: rules.Written) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for entry in entries:
        assert sum(line.minor for line in entry.lines) == 0
        for line in entry.lines:
            found[line.account] += line.minor
    return {account: minor for account, minor in found.items() if minor}


def shooting(gross: int) -> list[rules.Earned]:
    return [rules.Earned(gross, "500101")]


def cancelled(kept: int, paid_back: int, *, work_done: bool) -> tuple[rules.Written, ...]:
    """A cancellation is a refund and a fee, each posted by its own fact."""
    fee = rules.fee_kept(kept, SMALL, IN_ADVANCE, work_done=work_done, paid_back=bool(paid_back))
    return (rules.refund(paid_back, "bank", IN_ADVANCE), fee) if paid_back else (fee,)


EXAMPLES = {
    "E01": (rules.payment("down_payment", 200_000, "wechat", {}),),
    "E02": (rules.payment("progress", 400_000, "card", {}),),
    "E03": (rules.payment("second_sale", 303_000, "wechat", {}),),
    "E04": (rules.sale(shooting(606_000), SMALL, {"220301": -606_000}),),
    "E04b": (rules.sale(shooting(1_010_000), SMALL, {"220301": -800_000}),),
    "E04g": (rules.sale(shooting(106_000), GENERAL, {"220301": -106_000}),),
    "E05": (rules.costs([rules.Spent(340_000, "540102", "140502")]),),
    "E06": (rules.refund(200_000, "wechat", {"220301": -200_000}),),
    "E08": cancelled(100_000, 400_000, work_done=False),
    "E08b": cancelled(101_000, 399_000, work_done=True),
    "E09": cancelled(100_000, 0, work_done=False),
    "E10": (rules.deposit_taken(50_000, "cash"),),
    "E10b": (rules.deposit_returned(39_900, 10_100, "cash", SMALL),),
    "E22b": (rules.payment("final", 101_000, "bank", {"112201": 101_000}),),
    "E69": (rules.late_money(88_800, "bank"),),
}


@pytest.mark.parametrize("code", ORACLE)
def test_the_policy_posts_what_the_specification_says(code):
    entries = EXAMPLES[code]
    assert summed(*entries) == ORACLE[code]
    assert entries[-1].rule == code


def test_a_refund_after_delivery_reduces_this_periods_revenue():
    """E07 without the goods: an allowance of 505, then the money goes back."""
    balances = {"500106": -100_000, "22210190": -1_000, "101201": 101_000}
    allowance = rules.allowance_after_delivery(50_500, SMALL, balances)
    refund = rules.refund(50_500, "wechat", {**balances, "220301": -50_500})
    assert allowance.rule == "E07"
    assert summed(allowance, refund) == {"500106": 50_000, "22210190": 500, "101201": -50_500}


def test_an_allowance_before_delivery_posts_nothing():
    assert rules.allowance_after_delivery(0, SMALL, {"220301": -50_000}).lines == ()


def test_an_allowance_on_credit_reduces_what_is_owed():
    balances = {"500101": -600_000, "22210190": -6_000, "112201": 606_000}
    entry = rules.allowance_after_delivery(505_000, SMALL, balances)
    assert summed(entry) == {"500101": 100_000, "22210190": 1_000, "112201": -101_000}


def test_an_allowance_is_spread_over_what_was_sold():
    balances = {"500101": -600_000, "500103": -400_000, "22210190": -10_000, "220301": 0}
    entry = rules.allowance_after_delivery(909_000, SMALL, balances)
    assert summed(entry) == {
        "500101": 60_000, "500103": 40_000, "22210190": 1_000, "220301": -101_000,
    }  # fmt: skip


def test_a_payment_first_settles_what_is_owed_on_credit():
    entry = rules.payment("final", 300_000, "cash", {"112201": 210_000})
    assert entry.rule == "E02"
    assert summed(entry) == {"100101": 300_000, "112201": -210_000, "220301": -90_000}


def test_money_paid_back_beyond_the_advance_is_owed_again():
    entry = rules.refund(100_000, "cash", {"220301": -40_000})
    assert summed(entry) == {"220301": 40_000, "112201": 60_000, "100101": -100_000}


def test_tax_is_rounded_once_per_line():
    """98.02 + 0.98: the rounding example of the specification."""
    assert rules.net_of(9_900, 100) == 9_802
    entry = rules.sale([rules.Earned(9_900, "500106")] * 3, SMALL, IN_ADVANCE)
    assert summed(entry) == {"220301": 29_700, "500106": -29_406, "22210190": -294}


def test_gifts_post_nothing():
    assert rules.sale([rules.Earned(0, "500103")], SMALL, {}).lines == ()
    assert rules.costs([rules.Spent(0, "540102", "140502"), rules.Spent(5, "", "")]).lines == ()


def test_cash_carries_its_line_of_the_cash_flow_statement():
    marked = {
        code: [line.cash_flow for entry in EXAMPLES[code] for line in entry.lines if line.method]
        for code in ("E01", "E06", "E10", "E10b", "E69")
    }
    assert marked == {"E01": ["1"], "E06": ["1"], "E10": ["2"], "E10b": ["6"], "E69": ["2"]}


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_table_says_what_is_posted(code):
    """Every account of an entry stands in its row of the policy, on its side."""
    entry = EXAMPLES[code][-1]
    rule = rules.POLICY[entry.rule]
    named = {"220301", "112201", "224102", "224106", "530103", "500101", "505102"}
    for line in entry.lines:
        side = rule.debit if line.minor > 0 else rule.credit
        stands = line.account in side
        derived = line.account not in named or line.account == "500101"
        assert stands or (derived and set(side) & set(rules.PLACEHOLDERS)), (code, line)
