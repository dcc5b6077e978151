"""The resources of a branch: adding them, what packages need of them, taking them out of use."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command, emit
from yinglou.kernel.errors import InvalidValue, NotFound
from yinglou.kernel.locks import lock
from yinglou.kernel.numbers import next_number
from yinglou.kernel.values import Ask as Asked
from yinglou.kernel.values import Count, Pick, Reason, Text, Whole
from yinglou.modules.booking import events
from yinglou.modules.booking.models import (
    LIVE,
    PEOPLE,
    Assignment,
    BookableResource,
    Booking,
    BookingPolicy,
    Claim,
    PackageNeed,
    ResourceKind,
)
from yinglou.modules.booking.rules import Proposal
from yinglou.modules.branches.models import Branch
from yinglou.modules.catalog.models import Package
from yinglou.modules.staff.models import Employee
from yinglou.modules.staff.queries import working

from .claiming import Ask, facts_of, iso, take
from .refusals import ResourceExists, StillPromised, must_be_possible

Buffer = Annotated[int, Whole(min=0, max=7 * 24 * 60, unit="min")]
PartMinutes = Annotated[int, Whole(min=0, max=24 * 60, unit="min")]
CLAIMS_KEPT_DAYS = 7


@dataclass(frozen=True, slots=True)
class NeedIn:
    """A line of what a package needs."""

    kind: ResourceKind
    count: Count = 1
    offset_min: Annotated[PartMinutes, Asked(label=gettext_lazy("Begins after (min)"))] = 0
    length_min: Annotated[PartMinutes, Asked(label=gettext_lazy("Lasts (min, 0 = to the end)"))] = 0
    skill_code: Annotated[str, Text(max=30), Asked(label=gettext_lazy("Skill (code)"))] = ""
    min_level: Annotated[int, Whole(min=1, max=5), Asked(label=gettext_lazy("At least level"))] = 1


@command(permission="booking.manage", title=gettext_lazy("Add a resource"), icon="plus")
def add_resource(
    *,
    by: Actor,
    kind: ResourceKind,
    name: Annotated[str, Text(max=60)] = "",
    branch: Branch,
    employee: Annotated[Employee | None, Pick(among=working)] = None,
    serial_number: Annotated[str, Text(max=40)] = "",
    buffer_before_min: Annotated[Buffer, Asked(label=gettext_lazy("Minutes to prepare"))] = 0,
    buffer_after_min: Annotated[Buffer, Asked(label=gettext_lazy("Minutes to clear or clean"))] = 0,
    capacity: Annotated[Count, Asked(label=gettext_lazy("Seats"))] = 1,
) -> BookableResource:
    """Make a person, a place or a thing bookable."""
    if kind in PEOPLE and employee is None:
        raise InvalidValue(
            _("A %(kind)s is a person. Choose the employee.") % {"kind": kind.label},
            field="employee",
        )
    name = name.strip() or (employee.name if employee else "")
    if not name:
        raise InvalidValue(_("Give the resource a name."), field="name")
    same = BookableResource.objects.filter(branch=branch, kind=kind, retired_at=None)
    if same.filter(name=name).exists() or (employee and same.filter(employee=employee).exists()):
        raise ResourceExists(
            _("%(branch)s already has the %(kind)s %(name)s.")
            % {"branch": branch.name, "kind": kind.label, "name": name},
            field="name",
        )
    resource = BookableResource.objects.create(
        kind=kind,
        name=name,
        branch=branch,
        employee=employee,
        serial_number=serial_number,
        buffer_before_min=buffer_before_min,
        buffer_after_min=buffer_after_min,
        capacity=capacity,
    )
    _tell_changed(resource)
    return resource


@command(permission="booking.manage", title=gettext_lazy("Set the buffers"), icon="arrows-diff",
         available=lambda resource: resource.retired_at is None)  # fmt: skip
def set_buffers(
    *,
    by: Actor,
    resource: BookableResource,
    buffer_before_min: Annotated[Buffer, Asked(label=gettext_lazy("Minutes to prepare"))],
    buffer_after_min: Annotated[Buffer, Asked(label=gettext_lazy("Minutes to clear or clean"))],
) -> BookableResource:
    """Change how long a resource is prepared and cleaned. It holds for bookings from now on."""
    resource = lock(resource)
    resource.buffer_before_min, resource.buffer_after_min = buffer_before_min, buffer_after_min
    resource.save(update_fields=["buffer_before_min", "buffer_after_min"])
    _tell_changed(resource)
    return resource


@command(permission="booking.manage", title=gettext_lazy("Set what is needed"), icon="list-check")
def set_needs(
    *, by: Actor, package: Package,
    needs: Annotated[list[NeedIn], Asked(label=gettext_lazy("Needs"))],
) -> Package:  # fmt: skip
    """Say whom and what a shoot of a package needs, for which part of it, with which skill."""
    package = lock(package)
    PackageNeed.objects.filter(package=package).delete()
    PackageNeed.objects.bulk_create(
        PackageNeed(
            package=package,
            position=position,
            kind=need.kind,
            count=need.count,
            offset_min=need.offset_min,
            length_min=need.length_min,
            skill_code=need.skill_code,
            min_level=need.min_level,
        )
        for position, need in enumerate(needs, start=1)
    )
    return package


@command(
    permission="booking.manage",
    title=gettext_lazy("Take out of service"),
    icon="tool",
    danger=True,
    consequence=gettext_lazy("It cannot be booked until it is back. Bookings ahead are flagged."),
    available=lambda resource: not resource.out_of_service and resource.retired_at is None,
)
def take_out_of_service(
    *, by: Actor, resource: BookableResource, reason: Reason, until: date | None = None
) -> BookableResource:
    """A place or thing is under repair or lent out; bookings it already has stand on the board
    as conflicts until they are moved."""
    resource = lock(resource)
    if until is not None and until < clock.today():
        raise InvalidValue(
            _("%(day)s has passed. Choose the last day it is out of service.") % {"day": until},
            field="until",
        )
    _set_service(resource, out=True, why=reason, until=until)
    return resource


@command(
    permission="booking.manage",
    title=gettext_lazy("Put back in service"),
    icon="circle-check",
    available=lambda resource: resource.out_of_service,
)
def put_back_in_service(*, by: Actor, resource: BookableResource) -> BookableResource:
    """A place or thing can be booked again."""
    resource = lock(resource)
    _set_service(resource, out=False, why="", until=None)
    return resource


@command(
    permission="booking.manage",
    title=gettext_lazy("Retire"),
    icon="archive",
    danger=True,
    consequence=gettext_lazy("It can never be booked again. Its past bookings stay."),
    available=lambda resource: resource.retired_at is None,
)
def retire_resource(*, by: Actor, resource: BookableResource) -> BookableResource:
    """Take a resource out of use for good."""
    resource = lock(resource)
    ahead = Assignment.objects.filter(
        resource=resource, booking__state__in=LIVE, ends_at__gt=clock.now()
    ).select_related("booking")
    if numbers := "、".join(row.booking.number for row in ahead.order_by("starts_at")[:3]):
        raise StillPromised(
            _("%(resource)s is promised to %(numbers)s. Move these bookings first.")
            % {"resource": resource, "numbers": numbers}
        )
    resource.retired_at = clock.now()
    resource.save(update_fields=["retired_at"])
    _tell_changed(resource)
    return resource


@command(
    permission="booking.block",
    title=gettext_lazy("Block time"),
    icon="calendar-off",
    available=lambda resource: resource.retired_at is None,
)
def block_time(
    *, by: Actor, resource: BookableResource, starts_at: datetime, ends_at: datetime,
    reason: Reason,
) -> Booking:  # fmt: skip
    """Keep a resource free of bookings for a while: a repair, a meeting, a lunch."""
    must_be_possible(starts_at, ends_at)
    if ends_at - starts_at > timedelta(days=31):
        raise InvalidValue(
            _("Time is blocked for at most 31 days. Take the resource out of service instead."),
            field="ends_at",
        )
    branch = resource.branch
    minutes = int((ends_at - starts_at).total_seconds() // 60)
    number = next_number("BK", branch.business_date)

    def write(found: Proposal) -> Booking:
        return Booking.objects.create(
            number=number, branch=branch, kind=Booking.Kind.BLOCKED, title=reason[:100],
            minutes=minutes, starts_at=starts_at, ends_at=ends_at,
            state=Booking.State.CONFIRMED, user_id=by.user_id,
        )  # fmt: skip

    booking = take(Ask(branch, starts_at, minutes, [], [resource], buffers=False), write)
    emit(
        events.TimeBlocked(
            **facts_of(booking), starts_at=iso(booking.starts_at), ends_at=iso(booking.ends_at)
        )
    )
    return booking


@command(permission="booking.manage", title=gettext_lazy("Set the waiting times"), icon="clock")
def set_policy(
    *,
    by: Actor,
    branch: Branch,
    hold_min: Annotated[
        int, Whole(min=1, max=120), Asked(label=gettext_lazy("Minutes of a hold"))
    ] = 10,
    payment_wait_min: Annotated[
        int, Whole(min=5, max=30 * 24 * 60), Asked(label=gettext_lazy("Minutes to pay the deposit"))
    ] = 120,
) -> BookingPolicy:
    """Say how long a branch keeps a time on hold, and for a deposit that is not paid yet."""
    policy, _new = BookingPolicy.objects.update_or_create(
        branch=branch, defaults={"hold_min": hold_min, "payment_wait_min": payment_wait_min}
    )
    return policy


@command(permission="booking.manage", title=gettext_lazy("Clear old claims"))
def forget_old_claims(*, by: Actor) -> None:
    """Claims guard the future; those of times long gone are cleared away. Bookings stay."""
    old = clock.now() - timedelta(days=CLAIMS_KEPT_DAYS)
    Claim.objects.filter(cell__lt=int(old.timestamp()) // 900).delete()


def _set_service(resource: BookableResource, *, out: bool, why: str, until: date | None) -> None:
    if resource.retired_at is not None:
        raise NotFound
    resource.out_of_service, resource.out_of_service_why = out, why[:100]
    resource.out_of_service_until = until
    resource.save(update_fields=["out_of_service", "out_of_service_why", "out_of_service_until"])
    _tell_changed(resource)


def _tell_changed(resource: BookableResource) -> None:
    emit(events.ResourceChanged(resource_id=resource.pk, branch_id=resource.branch_id))
