"""Notes, tasks and files as far as somebody may see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.errors import NotFound
from yinglou.kernel.resources import row_of
from yinglou.modules.access.models import User
from yinglou.modules.access.queries import active_users
from yinglou.modules.timeline import rules
from yinglou.modules.timeline.models import File, Mention, Note, Task

GROUPS = (rules.OVERDUE, rules.TODAY, rules.THIS_WEEK, rules.LATER)


@dataclass(frozen=True, slots=True)
class Inbox:
    """What waits for somebody: tasks by urgency, mentions, and what is put off."""

    groups: dict[str, list[Task]]
    mentions: list[Mention]
    put_off: int

    @property
    def is_empty(self) -> bool:
        return not self.mentions and not any(self.groups.values())


def notes_of(subject: str) -> QuerySet[Note]:
    return Note.objects.filter(subject=subject).select_related("author").order_by("-at")


def files_of(subject: str) -> QuerySet[File]:
    """The files of a record that were not taken back."""
    rows = File.objects.filter(subject=subject, retracted_at=None)
    return rows.select_related("author").order_by("-at")


def tasks_of(subject: str) -> QuerySet[Task]:
    return Task.objects.filter(subject=subject).select_related("owner").order_by("-pk")


def open_tasks_of(subject: str) -> QuerySet[Task]:
    """What is still to be done about a record."""
    return tasks_of(subject).filter(state=Task.State.OPEN)


def tasks_seen_by(actor: Actor) -> QuerySet[Task]:
    """One's own tasks and those one gave; of the own stores with the permission for it."""
    rows = Task.objects.select_related("owner", "asked_by", "branch")
    if actor.may("timeline.all_tasks"):
        if actor.reach == "all":
            return rows
        near = Q(branch_id__in=actor.branch_ids) | Q(branch=None)
        return rows.filter(_mine(actor) | near)
    return rows.filter(_mine(actor))


def notes_seen_by(actor: Actor) -> QuerySet[Note]:
    """One's own notes, for taking one back; other notes are read on their record."""
    rows = Note.objects.select_related("author", "branch")
    if not actor.may("timeline.retract"):
        return rows.filter(author_id=actor.user_id, author__isnull=False)
    if actor.reach == "all":
        return rows
    return rows.filter(Q(branch_id__in=actor.branch_ids) | Q(author_id=actor.user_id))


def inbox_of(actor: Actor, today: date | None = None) -> Inbox:
    """Everything that waits for the actor, in two statements."""
    today = today or clock.today()
    groups: dict[str, list[Task]] = {name: [] for name in GROUPS}
    put_off = 0
    mine = Task.objects.filter(owner_id=actor.user_id, state=Task.State.OPEN)
    for task in mine.select_related("asked_by").order_by(F("due_on").asc(nulls_last=True), "pk"):
        if task.hidden_until and task.hidden_until > today:
            put_off += 1
        else:
            groups[rules.due_group(task.due_on, today)].append(task)
    unseen = Mention.objects.filter(user_id=actor.user_id, seen_at=None, note__retracted_at=None)
    return Inbox(groups, list(unseen.select_related("note").order_by("-pk")[:50]), put_off)


def waiting_count(actor: Actor) -> int:
    """How many tasks are due for the actor: the number beside the bell."""
    if actor.user_id is None:
        return 0
    today = clock.today()
    rows = Task.objects.filter(owner_id=actor.user_id, state=Task.State.OPEN, due_on__lte=today)
    return rows.filter(Q(hidden_until=None) | Q(hidden_until__lte=today)).count()


def mentions_seen_by(actor: Actor) -> QuerySet[Mention]:
    return Mention.objects.filter(user_id=actor.user_id).select_related("note")


def file_for(actor: Actor, key: int) -> File:
    """A file whose record the actor may see; `NotFound` otherwise."""
    file = File.objects.filter(pk=key, retracted_at=None).first()
    if file is None:
        raise NotFound
    row_of(file.subject, actor)
    return file


def people_called(names: Iterable[str], actor: Actor) -> QuerySet[User]:
    """Active people by sign-in name or full name, as far as the actor sees."""
    wanted = list(names)
    return active_users(actor).filter(Q(username__in=wanted) | Q(name__in=wanted))


def stored_names() -> set[str]:
    """The names under which files that are still wanted lie on the disk."""
    return set(File.objects.filter(retracted_at=None).values_list("stored", flat=True))


def _mine(actor: Actor) -> Q:
    return Q(owner_id=actor.user_id, owner__isnull=False) | Q(
        asked_by_id=actor.user_id, asked_by__isnull=False
    )


def files_seen_by(actor: Actor) -> QuerySet[File]:
    """One's own files, for taking one back; others are opened on their record."""
    rows = File.objects.select_related("author", "branch")
    if not actor.may("timeline.retract"):
        return rows.filter(author_id=actor.user_id, author__isnull=False)
    if actor.reach == "all":
        return rows
    return rows.filter(Q(branch_id__in=actor.branch_ids) | Q(author_id=actor.user_id))
