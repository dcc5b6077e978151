"""The posting policy as a page an accountant can read."""

from dataclasses import dataclass

from django.http import HttpResponse

from yinglou.kernel.pages import PageRequest, page, render
from yinglou.modules.folios.models import PaymentMethod
from yinglou.modules.ledger.queries import account_titles

from . import rules


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """A rule with the names of its accounts."""

    code: str
    when: str
    debit: list[str]
    credit: list[str]
    cash_flow: str


@page("bookkeeping.view", "bookkeeping/policy/", name="bookkeeping.policy")
def policy(request: PageRequest) -> HttpResponse:
    """Rule by rule what is debited and credited, and where each way of paying goes."""
    codes = {code for rule in rules.POLICY.values() for code in (*rule.debit, *rule.credit)}
    titles = account_titles(codes | set(rules.METHOD_ACCOUNTS.values()))
    context = {
        "rules": [
            PolicyRow(
                rule.code,
                str(rule.when),
                [_said(code, titles) for code in rule.debit],
                [_said(code, titles) for code in rule.credit],
                rule.cash_flow,
            )
            for rule in rules.POLICY.values()
        ],
        "methods": [
            (PaymentMethod(method).label, f"{code} {titles.get(code, '')}")
            for method, code in rules.METHOD_ACCOUNTS.items()
        ],
    }
    return render(request, "bookkeeping/policy.html", context)


def _said(code: str, titles: dict[str, str]) -> str:
    return f"{code} {titles.get(code, '')}" if code.isdigit() else str(rules.PLACEHOLDERS[code])
