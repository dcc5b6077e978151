"""The company's page and the week of a store."""

from datetime import time
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from yinglou.kernel.errors import DomainError, NotFound
from yinglou.kernel.pages import PageRequest, carry_out, done, form_for, page, render
from yinglou.kernel.records import FormPage
from yinglou.kernel.resources import url_of

from . import commands, queries
from .models import Branch


@page("branches.view", "settings/company/", name="branches.company")
def company(request: PageRequest) -> HttpResponse:
    """The record of the company, or the form to enter it."""
    found = queries.companies_seen_by(request.actor).first()
    return HttpResponseRedirect(url_of(found) if found else reverse("branches.companies.new"))


@page("branches.manage", "settings/stores/<int:pk>/hours/", name="branches.hours")
def hours(request: PageRequest, pk: int) -> HttpResponse:
    """The week of a store as it is, to be changed line by line."""
    branch = queries.branches_seen_by(request.actor).filter(pk=pk).first()
    if branch is None:
        raise NotFound
    posted = request.method == "POST"
    form = form_for(
        commands.set_opening_hours,
        request.actor,
        data=request.POST if posted else None,
        about={"branch": branch},
        initial={"hours": _week(branch)},
    )
    form.lines["hours"].extra = 0  # the week is there; further lines are asked for by button
    shown = FormPage(commands.set_opening_hours, form, request, url_of(branch))
    if posted and form.is_valid():
        try:
            outcome = carry_out(request, commands.set_opening_hours, form.arguments())
        except DomainError as refusal:
            form.refuse(refusal)
            shown.refusal = refusal
        else:
            return done(request, url_of(branch), outcome, _("Opening hours saved"))
    part = "sheet" if request.htmx and not request.htmx.boosted else ""
    status = 422 if posted else 200
    return render(request, "ui/form.html", {"page": shown}, part=part, status=status)


def _week(branch: Branch) -> list[dict[str, Any]]:
    return [
        {
            "weekday": str(row.weekday),
            "opens": row.opens,
            "closes": time(row.closes_min // 60 % 24, row.closes_min % 60),
        }
        for row in queries.opening_hours_of(branch)
    ]
