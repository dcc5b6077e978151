"""Writing things down, giving tasks and finishing them, attaching files."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Annotated, Any

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.commands import command, emit
from yinglou.kernel.errors import InvalidValue, NotAllowed
from yinglou.kernel.locks import lock
from yinglou.kernel.resources import row_of
from yinglou.kernel.values import Ask, Pick, Text
from yinglou.modules.access.models import User

from . import queries, rules
from .events import FileAttached, NoteWritten, TaskFinished, TaskGiven
from .models import File, Mention, Note, Task

MIB = 1024 * 1024
SWEPT_AFTER = timedelta(days=1)


def _who_signs_in(rows: Any, actor: Actor) -> Any:
    return rows.filter(is_active=True)


Subject = Annotated[str, Text(max=150), Ask(hidden=True)]
Words = Annotated[str, Text(max=2000, min=1, lines=3, secret=True), Ask(label=gettext_lazy("Text"))]
TaskTitle = Annotated[str, Text(max=200, min=1), Ask(label=gettext_lazy("What is to be done"))]
Due = Annotated[date | None, Ask(label=gettext_lazy("Due"))]
Owner = Annotated[
    User | None,
    Pick(among=_who_signs_in),
    Ask(label=gettext_lazy("For whom"), help=gettext_lazy("Empty: for yourself.")),
]
Colleague = Annotated[User, Pick(among=_who_signs_in), Ask(label=gettext_lazy("For whom"))]
Outcome = Annotated[str, Text(max=500, lines=2), Ask(label=gettext_lazy("Outcome"))]


class NothingSaid(InvalidValue):
    """A note without words."""


class FileRefused(InvalidValue):
    """Too large, of an unknown kind, or not what its name says."""


class NotYours(NotAllowed):
    """Somebody else's note, file or task."""


@command(permission="timeline.write", title=gettext_lazy("Write a note"), icon="note")
def write_note(
    *, by: Actor, subject: Subject, text: Words, kind: Note.Kind = Note.Kind.NOTE
) -> Note:
    """Write something down about a record; `@name` asks somebody to look at it.

    The words stay out of the journal, so that they can be taken back.
    """
    row = row_of(subject, by)
    text = text.strip()
    if not text:
        raise NothingSaid(_("The note is empty. Write something first."), field="text")
    note = Note.objects.create(
        subject=subject,
        kind=kind,
        text=text,
        branch_id=getattr(row, "branch_id", None),
        author_id=by.user_id,
        author_name=by.name,
        at=clock.now(),
    )
    people = _mentioned(text, by)
    Mention.objects.bulk_create(Mention(note=note, user=user) for user in people)
    emit(
        NoteWritten(
            note_id=note.pk,
            subject=subject,
            kind=kind,
            mentioned_user_ids=[user.pk for user in people],
        )
    )
    return note


@command(
    permission="timeline.write",
    title=gettext_lazy("Take the note back"),
    icon="eraser",
    danger=True,
    consequence=gettext_lazy("The text is removed; that there was a note stays visible."),
    available=lambda note: note.retracted_at is None,
)
def retract_note(*, by: Actor, note: Note) -> Note:
    """Remove the words of a note that should not have been written."""
    note = lock(note)
    _must_be_author(by, note.author_id)
    note.retracted_at, note.text = clock.now(), ""
    note.save(update_fields=["retracted_at", "text"])
    return note


@command(permission="", title=gettext_lazy("Mark as seen"), icon="eye-check")
def see_mention(*, by: Actor, mention: Mention) -> Mention:
    """Say that one has seen a note one was asked to look at."""
    mention = lock(mention)
    if mention.user_id != by.user_id:
        raise NotYours(_("This note asks somebody else to look."))
    if mention.seen_at is None:
        mention.seen_at = clock.now()
        mention.save(update_fields=["seen_at"])
    return mention


@command(permission="timeline.tasks", title=gettext_lazy("Add a task"), icon="checkbox")
def add_task(
    *,
    by: Actor,
    title: TaskTitle,
    due_on: Due = None,
    owner: Owner = None,
    kind: Annotated[Task.Kind, Ask(label=gettext_lazy("Kind"))] = Task.Kind.TASK,
    subject: Subject = "",
) -> Task:
    """Give somebody, or oneself, something to do until a day."""
    row = row_of(subject, by) if subject else None
    if owner is not None:
        _must_be_active(owner)
    task = Task.objects.create(
        title=title.strip(),
        kind=kind,
        subject=subject,
        due_on=due_on,
        branch_id=getattr(row, "branch_id", None) or by.branch_id,
        owner_id=owner.pk if owner else by.user_id,
        asked_by_id=by.user_id,
        asked_by_name=by.name,
        asked_at=clock.now(),
    )
    emit(TaskGiven(task_id=task.pk, subject=subject, owner_id=task.owner_id))
    return task


def _is_open(task: Task) -> bool:
    return task.state == Task.State.OPEN


@command(
    permission="timeline.tasks",
    title=gettext_lazy("Finish"),
    icon="circle-check",
    available=_is_open,
)
def finish_task(*, by: Actor, task: Task, outcome: Outcome = "") -> Task:
    """Say that it is done, and what came of it."""
    task = lock(task)
    _must_have_part(by, task)
    task.move_to(Task.State.DONE, finished_at=clock.now(), outcome=outcome.strip())
    emit(TaskFinished(task_id=task.pk, subject=task.subject))
    return task


@command(
    permission="timeline.tasks",
    title=gettext_lazy("Open again"),
    icon="arrow-back-up",
    available=lambda task: not _is_open(task),
)
def reopen_task(*, by: Actor, task: Task) -> Task:
    """It was not done after all."""
    task = lock(task)
    _must_have_part(by, task)
    task.move_to(Task.State.OPEN, finished_at=None)
    return task


@command(
    permission="timeline.tasks",
    title=gettext_lazy("Drop"),
    icon="circle-x",
    danger=True,
    consequence=gettext_lazy("The task disappears from the to-do list."),
    available=_is_open,
)
def cancel_task(*, by: Actor, task: Task, outcome: Outcome = "") -> Task:
    """It need not be done."""
    task = lock(task)
    _must_have_part(by, task)
    task.move_to(Task.State.CANCELLED, finished_at=clock.now(), outcome=outcome.strip())
    return task


@command(
    permission="timeline.tasks",
    title=gettext_lazy("Put off"),
    icon="clock-pause",
    available=_is_open,
)
def snooze_task(
    *, by: Actor, task: Task, until: Annotated[date, Ask(label=gettext_lazy("Show again on"))]
) -> Task:
    """Not before that day: until then it is out of sight."""
    task = lock(task)
    _must_have_part(by, task)
    if until <= clock.today():
        raise InvalidValue(
            _("Choose a day after today; until then the task is hidden."), field="until"
        )
    task.hidden_until = until
    if task.due_on is not None and task.due_on < until:
        task.due_on = until
    task.save(update_fields=["hidden_until", "due_on"])
    return task


@command(
    permission="timeline.tasks",
    title=gettext_lazy("Give to somebody else"),
    icon="user-share",
    available=_is_open,
)
def reassign_task(
    *,
    by: Actor,
    task: Task,
    owner: Colleague,
) -> Task:
    """Somebody else does it."""
    task = lock(task)
    _must_have_part(by, task)
    _must_be_active(owner)
    task.owner, task.hidden_until = owner, None
    task.save(update_fields=["owner", "hidden_until"])
    emit(TaskGiven(task_id=task.pk, subject=task.subject, owner_id=owner.pk))
    return task


@command(permission="timeline.write", title=gettext_lazy("Attach a file"), icon="paperclip")
def attach_file(
    *,
    by: Actor,
    subject: Subject,
    upload: Annotated[UploadedFile, Ask(label=gettext_lazy("File"))],
) -> File:
    """Put a file to a record. It is kept under a name nobody can guess and never executed."""
    row = row_of(subject, by)
    name = rules.clean_file_name(upload.name or "")
    digest = _check_file(name, upload)
    file = File(
        subject=subject,
        name=name,
        size_bytes=upload.size or 0,
        sha256=digest,
        branch_id=getattr(row, "branch_id", None),
        author_id=by.user_id,
        author_name=by.name,
        at=clock.now(),
    )
    token = secrets.token_hex(16)
    file.stored.save(f"timeline/{token[:2]}/{token}.bin", upload, save=True)
    emit(FileAttached(file_id=file.pk, subject=subject))
    return file


@command(
    permission="timeline.write",
    title=gettext_lazy("Take the file back"),
    icon="eraser",
    danger=True,
    consequence=gettext_lazy("Nobody can open the file any more."),
    available=lambda file: file.retracted_at is None,
)
def retract_file(*, by: Actor, file: File) -> File:
    """Take a file away that should not have been attached; the sweeper removes it from the disk."""
    file = lock(file)
    _must_be_author(by, file.author_id)
    file.retracted_at = clock.now()
    file.save(update_fields=["retracted_at"])
    return file


def _mentioned(text: str, by: Actor) -> list[User]:
    """People are called by sign-in name or by full name; unknown names are just words."""
    names = rules.mentioned(text)
    return list(queries.people_called(names, by)) if names else []


def _must_be_active(owner: User) -> None:
    if not owner.is_active:
        raise InvalidValue(
            _("%(person)s does not sign in any more. Choose somebody else.") % {"person": owner},
            field="owner",
        )


def _must_be_author(by: Actor, author_id: int | None) -> None:
    if author_id != by.user_id and not by.may("timeline.retract"):
        raise NotYours(
            _("Somebody else wrote this. Ask that person or your manager to take it back.")
        )


def _must_have_part(by: Actor, task: Task) -> None:
    """A task belongs to who does it, who gave it, and whoever looks after the store."""
    mine = by.user_id is None or by.user_id in (task.owner_id, task.asked_by_id)
    if not mine and not by.may("timeline.all_tasks"):
        raise NotYours(
            _("This task is for %(person)s. Only that person or who gave it can change it.")
            % {"person": task.owner or _("somebody else")}
        )


def _check_file(name: str, upload: UploadedFile) -> str:
    size = upload.size or 0
    if size == 0:
        raise FileRefused(
            _("“%(file)s” is empty. Choose another.") % {"file": name}, field="upload"
        )
    if size > rules.FILE_BYTES_MAX:
        raise FileRefused(
            _("“%(file)s” is too large (%(x)s MB; at most %(y)s MB). Make it smaller.")
            % {"file": name, "x": f"{size / MIB:.1f}", "y": rules.FILE_BYTES_MAX // MIB},
            field="upload",
        )
    if not rules.is_known_kind(name):
        raise FileRefused(
            _("Files such as “%(file)s” are not taken. Taken are: %(kinds)s.")
            % {"file": name, "kinds": rules.kinds_text()},
            field="upload",
        )
    return _digest(name, upload.chunks())


def _digest(name: str, chunks: Iterable[bytes]) -> str:
    found, head = hashlib.sha256(), b""
    for chunk in chunks:
        head = head or chunk[:64]
        found.update(chunk)
    if not rules.is_what_it_says(name, head):
        raise FileRefused(
            _("“%(file)s” is not the kind of file its name says. Export it anew and try again.")
            % {"file": name},
            field="upload",
        )
    return found.hexdigest()


@command(permission="timeline.retract", title=gettext_lazy("Sweep files"), icon="trash")
def sweep_files(*, by: Actor) -> None:
    """Remove from the disk what no record points at: taken back, or left by a failed upload."""
    wanted, border = queries.stored_names(), clock.now() - SWEPT_AFTER
    folder = "timeline"
    if not default_storage.exists(folder):
        return
    for shelf in default_storage.listdir(folder)[0]:
        for name in default_storage.listdir(f"{folder}/{shelf}")[1]:
            path = f"{folder}/{shelf}/{name}"
            if path not in wanted and default_storage.get_modified_time(path) < border:
                default_storage.delete(path)
