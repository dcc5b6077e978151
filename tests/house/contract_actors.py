"""Actors for the contracts: one who may do everything, one who may do nothing."""

from typing import Any

from yinglou.kernel.actors import EVERYTHING, Actor


def everything(user: Any, request: Any = None) -> Actor:
    return Actor(name="Lin", user_id=user.pk, permissions=EVERYTHING, reach="all")


def nothing(user: Any, request: Any = None) -> Actor:
    return Actor(name="Otto", user_id=user.pk, permissions=frozenset(), reach="own")
