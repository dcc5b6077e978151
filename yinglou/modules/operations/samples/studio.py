"""The house of the demo: company, stores, rooms, sets, gowns, people, wares."""

from dataclasses import dataclass, field
from datetime import date, time

from yinglou.kernel.actors import Actor
from yinglou.modules.booking.commands import add_resource, set_policy
from yinglou.modules.booking.models import BookableResource, ResourceKind
from yinglou.modules.branches.commands import (
    HoursIn,
    add_department,
    found_company,
    open_branch,
    set_opening_hours,
)
from yinglou.modules.branches.models import Branch, Weekday

from .goods import Goods, put_up_for_sale
from .people import DEPARTMENTS, PASSWORD, PEOPLE, Crew, hire
from .roles import define_standard_roles

STORES = (
    ("ZL", "钟楼店", "西安市碑林区钟楼西南角 8 号", "029-88001234"),
    ("GX", "高新店", "西安市雁塔区高新路 66 号", "029-88005678"),
)
K = ResourceKind
# store, name, kind, minutes to clear or clean after, serial number, seats
THINGS = (
    ("ZL", "1号棚", K.STUDIO, 15, "", 1),
    ("ZL", "2号棚", K.STUDIO, 15, "", 1),
    ("ZL", "化妆间A", K.DRESSING_ROOM, 0, "", 2),
    ("ZL", "选片室1", K.SELECTION_ROOM, 0, "", 1),
    ("ZL", "白色鱼尾 S", K.GOWN, 1440, "GN-0007", 1),
    ("ZL", "白色拖尾 M", K.GOWN, 1440, "GN-0008", 1),
    ("ZL", "红色秀禾 M", K.GOWN, 1440, "GN-0011", 1),
    ("ZL", "香槟轻纱 S", K.GOWN, 1440, "GN-0015", 1),
    ("ZL", "黑色燕尾 L", K.GOWN, 1440, "GN-0021", 1),
    ("ZL", "外景车 陕A·88W66", K.VEHICLE, 30, "", 1),
    ("ZL", "大唐芙蓉园外景", K.LOCATION, 0, "", 3),
    ("GX", "A棚", K.STUDIO, 15, "", 1),
    ("GX", "B棚", K.STUDIO, 15, "", 1),
    ("GX", "化妆间B", K.DRESSING_ROOM, 0, "", 2),
    ("GX", "选片室2", K.SELECTION_ROOM, 0, "", 1),
    ("GX", "白色蓬裙 M", K.GOWN, 1440, "GN-0031", 1),
    ("GX", "金色旗袍 S", K.GOWN, 1440, "GN-0034", 1),
)
SERVES = {"photographer": K.PHOTOGRAPHER, "makeup_artist": K.MAKEUP_ARTIST,
          "assistant": K.ASSISTANT}  # fmt: skip


@dataclass(slots=True)
class Studio:
    """Everything the demo stands on, by its name."""

    stores: dict[str, Branch]
    crew: Crew
    goods: Goods
    resources: dict[str, BookableResource] = field(default_factory=dict)

    @property
    def main(self) -> Branch:
        return self.stores["ZL"]


def furnish(by: Actor, opened_on: date, password: str = PASSWORD) -> Studio:
    """An empty house becomes a studio that can take its first order on a day."""
    found_company(by=by, name="时光婚纱摄影有限公司", tax_number="91610103MA6TTTTT0X")
    stores = {
        code: open_branch(
            by=by, code=code, name=name, address=address, phone=phone, business_date=opened_on
        )
        for code, name, address, phone in STORES
    }
    week = [HoursIn(day, time(9), time(21)) for day in Weekday]
    for store in stores.values():
        set_opening_hours(by=by, branch=store, hours=week)
        set_policy(by=by, branch=store, hold_min=10, payment_wait_min=120)
    departments = {
        f"{code}{key}": add_department(by=by, branch=store, code=key, name=name)
        for code, store in stores.items()
        for key, name in DEPARTMENTS.items()
    }
    crew = hire(by, stores, departments, define_standard_roles(by), opened_on, password)
    studio = Studio(stores, crew, put_up_for_sale(by))
    _place_things(by, studio)
    return studio


def _place_things(by: Actor, studio: Studio) -> None:
    for person in PEOPLE:
        if kind := SERVES.get(person.skill):
            employee = studio.crew.employees[person.username]
            studio.resources[person.name] = add_resource(
                by=by, kind=kind, branch=studio.stores[person.branch], employee=employee
            )
    for store, name, kind, after, serial, seats in THINGS:
        studio.resources[name] = add_resource(
            by=by, kind=kind, name=name, branch=studio.stores[store], buffer_after_min=after,
            serial_number=serial, capacity=seats,
        )  # fmt: skip
