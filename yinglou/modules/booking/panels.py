"""What booking shows on other modules' pages, and inside its own records."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.panels import panel
from yinglou.modules.catalog.models import Package
from yinglou.modules.customers.models import Customer

from . import queries
from .models import BookableResource, Booking

SHOWN_MAX = 20


@panel(
    on="customers.customers",
    permission="booking.view",
    template="booking/bookings_panel.html",
    title=_("Bookings"),
    order=20,
)
def bookings_of_customer(row: Customer, actor: Actor) -> dict[str, Any]:
    seen = queries.bookings_seen_by(actor).values("pk")
    found = queries.bookings_of_customer(row).filter(pk__in=seen)[:SHOWN_MAX]
    return {"bookings": list(found)}


@panel(
    on="booking.bookings",
    permission="booking.view",
    template="booking/crew_panel.html",
    title=_("People, places and things"),
    order=10,
)
def crew_of_booking(row: Booking, actor: Actor) -> dict[str, Any]:
    return {"crew": queries.crew_of(row), "booking": row}


@panel(
    on="booking.resources",
    permission="booking.view",
    template="booking/resource_panel.html",
    title=_("The next two weeks"),
    order=10,
)
def coming_of_resource(row: BookableResource, actor: Actor) -> dict[str, Any]:
    first = clock.today()
    return {"coming": queries.promises_of(row, first, first + timedelta(days=13))}


@panel(
    on="catalog.packages",
    permission="booking.view",
    template="booking/needs_panel.html",
    title=_("What a shoot needs"),
    order=20,
)
def needs_of_package(row: Package, actor: Actor) -> dict[str, Any]:
    return {"needs": queries.wishes_of(row), "package": row}
