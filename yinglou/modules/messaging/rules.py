"""What a template may contain, how it is filled in, and what counts as a refusal."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from string import Formatter
from typing import Any

SMS_ONE = 70  # characters of one short message; longer ones are cut into parts of 67
SMS_PART = 67
BODY_MAX = 1000
STOP_WORDS = frozenset({"t", "td", "退订", "拒收", "stop", "unsubscribe"})


@dataclass(frozen=True, slots=True)
class Occasion:
    """When the house writes by itself: what it is called, what may be filled in, what it says.

    `subject` and `body` are what is said as long as nobody has written a template.
    """

    code: str
    title: Any
    subject: Any
    body: Any
    placeholders: Mapping[str, Any] = field(default_factory=dict)
    is_marketing: bool = False


def placeholders_in(text: str) -> list[str]:
    """The names between braces. Raises `ValueError` for braces that are not a plain name."""
    names = []
    for _literal, name, spec, conversion in Formatter().parse(text):
        if name is None:
            continue
        if not re.fullmatch(r"[a-z][a-z_]*", name) or spec or conversion:
            raise ValueError(name or "{}")
        names.append(name)
    return list(dict.fromkeys(names))


def filled(text: str, values: Mapping[str, str]) -> str:
    """A template with its placeholders filled in. Raises `KeyError` for a missing value.

    Only plain names are looked up: a template cannot reach into anything.
    """
    parts = []
    for literal, name, _spec, _conversion in Formatter().parse(text):
        parts.append(literal)
        if name is not None:
            parts.append(values[name])
    return "".join(parts)


def sms_parts(text: str) -> int:
    """How many short messages a text takes."""
    return 1 if len(text) <= SMS_ONE else -(-len(text) // SMS_PART)


def is_stop(text: str) -> bool:
    """Whether a reply asks for no more advertising: TD, 退订."""
    return text.strip().strip("。.!！").lower() in STOP_WORDS


def mask_address(address: str) -> str:
    """An address as it may be shown: `138****1234`, `li***@example.com`."""
    name, at, host = address.partition("@")
    if at:
        return f"{name[:2]}***@{host}"
    return f"{address[:3]}****{address[-4:]}" if len(address) >= 8 else "****"
