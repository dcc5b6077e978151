"""The list of a resource: views, search, filters, columns, order, pages, totals, export."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import xlsxwriter
from django.core.paginator import Page as RowsPage
from django.core.paginator import Paginator
from django.db import models
from django.db.models import QuerySet, Sum
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from . import clock
from .actors import Actor
from .columns import Cell, Column, words_of
from .models import SavedView
from .money import Money
from .pages import guarded, render
from .resources import Resource, View, rows_for, url_of

SIZES = (50, 100, 200)
FILTER_OPTIONS_MAX = 100
EXPORT_ROWS_MAX = 50_000
LARGE = 2_000  # from here on the figures of a list come after its rows
_LOOKS = ("cols", "size", "sort", "page")  # these narrow nothing
_STATE = ("view", "q", "sort", "cols", "size")


@dataclass(slots=True)
class Tab:
    """A view of the list as a tab."""

    key: str
    label: str
    url: str
    current: bool
    count: int | None = None
    user_made: bool = False


@dataclass(slots=True)
class Filter:
    """A control by which the list is narrowed."""

    name: str
    label: str
    kind: str
    options: list[tuple[str, str, bool]]
    value: str
    value_to: str


@dataclass(slots=True)
class Heading:
    """The head of a column."""

    name: str
    label: str
    kind: str
    align: str
    sort_url: str
    sorted: str
    visible: bool
    toggle_url: str


@dataclass(slots=True)
class Line:
    """A row of the list."""

    pk: Any
    url: str
    peek_url: str
    cells: list[Cell]


@dataclass(slots=True)
class Button:
    """An action as a button or link; `direct` ones are carried out without another question."""

    label: str
    url: str
    icon: str = ""
    name: str = ""
    danger: bool = False
    direct: bool = False
    key: str = ""


class Narrowed:
    """The rows of a resource that were asked for, with the columns that are shown."""

    def __init__(self, resource: type[Resource], actor: Actor, query: Mapping[str, str]) -> None:
        self._resource, self._actor, self._query = resource, actor, dict(query)
        self._base = reverse(resource.key())
        self._all = resource.visible(actor)
        self._shown = self._chosen_columns()
        self._rows = resource.find(actor, self._query)

    def _chosen_columns(self) -> list[Column]:
        asked = [name for name in self._query.get("cols", "").split(",") if name]
        if asked:
            known = {column.name: column for column in self._all}
            chosen = [known[name] for name in asked if name in known]
            return chosen or self._all
        return [column for column in self._all if not column.hidden]

    def _summed(self) -> dict[str, str]:
        return {c.name: str(c.sort) for c in self._shown if c.total and c.sort}

    def sums(self) -> dict[str, int]:
        """What the totalled columns add up to over all rows that were asked for."""
        summed = self._summed()
        found = self._rows.order_by().aggregate(**{f"sum_{n}": Sum(p) for n, p in summed.items()})
        return {name: found[f"sum_{name}"] or 0 for name in summed}

    def counts(self) -> dict[str, int]:
        """How many rows each of the list's own views holds."""
        return {v.key: self._count(v) for v in self._resource.views if v.counted}

    def _count(self, view: View) -> int:
        rows = self._resource.seen_by(self._actor)
        rows = view.rows(rows, self._actor) if view.rows else rows
        return rows.order_by().count()


class ListPage(Narrowed):
    """Everything the template of a list shows. The query string is its whole state (D5)."""

    def __init__(self, resource: type[Resource], actor: Actor, query: Mapping[str, str]) -> None:
        super().__init__(resource, actor, query)
        self.resource = _Head(resource)
        self.q = self._query.get("q", "").strip()[:60]
        self._page = self._cut(self._rows)
        self.figures_url = self._figures_url() if self._is_long() else ""
        self.columns = [self._heading(column) for column in self._all]
        self.rows = [self._line(row) for row in self._page.object_list]
        self.totals = self._totals()
        self.views = self._views()
        self.filters = [self._filter(name) for name in resource.filters]
        self.chips = self._chips()
        self.pager = self._pager()
        self.create = _create_button(resource, actor)
        self.bulk = _bulk_buttons(resource, actor)
        self.export_url = (
            f"{self._base}export/?{urlencode(self._kept())}" if resource.export else ""
        )
        self.import_url = (
            f"{self._base}import/" if resource.create and not resource.create_page else ""
        )
        self.dirty = any(key in self._query for key in ("sort", "cols")) or bool(self.chips)
        self.save_view_url = f"{self._base}views/"
        self.reset_url = self._url(only=("view",))
        self.clear_url = self._url(only=("view", "sort", "cols", "size"))
        narrowed = bool(self.chips or self.q)
        if not narrowed and self._query.get("view"):
            # An empty view is good news, not an empty house.
            narrowed, self.clear_url = True, self._base
        self.empty = "" if self.rows else ("filtered" if narrowed else "new")
        self.heading_facts = _("%(n)s in all") % {"n": f"{self._page.paginator.count:,}"}
        self.group_by = ""

    def _cut(self, rows: QuerySet[Any]) -> RowsPage[Any]:
        size = self._query.get("size", "")
        self._size = int(size) if size.isdigit() and int(size) in SIZES else SIZES[0]
        number = self._query.get("page", "1")
        # The keys first: sorting and skipping need not carry what each row joins.
        page: RowsPage[Any] = Paginator(rows.values_list("pk", flat=True), self._size).get_page(
            number if number.isdigit() and len(number) < 7 else "1"
        )
        keys = list(page.object_list)
        shown = self._resource.seen_by(self._actor).filter(pk__in=keys)
        found = {row.pk: row for row in shown} if keys else {}
        page.object_list = [found[key] for key in keys if key in found]
        return page

    def _is_long(self) -> bool:
        """Whether counting takes time: many rows were found, or were looked through."""
        if self._page.paginator.count > LARGE:
            return True
        if not any(value for name, value in self._query.items() if name not in _LOOKS):
            return False
        rows = self._resource.model._base_manager.order_by("-pk").values_list("pk", flat=True)
        newest = rows.first()
        return isinstance(newest, int) and newest > LARGE

    def _line(self, row: Any) -> Line:
        url = url_of(row)
        cells = self._resource.cells(row, self._shown)
        return Line(row.pk, url, f"{url}peek/" if url else "", cells)

    def _heading(self, column: Column) -> Heading:
        sorted_by = self._query.get("sort", "")
        is_sorted = sorted_by.lstrip("-") == column.name
        direction = ("desc" if sorted_by.startswith("-") else "asc") if is_sorted else ""
        following = f"-{column.name}" if direction == "asc" else column.name
        names = [c.name for c in self._shown]
        visible = column in self._shown
        toggled = [n for n in names if n != column.name] if visible else [*names, column.name]
        return Heading(
            column.name,
            str(column.label),
            column.kind,
            "end" if column.kind in ("money", "number", "percent") else "start",
            self._url(sort=following, page="") if column.sort else "",
            direction,
            visible,
            self._url(cols=",".join(toggled)),
        )

    def _totals(self) -> list[Cell | None]:
        summed = self._summed()
        if not summed or not self.rows:
            return []
        sums = {} if self.figures_url else self.sums()
        return [
            Cell(c.kind, sums.get(c.name), name=c.name) if c.name in summed else None
            for c in self._shown
        ]

    def _figures_url(self) -> str:
        return f"{self._base}figures/?{urlencode(self._kept())}"

    def _views(self) -> list[Tab]:
        current = self._query.get("view", "")
        offered = self._resource.views or (View("", _("All"), counted=False),)
        tabs = [self._tab(view, current or offered[0].key) for view in offered]
        if self._actor.user_id is None:
            return tabs
        mine = SavedView.objects.filter(resource=self._resource.key()).filter(
            models.Q(user_id=self._actor.user_id) | models.Q(shared=True)
        )
        for saved in mine.order_by("position", "pk")[:20]:
            here = urlencode(self._kept()) == saved.query
            tabs.append(
                Tab(
                    f"saved-{saved.pk}",
                    saved.name,
                    f"{self._base}?{saved.query}",
                    here,
                    user_made=True,
                )
            )
            if here:
                for tab in tabs[:-1]:
                    tab.current = False
        return tabs

    def _tab(self, view: View, current: str) -> Tab:
        count = self._count(view) if view.counted and not self.figures_url else None
        url = f"{self._base}?{urlencode({'view': view.key})}" if view.key else self._base
        return Tab(view.key, str(view.label), url, view.key == current, count)

    def _filter(self, name: str) -> Filter:
        field: Any = self._resource.model._meta.get_field(name)
        value, until = self._query.get(f"f.{name}", ""), self._query.get(f"f.{name}.to", "")
        label = words_of(field, name)
        if isinstance(field, models.DateField):
            return Filter(f"f.{name}", label, "date", [], value, until)
        if isinstance(field, models.BooleanField):
            pairs = [("1", _("Yes")), ("0", _("No"))]
            return Filter(
                f"f.{name}", label, "bool", [(k, w, k == value) for k, w in pairs], value, ""
            )
        chosen = value.split(",")
        if field.is_relation:
            rows = rows_for(field.related_model, self._actor)[:FILTER_OPTIONS_MAX]
            options = [(str(row.pk), str(row), str(row.pk) in chosen) for row in rows]
        else:
            options = [(str(k), str(w), str(k) in chosen) for k, w in field.flatchoices]
        return Filter(f"f.{name}", label, "choice", options, value, "")

    def _chips(self) -> list[Any]:
        chips = []
        for found in self.filters:
            if not (found.value or found.value_to):
                continue
            words = "、".join(label for _key, label, chosen in found.options if chosen)
            words = words or f"{found.value}–{found.value_to}"
            without: dict[str, Any] = {found.name: "", f"{found.name}.to": "", "page": ""}
            chips.append({"label": f"{found.label}: {words}", "remove_url": self._url(**without)})
        return chips

    def _pager(self) -> dict[str, Any]:
        page, count = self._page, self._page.paginator.count
        near = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
        return {
            "page": page.number,
            "pages": page.paginator.num_pages,
            "total": count,
            "first": page.start_index(),
            "last": page.end_index(),
            "size": self._size,
            "sizes": [(n, self._url(size=str(n), page=""), n == self._size) for n in SIZES],
            "prev_url": self._url(page=str(page.number - 1)) if page.has_previous() else "",
            "next_url": self._url(page=str(page.number + 1)) if page.has_next() else "",
            "urls": [(n, self._url(page=str(n)) if isinstance(n, int) else "") for n in near],
        }

    def _kept(self) -> dict[str, str]:
        """The part of the query string that makes the view: everything but the page."""
        return {
            key: value
            for key, value in sorted(self._query.items())
            if value and (key in _STATE or key.startswith("f."))
        }

    def _url(self, only: tuple[str, ...] = (), **changes: str) -> str:
        kept = {
            k: v for k, v in self._query.items() if v and (not only or k in only) and k != "peek"
        }
        merged = {k: v for k, v in {**kept, **changes}.items() if v}
        return f"{self._base}?{urlencode(merged)}" if merged else self._base


class _Head:
    """What the template says of the resource itself."""

    def __init__(self, resource: type[Resource]) -> None:
        self.key, self.title = resource.key(), resource.heading()
        self.icon, self.module = resource.icon, resource.module()
        self.url = reverse(resource.key())


def _create_button(resource: type[Resource], actor: Actor) -> Button | None:
    if not resource.create or not actor.may(resource.create.permission):
        return None
    url = reverse(resource.create_page or f"{resource.key()}.new")
    return Button(resource.create.title, url, "plus", resource.create.name)


def _bulk_buttons(resource: type[Resource], actor: Actor) -> list[Button]:
    base = reverse(resource.key())
    return [
        Button(c.title, f"{base}bulk/{c.__name__}/", c.icon, c.name, c.danger)
        for c in resource.bulk
        if actor.may(c.permission)
    ]


def list_view(resource: type[Resource]) -> Any:
    def show(request: Any) -> HttpResponse:
        page = ListPage(resource, request.actor, request.GET.dict())
        part = "table" if request.htmx and not request.htmx.boosted else ""
        return render(request, "ui/list.html", {"page": page}, part=part)

    return guarded(show, resource.permission)


def figures_view(resource: type[Resource]) -> Any:
    """The counts and totals of a long list, fetched when its rows are there already."""

    def tell(request: Any) -> HttpResponse:
        page = Narrowed(resource, request.actor, request.GET.dict())
        totals = {name: str(Money(fen)).replace("¥", "") for name, fen in page.sums().items()}
        return JsonResponse({"views": page.counts(), "totals": totals})

    return guarded(tell, resource.permission)


def export_view(resource: type[Resource]) -> Any:
    """The list as a workbook: what is on the screen, masked as on the screen, all pages."""

    def download(request: Any) -> HttpResponse:
        page = ListPage(resource, request.actor, request.GET.dict())
        return _workbook(resource, page)

    return guarded(download, resource.permission)


def _workbook(resource: type[Resource], page: ListPage) -> HttpResponse:
    file = io.BytesIO()
    options = {"constant_memory": True, "in_memory": True, "strings_to_formulas": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet, money = book.add_worksheet(), book.add_format({"num_format": "#,##0.00"})
        for place, column in enumerate(page._shown):
            sheet.write_string(0, place, str(column.label))
        for number, row in enumerate(page._rows[:EXPORT_ROWS_MAX].iterator(1000), start=1):
            for place, cell in enumerate(resource.cells(row, page._shown)):
                _write(sheet, number, place, cell, money)
    name = f"{resource.slug}-{clock.today():%Y%m%d}.xlsx"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(file.getvalue(), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _write(sheet: Any, row: int, column: int, cell: Cell, money: Any) -> None:
    value = cell.value
    if cell.kind == "money" and isinstance(value, int):
        sheet.write_number(row, column, value / 100, money)  # a picture of the amount, for Excel
    elif cell.kind == "number" and isinstance(value, int):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, cell.text or ("" if value is None else str(value)))
