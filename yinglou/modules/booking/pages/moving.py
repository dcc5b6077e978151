"""Moving a booking: look first, see who is in the way and what is free nearby, then confirm."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from yinglou.kernel.errors import DomainError, InvalidValue
from yinglou.kernel.pages import PageRequest, carry_out, done, page, render
from yinglou.modules.booking import commands, queries
from yinglou.modules.booking.models import Assignment, BookableResource, Booking
from yinglou.modules.booking.resources import Bookings

from .asked import moment_of


@page("booking.move", "booking/bookings/<str:key>/do/reschedule/", name="booking.move")
def move(request: PageRequest, key: str) -> HttpResponse:
    booking: Booking = Bookings.one(request.actor, key)
    crew = queries.crew_of(booking)
    asked = request.POST if request.method == "POST" else request.GET
    refusal: DomainError | None = None
    start, chosen = booking.starts_at, [row.resource for row in crew]
    try:
        start, chosen = _start(asked, booking), _chosen(request, asked, booking, crew)
        if request.method == "POST":
            return _moved(request, booking, start, chosen, asked)
    except DomainError as refused:
        refusal = refused
    context = _context(request, booking, crew, start, chosen, refusal)
    part = "sheet" if request.htmx and not request.htmx.boosted else ""
    status = refusal.status if refusal and request.method == "POST" else 200
    return render(request, "booking/move.html", context, part=part, status=status)


def _moved(
    request: PageRequest,
    booking: Booking,
    start: datetime | None,
    chosen: Sequence[BookableResource],
    asked: Any,
) -> HttpResponse:
    seen = asked.get("seen_at", "")
    given = {
        "booking": booking,
        "starts_at": start,
        "resources": list(chosen),
        "reason": asked.get("reason", "")[:200],
        "seen_at": datetime.fromisoformat(seen) if seen else None,
    }
    outcome = carry_out(request, commands.reschedule, given)
    moved = outcome.result
    toast = _("%(booking)s moved to %(when)s") % {"booking": moved, "when": moved.when}
    board = f"{reverse('booking.board')}?date={moved.local_start:%Y-%m-%d}"
    return done(request, "" if request.htmx else board, outcome, toast)


def _start(asked: Any, booking: Booking) -> datetime | None:
    if asked.get("starts_at"):
        day, _t, time = asked["starts_at"].partition("T")
        return moment_of(day, time[:5])
    if asked.get("date") or asked.get("time"):
        return moment_of(asked.get("date", ""), asked.get("time", ""))
    return booking.starts_at


def _chosen(
    request: PageRequest, asked: Any, booking: Booking, crew: Sequence[Assignment]
) -> list[BookableResource]:
    """Those named in the form; or the crew, with one exchanged for another by a drag."""
    if keys := [key for key in asked.getlist("resources") if key.isdigit()]:
        rows = queries.resources_seen_by(request.actor).filter(branch=booking.branch_id)
        return list(rows.filter(pk__in=keys))
    now = [row.resource for row in crew]
    left, came = asked.get("from", ""), asked.get("to", "")
    if not came.isdigit() or left == came or (now and not left.isdigit()):
        return now
    found = queries.resources_seen_by(request.actor).filter(pk=came).first()
    if not now:  # a booking without a time: whoever it was dropped on is asked for by name
        return [found] if found else []
    old = next((resource for resource in now if str(resource.pk) == left), None)
    if found is None or old is None or found.kind != old.kind:
        raise InvalidValue(
            _("A %(old)s cannot be replaced by a %(new)s. Drop it on a row of the same kind.")
            % {
                "old": old.get_kind_display() if old else "",
                "new": found.get_kind_display() if found else "",
            }
        )
    return [found if resource.pk == old.pk else resource for resource in now]


def _context(
    request: PageRequest,
    booking: Booking,
    crew: Sequence[Assignment],
    start: datetime | None,
    chosen: Sequence[BookableResource],
    refusal: DomainError | None,
) -> dict[str, Any]:
    trial = queries.try_move(booking, start, chosen) if start else None
    local = timezone.localtime(start) if start else None
    is_same = start == booking.starts_at and {r.pk for r in chosen} == {
        row.resource_id for row in crew
    }
    return {
        "booking": booking,
        "trial": trial,
        "is_same": is_same,
        "refusal": refusal,
        "date": f"{local:%Y-%m-%d}" if local else "",
        "time": f"{local:%H:%M}" if local else "",
        "seen_at": booking.starts_at.isoformat() if booking.starts_at else "",
        "choices": _choices(booking, chosen),
        "reason": request.POST.get("reason", request.GET.get("reason", "")),
        "url": reverse("booking.move", args=[booking.number]),
    }


def _choices(booking: Booking, chosen: Sequence[BookableResource]) -> list[dict[str, Any]]:
    """For each of the crew, the others of the same kind it could be exchanged for."""
    everything = queries.resources_of(booking.branch, {r.kind for r in chosen})
    return [
        {
            "label": str(resource.get_kind_display()),
            "current": resource.pk,
            "options": [r for r in everything if r.kind == resource.kind],
        }
        for resource in chosen
    ]
