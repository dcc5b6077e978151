"""The workbench: the first page of the day, and its buttons."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from yinglou.kernel import clock
from yinglou.kernel.errors import NotFound
from yinglou.kernel.menus import create_menu_for
from yinglou.kernel.pages import PageRequest, carry_out, done, page, render
from yinglou.modules.booking import commands as booking
from yinglou.modules.booking.queries import bookings_seen_by
from yinglou.modules.reports.queries import workbench_of

from .charts import listed

VERBS: dict[str, Any] = {
    "check_in": booking.check_in,
    "start_service": booking.start_service,
    "complete_booking": booking.complete_booking,
    "confirm_booking": booking.confirm_booking,
}


@page("", "", name="reports.workbench")
def workbench(request: PageRequest) -> HttpResponse:
    """Who comes today, what waits, what is to be collected and done."""
    return render(request, "reports/workbench.html", _context(request), part=_part(request))


@page("booking.serve", "workbench/<int:key>/<slug:verb>/", name="reports.serve")
def serve(request: PageRequest, key: int, verb: str) -> HttpResponse:
    """The button beside an arrival: arrived, started, done."""
    row = bookings_seen_by(request.actor).filter(pk=key).first()
    if row is None or verb not in VERBS or request.method != "POST":
        raise NotFound
    outcome = carry_out(request, VERBS[verb], {"booking": row})
    if not request.htmx:
        return done(request, reverse("reports.workbench"), outcome)
    return render(request, "reports/workbench.html", _context(request), part="arrivals")


def _part(request: PageRequest) -> str:
    """Only the arrivals, when something happened to a booking elsewhere."""
    return "arrivals" if request.htmx and not request.htmx.boosted else ""


def _context(request: PageRequest) -> dict[str, Any]:
    desk = workbench_of(request.actor)
    store = desk.store.pk if desk.store else ""
    titles = {verb: command.title for verb, command in VERBS.items()}
    return {
        "desk": desk,
        "titles": titles,
        "now": clock.local_now(),
        "greeting": _greeting(clock.local_now().hour),
        "creates": create_menu_for(request.actor)[:4],
        "may_serve": request.actor.may("booking.serve"),
        "urls": {
            "bookings": listed("booking.bookings", view="today"),
            "board": listed("booking.board"),
            "confirm": listed("booking.bookings", view="confirm"),
            "due": listed("orders.orders", view="due", f__branch=store),
            "ready": listed("orders.orders", view="uncollected", f__branch=store),
            "queue": listed("production.mine"),
            "tasks": listed("timeline.inbox") or listed("timeline.tasks"),
            "approvals": listed("approvals.approvals", view="waiting"),
            "occasions": listed("customers.customers", view="days"),
            "trial_balance": listed("ledger.trial_balance"),
        },
    }


def _greeting(hour: int) -> str:
    if hour < 12:
        return _("Good morning")
    return _("Good afternoon") if hour < 18 else _("Good evening")
