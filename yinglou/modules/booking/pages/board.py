"""The booking board: who is where when, for a day or a week."""

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse

from yinglou.kernel import clock
from yinglou.kernel.pages import PageRequest, page, render
from yinglou.modules.booking import queries
from yinglou.modules.booking.models import Booking, ResourceKind
from yinglou.modules.booking.queries import Board

from .asked import branch_asked, day_asked, new_booking_url

VIEWS = ("day", "week")
GROUPINGS: dict[str, tuple[str, ...]] = {
    "all": (),
    "people": ("photographer", "makeup_artist", "assistant"),
    "places": ("studio", "dressing_room", "location", "selection_room"),
    "things": ("gown", "vehicle"),
}


@page("booking.view", "booking/board/", name="booking.board")
def board(request: PageRequest) -> HttpResponse:
    branch, day = branch_asked(request), day_asked(request)
    view = request.GET.get("view", "day")
    view = view if view in VIEWS else "day"
    kinds = _kinds(request.GET.get("by", ""))
    first = day - timedelta(days=day.weekday()) if view == "week" else day
    boards = queries.board_of(request.actor, branch, first, kinds, days=7 if view == "week" else 1)
    stamp = _stamp(boards)
    if request.GET.get("seen") == stamp:
        return HttpResponse(status=204)
    context = {
        "boards": boards,
        "board": boards[0],
        "day": day,
        "today": clock.today(),
        "view": view,
        "by": request.GET.get("by", "all"),
        "stamp": stamp,
        "links": _links(request, day, view),
        "new_url": new_booking_url() if request.actor.may("booking.book") else "",
        "may_move": request.actor.may("booking.move"),
        **_figures(boards),
        **(_week(boards) if view == "week" else {}),
    }
    part = "board" if request.htmx and not request.htmx.boosted else ""
    return render(request, "booking/board.html", context, part=part)


def _kinds(asked: str) -> tuple[str, ...]:
    if asked in GROUPINGS:
        return GROUPINGS[asked]
    return (asked,) if asked in ResourceKind.values else ()


def _stamp(boards: Sequence[Board]) -> str:
    """Changes when anything on the board does; asked for every few seconds."""
    told: list[Any] = []
    for shown in boards:
        told += [shown.day, shown.opening, shown.now_column]
        for group in shown.groups:
            for row in group.rows:
                told += [row.resource.pk, row.off, row.why_off]
                told += [
                    (b.booking.pk, b.booking.state, b.first_column, b.last_column, b.conflict,
                     b.booking.customer_id)
                    for b in row.blocks
                ]  # fmt: skip
        told += [(b.pk, b.state, b.fuzzy) for b in (*shown.tray, *shown.loose)]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:20]


def _links(request: PageRequest, day: date, view: str) -> dict[str, str]:
    """Where the arrows and switches lead; the rest of the question is kept."""
    kept = {k: v for k, v in request.GET.items() if k in ("by", "branch", "view") and v}
    step = timedelta(days=7 if view == "week" else 1)

    def to(**changes: str) -> str:
        merged = {**kept, "date": day.isoformat(), **changes}
        return f"{reverse('booking.board')}?{urlencode(merged)}"

    found = {
        "before": to(date=(day - step).isoformat()),
        "after": to(date=(day + step).isoformat()),
        "today": to(date=clock.today().isoformat()),
        "day": to(view="day"),
        "week": to(view="week"),
        "here": to(),
        "paper": f"{reverse('booking.day_sheet')}?{urlencode({'date': day.isoformat()})}",
    }
    return found | {f"by_{name}": to(by=name) for name in GROUPINGS}


def _figures(boards: Sequence[Board]) -> dict[str, Any]:
    """How many bookings there are, how many are firm, how much of the people is used."""
    counts = sum((shown.counts for shown in boards[1:]), boards[0].counts)
    unsure = (Booking.State.HOLD, Booking.State.AWAITING_PAYMENT, Booking.State.PENDING)
    waiting = sum(counts[state] for state in unsure)
    used: dict[str, list[int]] = {}
    for shown in boards:
        for group in shown.groups:
            if shown.opening and group.kind in ("photographer", "makeup_artist", "studio"):
                used.setdefault(group.label, []).append(group.used_percent)
    legend = {tone: name for shown in boards for tone, name in shown.legend}
    return {
        "booked": sum(counts.values()),
        "waiting": waiting,
        "firm": sum(counts.values()) - waiting,
        "used": [(label, sum(found) // len(found)) for label, found in used.items()],
        "legend": list(legend.items()),
        "conflicts": [found for shown in boards for found in shown.conflicts],
        "tray": [found for shown in boards for found in shown.tray],
        "agenda": [(shown, _agenda(shown)) for shown in boards],
    }


def _agenda(shown: Board) -> list[Any]:
    """The day as a list for a phone: each booking once, with all who serve it."""
    crews: dict[int, list[str]] = {}
    blocks: dict[int, Any] = {}
    for group in shown.groups:
        for row in group.rows:
            for block in row.blocks:
                crews.setdefault(block.booking.pk, []).append(row.resource.name)
                blocks.setdefault(block.booking.pk, block)
    lines = [
        {"booking": block.booking, "block": block, "crew": "、".join(crews[key])}
        for key, block in blocks.items()
        if block.booking.starts_at
    ]
    lines += [{"booking": booking, "block": None, "crew": ""} for booking in shown.loose]
    return sorted(lines, key=lambda line: line["booking"].starts_at)


def _week(boards: Sequence[Board]) -> dict[str, Any]:
    """Seven days side by side: for each resource its blocks of each day."""
    groups = []
    for number, group in enumerate(boards[0].groups):
        lines = []
        for place, row in enumerate(group.rows):
            cells = [(shown.day, shown.groups[number].rows[place]) for shown in boards]
            lines.append({"resource": row.resource, "cells": cells})
        groups.append({"group": group, "lines": lines})
    return {"week": groups}
