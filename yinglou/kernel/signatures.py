"""Reads a command's signature. A command says what it needs once, in its own type hints.

The form (`forms.py`), the API schema (`schemas.py`) and the import row are made from this.
"""

import dataclasses
import inspect
import types
from collections.abc import Mapping
from datetime import date, datetime, time
from enum import Enum
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model
from django.utils.translation import gettext as _

from .money import Money
from .values import Amount, Ask, Pick, Text, Whole

SCALARS = (str, int, bool, date, datetime, time, Money, UploadedFile)
_EMPTY = inspect.Parameter.empty
_TEXT, _WHOLE, _AMOUNT = Text(), Whole(min=-(10**12), max=10**12), Amount(min=-(10**13))
_PICK, _ASK = Pick(), Ask()


@dataclasses.dataclass(frozen=True, slots=True)
class Argument:
    """One thing a command asks for.

    `kind` is the bare type; `line` the dataclass of a list of lines; `many` a list of rows.
    """

    name: str
    kind: Any
    default: Any = _EMPTY
    optional: bool = False
    many: bool = False
    line: Any = None
    text: Text = _TEXT
    whole: Whole = _WHOLE
    amount: Amount = _AMOUNT
    pick: Pick = _PICK
    ask: Ask = _ASK

    @property
    def required(self) -> bool:
        return self.default is _EMPTY

    @property
    def label(self) -> str:
        words = self.name.removesuffix("_on").removesuffix("_bp").replace("_", " ")
        return str(self.ask.label) or _(words.capitalize())

    @property
    def is_row(self) -> bool:
        return isinstance(self.kind, type) and issubclass(self.kind, Model)

    @property
    def is_choice(self) -> bool:
        return isinstance(self.kind, type) and issubclass(self.kind, Enum)

    @property
    def wire_name(self) -> str:
        """The name in the API: money says its unit."""
        return f"{self.name}_minor" if self.kind is Money else self.name


def arguments_of(command: Any) -> Mapping[str, Argument]:
    """Everything a command asks for but `by`, in order."""
    return _arguments(command.func)


def fields_of(line: type) -> Mapping[str, Argument]:
    """The same for a dataclass of lines: one column of the line editor each."""
    hints = get_type_hints(line, include_extras=True)
    return {
        f.name: _argument(f.name, hints[f.name], _default_of(f)) for f in dataclasses.fields(line)
    }


def subject_of(command: Any) -> Argument:
    """The first argument: the document the command is about."""
    return next(iter(arguments_of(command).values()))


@cache
def _arguments(func: Any) -> Mapping[str, Argument]:
    hints = get_type_hints(func, include_extras=True)
    return {
        name: _argument(name, hints[name], parameter.default)
        for name, parameter in inspect.signature(func).parameters.items()
        if name != "by"
    }


def _default_of(field: Any) -> Any:
    if field.default is not dataclasses.MISSING:
        return field.default
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return _EMPTY


def _argument(name: str, hint: Any, default: Any) -> Argument:
    marks: dict[str, Any] = {}
    bare = _strip(hint, marks)
    optional = False
    if get_origin(bare) in (Union, types.UnionType):
        options = [option for option in get_args(bare) if option is not type(None)]
        optional = len(options) < len(get_args(bare))
        bare = _strip(options[0], marks)
    many, line = False, None
    if get_origin(bare) in (list, tuple):
        inner = _strip(get_args(bare)[0], marks)
        many, line = not dataclasses.is_dataclass(inner) or inner is Money, None
        if dataclasses.is_dataclass(inner) and inner is not Money:
            line = inner
        bare = inner
    _must_know(name, bare, line)
    return Argument(name, bare, default, optional, many, line, **marks)


def _strip(hint: Any, marks: dict[str, Any]) -> Any:
    """Take `Annotated` off and keep what it says."""
    while get_origin(hint) is Annotated:
        hint, *said = get_args(hint)
        for mark in said:
            marks.setdefault(type(mark).__name__.lower(), mark)
    return hint


def _must_know(name: str, kind: Any, line: Any) -> None:
    known = line is not None or (
        isinstance(kind, type) and (issubclass(kind, (Model, Enum)) or kind in SCALARS)
    )
    if not known:
        raise TypeError(f"no form can be made for “{name}: {kind!r}”")
