"""The editor of what a shoot of a package needs: a derived form that starts with what is there."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from yinglou.kernel.errors import DomainError, NotFound
from yinglou.kernel.pages import PageRequest, carry_out, done, form_for, page, render
from yinglou.kernel.records import FormPage
from yinglou.kernel.resources import url_of
from yinglou.modules.booking import commands, queries
from yinglou.modules.catalog.models import Package
from yinglou.modules.catalog.queries import packages_seen_by


@page("booking.manage", "booking/needs/<str:code>/", name="booking.needs")
def needs(request: PageRequest, code: str) -> HttpResponse:
    package = packages_seen_by(request.actor).filter(code=code).first()
    if package is None:
        raise NotFound
    posted = request.method == "POST"
    form = form_for(
        commands.set_needs,
        request.actor,
        data=request.POST if posted else None,
        about={"package": package},
        initial=None if posted else {"needs": _now(package)},
    )
    shown = FormPage(commands.set_needs, form, request, url_of(package))
    if posted and form.is_valid():
        try:
            outcome = carry_out(request, commands.set_needs, form.arguments())
        except DomainError as refusal:
            form.refuse(refusal)
            shown.refusal = refusal
        else:
            return done(request, url_of(package), outcome, _("Needs saved"))
    part = "sheet" if request.htmx and not request.htmx.boosted else ""
    status = 422 if posted else 200
    return render(request, "ui/form.html", {"page": shown}, part=part, status=status)


def _now(package: Package) -> list[dict[str, Any]]:
    columns = ("kind", "count", "offset_min", "length_min", "skill_code", "min_level")
    return list(queries.needs_of(package).values(*columns))
