"""The columns of a list, the facts of a page and the fields of the API: one declaration."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Model
from django.utils.encoding import force_str
from django.utils.functional import lazy
from django.utils.translation import gettext

from .money import FenField, Money
from .states import Badge, HasState, badge_of
from .values import mask_phone

# Kinds that say nothing without the name of their column, where a row is drawn as a card.
LABELLED = ("money", "date")


@dataclass(frozen=True, slots=True)
class Cell:
    """One value as it is shown: text that is ready, and how to draw it."""

    kind: str
    value: Any = None
    text: str = ""
    url: str = ""
    tone: str = ""
    icon: str = ""
    sub: str = ""
    title: str = ""
    name: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A value of a row: where it comes from and how it is shown.

    `value` is an attribute path (`folio__charged_minor`) or a callable of the row; `sort` the
    column the database sorts by (the path itself by default); `kind` is found from the model
    when it is not given; `late` says of which rows the value is drawn as past its day.
    """

    name: str
    label: Any = ""
    kind: str = ""
    value: str | Callable[[Any], Any] = ""
    sort: str | None = ""
    total: bool = False
    hidden: bool = False
    sub: str | Callable[[Any], Any] = ""
    permission: str = ""
    link: bool = False
    late: Callable[[Any], bool] | None = None

    def read(self, row: Any) -> Any:
        source = self.value or self.name
        return source(row) if callable(source) else follow(row, source)

    def read_sub(self, row: Any) -> str:
        if not self.sub:
            return ""
        found = self.sub(row) if callable(self.sub) else follow(row, self.sub)
        return "" if found is None else str(found)


def follow(row: Any, path: str) -> Any:
    """`customer__name` from a row; None as soon as a step is missing."""
    for step in path.split("__"):
        if row is None:
            return None
        row = getattr(row, step)
        if callable(row) and not isinstance(row, type):
            row = row()
    return row


def bind(column: str | Column, model: type[Model]) -> Column:
    """A column with everything filled in that the model knows."""
    column = Column(column) if isinstance(column, str) else column
    path = column.value if isinstance(column.value, str) and column.value else column.name
    field = None if callable(column.value) else field_at(model, path)
    kind = column.kind or (_kind_of(model, field, path) if field is not None else "text")
    label = column.label or lazy(lambda: words_of(field, column.name), str)()
    sort = column.sort
    if sort == "":
        sort = _sort_of(field, path)
    return Column(
        column.name, label, kind, column.value, sort, column.total, column.hidden, column.sub,
        column.permission, column.link, column.late,
    )  # fmt: skip


def words_of(field: Any, name: str) -> str:
    """The heading of a column in the language of whoever is looking, from its field or name."""
    words = force_str(field.verbose_name) if field is not None else name.replace("_", " ")
    return gettext(words[:1].upper() + words[1:])


def field_at(model: type[Model], path: str) -> Any:
    field: Any = None
    for step in path.split("__"):
        if model is None:
            return None
        try:
            field = model._meta.get_field(step)
        except FieldDoesNotExist:
            return None
        model = getattr(field, "related_model", None)  # type: ignore[assignment]
    return field


def _kind_of(model: type[Model], field: Any, path: str) -> str:
    if field.choices and (field.name == "state" or _has_looks(model, field)):
        return "state"
    kinds: list[tuple[Any, str]] = [
        (FenField, "money"),
        (models.ForeignKey, "link"),
        (models.BooleanField, "bool"),
        (models.DateTimeField, "datetime"),
        (models.DateField, "date"),
        ((models.IntegerField, models.BigIntegerField), "number"),
    ]
    if not field.choices:
        for types_, kind in kinds:
            if isinstance(field, types_):
                return kind
    return "key" if path == "number" else "text"


def _has_looks(model: type[Model], field: Any) -> bool:
    return hasattr(model, f"{field.name}_looks") or (
        issubclass(model, HasState) and field.name == "state"
    )


def _sort_of(field: Any, path: str) -> str | None:
    if field is None or field.is_relation or isinstance(field, models.JSONField):
        return None
    return path


def cell_of(row: Any, column: Column, url_of: Callable[[Any], str]) -> Cell:
    """The cell of a row under a bound column."""
    if column.kind in ("state", "payment_state"):
        return _state_cell(row, column)
    value = column.read(row)
    sub = column.read_sub(row)
    if isinstance(value, Money):
        value = value.minor
    if isinstance(value, Model):
        url = url_of(value)
        return Cell("link" if url else "text", value.pk, str(value), url, sub=sub, name=column.name)
    text = _shown(row, column, value)
    url = url_of(row) if column.link or column.kind == "key" else ""
    tone = "red" if column.late is not None and column.late(row) else ""
    label = str(column.label) if column.kind in LABELLED else ""
    return Cell(column.kind, value, text, url, tone, sub=sub, name=column.name, label=label)


def _shown(row: Any, column: Column, value: Any) -> str:
    if value is None:
        return ""
    if column.kind == "phone":
        return mask_phone(str(value))
    path = column.value if isinstance(column.value, str) and column.value else column.name
    display = getattr(row, f"get_{path}_display", None) if isinstance(path, str) else None
    return str(display()) if display else str(value)


def _state_cell(row: Any, column: Column) -> Cell:
    source = column.value or column.name
    found = source(row) if callable(source) else None
    if found is None:
        target, _dot, last = str(source).rpartition("__")
        owner = follow(row, target) if target else row
        if owner is None:
            return Cell(column.kind, name=column.name)
        value = getattr(type(owner), last, None)
        found = getattr(owner, last) if isinstance(value, property) else badge_of(owner, last)
    if not isinstance(found, Badge):
        return Cell(column.kind, found, str(found or ""), name=column.name)
    kind = "payment_state" if found.outline else column.kind
    return Cell(kind, found.code, found.label, tone=found.tone, icon=found.icon, name=column.name)
