"""The story of a record, what waits for me, and the files."""

from datetime import timedelta
from typing import Any

from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from yinglou.kernel import clock
from yinglou.kernel.errors import InvalidValue, NotFound
from yinglou.kernel.pages import PageRequest, carry_out, done, form_for, page, render
from yinglou.kernel.panels import panels_on
from yinglou.kernel.resources import row_of, url_of

from . import commands, queries
from .models import Mention, Task

INBOX = "timeline.inbox"
INERT = "sandbox; default-src 'none'"


@page("timeline.view", "timeline/of/<str:subject>/", name="timeline.of")
def story(request: PageRequest, subject: str) -> HttpResponse:
    """The entries of a record's timeline, narrowed by kind and words, or the earlier ones."""
    row = row_of(subject, request.actor)
    query = {name: request.GET.get(name, "")[:60] for name in ("kind", "words", "before")}
    context = {
        "row": row,
        "subject": subject,
        "story": queries.story_of(subject, request.actor, **query),
        "kinds": queries.KINDS,
        "query": query,
        "record_url": url_of(row),
        "actor": request.actor,
        "may_retract": request.actor.may("timeline.retract"),
    }
    if request.htmx and not request.htmx.boosted:
        return render(request, "timeline/entries.html", context)
    return render(request, "timeline/story.html", context)


@page("timeline.write", "timeline/write/", name="timeline.write")
def write(request: PageRequest) -> HttpResponse:
    """A note, or what was said on the phone or in a chat."""
    return _carried_out(request, commands.write_note, _("Note written"))


@page("timeline.tasks", "timeline/task/", name="timeline.task")
def give(request: PageRequest) -> HttpResponse:
    """A task about a record."""
    return _carried_out(request, commands.add_task, _("Task added"))


@page("timeline.write", "timeline/attach/", name="timeline.attach")
def attach(request: PageRequest) -> HttpResponse:
    """A file for a record."""
    return _carried_out(request, commands.attach_file, _("File attached"))


@page("timeline.view", "timeline/file/<int:pk>/", name="timeline.file")
def open_file(request: PageRequest, pk: int) -> HttpResponse:
    """A file, as a download that no browser runs."""
    file = queries.file_for(request.actor, pk)
    try:
        body = file.stored.open("rb")
    except FileNotFoundError:
        raise NotFound(_("The file is missing on the disk. Restore it from the backup.")) from None
    response = FileResponse(
        body, as_attachment=True, filename=file.name, content_type="application/octet-stream"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = INERT
    return response  # type: ignore[return-value]


@page("timeline.view", "inbox/", name=INBOX)
def inbox(request: PageRequest) -> HttpResponse:
    """Everything that waits for me: tasks by urgency, notes that ask me to look, approvals."""
    return render(request, "timeline/inbox.html", _inbox(request))


@page("timeline.tasks", "inbox/<int:pk>/finish/", name="timeline.finish")
def finish(request: PageRequest, pk: int) -> HttpResponse:
    """Finish a task from the inbox."""
    task = _posted_task(request, pk)
    outcome = carry_out(request, commands.finish_task, {"task": task})
    undo = reverse("timeline.reopen", args=[pk])
    return _to_inbox(request, outcome, _("Finished: %(task)s") % {"task": task}, undo)


@page("timeline.tasks", "inbox/<int:pk>/reopen/", name="timeline.reopen")
def reopen(request: PageRequest, pk: int) -> HttpResponse:
    """Undo finishing."""
    task = _posted_task(request, pk)
    outcome = carry_out(request, commands.reopen_task, {"task": task})
    return _to_inbox(request, outcome, _("Open again: %(task)s") % {"task": task})


@page("timeline.tasks", "inbox/<int:pk>/snooze/", name="timeline.snooze")
def snooze(request: PageRequest, pk: int) -> HttpResponse:
    """Put a task off until tomorrow or next Monday."""
    task = _posted_task(request, pk)
    today = clock.today()
    days = {"tomorrow": 1, "monday": 7 - today.weekday()}
    until = today + timedelta(days=days.get(request.POST.get("until", ""), 1))
    outcome = carry_out(request, commands.snooze_task, {"task": task, "until": until})
    return _to_inbox(request, outcome, _("Put off until %(day)s") % {"day": until})


@page("timeline.view", "inbox/mentions/<int:pk>/", name="timeline.mention")
def mention(request: PageRequest, pk: int) -> HttpResponse:
    """Mark a note that asks me to look as seen, and go to its record."""
    found: Mention | None = queries.mentions_seen_by(request.actor).filter(pk=pk).first()
    if found is None:
        raise NotFound
    if request.method == "POST":
        carry_out(request, commands.see_mention, {"mention": found})
    target = queries.named([found.note.subject], request.actor).get(found.note.subject)
    return HttpResponseRedirect(target.url if target and target.url else reverse(INBOX))


def _inbox(request: PageRequest) -> dict[str, Any]:
    found = queries.inbox_of(request.actor)
    tasks = [task for group in found.groups.values() for task in group]
    subjects = [row.subject for row in tasks] + [m.note.subject for m in found.mentions]
    names = queries.named(subjects, request.actor)
    titles = {"overdue": _("Overdue"), "today": _("Today"), "week": _("This week"),
              "later": _("Later on")}  # fmt: skip
    groups = [
        {
            "key": key,
            "title": titles[key],
            "tasks": [{"task": t, "about": names.get(t.subject), "url": url_of(t)} for t in rows],
        }
        for key, rows in found.groups.items()
        if rows
    ]
    mentions = [{"mention": m, "about": names.get(m.note.subject)} for m in found.mentions]
    panels = _panels(request)
    return {
        "groups": groups,
        "mentions": mentions,
        "put_off": found.put_off,
        "panels": panels,
        "is_empty": found.is_empty and not panels,
    }


def _panels(request: PageRequest) -> list[dict[str, str]]:
    """What other modules put into the inbox."""
    drawn = []
    for panel in panels_on(INBOX):
        if panel.on != INBOX or not request.actor.may(panel.permission):
            continue
        if context := panel.context(None, request.actor):
            html = render_to_string(panel.template, {**context, "actor": request.actor}, request)
            drawn.append({"title": str(panel.title), "html": html})
    return drawn


def _carried_out(request: PageRequest, command: Any, toast: str) -> HttpResponse:
    """Carry out what was posted from a record's timeline, and go back to the record."""
    subject = request.POST.get("subject", "")
    row = row_of(subject, request.actor)
    form = form_for(
        command, request.actor, data=request.POST, files=request.FILES, about={"subject": subject}
    )
    if not form.is_valid():
        name, errors = next(iter(form.form.errors.items()))
        raise InvalidValue(errors[0], field=name)
    outcome = carry_out(request, command, form.arguments())
    return done(request, url_of(row) or reverse(INBOX), outcome, toast)


def _posted_task(request: PageRequest, pk: int) -> Task:
    task: Task | None = queries.tasks_seen_by(request.actor).filter(pk=pk).first()
    if task is None or request.method != "POST":
        raise NotFound
    return task


def _to_inbox(request: PageRequest, outcome: Any, toast: str, undo: str = "") -> HttpResponse:
    if request.htmx:
        response = render(request, "timeline/inbox.html", _inbox(request), part="list")
        answer = done(request, "", outcome, toast, undo)
        response["HX-Trigger"] = answer.get("HX-Trigger", "")
        return response
    return done(request, reverse(INBOX), outcome, toast, undo)
