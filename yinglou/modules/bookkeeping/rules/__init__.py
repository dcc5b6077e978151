"""The posting policy: which fact posts to which account, readable by an accountant."""

from .amounts import Earned, Line, Spent, Tax, Written, net_of
from .facts import (
    allowance_after_delivery,
    at_most,
    by_hand,
    costs,
    deposit_returned,
    deposit_taken,
    earned_gross,
    fee_kept,
    late_money,
    late_money_resolved,
    payment,
    refund,
    sale,
)
from .policy import METHOD_ACCOUNTS, PLACEHOLDERS, POLICY, Rule, place_of

__all__ = [
    "METHOD_ACCOUNTS",
    "PLACEHOLDERS",
    "POLICY",
    "Earned",
    "Line",
    "Rule",
    "Spent",
    "Tax",
    "Written",
    "allowance_after_delivery",
    "at_most",
    "by_hand",
    "costs",
    "deposit_returned",
    "deposit_taken",
    "earned_gross",
    "fee_kept",
    "late_money",
    "late_money_resolved",
    "net_of",
    "payment",
    "place_of",
    "refund",
    "sale",
]
