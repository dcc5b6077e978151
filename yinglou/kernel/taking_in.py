"""Import: each row of a sheet is carried out by the same command as the form.

A refusal becomes the sentence of its row; the other rows go on. The same file sent twice does
nothing twice, because each row has its request key.
"""

import csv
import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from .actors import Actor
from .errors import DomainError, InvalidValue
from .forms import form_for
from .pages import guarded, new_request_key, render
from .resources import Resource, url_of
from .signatures import Argument, arguments_of

ROWS_MAX = 2_000
COLUMNS_MAX = 60
FILE_BYTES_MAX = 5_000_000


@dataclass(slots=True)
class RowReport:
    """What became of one row."""

    number: int
    done: bool
    text: str
    url: str = ""
    cells: tuple[str, ...] = ()


def import_view(resource: type[Resource]) -> Any:
    command = resource.create

    def show(request: Any) -> HttpResponse:
        context: dict[str, Any] = {
            "resource": {"title": resource.heading(), "url": reverse(resource.key())},
            "columns": [a for a in arguments_of(command).values() if not a.line and not a.many],
            "request_key": new_request_key(),
            "reports": None,
        }
        if request.method == "POST":
            try:
                heads, rows = read_sheet(request.FILES.get("file"))
                reports = [*take_rows(command, request.actor, heads, rows)]
            except DomainError as refusal:
                return render(
                    request, "ui/import.html", {**context, "refusal": refusal}, status=422
                )
            failed = [report for report in reports if not report.done]
            context |= {"reports": reports, "failed": failed, "heads": heads,
                        "done_count": len(reports) - len(failed)}  # fmt: skip
        return render(request, "ui/import.html", context)

    return guarded(show, command.permission)


def read_sheet(file: Any) -> tuple[list[str], list[list[str]]]:
    """The head and the rows of a workbook or CSV file, as text.

    Raises `InvalidValue` for a file that is missing, too large, damaged or too long.
    """
    if file is None:
        raise InvalidValue(_("Choose a file to import."), field="file")
    if file.size > FILE_BYTES_MAX:
        raise InvalidValue(_("The file is too large: at most 5 MB."), field="file")
    raw = file.read()
    table = _csv(raw) if file.name.lower().endswith(".csv") else _workbook(raw)
    table = [row for row in table if any(cell.strip() for cell in row)]
    if len(table) < 2:
        raise InvalidValue(_("The file has no rows under its heading."), field="file")
    if len(table) - 1 > ROWS_MAX or len(table[0]) > COLUMNS_MAX:
        raise InvalidValue(
            _("At most %(rows)s rows and %(columns)s columns at a time.")
            % {"rows": ROWS_MAX, "columns": COLUMNS_MAX},
            field="file",
        )
    return table[0], table[1:]


def _workbook(raw: bytes) -> list[list[str]]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        rows = book.get_sheet_by_index(0).to_python(nrows=ROWS_MAX + 2)
    except (CalamineError, ValueError, IndexError):
        raise InvalidValue(_("This file cannot be read as a workbook."), field="file") from None
    return [[_text(cell) for cell in row] for row in rows]


def _text(cell: Any) -> str:
    """A whole number comes out of a workbook as 13800001234.0."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _csv(raw: bytes) -> list[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return list(csv.reader(io.StringIO(raw.decode(encoding))))
        except (UnicodeDecodeError, csv.Error):
            continue
    raise InvalidValue(_("This file is neither UTF-8 nor GB18030 text."), field="file")


def take_rows(
    command: Any, actor: Actor, heads: list[str], rows: list[list[str]]
) -> Iterable[RowReport]:
    """Carry the command out for each row; yield what became of it."""
    arguments = {
        word: argument
        for argument in arguments_of(command).values()
        for word in (argument.name.lower(), argument.label.lower())
    }
    known = [arguments.get(head.strip().lower()) for head in heads]
    if not any(known):
        raise InvalidValue(_("No column of this file has a known heading."), field="file")
    actor = actor.coming_from("import")
    mark = hashlib.sha256(repr((heads, rows)).encode()).hexdigest()[:24]
    for number, row in enumerate(rows, start=2):
        yield _take_row(command, actor, f"import:{mark}:{number}", number, known, row)


def _take_row(
    command: Any, actor: Actor, key: str, number: int, known: list[Argument | None], row: list[str]
) -> RowReport:
    cells = tuple(row)
    data = {a.name: cell.strip() for a, cell in zip(known, row, strict=False) if a is not None}
    form = form_for(command, actor, {**_management(command), **data})
    if not form.is_valid():
        wrong = "；".join(_what_is_wrong(form.form))
        return RowReport(number, False, wrong or _("This row is incomplete."), cells=cells)
    try:
        outcome = command.carry_out({"by": actor, **form.arguments()}, key)
    except DomainError as refusal:
        return RowReport(number, False, str(refusal), cells=cells)
    text = _("Was imported before") if outcome.repeated else str(outcome.result)
    return RowReport(number, True, text, url_of(outcome.result), cells)


def _what_is_wrong(form: forms.Form) -> Iterable[str]:
    for name, errors in form.errors.items():
        label = f"{form.fields[name].label}: " if name in form.fields else ""
        yield f"{label}{errors[0]}"


def _management(command: Any) -> dict[str, str]:
    """A row has no lines: each line editor of the command is told that it is empty."""
    return {
        f"{a.name}-{part}": "0"
        for a in arguments_of(command).values()
        if a.line
        for part in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
