"""Parts of the drawer in which a booking is made: the calendar, the slots, the hold.

Whoever builds such a drawer includes `booking/parts/days.html`, gives it `package` and
`hold_key`, and finds the fields `hold_key`, `starts_at` and `date` in its own form after a
slot was chosen.
"""

from calendar import Calendar
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from yinglou.kernel import clock
from yinglou.kernel.dates import read_date, read_time
from yinglou.kernel.errors import DomainError, InvalidValue, NotFound
from yinglou.kernel.pages import PageRequest, done, new_request_key, page, render
from yinglou.modules.booking import commands, queries
from yinglou.modules.booking.models import BookableResource, Booking
from yinglou.modules.branches.models import Branch
from yinglou.modules.catalog.models import Package

from .asked import branch_asked, moment_of, package_asked

MONDAY_FIRST = Calendar(firstweekday=0)
LOOK_AHEAD_DAYS, DAYS_OFFERED = 28, 4


@page("booking.view", "booking/parts/days/", name="booking.days")
def days(request: PageRequest) -> HttpResponse:
    """The coming weeks, or a month, each day with how full it is for this package."""
    branch, package = branch_asked(request), package_asked(request)
    asked = request.GET.get("month", "")
    month = _month(asked)
    weeks = MONDAY_FIRST.monthdatescalendar(month.year, month.month) if asked else _coming_weeks()
    shown = [day for week in weeks for day in week]
    loads = {load.day: load for load in queries.day_loads(branch, package, shown)}
    context = {
        "month": month if asked else None,
        "first": shown[0],
        "last": shown[-1],
        "before": (month - timedelta(days=1)).replace(day=1),
        "after": (month + timedelta(days=32)).replace(day=1),
        "weeks": [[loads[day] for day in week] for week in weeks],
        "today": clock.today(),
        "chosen": read_date(request.GET.get("date", "")),
        **_shared(request, branch),
    }
    return render(request, "booking/parts/days.html", context)


@page("booking.view", "booking/parts/slots/", name="booking.slots")
def slots(request: PageRequest) -> HttpResponse:
    """The starts of a day: free ones to press, grey ones with their reasons."""
    branch, package = branch_asked(request), package_asked(request)
    day = read_date(request.GET.get("day", "") or request.GET.get("date", "")) or clock.today()
    typed = read_time(request.GET.get("typed", ""))
    also = [clock.at(day, typed.hour, typed.minute)] if typed and typed.minute % 15 == 0 else []
    offers = queries.slots_on(branch, package, day, request.actor, also=also)
    shared = _shared(request, branch)
    held = queries.hold_of(shared["hold_key"])
    context = {
        "day": day,
        "offers": offers,
        "closed": "" if offers else queries.closed_why(branch, day),
        "free_days": []
        if any(offer.free for offer in offers)
        else _days_after(branch, package, day),
        "held": held,
        "typed": request.GET.get("typed", ""),
        **shared,
    }
    return render(request, "booking/parts/slots.html", context)


@page("booking.book", "booking/parts/hold/", name="booking.hold")
def hold(request: PageRequest) -> HttpResponse:
    """Keep the slot that was pressed, and show who is proposed and how long it is kept."""
    if request.method != "POST":
        raise NotFound
    branch = branch_asked(request)
    key = request.POST.get("hold_key", "")[:64] or new_request_key()
    given = {
        "by": request.actor,
        "branch": branch,
        "package": package_asked(request),
        "starts_at": _start(request),
        "hold_key": key,
        "resources": _resources(request, branch),
    }
    shared = _shared(request, branch)
    try:
        # Not by the key of the surrounding form: that one belongs to the booking.
        outcome = commands.hold_slot.carry_out(given)
    except DomainError as refusal:
        kept = queries.hold_of(key)
        context = {**(_held(kept, shared) if kept else shared), "refusal": refusal}
        return render(request, "booking/parts/hold.html", context, status=refusal.status)
    response = render(request, "booking/parts/hold.html", _held(outcome.result, shared))
    response["HX-Trigger"] = "booking.BookingHeld"
    return response


@page("booking.book", "booking/parts/hold/<str:number>/<str:verb>/", name="booking.hold_do")
def hold_do(request: PageRequest, number: str, verb: str) -> HttpResponse:
    """Extend the hold once, or let it go."""
    found: dict[str, Any] = {"extend": commands.extend_hold, "release": commands.release_hold}
    booking = queries.bookings_seen_by(request.actor).filter(number=number).first()
    if request.method != "POST" or verb not in found or booking is None:
        raise NotFound
    outcome = found[verb].carry_out({"by": request.actor, "booking": booking})
    if verb == "release":
        return done(request, outcome=outcome, toast=_("The time is free again"))
    shared = _shared(request, booking.branch)
    return render(request, "booking/parts/hold.html", _held(outcome.result, shared))


def _held(booking: Booking, shared: dict[str, Any]) -> dict[str, Any]:
    crew = queries.crew_of(booking)
    names = "＋".join(row.resource.name for row in crew)
    reasons = queries.reasons_of(booking, crew)
    return {
        **shared,
        "held": booking,
        "crew": crew,
        "names": names,
        "reasons": reasons,
        "hold_key": booking.hold_key,
    }


def _shared(request: PageRequest, branch: Branch) -> dict[str, Any]:
    """What each part hands on to the next: package, store, key of the hold."""
    package = package_asked(request)
    key = request.POST.get("hold_key") or request.GET.get("hold_key", "")
    return {
        "branch": branch,
        "package": package,
        "hold_key": key[:64] or new_request_key(),
        "query": {"package": package.pk if package else "", "branch": branch.pk},
    }


def _days_after(branch: Branch, package: Package | None, day: date) -> list[date]:
    """The next days on which something is free, offered where a day has nothing left."""
    begin = max(day, clock.today())
    following = [begin + timedelta(days=n) for n in range(1, LOOK_AHEAD_DAYS + 1)]
    loads = queries.day_loads(branch, package, following)
    return [load.day for load in loads if not load.is_closed and not load.is_full][:DAYS_OFFERED]


def _coming_weeks() -> list[list[date]]:
    """This week and the four after it: where most customers look first."""
    monday = clock.today() - timedelta(days=clock.today().weekday())
    return [[monday + timedelta(days=7 * week + n) for n in range(7)] for week in range(5)]


def _month(typed: str) -> date:
    year, _dash, rest = typed.partition("-")
    month = rest[:2]
    if year.isdigit() and month.isdigit() and 2000 <= int(year) <= 2200 and 1 <= int(month) <= 12:
        return date(int(year), int(month), 1)
    return clock.today().replace(day=1)


def _start(request: PageRequest) -> datetime:
    typed = request.POST.get("slot") or request.POST.get("starts_at", "")
    day, _t, time = typed.partition("T")
    if not time:
        raise InvalidValue(_("Choose a time."), field="starts_at")
    return moment_of(day, time[:5])


def _resources(request: PageRequest, branch: Branch) -> list[BookableResource] | None:
    keys = [key for key in request.POST.getlist("resources") if key.isdigit()][:20]
    if not keys:
        return None
    rows = queries.resources_seen_by(request.actor).filter(branch=branch, pk__in=keys)
    return list(rows)
