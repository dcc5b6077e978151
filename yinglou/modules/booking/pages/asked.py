"""What the address of a page asks for: which store, which day, which package."""

from datetime import date, datetime

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from yinglou.kernel import clock
from yinglou.kernel.dates import read_date, read_time
from yinglou.kernel.errors import InvalidValue, NotFound
from yinglou.kernel.pages import PageRequest
from yinglou.modules.branches.models import Branch
from yinglou.modules.branches.queries import branch_of, branches_seen_by
from yinglou.modules.catalog.models import Package
from yinglou.modules.catalog.queries import packages_seen_by

# A drawer that sells and books at once, if a module above brings one; the plain form otherwise.
NEW_BOOKING = ("orders.book", "booking.bookings.new")


def branch_asked(request: PageRequest) -> Branch:
    """The store in the question, or the one the person works at."""
    key = request.POST.get("branch") or request.GET.get("branch", "")
    if not key:
        return branch_of(request.actor)
    found = None
    if key.isdigit() and len(key) <= 18:
        found = branches_seen_by(request.actor).filter(pk=key).first()
    if found is None:
        raise NotFound
    return found


def day_asked(request: PageRequest, name: str = "date") -> date:
    """The day in the question; today if there is none or it cannot be read."""
    return read_date(request.GET.get(name, "")) or clock.today()


def package_asked(request: PageRequest) -> Package | None:
    """The package in the question, by its key or its code."""
    key = request.POST.get("package") or request.GET.get("package", "")
    if not key:
        return None
    rows = packages_seen_by(request.actor)
    is_key = key.isdigit() and len(key) <= 18
    found = (rows.filter(pk=key).first() if is_key else None) or rows.filter(code=key).first()
    if found is None:
        raise NotFound
    return found


def moment_of(day: str, time: str) -> datetime:
    """A day and a time as people type them, together."""
    found_day, found_time = read_date(day), read_time(time)
    if found_day is None:
        raise InvalidValue(_("Enter a date such as 2026-11-21 or 11-21."), field="date")
    if found_time is None:
        raise InvalidValue(_("Enter a time such as 14:30."), field="time")
    return clock.at(found_day, found_time.hour, found_time.minute)


def new_booking_url() -> str:
    for name in NEW_BOOKING:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return ""
