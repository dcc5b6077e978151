"""What is known about the company and its stores."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import remembered
from yinglou.kernel.errors import DomainError

from .models import Branch, Closure, Company, Department, OpeningHours

Opening = tuple[datetime, datetime]


class NoCompany(DomainError):
    """Nobody has entered the company yet."""


class NoBranch(DomainError):
    """The actor does not work at any store."""


def company() -> Company:
    """The company; refuses if it was not entered yet. Asked once a click."""
    found = remembered("company", lambda: Company.objects.order_by("pk").first())
    if found is None:
        raise NoCompany(_("The company is not entered yet. Enter it under Settings › Company."))
    return found


def companies_seen_by(actor: Actor) -> QuerySet[Company]:
    """The company, for everybody who may see stores."""
    return Company.objects.order_by("pk")


def branches_seen_by(actor: Actor) -> QuerySet[Branch]:
    """The stores an actor has to do with; open ones first."""
    rows = Branch.objects.select_related("company")
    if actor.reach != "all":
        rows = rows.filter(pk__in=actor.branch_ids)
    return rows.order_by(F("retired_at").asc(nulls_first=True), "code")


def open_branches() -> QuerySet[Branch]:
    """All stores that are not given up."""
    return Branch.objects.filter(retired_at=None).select_related("company").order_by("code")


def branch_of(actor: Actor) -> Branch:
    """The store an actor works at now."""
    found = Branch.objects.filter(pk=actor.branch_id).select_related("company").first()
    if found is None:
        raise NoBranch(_("You do not work at a store yet. Ask your manager to assign you to one."))
    return found


def business_date(branch: Branch | int) -> date:
    """The day on which a store books, fresh from the books; asked once a click."""
    key = branch if isinstance(branch, int) else branch.pk

    def ask() -> date:
        found: date = Branch.objects.values_list("business_date", flat=True).get(pk=key)
        return found

    return remembered(("business date", key), ask)


def departments_seen_by(actor: Actor) -> QuerySet[Department]:
    rows = Department.objects.select_related("branch")
    if actor.reach != "all":
        rows = rows.filter(branch_id__in=actor.branch_ids)
    return rows.order_by("branch__code", "code")


def closures_seen_by(actor: Actor) -> QuerySet[Closure]:
    rows = Closure.objects.select_related("branch")
    if actor.reach != "all":
        rows = rows.filter(branch_id__in=actor.branch_ids)
    return rows.order_by("-day", "branch__code")


def opening_hours_of(branch: Branch) -> list[OpeningHours]:
    """The week of a store, Monday first; weekdays without a row are closed."""
    return list(OpeningHours.objects.filter(branch=branch).order_by("weekday"))


def coming_closures(branch: Branch, limit: int = 10) -> list[Closure]:
    rows = Closure.objects.filter(branch=branch, day__gte=branch.business_date)
    return list(rows.order_by("day")[:limit])


def closure_on(branch: Branch, day: date) -> Closure | None:
    """The reason why a store is closed on a day, if it is an announced one."""
    return Closure.objects.filter(branch=branch, day=day).first()


def opening_on(branch: Branch, day: date) -> Opening | None:
    """When a store opens and closes on a day; None if it stays closed."""
    return openings_between(branch, day, day).get(day)


def openings_between(branch: Branch, first: date, last: date) -> dict[date, Opening]:
    """The opening times of a stretch of days, both ends included; closed days are left out."""
    if branch.retired_at is not None:
        return {}
    hours = {row.weekday: row for row in opening_hours_of(branch)}
    closed = set(
        Closure.objects.filter(branch=branch, day__range=(first, last)).values_list(
            "day", flat=True
        )
    )
    return {
        day: (clock.at(day, minute=row.opens_min), clock.at(day, minute=row.closes_min))
        for day in _days(first, last)
        if day not in closed and (row := hours.get(day.weekday())) is not None
    }


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
