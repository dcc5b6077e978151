"""Everything that changes customer accounts."""

from .accounts import (
    AllowanceTooLarge,
    ChargedAlready,
    ChargeIn,
    FolioIsClosed,
    FolioNotEven,
    FolioOpenAlready,
    allow,
    charge,
    charge_lines,
    close_folio,
    open_folio,
    reopen_folio,
)
from .deposits import DepositGone, NotADeposit, hold_deposit, return_deposit
from .payments import OverPaid, WrongKind, print_receipt, take_payment
from .refunds import RefundTooLarge, refund_payment

__all__ = [
    "AllowanceTooLarge",
    "ChargeIn",
    "ChargedAlready",
    "DepositGone",
    "FolioIsClosed",
    "FolioNotEven",
    "FolioOpenAlready",
    "NotADeposit",
    "OverPaid",
    "RefundTooLarge",
    "WrongKind",
    "allow",
    "charge",
    "charge_lines",
    "close_folio",
    "hold_deposit",
    "open_folio",
    "print_receipt",
    "refund_payment",
    "reopen_folio",
    "return_deposit",
    "take_payment",
]
