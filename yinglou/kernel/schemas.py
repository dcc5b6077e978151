"""The API's schemas: of a command, from its signature; of a row, from its columns."""

from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cache
from typing import Annotated, Any

from django.db.models import Model
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field, create_model

from .actors import Actor
from .columns import Column
from .errors import NotFound
from .money import Money
from .resources import Resource, rows_for
from .signatures import Argument, arguments_of, fields_of

ID_MAX = 2**53 - 1
LINES_MAX = 200


class Strict(Schema):
    """What is sent in: unknown names are refused, not ignored."""

    model_config = ConfigDict(extra="forbid")


class Pointer(Schema):
    """A row that is pointed at: its key and how people call it."""

    id: int
    label: str


class Refusal(Schema):
    """A rule said no: the rule's name, the sentence, and what can be done."""

    error: str
    detail: str
    field: str = ""
    options: list[dict[str, str]] = []
    reasons: list[str] = []


def _whole(value: Any) -> Any:
    """`true` is no number, and 3.0 is 3: JSON Schema says so."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError("a whole number is expected")
    return value


Id = Annotated[int, Field(ge=1, le=ID_MAX), BeforeValidator(_whole)]


@cache
def command_schema(command: Any, without: str = "") -> type[Schema]:
    """The body of a command's endpoint."""
    asked = {n: a for n, a in arguments_of(command).items() if n != without}
    return _schema(f"{command.name}.In", asked)


def _schema(name: str, asked: Mapping[str, Argument]) -> type[Schema]:
    fields: dict[str, Any] = {a.wire_name: _wire(name, a) for a in asked.values()}
    made: type[Schema] = create_model(name, __base__=Strict, **fields)
    return made


def _wire(owner: str, argument: Argument) -> tuple[Any, Any]:
    kind = _wire_kind(owner, argument)
    if argument.many:
        kind = Annotated[list[kind], Field(max_length=LINES_MAX)]
    if argument.line:
        kind = Annotated[list[kind], Field(max_length=LINES_MAX)]
    if argument.required:
        return kind, ...
    default = argument.default
    if argument.line or argument.many:
        return kind, Field(default_factory=list)
    if isinstance(default, Money):
        default = default.minor
    return (kind | None if argument.optional or default is None else kind), default


def _wire_kind(owner: str, argument: Argument) -> Any:
    if argument.line:
        return _line_schema(argument.line)
    if argument.is_row:
        return Id
    if argument.is_choice:
        return argument.kind
    kind = argument.kind
    if kind is str:
        text = argument.text
        return Annotated[
            str, Field(min_length=text.min, max_length=text.max, pattern=r"^[^\x00]*$")
        ]
    if kind is int:
        whole = argument.whole
        return Annotated[int, Field(ge=whole.min, le=whole.max), BeforeValidator(_whole)]
    if kind is Money:
        amount = argument.amount
        return Annotated[int, Field(ge=amount.min, le=amount.max), BeforeValidator(_whole)]
    if kind is bool:
        return Annotated[bool, Field(strict=True)]
    return kind


@cache
def _line_schema(line: type) -> type[Schema]:
    return _schema(f"{line.__module__.split('.')[-2]}.{line.__name__}", fields_of(line))


def resolve(command: Any, actor: Actor, body: Schema, without: str = "") -> dict[str, Any]:
    """What came over the wire as the command wants it: rows for keys, money for fen.

    A key of a row that does not exist, or that this actor may not see, is `NotFound`.
    """
    asked = {n: a for n, a in arguments_of(command).items() if n != without}
    return _resolve(asked, actor, body)


def _resolve(asked: Mapping[str, Argument], actor: Actor, body: Schema) -> dict[str, Any]:
    given = {}
    for argument in asked.values():
        value = getattr(body, argument.wire_name)
        if value is None and not argument.required:
            continue
        given[argument.name] = _value(argument, actor, value)
    return given


def _value(argument: Argument, actor: Actor, value: Any) -> Any:
    if argument.line:
        columns = fields_of(argument.line)
        return [argument.line(**_resolve(columns, actor, line)) for line in value]
    if argument.is_row and argument.many:
        return _rows(argument, actor, value)
    if argument.is_row:
        return _rows(argument, actor, [value])[0]
    if argument.kind is Money:
        return Money(value)
    return value


def _rows(argument: Argument, actor: Actor, keys: list[int]) -> list[Any]:
    rows = rows_for(argument.kind, actor)
    if argument.pick.among:
        rows = argument.pick.among(rows, actor)
    found: dict[int, Model] = {row.pk: row for row in rows.filter(pk__in=set(keys))}
    if missing := [key for key in keys if key not in found]:
        raise NotFound(
            _("There is no %(what)s %(key)s, or you may not see it.")
            % {"what": argument.kind._meta.verbose_name, "key": missing[0]},
            field=argument.name,
        )
    return [found[key] for key in keys]


_OUT: dict[str, Any] = {
    "money": int, "number": int, "date": date, "datetime": datetime, "time": time,
    "bool": bool, "link": Pointer, "percent": int,
}  # fmt: skip


@cache
def row_schema(resource: type[Resource]) -> type[Schema]:
    """What the API says of a row: the columns of its list and the facts of its page."""
    fields: dict[str, Any] = {"id": (int, ...)}
    if resource.lookup != "pk":
        fields[resource.lookup] = (str, ...)
    for column in resource.bound("api_fields"):
        fields.setdefault(_out_name(column), (_OUT.get(column.kind, str) | None, None))
    made: type[Schema] = create_model(f"{resource.key()}.Out", __base__=Schema, **fields)
    return made


def _out_name(column: Column) -> str:
    return f"{column.name.removesuffix('_minor')}_minor" if column.kind == "money" else column.name


def told_row(resource: type[Resource], row: Any, actor: Actor) -> dict[str, Any]:
    """A row as the API tells it; what the actor may not see is left empty, phones are masked."""
    told: dict[str, Any] = {"id": row.pk}
    if resource.lookup != "pk":
        told[resource.lookup] = str(getattr(row, resource.lookup))
    columns = resource.visible(actor, "api_fields")
    for column, cell in zip(columns, resource.cells(row, columns), strict=True):
        told.setdefault(_out_name(column), _told(column, cell))
    return told


def _told(column: Column, cell: Any) -> Any:
    if column.kind == "link":
        return {"id": cell.value, "label": cell.text} if cell.value is not None else None
    if column.kind in _OUT:
        return cell.value
    if column.kind in ("state", "payment_state"):
        return cell.value if cell.value is None else str(cell.value)
    return cell.text
