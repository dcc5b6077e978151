"""The options of the charts, and the addresses that their figures lead to."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _


def listed(name: str, **query: Any) -> str:
    """The list behind a figure, narrowed to exactly its rows; empty if there is no such list.

    A dot in a filter's name is written as two underscores: `f__state` is `f.state`.
    """
    try:
        url = reverse(name)
    except NoReverseMatch:
        return ""
    said = {key.replace("__", "."): str(v) for key, v in query.items() if v not in (None, "")}
    return f"{url}?{urlencode(said)}" if said else url


def received_chart(
    days: Sequence[date],
    methods: Mapping[str, Sequence[int]],
    orders: Sequence[int],
    today: date,
) -> dict[str, Any]:
    """Bars of money by method, one on another, with a line of orders: a click opens the day."""
    bars = [
        {
            "name": method,
            "type": "bar",
            "stack": "received",
            "data": [
                {"value": fen / 100, "url": listed("folios.payments", **_on(day))}
                for day, fen in zip(days, values, strict=True)
            ],
        }
        for method, values in methods.items()
    ]
    line = {"name": _("Orders"), "type": "line", "yAxisIndex": 1, "showSymbol": True,
            "data": list(orders)}  # fmt: skip
    return {
        "legend": {"top": 0, "left": "center"},
        "xAxis": {"type": "category", "data": [_day_name(day, today) for day in days],
                  "axisLabel": {"lineHeight": 16}},
        "yAxis": [
            {"type": "value", "name": _("yuan")},
            {"type": "value", "name": _("orders"), "minInterval": 1,
             "splitLine": {"show": False}},
        ],
        "series": [*bars, line],
    }  # fmt: skip


def source_chart(sources: Sequence[tuple[str, int]], today: date) -> dict[str, Any]:
    """Where new customers come from; the smallest are put together."""
    first, rest = list(sources[:4]), sum(n for _name, n in sources[4:])
    if rest:
        first.append((_("Others"), rest))
    url = listed("customers.customers", f__registered_at=today.replace(day=1))
    return {
        "tooltip": {"trigger": "item"},
        "legend": {"orient": "vertical", "right": 0, "top": "middle"},
        "series": [
            {
                "type": "pie",
                "radius": ["52%", "78%"],
                "center": ["36%", "52%"],
                "label": {"show": False},
                "data": [{"name": f"{name} {n}", "value": n, "url": url} for name, n in first],
            }
        ],
    }


def _day_name(day: date, today: date) -> str:
    """The business day that still runs says so: its bar will grow."""
    return f"{day:%m-%d}\n" + _("not over") if day == today else f"{day:%m-%d}"


def _on(day: date) -> dict[str, str]:
    return {"f__business_date": day.isoformat(), "f__business_date__to": day.isoformat()}
