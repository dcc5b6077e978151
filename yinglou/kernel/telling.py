"""How the journal writes things down: readable, comparable, and without secrets."""

import dataclasses
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from enum import Enum
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from django.db.models import Model

from .money import Money
from .values import Text

HIDDEN = "•••"
TOLD_TEXT_MAX = 500


def tell(value: Any) -> Any:
    """A value as JSON: rows as `label:key`, money as fen, moments in ISO."""
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Model):
        return f"{value._meta.label_lower}:{value.pk}"
    if isinstance(value, Money):
        return value.minor if value.currency == "CNY" else f"{value.minor} {value.currency}"
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    return _tell_many(value)


def _tell_many(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): tell(item) for key, item in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: tell(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, (list, tuple)):
        return [tell(item) for item in value]
    return str(value)


def told_arguments(func: Callable[..., Any], arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of a command for the journal; secret ones only as having been there."""
    return {
        name: _short(tell(veil(value, _hints(func).get(name))))
        for name, value in arguments.items()
        if name != "by" and value is not None and value != ""
    }


def veil(value: Any, hint: Any) -> Any:
    """Hide what the type hint marks as secret, also inside lines."""
    if value in (None, ""):
        return value
    if is_secret(hint):
        return HIDDEN
    if isinstance(value, Money):
        return value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        hints = _hints(type(value))
        return {
            f.name: veil(getattr(value, f.name), hints.get(f.name))
            for f in dataclasses.fields(value)
        }
    if isinstance(value, (list, tuple)):
        inner = next(iter(get_args(hint)), None)
        return [veil(item, inner) for item in value]
    return value


def is_secret(hint: Any) -> bool:
    """True for `Annotated[…, Text(secret=True)]`, alone or as an option of a union."""
    if get_origin(hint) is Annotated:
        return any(isinstance(mark, Text) and mark.secret for mark in get_args(hint)[1:])
    return any(is_secret(option) for option in get_args(hint) if option is not type(None))


def _short(value: Any) -> Any:
    if isinstance(value, str) and len(value) > TOLD_TEXT_MAX:
        return value[:TOLD_TEXT_MAX] + "…"
    return value


@cache
def _hints(thing: Any) -> dict[str, Any]:
    return get_type_hints(thing, include_extras=True)
