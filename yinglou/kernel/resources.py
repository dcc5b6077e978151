"""A resource is declared once; its pages, its menu entry and its API follow from it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Model, Q, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.encoding import force_str
from django.utils.translation import gettext

from .actors import Actor
from .columns import Cell, Column, bind, cell_of
from .errors import NotFound
from .manifest import Menu
from .search import Searchable, matching

Rows = QuerySet[Any]


@dataclass(frozen=True, slots=True)
class View:
    """A tab of a list: a way of looking that the trade has a word for."""

    key: str
    label: Any
    rows: Callable[[Rows, Actor], Rows] | None = None
    counted: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """A station on a document's way: state is done, current, late or todo."""

    label: Any
    date: Any = None
    state: str = "todo"
    note: Any = ""
    url: str = ""


class Resource:
    """One kind of document, as the user meets it. See `docs/kernel.md` for every attribute."""

    do_not_call_in_templates: ClassVar[bool] = True
    model: ClassVar[type[Model]]
    rows: ClassVar[Callable[[Actor], Rows]]  # what this actor may see
    permission: ClassVar[str]  # to see the pages at all
    columns: ClassVar[tuple[str | Column, ...]]
    slug: ClassVar[str] = ""
    alias: ClassVar[str] = ""
    label: ClassVar[Any] = ""
    icon: ClassVar[str] = "file"
    menu: ClassVar[Menu | None] = None
    lookup: ClassVar[str] = "pk"
    views: ClassVar[tuple[View, ...]] = ()
    filters: ClassVar[tuple[str, ...]] = ()
    search_in: ClassVar[tuple[str, ...]] = ()
    order_by: ClassVar[tuple[str, ...]] = ("-pk",)
    create: ClassVar[Any] = None  # a command
    create_page: ClassVar[str] = ""  # the name of a hand-written page instead of a form
    actions: ClassVar[tuple[Any, ...]] = ()  # commands whose first argument is the row
    unlisted: ClassVar[tuple[Any, ...]] = ()  # those of them a hand-written page offers better
    bulk: ClassVar[tuple[Any, ...]] = ()  # those of them that make sense for many rows
    badges: ClassVar[tuple[str | Column, ...]] = ()
    facts: ClassVar[tuple[str | Column, ...]] = ()
    api_fields: ClassVar[tuple[str | Column, ...]] = ()
    palette: ClassVar[bool] = False
    palette_actions: ClassVar[tuple[Any, ...]] = ()
    export: ClassVar[bool] = True

    @staticmethod
    def title(row: Any) -> str:
        return str(row)

    @staticmethod
    def subtitle(row: Any) -> str:
        return ""

    @staticmethod
    def primary(row: Any, actor: Actor) -> Any:
        """The next best action: a command, or an object with label, url and icon."""
        return None

    @staticmethod
    def steps(row: Any) -> Sequence[Step]:
        return ()

    @staticmethod
    def links(row: Any, actor: Actor) -> Sequence[Any]:
        """Hand-written pages offered beside the actions: objects with label, url, icon."""
        return ()

    @classmethod
    def module(cls) -> str:
        return cls.model._meta.app_label

    @classmethod
    def key(cls) -> str:
        return f"{cls.module()}.{cls.slug}"

    @classmethod
    def base(cls) -> str:
        """The path of its pages: the short alias of a main resource, or module/slug."""
        return cls.alias or f"{cls.module()}/{cls.slug}"

    @classmethod
    def heading(cls) -> str:
        words = str(cls.label) or force_str(cls.model._meta.verbose_name_plural)
        return gettext(words[:1].upper() + words[1:])

    @classmethod
    def bound(cls, names: str = "columns") -> tuple[Column, ...]:
        return _bound(cls, names)

    @classmethod
    def visible(cls, actor: Actor, names: str = "columns") -> list[Column]:
        """The columns this actor may see: some values need a permission of their own."""
        return [c for c in cls.bound(names) if not c.permission or actor.may(c.permission)]

    @classmethod
    def cells(cls, row: Any, columns: Sequence[Column]) -> list[Cell]:
        return [cell_of(row, column, url_of) for column in columns]

    @classmethod
    def seen_by(cls, actor: Actor) -> Rows:
        actor.must(cls.permission)
        return cls.rows(actor)

    @classmethod
    def one(cls, actor: Actor, key: Any) -> Any:
        """The row of a page, by its number or key, or `NotFound`."""
        field = cls.lookup if not str(key).isdigit() else "pk"
        if field == "pk" and not (str(key).isdigit() and len(str(key)) <= 18):
            raise NotFound
        row = cls.seen_by(actor).filter(**{field: key}).first()
        if row is None:
            raise NotFound
        return row

    @classmethod
    def find(cls, actor: Actor, query: Mapping[str, str]) -> Rows:
        """The rows this actor may see, narrowed and ordered by a query string."""
        rows = cls._searched(cls.seen_by(actor), query.get("q", "").strip()[:60])
        view = next((v for v in cls.views if v.key == query.get("view")), None)
        if view and view.rows:
            rows = view.rows(rows, actor)
        for name in cls.filters:
            rows = _filtered(rows, cls.model, name, query)
        return rows.order_by(*cls.ordering(query.get("sort", "")))

    @classmethod
    def ordering(cls, asked: str) -> tuple[str, ...]:
        """`-due` of the query string as database columns; what cannot be sorted is ignored."""
        sortable = {column.name: column.sort for column in cls.bound() if column.sort}
        found = sortable.get(asked.lstrip("-"))
        if not found:
            return cls.order_by
        return (f"-{found}" if asked.startswith("-") else found, "-pk")

    @classmethod
    def _searched(cls, rows: Rows, words: str) -> Rows:
        if not words:
            return rows
        matches = Q()
        if issubclass(cls.model, Searchable):
            for word in words.split()[:5]:
                rows = rows.filter(pk__in=matching(cls.model._meta.label_lower, word))
            if not cls.search_in:
                return rows
        for field in cls.search_in:
            matches |= Q(**{field if "__" in field else f"{field}__icontains": words})
        return rows.filter(matches) if cls.search_in else rows.none()


def _filtered(rows: Rows, model: type[Model], name: str, query: Mapping[str, str]) -> Rows:
    """Narrow by one field: several choices by comma, dates from–to. Nonsense narrows nothing."""
    value, until = query.get(f"f.{name}", ""), query.get(f"f.{name}.to", "")
    if not value and not until:
        return rows
    field: Any = model._meta.get_field(name)
    try:
        if isinstance(field, models.DateField):
            suffix = "__date" if isinstance(field, models.DateTimeField) else ""
            if value:
                rows = rows.filter(**{f"{name}{suffix}__gte": value})
            return rows.filter(**{f"{name}{suffix}__lte": until}) if until else rows
        if isinstance(field, models.BooleanField):
            return rows.filter(**{name: value == "1"})
        return rows.filter(**{f"{name}__in": [part for part in value.split(",") if part][:50]})
    except (ValueError, TypeError, ValidationError):
        return rows


_resources: dict[str, type[Resource]] = {}
_by_model: dict[type[Model], type[Resource]] = {}


def resource(cls: type[Resource]) -> type[Resource]:
    """Put a resource into the house: it gets its pages, its API and its menu entry."""
    cls.rows = staticmethod(cls.__dict__["rows"])  # type: ignore[assignment]
    cls.slug = cls.slug or force_str(cls.model._meta.model_name) + "s"
    _resources[cls.key()] = cls
    _by_model.setdefault(cls.model, cls)
    return cls


def all_resources() -> list[type[Resource]]:
    return [_resources[key] for key in sorted(_resources)]


def resource_named(key: str) -> type[Resource]:
    return _resources[key]


def resource_of(model: type[Model]) -> type[Resource] | None:
    return _by_model.get(model)


def rows_for(model: type[Model], actor: Actor) -> Rows:
    """The rows of a model that an actor may choose from or point at."""
    found = _by_model.get(model)
    if found is not None:
        return found.rows(actor)
    rows = model._default_manager.all()
    if actor.reach != "all" and any(f.name == "branch" for f in model._meta.get_fields()):
        rows = rows.filter(branch_id__in=actor.branch_ids)
    return rows


def reference(row: Model) -> str:
    """A row as an opaque word that other modules can keep: `orders.order:7`."""
    return f"{row._meta.label_lower}:{row.pk}"


def row_of(word: str, actor: Actor) -> Any:
    """The row behind such a word, if this actor may see it; `NotFound` otherwise."""
    label, _colon, key = word.partition(":")
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        raise NotFound from None
    found = _by_model.get(model)
    if found is None or not key.isdigit() or len(key) > 18:
        raise NotFound
    return found.one(actor, key)


def record_behind(word: str) -> Any:
    """The row that such a word names, for a page whose reader may know of it; None if it is gone.

    What follows a slash says which part of the row is meant: `orders.order:7/cancelled`.
    """
    label, _colon, key = word.partition("/")[0].partition(":")
    if not key.isdigit() or len(key) > 18:
        return None
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        return None
    return model._default_manager.filter(pk=key).first()


def url_of(row: Any) -> str:
    """The address of a row's page; empty if it has none."""
    found = _by_model.get(type(row))
    if found is None:
        return ""
    try:
        key = getattr(row, found.lookup) or row.pk
        return reverse(f"{found.key()}.one", args=[key])
    except NoReverseMatch:
        return ""


@cache
def _bound(cls: type[Resource], names: str) -> tuple[Column, ...]:
    given = getattr(cls, names)
    if names == "api_fields" and not given:
        known = {c.name: c for c in (*cls.bound("columns"), *cls.bound("facts"))}
        return tuple(known.values())
    return tuple(bind(column, cls.model) for column in given)
