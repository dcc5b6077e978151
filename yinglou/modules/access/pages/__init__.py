"""Hand-written pages: the door, one's own security, tokens, roles, switching the store."""

from . import door, mine, roles, security

__all__ = ["door", "mine", "roles", "security"]
