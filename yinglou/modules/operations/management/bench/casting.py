"""Fifty thousand orders quickly: some are made by commands, and their rows are cast again.

A mould holds every row that one sale left behind. A cast repeats them with keys, numbers, days,
name and phone of its own; all that refers to one another refers to one another again, so that
`all_checks()` holds. Queued deliveries and the journal rows of mere effects are left out.
"""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import count
from typing import Any

from django.apps import apps
from django.db import connection, models

from yinglou.kernel.fields import EncryptedTextField
from yinglou.kernel.models import Job, JournalEntry, NumberSequence, SearchWord
from yinglou.kernel.search import WORD_MAX, Searchable, name_words, number_words
from yinglou.modules.customers.queries import phone_blind

from .selling import NAME

_LEFT_OUT = (Job, NumberSequence, SearchWord)
_COUNTED = (models.AutoField, models.BigIntegerField)
_NUMBER = re.compile(r"([A-Z]+)(\d{6})-\d+")
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = (
    "晓明", "静怡", "子涵", "雨桐", "浩然", "欣妍", "梓萱", "俊杰", "佳宁", "思远", "一诺",
    "宇轩", "诗涵", "嘉怡", "文博", "雅琪", "明轩", "可馨", "天佑", "若曦",
)  # fmt: skip
NAMES = [surname + given for surname in _SURNAMES for given in _GIVEN]

Model = type[models.Model]
Key = tuple[Model, int]
Maker = Callable[["Cast"], Any]


@dataclass(slots=True)
class Cast:
    """What is different about one repetition."""

    days: int
    phone: str
    keys: dict[Key, int]
    words: dict[str, str] = field(default_factory=dict)


class Foundry:
    """Gives out keys and numbers where the database stands now, and tells it in the end."""

    def __init__(self) -> None:
        self._keys = {model: count((top or 0) + 1) for model, top in tops().items()}
        self._last = dict(NumberSequence.objects.values_list("key", "last"))

    def key(self, model: Model) -> int:
        return next(self._keys[model])

    def number(self, number: str, days: int) -> str:
        """The next number of the same kind, so many days earlier."""
        found = _NUMBER.fullmatch(number)
        assert found is not None, number
        day = datetime.strptime(found[2], "%y%m%d").date() - timedelta(days)  # noqa: DTZ007 a day
        stem = f"{found[1]}{day:%y%m%d}"
        self._last[stem] = self._last.get(stem, 0) + 1
        return f"{stem}-{self._last[stem]:04}"

    def settle(self) -> None:
        """Documents made from now on get the numbers and keys that follow."""
        rows = [NumberSequence(key=stem, last=last) for stem, last in self._last.items()]
        NumberSequence.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["key"], update_fields=["last"]
        )
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(NO_STYLE, list(self._keys)):
                cursor.execute(statement)


class _NoStyle:
    """`sequence_reset_sql` wants to colour its words."""

    def __getattr__(self, _name: str) -> Callable[[str], str]:
        return str


NO_STYLE: Any = _NoStyle()


def tops() -> dict[Model, int | None]:
    """The highest key of every table whose keys are counted."""
    return {
        model: model._base_manager.aggregate(top=models.Max("pk"))["top"]
        for model in apps.get_models()
        if model._meta.managed and isinstance(model._meta.pk, _COUNTED)
    }


class Mould:
    """The rows of one sale, ready to be cast."""

    def __init__(self, play: Callable[[], Any]) -> None:
        before = tops()
        play()
        self._rows = {
            model: rows for model, top in before.items() if (rows := _new_rows(model, top))
        }
        self._own = {(model, row.pk) for model, rows in self._rows.items() for row in rows}
        self._in_order = sorted(self._own, key=lambda key: (key[0]._meta.label, key[1]))
        self._numbers = [
            row.number for rows in self._rows.values() for row in rows if hasattr(row, "number")
        ]
        references = {f"{model._meta.label_lower}:{key}": (model, key) for model, key in self._own}
        self._references = references
        tokens = sorted([*references, *self._numbers, NAME], key=len, reverse=True)
        self._token = re.compile(f"({'|'.join(map(re.escape, tokens))})(?!\\d)")
        self.shapes = {
            model: [self._makers(model, row) for row in rows] for model, rows in self._rows.items()
        }
        self._searched: list[tuple[Model, Any]] = [
            (model, row) for model, rows in self._rows.items() for row in rows
            if isinstance(row, Searchable)
        ]  # fmt: skip
        Job.objects.filter(state=Job.State.QUEUED).delete()  # nobody is told of what is not

    def cast(self, foundry: Foundry, days: int, name: str, phone: str) -> Cast:
        keys = {key: foundry.key(key[0]) for key in self._in_order}
        made = Cast(days, phone, keys)
        made.words = {
            token: f"{key[0]._meta.label_lower}:{made.keys[key]}"
            for token, key in self._references.items()
        }
        made.words |= {number: foundry.number(number, days) for number in self._numbers}
        made.words[NAME] = name
        return made

    def search_words(self, made: Cast, foundry: Foundry) -> Iterator[tuple[Any, ...]]:
        for model, row in self._searched:
            kind, key = model._meta.label_lower, made.keys[model, row.pk]
            for word in _words(made.words[row.number], made.words[NAME]):
                yield foundry.key(SearchWord), word, kind, key, row.branch_id

    def _makers(self, model: Model, row: Any) -> list[Maker]:
        return [self._maker(model, row, column) for column in model._meta.concrete_fields]

    def _maker(self, model: Model, row: Any, column: Any) -> Maker:
        """How the value of a column comes about in a cast."""
        value = getattr(row, column.attname)
        target = model if column.primary_key else column.related_model
        if target is not None and (target, value) in self._own:
            return lambda made: made.keys[target, value]
        if column.name in ("phone", "phone_blind", "phone_tail") and value:
            return _PHONE[column.name]
        if column.name == "words_key" and value:
            return lambda made: _words_key(made.words[row.number], made.words[NAME])
        if isinstance(value, date):
            return lambda made: _shifted(column, value, made.days)
        if isinstance(column, models.JSONField):
            return self._text(json.dumps(value, ensure_ascii=False))
        if isinstance(value, str) and not isinstance(column, EncryptedTextField):
            return self._text(value)
        kept = column.get_db_prep_save(value, connection)
        return lambda made: kept

    def _text(self, text: str) -> Maker:
        parts = self._token.split(text)
        if len(parts) == 1:
            return lambda made: text
        return lambda made: "".join([made.words.get(part, part) for part in parts])


def _new_rows(model: Model, top: int | None) -> list[Any]:
    if model in _LEFT_OUT:
        return []
    rows = model._base_manager.filter(pk__gt=top or 0).order_by("pk")
    return list(rows.filter(caused_by=None) if model is JournalEntry else rows)


@lru_cache(maxsize=100_000)
def _shifted(column: Any, value: date, days: int) -> Any:
    return column.get_db_prep_save(value - timedelta(days), connection)


@lru_cache(maxsize=1000)
def _name_words(name: str) -> frozenset[str]:
    return frozenset(name_words(name))


@lru_cache(maxsize=8)
def _words(number: str, name: str) -> list[str]:
    found = number_words(number) | _name_words(name)
    return sorted({word[:WORD_MAX].lower() for word in found if word})


def _words_key(number: str, name: str) -> str:
    return hashlib.sha256("\0".join(_words(number, name)).encode()).hexdigest()[:16]


def _sealed(made: Cast) -> Any:
    column = apps.get_model("customers.Contact")._meta.get_field("phone")
    return column.get_db_prep_save(made.phone, connection)


_PHONE: dict[str, Maker] = {
    "phone": _sealed,
    "phone_blind": lambda made: phone_blind(made.phone),
    "phone_tail": lambda made: made.phone[-4:],
}


def forget() -> None:
    for cached in (_shifted, _name_words, _words):
        cached.cache_clear()


class Pile:
    """Rows of many tables on their way into the database."""

    def __init__(self, foundry: Foundry) -> None:
        self._foundry = foundry
        self._rows: dict[Model, list[Sequence[Any]]] = defaultdict(list)

    def add(self, mould: Mould, made: Cast) -> None:
        for model, shapes in mould.shapes.items():
            self._rows[model] += [[make(made) for make in makers] for makers in shapes]
        self._rows[SearchWord] += mould.search_words(made, self._foundry)

    def pour(self) -> None:
        """Write everything by the quickest way the database has."""
        for model, rows in self._rows.items():
            quote = connection.ops.quote_name
            columns = [quote(str(column.column)) for column in model._meta.concrete_fields]
            _pour(quote(model._meta.db_table), ", ".join(columns), rows)
        self._rows.clear()


def _pour(table: str, columns: str, rows: Sequence[Sequence[Any]]) -> None:
    connection.ensure_connection()
    plain: Any = connection.connection
    if connection.vendor == "sqlite":
        marks = ", ".join("?" * len(rows[0]))
        plain.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)  # noqa: S608
        return
    with plain.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as stream:
        for row in rows:
            stream.write_row(row)
