"""Every component in every state on one page, for whoever changes them. Only with `DEBUG`."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.conf import settings
from django.forms.formsets import formset_factory
from django.http import Http404, HttpResponse

from yinglou.kernel import clock
from yinglou.kernel.columns import Cell
from yinglou.kernel.errors import DomainError, Option
from yinglou.kernel.money import YuanField
from yinglou.kernel.pages import render
from yinglou.kernel.states import Badge

TONES = (
    "neutral", "blue", "azure", "indigo", "purple", "pink", "red", "orange", "yellow", "lime",
    "green", "teal",
)  # fmt: skip
AMOUNTS = (0, 5, 10, 100, 705_900, 1_000_001, 10_000_000, 123_456_789, -4_305, 100_000_000_000)


class SampleForm(forms.Form):
    """One field of each kind; bound to wrong data it shows its errors."""

    name = forms.CharField(label="Text", max_length=20, help_text="A helping sentence.")
    phone = forms.RegexField(r"^1\d{10}$", label="Phone", initial="13800001234")
    amount = YuanField(label="Amount", required=False)
    kind = forms.ChoiceField(label="Choice", choices=[("a", "First"), ("b", "Second")])
    day = forms.DateField(label="Day", required=False)
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    agreed = forms.BooleanField(label="A yes or no", required=False)


class SampleLine(forms.Form):
    """A row of the line editor."""

    what = forms.CharField(label="What")
    quantity = forms.IntegerField(label="Quantity", initial=1)
    price = YuanField(label="Price")


def show(request: Any) -> HttpResponse:
    """All components. The theme and the density are switched as everywhere, in the shell."""
    response = render(request, "ui/styleguide.html", _context())
    response.allows_style_attributes = True  # type: ignore[attr-defined]  # the chart's tooltip
    return response


def show_customer(request: Any) -> HttpResponse:
    """The components of customers' pages."""
    return render(request, "ui/styleguide_customer.html", _context())


def _context() -> dict[str, Any]:
    if not settings.DEBUG:
        raise Http404
    wrong = SampleForm({"name": "", "phone": "1380000", "amount": "12.345"})
    refusal = DomainError(
        "This time is taken.",
        options=[Option("12-06 09:30", "1"), Option("12-06 14:00", "2")],
        reasons=["Room 1 has BK261205-0003 from 14:00 to 17:00."],
    )
    return {
        "tones": [(tone, *_badges(tone)) for tone in TONES],
        "amounts": AMOUNTS,
        "form": SampleForm(),
        "wrong": wrong,
        "lines": _editor(),
        "heads": _HEADS,
        "rows": [_cells(n) for n in range(8)],
        "steps": _steps(),
        "refusal": refusal,
        "until": clock.now() + timedelta(minutes=8, seconds=12),
        "job": SimpleNamespace(task="Export", state="running", done_count=46, total_count=128),
        "spark": [3, 5, 4, 7, 6, 9, 8, 11],
        "option": _option(),
        "people": ["王晓明", "李静", "欧阳娜娜", "Lin", "张三/李四"],
    }


def _badges(tone: str) -> tuple[Badge, Badge]:
    return (
        Badge(tone, tone, tone, "circle-check", False),
        Badge(tone, tone, tone, "circle-half-2", True),
    )


def _editor() -> SimpleNamespace:
    made = formset_factory(SampleLine, extra=1, can_delete=True)
    filled = [{"what": "A", "quantity": 2, "price": 128_000}]
    return SimpleNamespace(
        name="items",
        label="Lines",
        add_label="",
        totals=[],
        columns=["What", "Quantity", "Price"],
        formset=made(initial=filled, prefix="items"),
    )


_HEADS = (
    ("Number", "key"), ("Who", "person"), ("State", "state"), ("Paid", "payment_state"),
    ("Share", "progress"), ("Tags", "tags"), ("Day", "date"), ("Moment", "datetime"),
    ("Done", "bool"), ("Rate", "percent"), ("Amount (¥)", "money"),
)  # fmt: skip


def _cells(n: int) -> list[Cell]:
    tone, now = TONES[n], clock.now() - timedelta(days=n, minutes=7)
    return [
        Cell("key", f"NO261121-000{n}", f"NO261121-000{n}", "#"),
        Cell("person", n, "王晓明"),
        Cell("state", tone, tone, tone=tone, icon="circle-check"),
        Cell("payment_state", tone, tone, tone=tone, icon="circle-half-2"),
        Cell("progress", n * 1250),
        Cell("tags", ["a", "b"]),
        Cell("date", now.date()),
        Cell("datetime", now),
        Cell("bool", n % 2 == 0),
        Cell("percent", 1250),
        Cell("money", 123_450 * (n - 2)),
    ]


def _steps() -> list[SimpleNamespace]:
    states = ("done", "done", "done", "late", "current", "todo", "todo", "todo")
    return [
        SimpleNamespace(label=f"Step {n}", date=None, state=state, note="note", url="")
        for n, state in enumerate(states, start=1)
    ]


def _option() -> dict[str, Any]:
    days = [f"11-{day:02}" for day in range(8, 22)]
    bars = [2.6, 2.2, 2.8, 3.5, 1.9, 2, 3.9, 3.2, 2.1, 2.7, 3.3, 1.9, 4.1, 3.1]
    return {
        "xAxis": {"type": "category", "data": days},
        "yAxis": {"type": "value"},
        "legend": {"top": 0, "left": 0},
        "series": [
            {"type": "bar", "name": "A", "data": bars},
            {"type": "line", "name": "B", "data": [value * 0.8 for value in bars]},
        ],
    }
