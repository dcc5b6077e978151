"""The tables of customers: who they are, how they are reached, what is known about them."""

from .contacts import Contact
from .customers import Customer, Tag
from .knowledge import Consent, KeyDate, Preference, Reception

__all__ = [
    "Consent",
    "Contact",
    "Customer",
    "KeyDate",
    "Preference",
    "Reception",
    "Tag",
]
