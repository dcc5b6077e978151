"""What the arguments of commands are made of, beyond Python's own types.

A command says `phone: Annotated[str, PHONE]` once; the form, the API schema, the check and
what the journal may write down follow from it.
"""

import re
from dataclasses import dataclass
from typing import Annotated, Any

from django.utils.translation import gettext as _

from .errors import InvalidValue


@dataclass(frozen=True, slots=True)
class Text:
    """Words: how long they may be, over how many lines, after which pattern.

    `secret` words never reach the journal in clear. `kind` names the widget (text, phone,
    email, password, search) and the normalisation.
    """

    max: int = 200
    lines: int = 1
    min: int = 0
    secret: bool = False
    kind: str = "text"
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number with its bounds and its unit (a count, minutes, basis points)."""

    min: int = 0
    max: int = 1_000_000_000
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Amount:
    """Bounds of an amount of money, in fen."""

    min: int = 0
    max: int = 10**13


@dataclass(frozen=True, slots=True)
class Pick:
    """How a row is chosen: `among(actor)` narrows the rows further; `widget` radio, combo."""

    widget: str = "combo"
    among: Any = None


@dataclass(frozen=True, slots=True)
class Ask:
    """How an argument is asked for: its label, a helping sentence, whether it is hidden."""

    label: Any = ""
    help: Any = ""
    hidden: bool = False


Name = Annotated[str, Text(max=60, min=1)]
Note = Annotated[str, Text(max=2000, lines=3)]
Reason = Annotated[str, Text(max=200, min=2)]
Phone = Annotated[str, Text(max=20, secret=True, kind="phone")]
Secret = Annotated[str, Text(max=2000, secret=True)]
Count = Annotated[int, Whole(min=1, max=9999)]
Minutes = Annotated[int, Whole(min=0, max=60 * 24, unit="min")]
BasisPoints = Annotated[int, Whole(min=0, max=10_000, unit="‱")]

_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")


def clean_phone(typed: str) -> str:
    """A mobile number of the mainland as 11 digits; other countries keep their +code.

    Raises `InvalidValue` with the sentence E-FMT-PHONE.
    """
    text = re.sub(r"[\s\-()（）]", "", typed.translate(_DIGITS))
    if re.fullmatch(r"\+(?!86)\d{6,15}", text):
        return text
    digits = re.sub(r"^(\+?86)(?=1\d{10}$)", "", text)
    if re.fullmatch(r"1[3-9]\d{9}", digits):
        return digits
    counted = len(re.sub(r"\D", "", digits))
    if counted == 11:
        raise InvalidValue(_("This is not a mobile number: it starts with 13–19."), field="phone")
    raise InvalidValue(
        _("Phone must be 11 digits; you entered %(n)s.") % {"n": counted}, field="phone"
    )


def mask_phone(phone: str) -> str:
    """`138****1234`: enough to tell two people apart, not enough to call."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else "****"
