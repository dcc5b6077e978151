"""The story of a record: what the journal says, what people wrote, what is to be done."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinglou.kernel.actors import Actor, all_permissions, called
from yinglou.kernel.commands import Command, command_named
from yinglou.kernel.models import JournalEntry
from yinglou.kernel.money import Money
from yinglou.kernel.resources import resource_of, url_of
from yinglou.kernel.signatures import Argument, arguments_of
from yinglou.kernel.telling import HIDDEN
from yinglou.modules.timeline.models import File, Note, Task

PAGE = 30
SEARCHED_MAX = 500
SHOWN_CHARS = 80
# `orders.order:7`, `orders.order:7/cancelled`, `orders.approve_discount`, `manual:119`.
_CODE = re.compile(r"[a-z_]+(\.[a-z_]+(:\d+)?|:\d+)(/\S*)?")
SYSTEM, NOTE, TALK, TASK, FILE, MONEY = "system", "note", "talk", "task", "file", "money"

KINDS = (
    ("", gettext_lazy("Everything")),
    ("system", gettext_lazy("Changes")),
    ("note", gettext_lazy("Notes")),
    ("talk", gettext_lazy("Talks")),
    ("task", gettext_lazy("Tasks")),
    ("file", gettext_lazy("Files")),
    ("money", gettext_lazy("Money")),
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A value that a command was told: its label and how people write it."""

    label: str
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the story."""

    kind: str
    at: datetime
    who: str
    title: str
    icon: str
    text: str = ""
    source: str = ""
    facts: list[Fact] = field(default_factory=list)
    row: Any = None

    @property
    def may_be_taken_back(self) -> bool:
        return self.kind in (NOTE, TALK, FILE) and self.row.retracted_at is None

    @property
    def tone(self) -> str:
        return {NOTE: "yellow", TALK: "azure", TASK: "indigo", FILE: "cyan", MONEY: "green"}.get(
            self.kind, ""
        )

    def says(self, words: str) -> bool:
        told = " ".join([self.title, self.text, self.who, *(f.text for f in self.facts)])
        return words.lower() in told.lower()


@dataclass(frozen=True, slots=True)
class Story:
    """A page of the story, latest first; `before` asks for what came earlier."""

    entries: list[Entry]
    before: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A record by the name people know it by."""

    text: str
    url: str


def story_of(
    subject: str, actor: Actor, *, kind: str = "", words: str = "", before: str = ""
) -> Story:
    """What happened to a record and what was said about it, as far as the actor may know.

    The caller has made sure that the actor may see the record itself.
    """
    until = parse_datetime(before) if before else None
    limit = SEARCHED_MAX if words or kind else PAGE
    found = [
        *_journal(subject, actor, until, limit),
        *_notes(subject, until, limit),
        *_tasks(subject, until, limit),
        *_files(subject, until, limit),
    ]
    found.sort(key=lambda entry: entry.at, reverse=True)
    chosen = [e for e in found if (not kind or e.kind == kind) and (not words or e.says(words))]
    page = chosen[:PAGE]
    more = len(chosen) > PAGE or (not words and not kind and len(found) > PAGE)
    return Story(page, page[-1].at.isoformat() if more and page else "")


def named(references: Iterable[str], actor: Actor) -> dict[str, Named]:
    """The names of records, one statement for each kind; what the actor may not see is left out."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for reference in references:
        label, _colon, key = reference.partition(":")
        if key.isdigit() and len(key) <= 18:
            wanted[label].add(key)
    found: dict[str, Named] = {}
    for label, keys in wanted.items():
        for row in _rows(label, keys, actor):
            found[f"{label}:{row.pk}"] = Named(str(row), url_of(row))
    return found


def _rows(label: str, keys: set[str], actor: Actor) -> Iterable[Any]:
    try:
        resource = resource_of(apps.get_model(label))
    except (LookupError, ValueError):
        return ()
    if resource is None or not actor.may(resource.permission):
        return ()
    # Only names are wanted: what lists fetch along with a row, sealed phones too, stays there.
    rows: Iterable[Any] = resource.rows(actor).filter(pk__in=keys).prefetch_related(None)
    return rows


def _journal(subject: str, actor: Actor, until: datetime | None, limit: int) -> list[Entry]:
    rows = JournalEntry.objects.filter(Q(subject=subject) | Q(about=subject))
    if until:
        rows = rows.filter(at__lt=until)
    entries = list(rows.order_by("-at", "-id")[: limit + 1])
    mentioned = {r for e in entries for r in _references(e.arguments)} - {subject}
    names = named(mentioned, actor)
    return [_told(entry, subject, names) for entry in entries]


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, str) and ":" in value and " " not in value:
        yield value.partition("/")[0]
    elif isinstance(value, dict):
        for item in value.values():
            yield from _references(item)
    elif isinstance(value, list):
        for item in value:
            yield from _references(item)


def _told(entry: JournalEntry, subject: str, names: dict[str, Named]) -> Entry:
    command, asked = _command(entry.command)
    facts = [
        fact
        for name, value in entry.arguments.items()
        if _about(value) != subject and (fact := _fact(name, value, asked.get(name), names))
    ]
    money = any(argument.kind is Money for argument in asked.values())
    return Entry(
        kind=MONEY if money else SYSTEM,
        at=entry.at,
        who=called(entry.actor),
        title=str(command.title) if command else _("A change"),
        icon=(command.icon if command else "") or "point",
        source=_source(entry.source),
        facts=facts,
    )


def _command(name: str) -> tuple[Command[Any, Any] | None, dict[str, Argument]]:
    """The command of that name with its arguments; a command of a removed module has none."""
    try:
        command = command_named(name)
        return command, dict(arguments_of(command))
    except (KeyError, TypeError):
        return None, {}


def _fact(name: str, value: Any, argument: Argument | None, names: dict[str, Named]) -> Fact | None:
    if argument is not None and argument.ask.hidden:
        return None
    label = argument.label if argument else name.replace("_", " ").capitalize()
    if isinstance(value, list):
        return Fact(label, _many(value, names)) if value else None
    if isinstance(value, dict):
        return None
    if isinstance(value, str) and (
        _CODE.fullmatch(value) or (argument is not None and argument.is_row)
    ):
        return _pointed(label, value, names)
    text = _written(value, argument)
    return Fact(label, text) if text else None


def _about(value: Any) -> Any:
    return value.partition("/")[0] if isinstance(value, str) else value


def _pointed(label: str, word: str, names: dict[str, Named]) -> Fact | None:
    """A record by its name, a permission by its title; other codes say nothing to people."""
    if known := names.get(_about(word)):
        return Fact(label, known.text, known.url)
    title = all_permissions().get(word)
    return Fact(label, title) if title else None


def _many(values: list[Any], names: dict[str, Named]) -> str:
    known = [names[v].text for v in values if isinstance(v, str) and v in names]
    if known:
        return "、".join(known[:5])
    return _("%(n)s lines") % {"n": len(values)}


def _written(value: Any, argument: Argument | None) -> str:
    """A value of the journal as people write it."""
    kind: Any = argument.kind if argument else str
    if value == HIDDEN or value is None:
        return str(value or "")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if kind is Money and isinstance(value, int):
        return str(Money(value))
    if kind is datetime and isinstance(value, str) and (moment := parse_datetime(value)):
        return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
    if argument is not None and argument.is_choice:
        return str(dict(kind.choices).get(value, value))
    if argument is not None and argument.whole.unit == "‱":
        return f"{value / 100:g}%"
    text = str(value)
    return text if len(text) <= SHOWN_CHARS else f"{text[:SHOWN_CHARS]}…"


def _source(source: str) -> str:
    return {
        "web": "",
        "api": _("by the API"),
        "import": _("by an import"),
        "system": _("by itself"),
    }.get(source, source)


def _notes(subject: str, until: datetime | None, limit: int) -> list[Entry]:
    rows = Note.objects.filter(subject=subject)
    if until:
        rows = rows.filter(at__lt=until)
    icons = {"note": "note", "call": "phone", "wechat": "brand-wechat", "sms": "message"}
    return [
        Entry(
            kind=NOTE if note.kind == Note.Kind.NOTE else TALK,
            at=note.at,
            who=called(note.author_name),
            title=note.get_kind_display(),
            icon=icons[note.kind],
            text=_("The note was taken back.") if note.retracted_at else note.text,
            row=note,
        )
        for note in rows.order_by("-at")[: limit + 1]
    ]


def _tasks(subject: str, until: datetime | None, limit: int) -> list[Entry]:
    rows = Task.objects.filter(subject=subject).select_related("owner")
    if until:
        rows = rows.filter(asked_at__lt=until)
    return [
        Entry(
            kind=TASK,
            at=task.asked_at,
            who=called(task.asked_by_name),
            title=task.title,
            icon="checkbox",
            text=task.outcome,
            row=task,
        )
        for task in rows.order_by("-asked_at")[: limit + 1]
    ]


def _files(subject: str, until: datetime | None, limit: int) -> list[Entry]:
    rows = File.objects.filter(subject=subject)
    if until:
        rows = rows.filter(at__lt=until)
    return [
        Entry(
            kind=FILE,
            at=file.at,
            who=called(file.author_name),
            title=_("The file was taken back.") if file.retracted_at else file.name,
            icon="paperclip",
            text="" if file.retracted_at else file.size_text,
            row=file,
        )
        for file in rows.order_by("-at")[: limit + 1]
    ]
