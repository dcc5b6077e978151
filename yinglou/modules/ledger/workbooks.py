"""The trial balance as a workbook, for who goes on counting elsewhere."""

import io
from collections.abc import Mapping, Sequence

import xlsxwriter
from django.utils.translation import gettext as _

from .queries import BalanceRow

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = (
    "opening_debit_minor",
    "opening_credit_minor",
    "debit_minor",
    "credit_minor",
    "closing_debit_minor",
    "closing_credit_minor",
)


def balance_workbook(rows: Sequence[BalanceRow], totals: Mapping[str, int]) -> bytes:
    """One line for each account, children indented below their parents, and the total."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for place, head in enumerate(_heads()):
            sheet.write_string(0, place, head, book.add_format({"bold": True}))
        for number, row in enumerate(rows, start=1):
            strong = {"bold": not row.is_leaf}
            sheet.write_string(number, 0, row.code, book.add_format(strong))
            indented = book.add_format({**strong, "indent": row.level})
            sheet.write_string(number, 1, row.title, indented)
            money = book.add_format({**strong, "num_format": "#,##0.00"})
            for place, name in enumerate(COLUMNS, start=2):
                sheet.write_number(number, place, getattr(row, name) / 100, money)
        last, money = len(rows) + 1, book.add_format({"bold": True, "num_format": "#,##0.00"})
        sheet.write_string(last, 0, _("Total"), money)
        for place, name in enumerate(COLUMNS, start=2):
            sheet.write_number(last, place, totals[name] / 100, money)
    return file.getvalue()


def _heads() -> list[str]:
    sides = [_("Debit"), _("Credit")]
    spans = [_("Opening balance"), _("Movement"), _("Closing balance")]
    unit = _("yuan")
    return [
        _("Account"),
        _("Account name"),
        *(f"{span} {side} ({unit})" for span in spans for side in sides),
    ]
