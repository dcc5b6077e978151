"""A company with two stores, for tests and the demo."""

from datetime import date, time
from typing import Any

from yinglou.kernel.actors import Actor

from . import commands
from .models import Branch, Closure, Company, Department, Weekday

OPENS, CLOSES = time(9), time(21)


def a_week(opens: time = OPENS, closes: time = CLOSES) -> list[commands.HoursIn]:
    """The same hours on every day."""
    return [commands.HoursIn(day, opens, closes) for day in Weekday]


def a_company(by: Actor | None = None, name: str = "时光婚纱摄影有限公司") -> Company:
    """The taxpayer; found if it is there already."""
    found = Company.objects.first()
    return found or commands.found_company(by=by or Actor.house("samples"), name=name)


def a_branch(
    by: Actor | None = None,
    code: str = "ZL",
    name: str = "钟楼店",
    business_date: date = date(2026, 11, 21),
) -> Branch:
    """A store, open 9 to 21 every day; found by its code if it is there already."""
    by = by or Actor.house("samples")
    a_company(by)
    found = Branch.objects.filter(code=code).first()
    return found or commands.open_branch(
        by=by, code=code, name=name, address="西安市钟楼", business_date=business_date
    )


def two_branches(by: Actor | None = None) -> tuple[Branch, Branch]:
    """钟楼店 and 高新店."""
    return a_branch(by), a_branch(by, code="GX", name="高新店")


def a_row(resource: Any) -> Any:
    """One row of each of this module's resources, for the tests of all pages."""
    by, branch = Actor.house("samples"), a_branch()
    makers: dict[Any, Any] = {
        Company: a_company,
        Branch: lambda: branch,
        Department: lambda: commands.add_department(by=by, branch=branch, code="MS", name="门市"),
        Closure: lambda: commands.announce_closure(
            by=by, branch=branch, day=date(2027, 2, 6), reason="春节"
        ),
    }
    return makers[resource.model]()
