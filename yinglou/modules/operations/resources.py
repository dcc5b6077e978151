"""The journal and the queue as lists."""

import json
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from yinglou.kernel.actors import Actor, called
from yinglou.kernel.columns import Column
from yinglou.kernel.commands import command_named
from yinglou.kernel.manifest import Menu
from yinglou.kernel.models import Job, JournalEntry
from yinglou.kernel.resources import Resource, View, resource
from yinglou.kernel.states import Badge, Look

from . import commands, queries

SOURCES = {"web": _("Page"), "api": _("API"), "import": _("Import"), "system": _("House")}
STATES: dict[str, tuple[Any, Look]] = {
    Job.State.QUEUED: (_("Waiting"), Look("azure", "clock")),
    Job.State.RUNNING: (_("Running"), Look("blue", "player-play")),
    Job.State.DONE: (_("Done"), Look("green", "circle-check")),
    Job.State.DEAD: (_("Failed for good"), Look("red", "alert-triangle")),
    Job.State.CANCELLED: (_("Cancelled"), Look("neutral", "ban")),
}


def what_was_done(row: JournalEntry) -> str:
    """The button that was pressed, in the words of the house."""
    try:
        return command_named(row.command).title
    except KeyError:  # of a module that is no longer installed
        return row.command


def _source(row: JournalEntry) -> str:
    return str(SOURCES.get(row.source, row.source))


def _who(row: JournalEntry) -> str:
    return called(row.actor)


def _with(row: JournalEntry) -> str:
    return json.dumps(row.arguments, ensure_ascii=False, sort_keys=True)


def _by_people(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    return rows.filter(user_id__isnull=False)


def _clicks(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    return rows.filter(caused_by=None)


@resource
class Journal(Resource):
    """Who did what, when, to what, and what it caused. Nobody changes it."""

    model = JournalEntry
    permission = "operations.journal"
    rows = queries.journal_seen_by
    slug = "journal"
    alias = "journal"
    label = _("Journal")
    icon = "history"
    menu = Menu(section="settings", order=80)
    columns = (
        Column("at", _("Time"), link=True),
        Column("actor", _("Who"), kind="person", value=_who, sort="actor"),
        Column("what", _("What"), value=what_was_done, sort="command"),
        Column("subject", _("Record")),
        Column("about", _("About"), hidden=True),
        Column("source", _("By way of"), value=_source, sort=None),
        Column("command", _("Command"), hidden=True),
    )
    views = (
        View("clicks", _("What people and programs asked for"), _clicks, counted=False),
        View("people", _("By people"), _by_people, counted=False),
        View("all", _("With everything it caused"), counted=False),
    )
    filters = ("command", "actor", "at", "source")
    search_in = (
        "subject__startswith",
        "about__startswith",
        "actor__startswith",
        "command__startswith",
    )
    order_by = ("-id",)
    facts = (
        Column("at", _("Time")),
        Column("actor", _("Who"), kind="person", value=_who),
        Column("command", _("Command")),
        Column("arguments", _("Arguments"), kind="text", value=_with),
        Column("subject", _("Record")),
        Column("about", _("About")),
        Column("source", _("By way of"), value=_source),
        Column("caused_by", _("Caused by"), kind="link"),
        Column("seal_id", _("Seal"), kind="number"),
    )

    api_fields = (
        Column("at", _("Time")), Column("actor", _("Who")), Column("command", _("Command")),
        Column("arguments", _("Arguments"), kind="text", value=_with),
        Column("subject", _("Record")), Column("about", _("About")),
        Column("source", _("By way of")), Column("caused_by", _("Caused by"), kind="link"),
        Column("seal_id", _("Seal"), kind="number"),
    )  # fmt: skip

    @staticmethod
    def title(row: JournalEntry) -> str:
        return what_was_done(row)

    @staticmethod
    def subtitle(row: JournalEntry) -> str:
        return f"{_who(row)} · {row.subject or row.about}"


def job_badge(row: Job) -> Badge:
    """How far a piece of work is."""
    label, look = STATES[row.state]
    return Badge(row.state, str(label), look.tone, look.icon, look.outline)


def _task(row: Job) -> str:
    """A delivery says which reaction it is for; other work says its name."""
    return str(row.arguments.get("reaction") or row.task)


def _progress(row: Job) -> str:
    return f"{row.done_count}/{row.total_count}" if row.total_count else ""


def _dead_letters(actor: Actor) -> int:
    return queries.dead_jobs(queries.jobs_seen_by(actor)).count()


def _in_state(*states: str) -> Any:
    return lambda rows, actor: rows.filter(state__in=states)


@resource
class Queue(Resource):
    """Work that waits, runs, is done, or has failed as often as it may: dead letters."""

    model = Job
    permission = "operations.queue"
    rows = queries.jobs_seen_by
    slug = "queue"
    alias = "queue"
    label = _("Queue")
    icon = "list-check"
    menu = Menu(
        section="settings",
        order=85,
        count=lambda actor: queries.dead_jobs(queries.jobs_seen_by(actor)).count(),
    )
    columns = (
        Column("id", _("No."), kind="number", link=True),
        Column("task", _("Kind of work"), value=_task, sort="task"),
        Column("state", _("State"), kind="state", value=job_badge, sort="state"),
        Column("attempts", _("Attempts"), kind="number"),
        Column("progress", _("Progress"), value=_progress, sort=None),
        Column("run_at", _("Due")),
        Column("created_at", _("Since"), hidden=True),
        Column("finished_at", _("Finished")),
        Column("error", _("What went wrong"), sort=None),
    )
    views = (
        View("dead", _("Dead letters"), queries.dead_jobs),
        View("open", _("Waiting and running"), _in_state(Job.State.QUEUED, Job.State.RUNNING)),
        View("done", _("Done"), _in_state(Job.State.DONE), counted=False),
        View("all", _("All"), counted=False),
    )
    filters = ("state", "run_at")
    search_in = ("task__startswith", "error__icontains")
    order_by = ("-id",)
    actions = (commands.retry_job, commands.cancel_job)
    bulk = (commands.retry_job, commands.cancel_job)
    badges = (Column("state", _("State"), kind="state", value=job_badge),)
    facts = (
        Column("task", _("Kind of work"), value=_task),
        Column("attempts", _("Attempts"), kind="number"),
        Column("worker", _("Worker")),
        Column("run_at", _("Due")),
        Column("created_at", _("Since")),
        Column("finished_at", _("Finished")),
        Column("cause", _("Caused by"), kind="link"),
        Column("error", _("What went wrong")),
    )

    @staticmethod
    def title(row: Job) -> str:
        return f"{_task(row)} #{row.pk}"

    @staticmethod
    def primary(row: Job, actor: Actor) -> Any:
        return commands.retry_job if row.state in commands.STOPPED else None
