"""What the decorator promises about every command."""

from dataclasses import dataclass
from typing import Annotated

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yinglou.kernel.actors import EVERYTHING, Actor
from yinglou.kernel.commands import command, emit
from yinglou.kernel.errors import DomainError, KeyReused, NotAllowed
from yinglou.kernel.events import Event, reacts_to
from yinglou.kernel.models import Job, JournalEntry, SavedView
from yinglou.kernel.money import Money
from yinglou.kernel.queue import work_off
from yinglou.kernel.telling import HIDDEN, told_arguments
from yinglou.kernel.values import Phone, Text

pytestmark = pytest.mark.django_db

MEI = Actor("Mei", EVERYTHING, user_id=1)
OTTO = Actor("Otto", frozenset(), user_id=2)
delivered: list[str] = []


@dataclass(frozen=True, kw_only=True)
class ViewKept(Event):
    """A test's own fact."""

    name_kept: str


@command(permission="test.keep")
def keep(*, by: Actor, name: str, phone: Phone = "") -> SavedView:
    """Keep a view."""
    view = SavedView.objects.create(resource="test", name=name, query="", user_id=by.user_id or 0)
    if name == "forbidden":
        raise DomainError("no")
    emit(ViewKept(name_kept=name))
    return view


@command(permission="test.rename")
def rename(*, by: Actor, view: SavedView, name: str) -> SavedView:
    """Rename it, keeping another beside it."""
    keep(by=by, name=f"{name} beside")
    return view


@reacts_to(ViewKept)
def refuse_bad_names(event: ViewKept, by: Actor) -> None:
    if event.name_kept == "bad":
        raise DomainError("a reaction says no")


@reacts_to(ViewKept, after_commit=True)
def tell_somebody(event: ViewKept, by: Actor) -> None:
    if event.name_kept == "broken":
        raise RuntimeError("the mail server is away")
    delivered.append(event.name_kept)


def test_a_stranger_is_refused_and_nothing_is_written():
    with pytest.raises(NotAllowed):
        keep(by=OTTO, name="x")
    assert not SavedView.objects.exists()
    assert not JournalEntry.objects.exists()


def test_a_refusal_leaves_no_trace():
    with pytest.raises(DomainError):
        keep(by=MEI, name="forbidden")
    assert not SavedView.objects.exists()
    assert not JournalEntry.objects.exists()


def test_a_refusing_reaction_undoes_the_command_and_its_deliveries():
    with pytest.raises(DomainError):
        keep(by=MEI, name="bad")
    assert not SavedView.objects.exists()
    assert not Job.objects.exists()


def test_the_same_key_is_carried_out_once():
    first = keep.once("k1")(by=MEI, name="once")
    again = keep.carry_out({"by": MEI, "name": "once"}, "k1")
    assert again.repeated
    assert again.result == first
    assert SavedView.objects.count() == 1


def test_the_same_key_with_other_arguments_is_refused():
    keep.once("k1")(by=MEI, name="once")
    with pytest.raises(KeyReused):
        keep.once("k1")(by=MEI, name="other")
    assert SavedView.objects.count() == 1


def test_the_same_key_of_two_people_is_two_requests():
    keep.once("k1")(by=MEI, name="mine")
    keep.once("k1")(by=Actor("Lin", EVERYTHING, user_id=9), name="yours")
    assert SavedView.objects.count() == 2


def test_effects_are_journaled_under_their_cause():
    view = keep(by=MEI, name="a")
    rename(by=MEI, view=view, name="b")
    cause = JournalEntry.objects.get(command__endswith=".rename")
    effect = JournalEntry.objects.get(caused_by=cause)
    assert effect.command.endswith(".keep")
    assert cause.about == f"kernel.savedview:{view.pk}"


def test_a_command_called_by_a_command_runs_on_its_authority():
    clerk = Actor("Clerk", frozenset({"test.rename"}), user_id=3)
    view = keep(by=MEI, name="a")
    rename(by=clerk, view=view, name="c")
    assert SavedView.objects.filter(name="c beside").exists()


def test_secrets_never_reach_the_journal():
    keep(by=MEI, name="s", phone="13800001234")
    entry = JournalEntry.objects.get()
    assert entry.arguments == {"name": "s", "phone": HIDDEN}


def test_secrets_inside_lines_are_hidden_too():
    @dataclass(frozen=True)
    class Line:
        card: Annotated[str, Text(secret=True)]
        note: str

    def func(*, by: Actor, lines: list[Line]) -> None: ...

    func.__annotations__["lines"] = list[Line]
    told = told_arguments(func, {"by": MEI, "lines": [Line("4111", "hello")]})
    assert told == {"lines": [{"card": HIDDEN, "note": "hello"}]}


def test_money_is_told_in_fen():
    def func(*, by: Actor, amount: Money) -> None: ...

    assert told_arguments(func, {"by": MEI, "amount": Money(180_000)}) == {"amount": 180_000}


def test_deliveries_happen_after_the_commit_once():
    delivered.clear()
    keep(by=MEI, name="good")
    assert delivered == []
    work_off()
    work_off()
    assert delivered == ["good"]


def test_a_failing_delivery_waits_and_is_not_dropped():
    keep(by=MEI, name="broken")
    work_off()
    job = Job.objects.get()
    assert (job.state, job.attempts) == (Job.State.QUEUED, 1)
    assert "mail server" in job.error


def test_a_command_costs_a_handful_of_statements():
    with CaptureQueriesContext(
        connection,
    ) as found:
        keep(by=MEI, name="cheap")
    writes = [q["sql"] for q in found if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(writes) == 3, writes  # the row, its journal, its delivery
