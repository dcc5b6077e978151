"""The derived pages of bookings: the list of bookings, the resources, the waiting times."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.columns import Column
from yinglou.kernel.lists import Button
from yinglou.kernel.manifest import Menu
from yinglou.kernel.resources import Resource, Step, View, resource

from . import commands, queries
from .models import BookableResource, Booking, BookingPolicy

_State = Booking.State


def _today(rows: QuerySet[Booking], actor: Actor) -> QuerySet[Booking]:
    today = clock.today()
    return rows.exclude(state=_State.CANCELLED).filter(
        Q(starts_at__gte=clock.at(today), starts_at__lt=clock.at(today, 24)) | Q(fuzzy_day=today)
    )


def _coming(rows: QuerySet[Booking], actor: Actor) -> QuerySet[Booking]:
    today = clock.today()
    waiting = (_State.AWAITING_PAYMENT, _State.PENDING, _State.CONFIRMED)
    return rows.filter(Q(starts_at__gte=clock.at(today)) | Q(fuzzy_day__gte=today)).filter(
        state__in=waiting
    )


def _to_confirm(rows: QuerySet[Booking], actor: Actor) -> QuerySet[Booking]:
    return rows.filter(state__in=(_State.PENDING, _State.AWAITING_PAYMENT))


def _without_time(rows: QuerySet[Booking], actor: Actor) -> QuerySet[Booking]:
    return rows.exclude(fuzzy="").exclude(state__in=(_State.CANCELLED, _State.DONE))


def _length(booking: Booking) -> str:
    return gettext("%(n)s min") % {"n": booking.minutes}


def _who(booking: Booking) -> Any:
    return booking.customer or booking.title


@resource
class Bookings(Resource):
    """Promises of time."""

    model = Booking
    permission = "booking.view"
    rows = queries.bookings_seen_by
    slug = "bookings"
    label = _("Bookings")
    icon = "calendar-event"
    menu = Menu(section="bookings", order=30)
    lookup = "number"
    columns = (
        "number",
        Column("customer", label=_("Customer"), value=_who, kind="text", sort=None),
        Column("kind", label=_("Kind")),
        Column("package", label=_("Package"), sort=None),
        Column("when", label=_("Time"), kind="text", sort="starts_at"),
        Column("branch", label=_("Store"), hidden=True),
        "state",
        Column("note", label=_("Note"), hidden=True),
        Column("minutes", label=_("Minutes"), hidden=True),
    )
    views = (
        View("coming", _("Coming"), _coming),
        View("today", _("Today"), _today),
        View("confirm", _("To confirm"), _to_confirm),
        View("fuzzy", _("Time to be set"), _without_time),
        View("all", _("All"), counted=False),
    )
    filters = ("state", "kind", "branch", "starts_at")
    search = True
    order_by = ("-starts_at", "-pk")
    create = commands.book
    actions = (
        commands.check_in,
        commands.start_service,
        commands.complete_booking,
        commands.confirm_booking,
        commands.await_payment,
        commands.reschedule,
        commands.postpone,
        commands.extend_hold,
        commands.release_hold,
        commands.mark_no_show,
        commands.cancel_booking,
    )
    bulk = (commands.confirm_booking,)
    badges = ("state",)
    facts = (
        Column("customer", label=_("Customer")),
        Column("kind", label=_("Kind")),
        Column("package", label=_("Package")),
        Column("when", label=_("Time"), kind="text"),
        Column("length", label=_("Duration"), value=_length),
        Column("branch", label=_("Store")),
        Column("hold_until", label=_("Kept until")),
        Column("note", label=_("Note")),
        Column("end_reason", label=_("Reason")),
    )
    palette = True

    @staticmethod
    def title(row: Booking) -> str:
        return f"{row.name} · {row.when}"

    @staticmethod
    def subtitle(row: Booking) -> str:
        return " · ".join(
            str(part) for part in (row.number, row.get_kind_display(), row.package) if part
        )

    @staticmethod
    def primary(row: Booking, actor: Actor) -> Any:
        following = {
            _State.HOLD: commands.extend_hold,
            _State.AWAITING_PAYMENT: commands.confirm_booking,
            _State.PENDING: commands.confirm_booking,
            _State.ARRIVED: commands.start_service,
            _State.IN_SERVICE: commands.complete_booking,
        }
        if row.kind == Booking.Kind.BLOCKED:
            return None
        if row.state == _State.CONFIRMED:
            is_today = row.local_start is not None and row.local_start.date() == clock.today()
            return commands.check_in if is_today else commands.reschedule
        return following.get(_State(row.state))

    @staticmethod
    def links(row: Booking, actor: Actor) -> list[Any]:
        if row.kind == Booking.Kind.BLOCKED or row.starts_at is None:
            return []
        url = reverse("booking.call_sheet", args=[row.number])
        return [Button(str(_("Print the call sheet")), url, "printer", "booking.call_sheet")]

    @staticmethod
    def steps(row: Booking) -> list[Step]:
        if row.state in (_State.CANCELLED, _State.NO_SHOW) or row.kind == Booking.Kind.BLOCKED:
            return []
        return [
            Step(_("Booked"), row.booked_at, "done"),
            Step(_("Confirmed"), None, _reached(row, _State.CONFIRMED)),
            Step(_("Arrived"), row.arrived_at, _reached(row, _State.ARRIVED)),
            Step(_("In service"), row.started_at, _reached(row, _State.IN_SERVICE)),
            Step(_("Done"), row.finished_at, _reached(row, _State.DONE)),
        ]


_WAY = (_State.CONFIRMED, _State.ARRIVED, _State.IN_SERVICE, _State.DONE)


def _reached(row: Booking, station: Booking.State) -> str:
    """done, current or todo, for the rail of steps."""
    place = _WAY.index(_State(row.state)) if row.state in _WAY else -1
    if place > _WAY.index(station):
        return "done"
    return "current" if place == _WAY.index(station) else "todo"


def _in_use(rows: QuerySet[BookableResource], actor: Actor) -> QuerySet[BookableResource]:
    return queries.in_use(rows)


def _out(rows: QuerySet[BookableResource], actor: Actor) -> QuerySet[BookableResource]:
    return queries.in_use(rows).filter(out_of_service=True)


_STANDING = Column("standing", label=_("State"), kind="state", sort=None)


@resource
class Resources(Resource):
    """People, places and things that can be promised."""

    model = BookableResource
    permission = "booking.view"
    rows = queries.resources_seen_by
    slug = "resources"
    label = _("Resources")
    icon = "building"
    menu = Menu(section="bookings", order=50)
    columns = (
        Column("name", link=True),
        Column("kind", label=_("Kind")),
        Column("branch", label=_("Store")),
        Column("employee", label=_("Employee"), hidden=True),
        Column("serial_number", label=_("Serial number"), hidden=True),
        Column("buffer_before_min", label=_("Minutes to prepare")),
        Column("buffer_after_min", label=_("Minutes to clear or clean")),
        Column("capacity", label=_("Seats")),
        _STANDING,
    )
    views = (
        View("use", _("In use"), _in_use),
        View("out", _("Out of service"), _out),
        View("all", _("All"), counted=False),
    )
    filters = ("kind", "branch")
    search_in = ("name",)
    order_by = ("branch_id", "kind", "pk")
    create = commands.add_resource
    actions = (
        commands.block_time,
        commands.set_buffers,
        commands.take_out_of_service,
        commands.put_back_in_service,
        commands.retire_resource,
    )
    badges = (_STANDING,)
    facts = (
        Column("kind", label=_("Kind")),
        Column("branch", label=_("Store")),
        Column("employee", label=_("Employee")),
        Column("serial_number", label=_("Serial number")),
        Column("buffer_before_min", label=_("Minutes to prepare")),
        Column("buffer_after_min", label=_("Minutes to clear or clean")),
        Column("capacity", label=_("Seats")),
        Column("out_of_service_why", label=_("Reason")),
        Column("out_of_service_until", label=_("Until")),
    )

    @staticmethod
    def title(row: BookableResource) -> str:
        return row.name

    @staticmethod
    def subtitle(row: BookableResource) -> str:
        return str(row.get_kind_display())


@resource
class Policies(Resource):
    """How long each store keeps a time."""

    model = BookingPolicy
    permission = "booking.manage"
    rows = queries.policies_seen_by
    slug = "policies"
    label = _("Waiting times")
    icon = "clock"
    menu = Menu(section="settings", order=40)
    columns = (
        Column("branch", label=_("Store")),
        Column("hold_min", label=_("Minutes of a hold")),
        Column("payment_wait_min", label=_("Minutes to pay the deposit")),
    )
    create = commands.set_policy
    export = False
