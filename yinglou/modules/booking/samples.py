"""A studio that can be booked, and some bookings, for tests and the demo."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.modules.branches import samples as branch_samples
from yinglou.modules.branches.models import Branch
from yinglou.modules.catalog import samples as catalog_samples
from yinglou.modules.catalog.models import Package
from yinglou.modules.customers import samples as customer_samples
from yinglou.modules.staff import samples as staff_samples

from . import commands
from .commands import NeedIn
from .models import BookableResource, Booking, BookingPolicy, ResourceKind

MOMENT = datetime(2026, 11, 21, 2, 15, tzinfo=UTC)  # 10:15 in the shop, a Saturday
WEDDING_DAY = date(2026, 12, 5)  # a Saturday on which couples like to be photographed

PHOTOGRAPHER, MAKEUP = ResourceKind.PHOTOGRAPHER, ResourceKind.MAKEUP_ARTIST
STUDIO, ROOM, GOWN = ResourceKind.STUDIO, ResourceKind.DRESSING_ROOM, ResourceKind.GOWN


@dataclass(slots=True)
class Studio:
    """钟楼店 with its crew and sets, by name."""

    branch: Branch
    package: Package
    named: dict[str, BookableResource] = field(default_factory=dict)

    def __getitem__(self, name: str) -> BookableResource:
        return self.named[name]


def crew(by: Actor, branch: Branch) -> dict[str, BookableResource]:
    """周航 and 李沐 photograph, 苏婉 and 程诺 make up, 小米 assists."""
    skills = staff_samples.skills(by)
    people = (
        ("周航", PHOTOGRAPHER, 5),
        ("李沐", PHOTOGRAPHER, 4),
        ("苏婉", MAKEUP, 5),
        ("程诺", MAKEUP, 4),
        ("小米", ResourceKind.ASSISTANT, 2),
    )
    found = {}
    for name, kind, level in people:
        employee = staff_samples.an_employee(by, branch, name, skills[kind.value], level)
        found[name] = commands.add_resource(by=by, kind=kind, branch=branch, employee=employee)
    return found


def places(by: Actor, branch: Branch) -> dict[str, BookableResource]:
    """Two sets, a dressing room, a selection room, and a gown that is cleaned for a day."""
    things: tuple[tuple[str, ResourceKind, dict[str, Any]], ...] = (
        ("1号棚", STUDIO, {"buffer_after_min": 15}),
        ("2号棚", STUDIO, {"buffer_after_min": 15}),
        ("化妆间A", ROOM, {"capacity": 2}),
        ("选片室1", ResourceKind.SELECTION_ROOM, {}),
        ("白色鱼尾 S", GOWN, {"serial_number": "GN-0007", "buffer_after_min": 24 * 60}),
    )
    return {
        name: commands.add_resource(by=by, kind=kind, name=name, branch=branch, **also)
        for name, kind, also in things
    }


def usual_needs(by: Actor, package: Package) -> None:
    """A shoot needs a photographer and a set to the end, make-up at the beginning."""
    commands.set_needs(
        by=by,
        package=package,
        needs=[
            NeedIn(PHOTOGRAPHER, skill_code="photographer"),
            NeedIn(MAKEUP, length_min=120, skill_code="makeup_artist"),
            NeedIn(STUDIO),
        ],
    )


def a_studio(by: Actor) -> Studio:
    """Everything that is needed to take bookings for 「一生一世」."""
    branch = branch_samples.a_branch(by)
    package = catalog_samples.forever(by)
    usual_needs(by, package)
    return Studio(branch, package, {**crew(by, branch), **places(by, branch)})


def at(hour: int, minute: int = 0, day: date = WEDDING_DAY) -> datetime:
    return clock.at(day, hour, minute)


def a_booking(by: Actor, studio: Studio, starts_at: datetime | None = None, **also: Any) -> Booking:
    """王晓明 and 李静 at half past nine, unless said otherwise."""
    given: dict[str, Any] = {
        "branch": studio.branch,
        "package": studio.package,
        **also,
    }
    if "fuzzy" not in given:
        given["starts_at"] = starts_at or at(9, 30)
    if "customer" not in given:
        given["customer"] = customer_samples.a_customer(by, branch=studio.branch)
    return commands.book(by=by, **given)


def a_row(resource: Any) -> Any:
    """One row of each resource, for the tests of all pages."""
    by = Actor.house("samples")
    with clock.set_to(MOMENT):
        studio = a_studio(by)
        if resource.model is BookableResource:
            return studio["周航"]
        if resource.model is BookingPolicy:
            return commands.set_policy(by=by, branch=studio.branch)
        return a_booking(by, studio)
