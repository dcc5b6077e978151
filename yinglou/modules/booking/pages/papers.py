"""What is printed: the call sheet of a shoot, and the day on a sheet of paper."""

from django.http import HttpResponse

from yinglou.kernel.pages import PageRequest, page, render
from yinglou.modules.booking import queries
from yinglou.modules.booking.models import Booking
from yinglou.modules.booking.resources import Bookings
from yinglou.modules.catalog.queries import items_of
from yinglou.modules.customers.queries import contacts_of

from .asked import branch_asked, day_asked


@page("booking.view", "booking/bookings/<str:key>/call-sheet/", name="booking.call_sheet")
def call_sheet(request: PageRequest, key: str) -> HttpResponse:
    booking: Booking = Bookings.one(request.actor, key)
    context = {
        "booking": booking,
        "crew": queries.crew_of(booking),
        "items": list(items_of(booking.package)) if booking.package else [],
        "contacts": contacts_of(booking.customer) if booking.customer else [],
        "paper": "a4",
    }
    return render(request, "booking/call_sheet.html", context)


@page("booking.view", "booking/day-sheet/", name="booking.day_sheet")
def day_sheet(request: PageRequest) -> HttpResponse:
    branch, day = branch_asked(request), day_asked(request)
    bookings = queries.day_sheet(request.actor, branch, day)
    crews = queries.crews_of(booking.pk for booking in bookings)
    context = {
        "branch": branch,
        "day": day,
        "lines": [{"booking": b, "crew": crews.get(b.pk, [])} for b in bookings],
        "paper": "a4",
    }
    return render(request, "booking/day_sheet.html", context)
