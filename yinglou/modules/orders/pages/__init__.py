"""The hand-written pages of orders: taking, booking by phone, paying, printing, handing over."""

from . import book, new, order, papers, pay, pickup

__all__ = ["book", "new", "order", "papers", "pay", "pickup"]
