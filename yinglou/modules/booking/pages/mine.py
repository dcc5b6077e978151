"""My schedule: the jobs of the signed-in photographer or make-up artist, phone first."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.http import HttpResponse
from django.utils import timezone

from yinglou.kernel import clock
from yinglou.kernel.pages import PageRequest, page, render
from yinglou.modules.booking import queries
from yinglou.modules.booking.models import Assignment

from .asked import day_asked

DAYS_SHOWN = 7


@page("booking.view", "booking/mine/", name="booking.mine")
def mine(request: PageRequest) -> HttpResponse:
    day = day_asked(request)
    jobs = queries.schedule_of(request.actor, day, DAYS_SHOWN)
    crews = queries.crews_of({job.booking_id for job in jobs})
    days = []
    for n in range(DAYS_SHOWN):
        shown = day + timedelta(days=n)
        lines = [
            {"job": job, "booking": job.booking, "crew": _others(crews, job)}
            for job in jobs
            if _on(job, shown)
        ]
        if lines or n == 0:
            days.append({"day": shown, "lines": lines})
    context = {
        "days": days,
        "day": day,
        "today": clock.today(),
        "before": day - timedelta(days=DAYS_SHOWN),
        "after": day + timedelta(days=DAYS_SHOWN),
        "following": None if jobs else queries.next_job_of(request.actor, day),
        "may_serve": request.actor.may("booking.serve"),
    }
    part = "days" if request.htmx and not request.htmx.boosted else ""
    return render(request, "booking/mine.html", context, part=part)


def _on(job: Assignment, day: date) -> bool:
    return timezone.localtime(job.starts_at).date() == day


def _others(crews: Mapping[int, Sequence[Assignment]], job: Assignment) -> list[Assignment]:
    return [row for row in crews.get(job.booking_id, []) if row.pk != job.pk]
