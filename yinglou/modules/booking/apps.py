"""Booking: who comes when, with whom, where, in which gown. It knows nothing of orders or money."""

from django.utils.translation import gettext_lazy as _

from yinglou.kernel.manifest import Menu, Module


class Booking(Module):
    name = "yinglou.modules.booking"
    verbose_name = _("Bookings")
    requires = ("branches", "customers", "catalog", "staff")
    permissions = {
        "booking.view": _("See the calendar"),
        "booking.book": _("Hold and book times"),
        "booking.move": _("Reschedule bookings"),
        "booking.cancel": _("Cancel bookings"),
        "booking.serve": _("Check customers in, start and complete"),
        "booking.block": _("Block time"),
        "booking.manage": _("Manage resources and their rules"),
    }
    menu = (
        Menu(
            section="bookings", label=_("Booking board"), url="booking.board",
            icon="calendar-event", order=10, permission="booking.view", key="B",
        ),
        Menu(
            section="bookings", label=_("My schedule"), url="booking.mine",
            icon="calendar-user", order=20, permission="booking.view",
        ),
        Menu(
            section="bookings", label=_("Day sheet"), url="booking.day_sheet",
            icon="printer", order=60, permission="booking.view",
        ),
    )  # fmt: skip
