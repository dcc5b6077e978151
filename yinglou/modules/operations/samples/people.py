"""The people of the demo: those of the handbook's journeys, and their colleagues."""

from dataclasses import dataclass
from datetime import date, timedelta

from yinglou.kernel.actors import Actor
from yinglou.modules.access.commands import add_user
from yinglou.modules.access.models import Role
from yinglou.modules.access.queries import actor_named
from yinglou.modules.branches.models import Branch, Department
from yinglou.modules.staff.commands import (
    ShiftIn,
    add_skill,
    hire_employee,
    plan_leave,
    plan_shifts,
    teach_skill,
)
from yinglou.modules.staff.models import Employee, Shift, Skill

PASSWORD = "yinglou-demo-2026"  # noqa: S105 shown on the screen by `yinglou run`

SKILLS = {
    "photographer": "摄影", "makeup_artist": "化妆", "assistant": "助理", "retoucher": "修图",
    "designer": "设计", "consultant": "选片", "front_desk": "门市", "quality": "质检",
    "stylist": "发型",
}  # fmt: skip
DEPARTMENTS = {
    "MS": "门市部", "SY": "摄影部", "HZ": "化妆部", "HQ": "后期部", "XP": "选片部", "GL": "管理部",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works in the demo."""

    username: str
    name: str
    role: str
    branch: str
    department: str
    position: str
    skill: str = ""
    level: int = 4
    also: str = ""


PEOPLE = (
    Person("linxiaoyu", "林小雨", "front_desk", "ZL", "MS", "前台", "front_desk"),
    Person("hejia", "何佳", "service", "ZL", "MS", "客服", "front_desk", 3),
    Person("zhouhang", "周航", "photographer", "ZL", "SY", "首席摄影师", "photographer", 5),
    Person("limu", "李沐", "photographer", "ZL", "SY", "摄影师", "photographer", 4),
    Person("suwan", "苏婉", "makeup_artist", "ZL", "HZ", "化妆总监", "makeup_artist", 5),
    Person("chengnuo", "程诺", "makeup_artist", "ZL", "HZ", "化妆师", "makeup_artist", 4),
    Person("xuran", "许然", "retoucher", "ZL", "HQ", "修图师", "retoucher", 4, "designer"),
    Person("zhengyifan", "郑一帆", "retoucher", "ZL", "HQ", "后期主管", "quality", 5, "retoucher"),
    Person("maqiang", "马强", "purchaser", "ZL", "GL", "采购"),
    Person("luoku", "罗库", "storekeeper", "ZL", "GL", "库管"),
    Person("wumin", "吴敏", "accountant", "ZL", "GL", "财务"),
    Person("zhaoqian", "赵倩", "hr", "ZL", "GL", "人事"),
    Person("gaoxiang", "高翔", "store_manager", "ZL", "GL", "店长"),
    Person("chenli", "陈立", "owner", "ZL", "GL", "老板"),
    Person("ajie", "阿杰", "technician", "ZL", "HZ", "发型师", "stylist", 4),
    Person("xiaomi", "小米", "technician", "ZL", "SY", "摄影助理", "assistant", 2),
    Person("tangke", "唐可", "selection_consultant", "ZL", "XP", "选片顾问", "consultant", 4),
    Person("yaoqian", "姚倩", "cashier", "ZL", "MS", "收银", "front_desk", 2),
    Person("guanli", "管理员", "admin", "ZL", "GL", "系统管理员"),
    Person("bailu", "白露", "front_desk", "GX", "MS", "前台", "front_desk", 4),
    Person("qinlang", "秦朗", "photographer", "GX", "SY", "摄影师", "photographer", 4),
    Person("jiangtao", "蒋涛", "photographer", "GX", "SY", "摄影师", "photographer", 3),
    Person("shenqing", "沈青", "makeup_artist", "GX", "HZ", "化妆师", "makeup_artist", 4),
    Person("dongmei", "冬梅", "makeup_artist", "GX", "HZ", "化妆师", "makeup_artist", 3),
    Person("taoran", "陶然", "retoucher", "GX", "HQ", "修图师", "retoucher", 4, "designer"),
    Person("fangyuan", "方圆", "store_manager", "GX", "GL", "店长", "consultant", 3),
)  # fmt: skip


@dataclass(slots=True)
class Crew:
    """Everybody by sign-in name: the employee, and the actor as whom commands are called."""

    employees: dict[str, Employee]
    actors: dict[str, Actor]
    skills: dict[str, Skill]

    def at(self, branch: Branch, skill: str) -> list[Employee]:
        """Who can do something in a store."""
        names = [p.username for p in PEOPLE if skill in (p.skill, p.also)]
        return [e for n in names if (e := self.employees[n]).branch_id == branch.pk]


def hire(
    by: Actor, stores: dict[str, Branch], departments: dict[str, Department],
    roles: dict[str, Role], since: date, password: str = PASSWORD,
) -> Crew:  # fmt: skip
    """Everybody gets a sign-in, an employee's number and skills."""
    skills = {code: add_skill(by=by, code=code, name=name) for code, name in SKILLS.items()}
    crew, hashed = Crew({}, {}, skills), ""
    for person in PEOPLE:
        store = stores[person.branch]
        user = add_user(
            by=by, username=person.username, name=person.name, roles=[roles[person.role]],
            home_branch=store, branches=[store], password="" if hashed else password,
        )  # fmt: skip
        # Hashing a password is slow on purpose. All of them have the same one: hash it once.
        hashed = hashed or user.password
        user.password = hashed
        user.save(update_fields=["password"])
        employee = hire_employee(
            by=by, name=person.name, branch=store, position=person.position, user=user,
            department=departments[f"{person.branch}{person.department}"], hired_on=since,
        )  # fmt: skip
        for skill, level in ((person.skill, person.level), (person.also, 3)):
            if skill:
                teach_skill(by=by, employee=employee, skill=skills[skill], level=level)
        crew.employees[person.username] = employee
    for person in PEOPLE:
        crew.actors[person.username] = actor_named(person.username)
    return crew


def plan_two_months(by: Actor, crew: Crew, first: date) -> None:
    """Who serves customers works 9 to 21 with one day off a week; the days off go round."""
    for place, person in enumerate(p for p in PEOPLE if p.skill):
        employee = crew.employees[person.username]
        shifts = []
        for ahead in range(62):
            day = first + timedelta(days=ahead)
            # Nobody is off at the weekend, when couples come.
            is_off = day.weekday() == place % 4 and ahead % 7 != 0
            kind = Shift.Kind.OFF if is_off else Shift.Kind.WORK
            span = (0, 24 * 60) if is_off else (9 * 60, 21 * 60)
            shifts.append(ShiftIn(employee, day, *span, kind))
        plan_shifts(by=by, shifts=shifts)
    plan_leave(
        by=by, employee=crew.employees["chengnuo"], first_day=first + timedelta(days=17),
        last_day=first + timedelta(days=19), reason="回家探亲",
    )  # fmt: skip
