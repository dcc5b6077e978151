"""Orders, their lines, who sold them, when they are to be paid, and what was printed."""

from .lines import PAYMENT_STEP_LABELS, OrderLine, PaperPrint, PaymentStep, SalesCredit
from .order import BEFORE_SHOOT, CLOSED, PAYMENT_LABELS, SELLABLE, Order

__all__ = [
    "BEFORE_SHOOT",
    "CLOSED",
    "PAYMENT_LABELS",
    "PAYMENT_STEP_LABELS",
    "SELLABLE",
    "Order",
    "OrderLine",
    "PaperPrint",
    "PaymentStep",
    "SalesCredit",
]
