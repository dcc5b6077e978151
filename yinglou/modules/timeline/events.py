"""Facts about notes and tasks."""

from dataclasses import dataclass

from yinglou.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class NoteWritten(Event):
    """Somebody wrote something down about a record."""

    note_id: int
    subject: str
    kind: str
    mentioned_user_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class TaskGiven(Event):
    """Somebody has something to do."""

    task_id: int
    subject: str
    owner_id: int | None


@dataclass(frozen=True, kw_only=True)
class TaskFinished(Event):
    """It is done."""

    task_id: int
    subject: str


@dataclass(frozen=True, kw_only=True)
class FileAttached(Event):
    """A file was put to a record."""

    file_id: int
    subject: str
