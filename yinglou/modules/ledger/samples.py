"""A chart and an entry, for tests and the demo."""

from datetime import date
from typing import Any

from yinglou.kernel.actors import Actor
from yinglou.kernel.money import Money
from yinglou.modules.branches.models import Branch, Company

from . import commands
from .models import Account, Entry

PAID_IN = Money(100_000)
DAY = date(2026, 11, 21)


def a_store() -> Branch:
    """A store; found if one is there already."""
    found = Branch.objects.first()
    if found is not None:
        return found
    company = Company.objects.first() or Company.objects.create(name="时光婚纱摄影有限公司")
    return Branch.objects.create(company=company, code="ZL", name="钟楼店", business_date=DAY)


def a_chart() -> None:
    commands.load_chart(by=Actor.house("samples"))


def an_entry(
    branch: Branch | None = None, amount: Money = PAID_IN, source: str = "sample:1"
) -> Entry:
    """The owner pays in 1,000 yuan by bank."""
    a_chart()
    branch = branch or a_store()
    return commands.post_entry(
        by=Actor.house("samples"),
        branch=branch,
        business_date=branch.business_date,
        source=source,
        rule="E40",
        text="股东投入",
        lines=[
            commands.Posting("100201", debit=amount, cash_flow="14", place="bank"),
            commands.Posting("3001", credit=amount),
        ],
    )


def a_row(resource: Any) -> Any:
    """A row of a resource, for the contracts every resource keeps."""
    entry = an_entry()
    return entry if resource.model is Entry else Account.objects.get(code="100201")
