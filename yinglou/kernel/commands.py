"""A command is the only way to change something.

Calling one does, in this order, what no author should have to remember:
permission, reach, transaction, idempotency, journal, reactions.
"""

import hashlib
import hmac
import inspect
import json
import random
import time
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cached_property, partial, update_wrapper
from typing import Any, Generic, ParamSpec, TypeVar, get_type_hints

from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, OperationalError, connection, models, transaction
from django.utils.translation import gettext as _

from .actors import Actor
from .errors import Busy, KeyReused, NotFound
from .events import Event, reactions_to
from .models import Job, JournalEntry, time_ordered_id
from .search import keep_words
from .telling import tell, told_arguments

REACTION_DEPTH_MAX = 8
TRIES_MAX = 5
DELIVER = "kernel.deliver"
_RETRYABLE = ("40001", "40P01", "55P03")

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(slots=True)
class _Tree:
    """Everything one click causes: written in one go when the click has succeeded."""

    entries: list[JournalEntry] = field(default_factory=list)
    deliveries: list[Job] = field(default_factory=list)
    facts: list[Event] = field(default_factory=list)
    known: dict[Any, Any] = field(default_factory=dict)


@dataclass(slots=True)
class _Unit:
    """The running command."""

    entry: JournalEntry
    tree: _Tree
    depth: int = 0
    events: list[Event] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Outcome(Generic[R]):
    """What came of a command: the row, the facts it announced, whether it was a repeat."""

    result: R
    facts: tuple[Event, ...] = ()
    repeated: bool = False


_unit: ContextVar[_Unit | None] = ContextVar("unit", default=None)


def emit(event: Event) -> None:
    """Announce a fact. Only a command may, because only a command is journaled."""
    unit = _unit.get()
    if unit is None:
        raise RuntimeError(f"{event.name()} was emitted outside a command")
    unit.events.append(event)


def remembered(key: Any, ask: Callable[[], R]) -> R:
    """What does not change during one click is asked of the database once for its whole tree.

    Outside a command nothing is remembered. Whoever changes such a thing calls `forget(key)`.
    """
    unit = _unit.get()
    if unit is None:
        return ask()
    if key not in unit.tree.known:
        unit.tree.known[key] = ask()
    found: R = unit.tree.known[key]
    return found


def forget(key: Any) -> None:
    if (unit := _unit.get()) is not None:
        unit.tree.known.pop(key, None)


def command(
    *,
    permission: str,
    title: Any = "",
    icon: str = "",
    danger: bool = False,
    consequence: Any = "",
    available: Callable[[Any], bool] | None = None,
) -> Callable[[Callable[P, R]], "Command[P, R]"]:
    """Turn a function of keyword arguments, `by` among them, into a command.

    `title` is the button; `danger` and `consequence` ask for a look before the last click;
    `available(row)` says whether the button makes sense for this row (the command itself
    still decides).
    """
    return partial(
        Command,
        permission=permission,
        title=title,
        icon=icon,
        danger=danger,
        consequence=consequence,
        available=available,
    )


class Command(Generic[P, R]):
    """A verb of the business. Its signature is its form, its API schema, its documentation."""

    do_not_call_in_templates = True

    def __init__(
        self,
        func: Callable[P, R],
        *,
        permission: str,
        title: Any = "",
        icon: str = "",
        danger: bool = False,
        consequence: Any = "",
        available: Callable[[Any], bool] | None = None,
    ) -> None:
        update_wrapper(self, func)
        self.func = func
        self.permission = permission
        self.icon = icon
        self.danger = danger
        self.consequence = consequence
        self._available = available
        self._title = title
        self.__name__ = func.__name__
        self.module = _home(func.__module__)
        self.name = f"{self.module}.{func.__name__}"
        _commands[self.name] = self

    @cached_property
    def signature(self) -> inspect.Signature:
        return inspect.signature(self.func)

    def returns(self) -> Any:
        """The type of the row it leaves behind."""
        return get_type_hints(self.func).get("return")

    @property
    def title(self) -> str:
        return str(self._title) or _(self.__name__.replace("_", " ").capitalize())

    @property
    def has_title(self) -> bool:
        return bool(self._title)

    def is_available_for(self, row: Any) -> bool:
        return self._available is None or self._available(row)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        return self.carry_out(kwargs).result

    def once(self, request_key: str | None) -> Callable[P, R]:
        """The same command, carried out at most once for this key."""
        return lambda *args, **kwargs: self.carry_out(kwargs, request_key).result

    def carry_out(self, arguments: Mapping[str, Any], request_key: str | None = None) -> Outcome[R]:
        """Run it, as the root of a tree or inside the command that called it."""
        by: Actor = arguments["by"]
        outer = _unit.get()
        if outer is not None:  # on the authority of the command that calls
            return Outcome(self._run(outer.tree, outer, by, arguments, None))
        by.must(self.permission)
        _must_reach(by, arguments)
        for attempt in range(1, TRIES_MAX + 1):
            try:
                return self._as_root(by, arguments, request_key)
            except (OperationalError, IntegrityError) as trouble:
                if connection.in_atomic_block or not _worth_another_try(trouble):
                    raise
                if attempt == TRIES_MAX:
                    raise Busy(_("The system is busy. Nothing was done; try again.")) from trouble
                time.sleep(random.uniform(0, 0.02 * 2**attempt))
        raise AssertionError("unreachable")

    def _as_root(
        self, by: Actor, arguments: Mapping[str, Any], request_key: str | None
    ) -> Outcome[R]:
        with transaction.atomic():
            mark = _fingerprint(self.name, arguments) if request_key else ""
            key = f"{by.user_id}:{request_key}" if request_key else None
            if key and (entry := JournalEntry.objects.filter(request_key=key).first()):
                return self._repeat(entry, mark)
            tree = _Tree()
            result = self._run(tree, None, by, arguments, key, mark)
            JournalEntry.objects.bulk_create(tree.entries)
            if tree.deliveries:
                Job.objects.bulk_create(tree.deliveries)
            return Outcome(result, tuple(tree.facts))

    def _run(
        self,
        tree: _Tree,
        outer: _Unit | None,
        by: Actor,
        arguments: Mapping[str, Any],
        request_key: str | None,
        mark: str = "",
    ) -> R:
        entry = self._entry(by, arguments, outer, request_key, mark)
        unit = _Unit(entry, tree, depth=outer.depth + 1 if outer else 0)
        if unit.depth > REACTION_DEPTH_MAX:
            raise RecursionError(f"{self.name}: more than {REACTION_DEPTH_MAX} commands deep")
        tree.entries.append(entry)
        token = _unit.set(unit)
        try:
            result = self.func(**arguments)  # type: ignore[call-arg]
            entry.subject = tell(result) if isinstance(result, models.Model) else ""
            keep_words(result)
            for event in unit.events:
                _react(event, by, unit)
        finally:
            _unit.reset(token)
        return result

    def _entry(
        self,
        by: Actor,
        arguments: Mapping[str, Any],
        outer: _Unit | None,
        request_key: str | None,
        mark: str,
    ) -> JournalEntry:
        first = next((v for n, v in arguments.items() if n != "by"), None)
        return JournalEntry(
            id=time_ordered_id(),
            actor=by.name,
            user_id=by.user_id,
            branch_id=by.branch_id,
            source=by.source,
            command=self.name,
            arguments=told_arguments(self.func, arguments),
            about=tell(first) if isinstance(first, models.Model) else "",
            request_key=request_key,
            fingerprint=mark,
            caused_by=outer.entry if outer else None,
        )

    def _repeat(self, entry: JournalEntry, mark: str) -> Outcome[R]:
        if not hmac.compare_digest(entry.fingerprint, mark):
            raise KeyReused(
                _("This request key was already used for “%(command)s” with other values.")
                % {"command": entry.command}
            )
        label, _sep, pk = entry.subject.partition(":")
        row: Any = apps.get_model(label)._base_manager.get(pk=pk) if label else None
        return Outcome(row, repeated=True)


_commands: dict[str, Command[Any, Any]] = {}


def all_commands() -> list[Command[Any, Any]]:
    return [_commands[name] for name in sorted(_commands)]


def command_named(name: str) -> Command[Any, Any]:
    return _commands[name]


def _home(module: str) -> str:
    parts = module.split(".")
    return parts[parts.index("commands") - 1] if "commands" in parts else parts[-1]


def _react(event: Event, by: Actor, unit: _Unit) -> None:
    unit.tree.facts.append(event)
    for reaction in reactions_to(type(event)):
        if reaction.after_commit:
            what = {"reaction": reaction.name, "payload": event.payload()}
            unit.tree.deliveries.append(
                Job(task=DELIVER, arguments=what, cause=unit.entry, user_id=by.user_id)
            )
        else:
            reaction.run(event, by=by)


def _must_reach(by: Actor, arguments: Mapping[str, Any]) -> None:
    """A row of a branch the actor has no part in does not exist for the actor."""
    if by.reach == "all":
        return
    for name, value in arguments.items():
        if name != "by" and isinstance(value, models.Model):
            branch = getattr(value, "branch_id", None)
            if not by.sees_branch(branch):
                raise NotFound(field=name)


def _worth_another_try(trouble: Exception) -> bool:
    state = getattr(trouble.__cause__, "sqlstate", None)
    text = str(trouble).lower()
    collided = "journal" in text or "kernel_journalentry" in text
    return (
        state in _RETRYABLE
        or "locked" in text
        or (isinstance(trouble, IntegrityError) and collided)
    )


def _fingerprint(name: str, arguments: Mapping[str, Any]) -> str:
    """What was asked, as a keyed digest: comparable, and it gives no secret away."""
    told = {key: tell(value) for key, value in arguments.items() if key != "by"}
    text = json.dumps([name, told], sort_keys=True, ensure_ascii=False)
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
