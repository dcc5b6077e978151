"""Trial balance, the detail of an account, and an entry on paper."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from django.utils.translation import gettext as _

from yinglou.kernel import clock
from yinglou.kernel.dates import read_date
from yinglou.kernel.errors import NotFound
from yinglou.kernel.pages import PageRequest, page, render
from yinglou.kernel.resources import record_behind
from yinglou.modules.branches.models import Branch
from yinglou.modules.branches.queries import branches_seen_by

from . import queries
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


@dataclass(frozen=True, slots=True)
class Period:
    """From when until when, and for which store."""

    since: date
    upto: date
    branch: Branch | None


@page("ledger.view", "ledger/trial-balance/", name="ledger.trial_balance")
def trial_balance(request: PageRequest) -> HttpResponse:
    """What stands on every account: before, moved, after. Debit and credit add up alike."""
    return render(request, "ledger/trial_balance.html", _balance(request))


@page("ledger.view", "ledger/trial-balance/print/", name="ledger.trial_balance_paper")
def trial_balance_paper(request: PageRequest) -> HttpResponse:
    """The same on paper."""
    context = {**_balance(request), "paper": "a4"}
    return render(request, "ledger/trial_balance_paper.html", context)


@page("ledger.view", "ledger/trial-balance/export/", name="ledger.trial_balance_export")
def trial_balance_export(request: PageRequest) -> HttpResponse:
    """The same as a workbook, the amounts in yuan."""
    found = _balance(request)
    name = f"trial-balance-{found['period'].upto:%Y%m%d}.xlsx"
    response = HttpResponse(_workbook(found["rows"], found["totals"]), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _balance(request: PageRequest) -> dict[str, Any]:
    period = _period(request)
    seen = None if request.actor.reach == "all" else request.actor.branch_ids
    rows = queries.trial_balance(period.upto, period.branch, period.since, seen)
    leaves_only = request.GET.get("level") == "leaf"
    shown = [row for row in rows if row.is_leaf or not leaves_only]
    return {
        "rows": shown,
        "totals": queries.column_totals(rows),
        "leaves_only": leaves_only,
        **_asked(request, period),
    }


@page("ledger.view", "ledger/trial-balance/of/<str:code>/", name="ledger.account_lines")
def account_lines(request: PageRequest, code: str) -> HttpResponse:
    """The lines of an account with the balance after each."""
    account = queries.account_with(code)
    if account is None:
        raise NotFound
    period = _period(request)
    opening, rows = queries.account_lines(
        request.actor, account, period.since, period.upto, period.branch
    )
    context = {
        "account": account,
        "opening": opening,
        "rows": rows,
        "closing": rows[-1].balance_minor if rows else opening,
        "debit": sum(row.line.debit_minor for row in rows),
        "credit": sum(row.line.credit_minor for row in rows),
        **_asked(request, period),
    }
    return render(request, "ledger/account_lines.html", context)


@page("ledger.view", "ledger/voucher/<int:pk>/", name="ledger.voucher")
def voucher(request: PageRequest, pk: int) -> HttpResponse:
    """An entry on paper, as an accountant files it."""
    entry = queries.entries_seen_by(request.actor).filter(pk=pk).first()
    if entry is None:
        raise NotFound
    context = {
        "entry": entry,
        "lines": queries.lines_of(entry),
        "source": record_behind(entry.source) or queries.rule_title(entry.rule),
        "paper": "a5",
    }
    return render(request, "ledger/voucher.html", context)


def _period(request: PageRequest) -> Period:
    """What was asked for; this month of all stores if nothing was."""
    today = clock.today()
    upto = read_date(request.GET.get("upto", ""), today) or today
    since = read_date(request.GET.get("since", ""), today) or upto.replace(day=1)
    asked = request.GET.get("branch", "")
    branch = None
    if asked.isdigit() and len(asked) < 18:
        branch = branches_seen_by(request.actor).filter(pk=int(asked)).first()
    return Period(min(since, upto), upto, branch)


def _asked(request: PageRequest, period: Period) -> dict[str, object]:
    branches = list(branches_seen_by(request.actor))
    chosen = period.branch.pk if period.branch else None
    level = "leaf" if request.GET.get("level") == "leaf" else ""
    query = f"since={period.since}&upto={period.upto}&branch={chosen or ''}&level={level}"
    return {
        "period": period,
        "branches": branches,
        "chosen": chosen,
        "query": query,
        "store": period.branch,
    }


def _workbook(rows: Sequence[BalanceRow], totals: Mapping[str, int]) -> bytes:
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
