"""Writing to customers: by hand, and because something happened."""

from .occasions import OCCASIONS
from .telling import (
    confirmed_key,
    consent_by_reply,
    lift_opt_outs,
    next_time_key,
    tell,
    tell_of_booking,
    tell_of_order,
    tell_of_pay_link,
    tell_of_payment,
    tell_of_refund,
)
from .writing import NoConsent, Unreachable, send_text

__all__ = [
    "OCCASIONS",
    "NoConsent",
    "Unreachable",
    "confirmed_key",
    "consent_by_reply",
    "lift_opt_outs",
    "next_time_key",
    "send_text",
    "tell",
    "tell_of_booking",
    "tell_of_order",
    "tell_of_pay_link",
    "tell_of_payment",
    "tell_of_refund",
]
