"""Tasks as a list, and one's own notes and files, so that they can be taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.columns import Column
from yinglou.kernel.resources import Resource, View, resource

from . import commands, queries
from .models import File, Note, Task


@dataclass(frozen=True, slots=True)
class Link:
    """The record something is about."""

    label: str
    url: str
    icon: str = "arrow-right"
    name: str = "timeline.subject"


def _about(row: Any, actor: Actor) -> Sequence[Link]:
    known = queries.named([row.subject], actor).get(row.subject) if row.subject else None
    return (Link(known.text, known.url),) if known and known.url else ()


def _open(rows: QuerySet[Task], actor: Actor) -> QuerySet[Task]:
    return rows.filter(state=Task.State.OPEN)


def _mine(rows: QuerySet[Task], actor: Actor) -> QuerySet[Task]:
    return _open(rows, actor).filter(owner_id=actor.user_id)


def _given(rows: QuerySet[Task], actor: Actor) -> QuerySet[Task]:
    return _open(rows, actor).filter(asked_by_id=actor.user_id).exclude(owner_id=actor.user_id)


def _overdue(rows: QuerySet[Task], actor: Actor) -> QuerySet[Task]:
    return _open(rows, actor).filter(due_on__lt=clock.today())


@resource
class Tasks(Resource):
    """What is to be done, by whom, until when."""

    model = Task
    permission = "timeline.view"
    rows = queries.tasks_seen_by
    slug = "tasks"
    icon = "checkbox"
    columns = (
        "kind",
        Column("title", link=True),
        "owner",
        "due_on",
        "asked_by",
        "state",
        Column("outcome", hidden=True),
    )
    views = (
        View("mine", _("Mine"), _mine),
        View("given", _("Given to others"), _given),
        View("overdue", _("Overdue"), _overdue),
        View("open", _("All open"), _open, counted=False),
        View("all", _("All"), counted=False),
    )
    filters = ("state", "kind", "due_on")
    search_in = ("title", "outcome")
    order_by = (F("due_on").asc(nulls_last=True), "-pk")  # type: ignore[assignment]
    create = commands.add_task
    actions = (
        commands.finish_task,
        commands.snooze_task,
        commands.reassign_task,
        commands.reopen_task,
        commands.cancel_task,
    )
    bulk = (commands.finish_task, commands.reassign_task)
    badges = ("state",)
    facts = ("kind", "owner", "due_on", "asked_by", "asked_at", "outcome", "finished_at")

    @staticmethod
    def primary(row: Task, actor: Actor) -> Any:
        return commands.finish_task if row.state == Task.State.OPEN else None

    links = staticmethod(_about)


@resource
class Notes(Resource):
    """One's own notes; others are read on their record."""

    model = Note
    permission = "timeline.view"
    rows = queries.notes_seen_by
    slug = "notes"
    icon = "note"
    columns = (Column("text", link=True), "kind", "author", "at")
    filters = ("kind", "at")
    search_in = ("text",)
    order_by = ("-at",)
    actions = (commands.retract_note,)
    export = False
    links = staticmethod(_about)


@resource
class Files(Resource):
    """One's own files; others are opened on their record."""

    model = File
    permission = "timeline.view"
    rows = queries.files_seen_by
    slug = "files"
    icon = "paperclip"
    columns = (
        Column("name", link=True),
        Column("size", label=_("Size"), kind="text", value="size_text", sort="size_bytes"),
        "author",
        "at",
    )
    search_in = ("name",)
    order_by = ("-at",)
    actions = (commands.retract_file,)
    export = False
    links = staticmethod(_about)
