"""The hand-written pages of booking: pictures of time, and what is done on them."""

from . import board, drawer, mine, moving, needs, papers, peek

__all__ = ["board", "drawer", "mine", "moving", "needs", "papers", "peek"]
