"""Promises of time, and the claims that keep two of them apart."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yinglou.kernel import clock
from yinglou.kernel.search import Searchable, name_words, number_words
from yinglou.kernel.states import Badge, HasState, Look
from yinglou.modules.branches.models import Branch
from yinglou.modules.catalog.models import Package
from yinglou.modules.customers.models import Customer
from yinglou.modules.staff.models import Employee


class ResourceKind(models.TextChoices):
    """What can be booked."""

    PHOTOGRAPHER = "photographer", _("Photographer")
    MAKEUP_ARTIST = "makeup_artist", _("Make-up artist")
    ASSISTANT = "assistant", _("Assistant")
    STUDIO = "studio", _("Studio set")
    DRESSING_ROOM = "dressing_room", _("Dressing room")
    LOCATION = "location", _("Outdoor location")
    VEHICLE = "vehicle", _("Vehicle")
    GOWN = "gown", _("Gown")
    SELECTION_ROOM = "selection_room", _("Selection room")


PEOPLE = (ResourceKind.PHOTOGRAPHER, ResourceKind.MAKEUP_ARTIST, ResourceKind.ASSISTANT)


class BookableResource(models.Model):
    """A person, place or thing whose time is promised: it serves one booking at a time,
    or as many as it has seats."""

    lock_rank = 30

    kind = models.CharField(max_length=20, choices=ResourceKind.choices)
    name = models.CharField(max_length=60)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    employee = models.ForeignKey(Employee, models.PROTECT, null=True, blank=True, related_name="+")
    serial_number = models.CharField(max_length=40, blank=True)
    buffer_before_min = models.PositiveIntegerField("minutes to prepare", default=0)
    buffer_after_min = models.PositiveIntegerField("minutes to clear or clean", default=0)
    capacity = models.PositiveSmallIntegerField("seats", default=1)
    out_of_service = models.BooleanField(default=False)
    out_of_service_why = models.CharField("reason", max_length=100, blank=True)
    out_of_service_until = models.DateField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        constraints = [
            models.CheckConstraint(condition=Q(capacity__gt=0), name="resource_has_a_seat"),
            models.UniqueConstraint(
                fields=["branch", "kind", "employee"],
                condition=Q(employee__isnull=False, retired_at__isnull=True),
                name="resource_of_an_employee_once_a_kind",
            ),
            models.UniqueConstraint(
                fields=["branch", "kind", "name"],
                condition=Q(retired_at__isnull=True),
                name="resource_name_once_a_kind",
            ),
        ]
        indexes = [models.Index(fields=["branch", "kind"], name="resource_branch_kind")]

    def __str__(self) -> str:
        return self.name

    @property
    def standing(self) -> Badge:
        """In service, out of service or retired, as a badge."""
        if self.retired_at:
            return Badge("retired", str(_("Retired")), "neutral", "archive", False)
        if self.out_of_service:
            return Badge("out_of_service", str(_("Out of service")), "red", "tool", False)
        return Badge("usable", str(_("Usable")), "green", "circle-check", False)


class PackageNeed(models.Model):
    """What a shoot of a package needs: so many of a kind, for which part of it, with which skill.

    `length_min` 0 means until the end of the booking.
    """

    package = models.ForeignKey(Package, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=ResourceKind.choices)
    count = models.PositiveSmallIntegerField(default=1)
    offset_min = models.PositiveIntegerField(default=0)
    length_min = models.PositiveIntegerField(default=0)
    skill_code = models.CharField(max_length=30, blank=True)
    min_level = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["position"]
        verbose_name = _("need of a package")
        verbose_name_plural = _("needs of packages")
        constraints = [
            models.UniqueConstraint(
                fields=["package", "position"], name="package_need_position_once"
            ),
            models.CheckConstraint(condition=Q(count__gt=0), name="package_need_is_at_least_one"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ×{self.count}"


class BookingPolicy(models.Model):
    """How long a branch keeps a time for somebody who has not said or paid yet."""

    branch = models.OneToOneField(Branch, models.PROTECT, related_name="+")
    hold_min = models.PositiveSmallIntegerField("minutes of a hold", default=10)
    payment_wait_min = models.PositiveIntegerField("minutes to pay the deposit", default=120)

    class Meta:
        verbose_name = _("booking policy")
        verbose_name_plural = _("booking policies")
        constraints = [
            models.CheckConstraint(
                condition=Q(hold_min__gt=0, payment_wait_min__gt=0),
                name="booking_policy_waits_some_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.branch}"


class Booking(HasState, Searchable):
    """A promise of time: this customer, this shoot, these people, places and gowns."""

    lock_rank = 35

    class State(models.TextChoices):
        HOLD = "hold", _("Held")
        AWAITING_PAYMENT = "awaiting_payment", _("Awaiting deposit")
        PENDING = "pending", _("Pending")
        CONFIRMED = "confirmed", _("Confirmed")
        ARRIVED = "arrived", _("Arrived")
        IN_SERVICE = "in_service", _("In service")
        DONE = "done", _("Done")
        NO_SHOW = "no_show", _("No-show")
        CANCELLED = "cancelled", _("Cancelled")

    class Kind(models.TextChoices):
        SHOOT = "shoot", _("Shoot")
        SELECTION = "selection", _("Photo selection")
        PROOF = "proof", _("Proof")
        PICKUP = "pickup", _("Pick-up")
        FITTING = "fitting", _("Gown fitting")
        SERVICE = "service", _("Service")
        BLOCKED = "blocked", _("Blocked time")

    class Fuzzy(models.TextChoices):
        """A day is agreed, the time is not."""

        EXACT = "", _("Exact time")
        MORNING = "morning", _("Morning")
        AFTERNOON = "afternoon", _("Afternoon")
        EVENING = "evening", _("Evening")
        TBD = "tbd", _("Time to be set")

    moves: ClassVar = {
        State.HOLD: (
            State.AWAITING_PAYMENT, State.PENDING, State.CONFIRMED, State.CANCELLED,
        ),
        State.AWAITING_PAYMENT: (
            State.PENDING, State.CONFIRMED, State.ARRIVED, State.CANCELLED,
        ),
        State.PENDING: (
            State.AWAITING_PAYMENT, State.CONFIRMED, State.ARRIVED, State.CANCELLED,
        ),
        State.CONFIRMED: (
            State.ARRIVED, State.NO_SHOW, State.CANCELLED,
        ),
        State.ARRIVED: (State.IN_SERVICE, State.DONE),
        State.IN_SERVICE: (State.DONE,),
    }  # fmt: skip
    looks: ClassVar = {
        State.HOLD: Look("neutral", "hourglass"),
        State.AWAITING_PAYMENT: Look("yellow", "clock-dollar"),
        State.PENDING: Look("orange", "clock-question"),
        State.CONFIRMED: Look("blue", "calendar-check"),
        State.ARRIVED: Look("teal", "user-check"),
        State.IN_SERVICE: Look("purple", "player-play"),
        State.DONE: Look("green", "circle-check"),
        State.NO_SHOW: Look("red", "user-x"),
        State.CANCELLED: Look("neutral", "circle-x"),
    }

    number = models.CharField(max_length=20, unique=True)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.SHOOT)
    title = models.CharField(max_length=100, blank=True)
    note = models.CharField(max_length=500, blank=True)
    package = models.ForeignKey(Package, models.PROTECT, null=True, blank=True, related_name="+")
    subject = models.CharField(max_length=100, blank=True)
    starts_at = models.DateTimeField("starts", null=True, blank=True)
    ends_at = models.DateTimeField("ends", null=True, blank=True)
    minutes = models.PositiveIntegerField(default=60)
    fuzzy = models.CharField(
        "time of day", max_length=10, choices=Fuzzy.choices, default="", blank=True
    )
    fuzzy_day = models.DateField("day", null=True, blank=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.CONFIRMED)
    hold_until = models.DateTimeField(null=True, blank=True)
    hold_key = models.CharField(max_length=64, blank=True)
    is_hold_extended = models.BooleanField(default=False)
    booked_at = models.DateTimeField(default=clock.now)
    arrived_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField("reason", max_length=200, blank=True)
    user_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="booking_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(fuzzy="", starts_at__isnull=False, ends_at__isnull=False)
                | (~Q(fuzzy="") & Q(fuzzy_day__isnull=False, starts_at__isnull=True)),
                name="booking_has_a_time_or_a_day",
            ),
            models.CheckConstraint(
                condition=Q(customer__isnull=False)
                | Q(kind="blocked")
                | Q(state__in=["hold", "cancelled"]),
                name="booking_is_for_a_customer",
            ),
            models.CheckConstraint(
                condition=~Q(state="hold") | Q(hold_until__isnull=False),
                name="booking_hold_ends_sometime",
            ),
            models.UniqueConstraint(
                fields=["hold_key"],
                condition=Q(state="hold") & ~Q(hold_key=""),
                name="booking_one_hold_a_key",
            ),
        ]
        indexes = [
            models.Index(fields=["branch", "starts_at"], name="booking_branch_time"),
            models.Index(fields=["customer", "-starts_at"], name="booking_customer"),
            models.Index(fields=["subject"], condition=~Q(subject=""), name="booking_subject"),
            models.Index(
                fields=["hold_until"],
                condition=Q(state__in=["hold", "awaiting_payment"]),
                name="booking_waiting",
            ),
            models.Index(
                fields=["branch", "fuzzy_day"], condition=~Q(fuzzy=""), name="booking_fuzzy_day"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def local_start(self) -> datetime | None:
        return timezone.localtime(self.starts_at) if self.starts_at else None

    @property
    def local_end(self) -> datetime | None:
        return timezone.localtime(self.ends_at) if self.ends_at else None

    @property
    def when(self) -> str:
        """The time as it is read out: `12-05 09:30–13:30`, or `12-05 Morning`."""
        if self.starts_at and self.ends_at:
            start, end = timezone.localtime(self.starts_at), timezone.localtime(self.ends_at)
            return f"{start:%m-%d %H:%M}–{end:%H:%M}"
        return f"{self.fuzzy_day:%m-%d} {self.get_fuzzy_display()}" if self.fuzzy_day else ""

    @property
    def name(self) -> str:
        """Who comes, or why the time is blocked."""
        return str(self.customer or self.title or self.get_state_display())

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    def search_words(self) -> Iterable[str]:
        words = number_words(self.number)
        return words | name_words(self.customer.name) if self.customer else words


LIVE = (
    Booking.State.HOLD, Booking.State.AWAITING_PAYMENT, Booking.State.PENDING,
    Booking.State.CONFIRMED, Booking.State.ARRIVED, Booking.State.IN_SERVICE,
)  # fmt: skip
# Time that is or was really spent: what the board shows and a sweep must find apart.
OCCUPYING = (*LIVE, Booking.State.DONE)
WAITING = (Booking.State.HOLD, Booking.State.AWAITING_PAYMENT)
TO_CONFIRM = (Booking.State.AWAITING_PAYMENT, Booking.State.PENDING)  # kept, not yet firm


class Assignment(models.Model):
    """A resource promised to a booking, for all of it or for a part."""

    booking = models.ForeignKey(Booking, models.PROTECT, related_name="assignments")
    resource = models.ForeignKey(BookableResource, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    busy_from = models.DateTimeField()  # with the time to prepare …
    busy_until = models.DateTimeField()  # … and to clear or clean, as it was when promised
    seat = models.PositiveSmallIntegerField(default=0)
    offset_min = models.PositiveIntegerField(default=0)
    length_min = models.PositiveIntegerField(default=0)  # 0: until the end
    skill_code = models.CharField(max_length=30, blank=True)
    min_level = models.PositiveSmallIntegerField(default=1)
    chosen = models.BooleanField(default=False)  # asked for by name, not proposed

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.UniqueConstraint(
                fields=["booking", "resource"], name="assignment_resource_once_a_booking"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="assignment_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(busy_from__lte=F("starts_at"), busy_until__gte=F("ends_at")),
                name="assignment_is_busy_throughout",
            ),
        ]
        indexes = [models.Index(fields=["resource", "busy_from"], name="assignment_time")]

    def __str__(self) -> str:
        return f"{self.resource} · {self.booking}"


class Claim(models.Model):
    """A quarter of an hour of a seat of a resource. That it can be claimed only once is what
    makes double booking impossible, whatever the commands think."""

    resource = models.ForeignKey(BookableResource, models.PROTECT, related_name="+")
    cell = models.BigIntegerField()  # the quarter of an hour since 1970
    seat = models.PositiveSmallIntegerField(default=0)
    booking = models.ForeignKey(Booking, models.PROTECT, related_name="claims")

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "cell", "seat"], name="claim_of_a_seat_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.resource_id}@{self.cell}"
