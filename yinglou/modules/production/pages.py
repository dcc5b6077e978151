"""The production board, and what one person has to do."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from yinglou.kernel.errors import DomainError, NotFound
from yinglou.kernel.pages import PageRequest, carry_out, done, page, render
from yinglou.kernel.resources import url_of
from yinglou.modules.catalog.queries import shoot_types_seen_by

from . import commands, queries, rules
from .models import Job, JobStep

BACKWARDS = "backwards"


class NotThatFar(DomainError):
    """A card moves one step at a time."""


@page("production.view", "production/board/", name="production.board")
def board(request: PageRequest) -> HttpResponse:
    person, kind = _key(request, "person"), _key(request, "kind")
    found = queries.board_for(request.actor, person, kind)
    context = {
        "board": found,
        "person": person,
        "kind": kind,
        "kinds": shoot_types_seen_by(request.actor),
        "may_work": request.actor.may("production.work"),
        "waiting": queries.WAITING,
        "made": queries.MADE,
    }
    part = "lanes" if request.htmx and not request.htmx.boosted else ""
    return render(request, "production/board.html", context, part=part)


@page("production.work", "production/mine/", name="production.mine")
def mine(request: PageRequest) -> HttpResponse:
    """What I work on, and what I could take next."""
    context = {
        "doing": queries.queue_of(request.actor),
        "waiting": queries.claimable(request.actor)[:20],
    }
    return render(request, "production/mine.html", context)


@page("production.work", "production/next/", name="production.claim_next")
def claim_next(request: PageRequest) -> HttpResponse:
    """Take on the most urgent thing."""
    if request.method != "POST":
        raise NotFound
    outcome = carry_out(request, commands.claim_next)
    step: JobStep = outcome.result
    said = _("%(step)s of %(job)s is yours") % {"step": step.name, "job": step.job}
    return done(request, reverse("production.mine"), outcome, said)


@page("production.work", "production/jobs/<str:number>/move/", name="production.move")
def move(request: PageRequest, number: str) -> HttpResponse:
    """A card was dragged, or its button pressed: claim, finish, or open the form to send back."""
    job = queries.jobs_seen_by(request.actor).filter(number=number).first()
    if job is None or request.method != "POST":
        raise NotFound
    command, step = _meant(job, request.POST.get("to", ""))
    if command is BACKWARDS:
        return done(request, f"{url_of(step)}do/send_back/")
    outcome = carry_out(request, command, {"step": step})
    said = _("%(job)s: %(what)s") % {"job": job, "what": command.title}
    if request.POST.get("stay"):
        return done(request, reverse("production.mine"), outcome, said)
    return done(request, reverse("production.board"), outcome, said)


def _meant(job: Job, to: str) -> tuple[Any, JobStep]:
    """What moving a card to a lane means for the step whose turn it is."""
    steps = queries.steps_of(job)
    step: Any = rules.current(steps)
    if step is None:
        raise NotThatFar(_("%(job)s is made already; nothing is left to do.") % {"job": job})
    lanes = [queries.WAITING, *(s.code for s in steps), queries.MADE]
    is_new = step.state == rules.TODO and not rules.done_share(steps)
    here = 0 if is_new else lanes.index(step.code)
    there = lanes.index(to) if to in lanes else -1
    if to == step.code and step.state == rules.TODO:
        return commands.claim_step, step
    if there == here + 1 and step.state == rules.DOING:
        return commands.finish_step, step
    if to == queries.WAITING and step.state == rules.DOING:
        return commands.release_step, step
    if 0 <= there < here and step.state == rules.DOING:
        return BACKWARDS, step
    raise NotThatFar(
        _("%(job)s is at “%(step)s”. Claim it, finish it, and it moves on by itself; a card "
          "moves one step at a time.")
        % {"job": job, "step": step.name}
    )  # fmt: skip


def _key(request: PageRequest, name: str) -> int | None:
    typed = request.GET.get(name, "")
    return int(typed) if typed.isdecimal() and len(typed) <= 15 else None
