"""A booking in the drawer of the board: who comes, who serves, what can be done next."""

from typing import Any

from django.http import HttpResponse

from yinglou.kernel.errors import NotFound
from yinglou.kernel.pages import PageRequest, carry_out, done, page, render
from yinglou.kernel.records import RecordPage
from yinglou.modules.booking import commands, queries
from yinglou.modules.booking.models import Booking
from yinglou.modules.booking.resources import Bookings

# What is done at once from the board, with the key that does it.
DIRECT: dict[str, tuple[Any, str]] = {
    "check_in": (commands.check_in, "A"),
    "start_service": (commands.start_service, "S"),
    "complete_booking": (commands.complete_booking, "D"),
    "confirm_booking": (commands.confirm_booking, "C"),
    "mark_no_show": (commands.mark_no_show, ""),
    "extend_hold": (commands.extend_hold, ""),
    "release_hold": (commands.release_hold, ""),
}


@page("booking.view", "booking/bookings/<str:key>/peek/", name="booking.peek")
def peek(request: PageRequest, key: str) -> HttpResponse:
    booking: Booking = Bookings.one(request.actor, key)
    shown = RecordPage(Bookings, booking, request, peek=True)
    direct = [
        {"command": command, "name": name, "key": letter}
        for name, (command, letter) in DIRECT.items()
        if request.actor.may(command.permission) and command.is_available_for(booking)
    ]
    asking = [
        {"command": command, "url": f"{shown.url}do/{command.__name__}/", "key": letter}
        for command, letter in (
            (commands.reschedule, "R"), (commands.postpone, ""), (commands.cancel_booking, ""),
        )
        if request.actor.may(command.permission) and command.is_available_for(booking)
    ]  # fmt: skip
    context = {
        "page": shown,
        "booking": booking,
        "crew": queries.crew_of(booking),
        "direct": direct,
        "asking": asking,
    }
    return render(request, "booking/peek.html", context)


@page("booking.serve", "booking/bookings/<str:key>/act/<str:verb>/", name="booking.act")
def act(request: PageRequest, key: str, verb: str) -> HttpResponse:
    """One press on the board; the board and the drawer refresh themselves on what happened."""
    if request.method != "POST" or verb not in DIRECT:
        raise NotFound
    booking: Booking = Bookings.one(request.actor, key)
    command = DIRECT[verb][0]
    outcome = carry_out(request, command, {"booking": booking})
    toast = f"{booking.number} · {booking.name}: {command.title}"
    return done(request, outcome=outcome, toast=toast)
