"""The owner's morning page: nine figures, each with the list behind it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from yinglou.kernel import clock
from yinglou.kernel.money import Money
from yinglou.kernel.pages import PageRequest, page, render
from yinglou.modules.reports import rules
from yinglou.modules.reports.queries import SOLD, Morning, morning_of
from yinglou.ui import figures

from .charts import listed, received_chart, source_chart


@dataclass(frozen=True, slots=True)
class Card:
    """A figure with what it is compared with and where it leads."""

    key: str
    label: str
    value: str
    url: str
    delta: str = ""
    note: str = ""
    unit: str = ""
    spark: tuple[int, ...] = ()
    tone: str = "indigo"


@page("reports.morning", "reports/morning/", name="reports.morning")
def morning(request: PageRequest) -> HttpResponse:
    """Yesterday's money, today's work, and what could go wrong."""
    word = request.GET.get("range", "")
    store = request.GET.get("store", "")
    found = morning_of(request.actor, word, int(store) if store.isdigit() else None)
    orders = [found.sales.count.get(day, 0) for day in found.money.days]
    context = {
        "morning": found,
        "ranges": _ranges(word),
        "range": word,
        "cards": _cards(found),
        "more": _more(found),
        "received": received_chart(found.money.days, found.money.methods, orders, found.today),
        "days": list(zip(found.money.days, orders, strict=True)),
        "table": _table(found, orders),
        "sources": source_chart(found.sources, found.today),
        "source_total": sum(n for _name, n in found.sources),
        "urls": _urls(found),
        "now": clock.local_now(),
    }
    return render(request, "reports/morning.html", context)


def _ranges(word: str) -> list[tuple[str, str, bool]]:
    names = {"": _("Yesterday"), "today": _("Today"), "week": _("This week"),
             "month": _("This month")}  # fmt: skip
    return [(key, label, key == word) for key, label in names.items()]


def _cards(found: Morning) -> list[Card]:
    money, sales, period = found.money, found.sales, found.period
    received, before = money.net(period), money.net(period.before)
    count, value = period.total(sales.count), period.total(sales.value)
    count_before = period.total(sales.count) - period.before.total(sales.count)
    more, chosen = found.second_sale
    return [
        Card("received", _("Received"), figures.short(received), _payments(found),
             _than(received, before, period.days),
             _("%(n)s receipts") % {"n": period.total(money.receipts)}, _("yuan"),
             tuple(money.spark)),
        Card("orders", _("New orders"), str(count), _orders(found),
             f"{'↑' if count_before >= 0 else '↓'} {abs(count_before)} {_against(period.days)}",
             _("%(amount)s on average") % {"amount": Money(rules.average(value, count))}, "",
             tuple(sales.count.get(day, 0) for day in money.days), "teal"),
        Card("visits", _("Bookings today"), str(found.bookings["all"]),
             listed("booking.bookings", view="today"),
             _("%(n)s have come") % {"n": found.bookings["came"]},
             _("%(n)s no-show") % {"n": found.bookings.get("no_show", 0)}, "", (), "orange"),
        Card("receivable", _("Still to be paid"), figures.short(found.receivable_minor),
             listed("orders.orders", view="owing", f__branch=_store(found)),
             _("%(n)s orders") % {"n": found.receivable_count},
             _("%(amount)s of it overdue") % {"amount": Money(found.overdue_minor)},
             _("yuan"), (), "pink"),
        Card("second", _("Second-sale rate"), f"{rules.ratio_bp(more, chosen) / 100:.1f}%",
             listed("orders.orders", f__branch=_store(found)),
             _("%(more)s of %(all)s orders") % {"more": more, "all": chosen},
             _("shot in 90 days"), "", (), "purple"),
    ]  # fmt: skip


def _more(found: Morning) -> list[Card]:
    covered = rules.ratio_bp(found.cash_minor, found.prepaid_minor)
    return [
        Card("late", _("Late in production"), str(found.late_count),
             listed("orders.orders", view="late", f__branch=_store(found)), tone="red"),
        Card("uncollected", _("Ready, not collected"), str(found.uncollected_count),
             listed("orders.orders", view="uncollected", f__branch=_store(found)),
             _("%(n)s for more than 30 days") % {"n": found.uncollected_long}, tone="teal"),
        Card("prepaid", _("Paid in advance, not delivered"), figures.short(found.prepaid_minor),
             listed("ledger.trial_balance"), "", _("account 2203"), _("yuan"), tone="azure"),
        Card("cash", _("Money in hand"), figures.short(found.cash_minor),
             listed("ledger.trial_balance"),
             _covered(covered),
             "", _("yuan"), tone="green"),
    ]  # fmt: skip


def _covered(covered_bp: int) -> str:
    """Whether the money in hand would do to pay back all that was paid in advance."""
    if not covered_bp:
        return ""
    if covered_bp >= 10_000:
        return _("enough to pay back all advances, %(times)s times") % {
            "times": f"{covered_bp / 10_000:.1f}"
        }
    return _("enough for only %(share)s of the advances") % {"share": f"{covered_bp / 100:.0f}%"}


def _than(now: int, before: int, days: int) -> str:
    """How it compares, by arrow and words, not by colour alone."""
    changed = rules.change_bp(now, before)
    if changed is None:
        return _("nothing to compare with")
    arrow = "↑" if changed >= 0 else "↓"
    return f"{arrow} {abs(changed) / 100:.1f}% {_against(days)}"


def _against(days: int) -> str:
    """What a figure is compared with, in words."""
    if days == 1:
        return _("than the same day last week")
    return _("than the same days last week") if days <= 7 else _("than as many days before")


def _table(found: Morning, orders: list[int]) -> list[dict[str, Any]]:
    """The chart in figures."""
    return [
        {
            "day": day,
            "is_open": day == found.today,
            "url": _payments_on(found, day),
            "methods": [values[n] for values in found.money.methods.values()],
            "received": found.money.received.get(day, 0),
            "refunded": found.money.refunded.get(day, 0),
            "orders": orders[n],
        }
        for n, day in enumerate(found.money.days)
    ]


def _store(found: Morning) -> int | str:
    return found.store.pk if found.store else ""


def _payments_on(found: Morning, first: Any, last: Any = None) -> str:
    return listed(
        "folios.payments", f__business_date=first, f__business_date__to=last or first,
        f__branch=_store(found),
    )  # fmt: skip


def _payments(found: Morning) -> str:
    return _payments_on(found, found.period.first, found.period.last)


def _orders(found: Morning) -> str:
    return listed(
        "orders.orders", view="all", f__placed_on=found.period.first,
        f__placed_on__to=found.period.last, f__branch=_store(found), f__state=",".join(SOLD),
    )  # fmt: skip


def _urls(found: Morning) -> dict[str, str]:
    span = {"f__business_date": found.period.first, "f__business_date__to": found.period.last}
    return {
        "board": listed("booking.board"),
        "late": listed("orders.orders", view="late", f__branch=_store(found)),
        "uncollected": listed("orders.orders", view="uncollected", f__branch=_store(found)),
        "refunds": listed("folios.refunds", **span, f__branch=_store(found)),
        "orders": _orders(found),
        "customers": listed("customers.customers"),
        "trial_balance": listed("ledger.trial_balance"),
        "approvals": listed("approvals.approvals"),
    }
