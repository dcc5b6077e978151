"""The engine room: dead letters, the journal, checks, copies and the doctor."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.errors import NotAllowed
from yinglou.kernel.models import Job, JournalEntry
from yinglou.modules.operations import commands, queries
from yinglou.modules.operations.management.commands.doctor import sqlite
from yinglou.modules.operations.resources import Journal, Queue, what_was_done

pytestmark = pytest.mark.django_db
HOUSE = Actor.house("tests")


def a_dead_job(**also) -> Job:
    given = {"task": "kernel.deliver", "arguments": {"reaction": "notices.greet"},
             "state": Job.State.DEAD, "attempts": 10, "error": "TimeoutError: 30 s",
             "finished_at": clock.now(), **also}  # fmt: skip
    return Job.objects.create(**given)


def test_failed_work_is_tried_again_from_the_start():
    job = commands.retry_job(by=HOUSE, job=a_dead_job())
    assert (job.state, job.attempts, job.finished_at) == ("queued", 0, None)
    assert JournalEntry.objects.get().about == f"kernel.job:{job.pk}"


def test_what_has_not_failed_is_not_tried_again():
    job = a_dead_job(state=Job.State.DONE)
    with pytest.raises(commands.NotFailed):
        commands.retry_job(by=HOUSE, job=job)
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 10)
    assert not JournalEntry.objects.exists()


def test_waiting_work_is_cancelled_and_dead_work_is_not():
    waiting = commands.cancel_job(by=HOUSE, job=a_dead_job(state=Job.State.QUEUED))
    assert waiting.state == "cancelled"
    with pytest.raises(commands.AlreadyOver):
        commands.cancel_job(by=HOUSE, job=a_dead_job())
    assert Job.objects.filter(state="dead").count() == 1


def test_without_the_permission_nothing_is_tried_again():
    job = a_dead_job()
    with pytest.raises(NotAllowed):
        commands.retry_job(by=Actor(name="林小雨"), job=job)
    job.refresh_from_db()
    assert job.state == "dead"


def test_dead_letters_are_a_view_of_the_queue():
    dead = a_dead_job()
    a_dead_job(state=Job.State.DONE)
    assert list(Queue.find(HOUSE, {"view": "dead"})) == [dead]
    assert Queue.title(dead) == f"notices.greet #{dead.pk}"


def test_people_see_the_journal_as_far_as_their_reach_goes():
    commands.retry_job(by=Actor(**people(1, 10)), job=a_dead_job())
    commands.retry_job(by=Actor(**people(2, 20)), job=a_dead_job())
    by_branch = Actor(name="高翔", branch_ids=frozenset({10}), reach="branch")
    by_self = Actor(name="林小雨", user_id=2, reach="own")
    assert queries.journal_seen_by(HOUSE).count() == 2
    assert [row.user_id for row in queries.journal_seen_by(by_branch)] == [1]
    assert [row.user_id for row in queries.journal_seen_by(by_self)] == [2]


def people(user_id: int, branch_id: int) -> dict:
    return {"name": f"{user_id}", "user_id": user_id, "branch_id": branch_id,
            "permissions": frozenset({"operations.retry"})}  # fmt: skip


def test_the_journal_narrows_by_command_and_actor():
    commands.retry_job(by=Actor(**people(1, 10)), job=a_dead_job())
    commands.cancel_job(by=Actor(**people(2, 20)), job=a_dead_job(state="queued"))
    found = Journal.find(HOUSE, {"f.command": "operations.cancel_job"})
    assert [what_was_done(row) for row in found] == [commands.cancel_job.title]
    assert [r.actor for r in Journal.find(HOUSE, {"f.actor": "1"})] == ["1"]


def test_a_command_that_is_no_longer_installed_keeps_its_name():
    assert what_was_done(JournalEntry(command="gone.do_it")) == "gone.do_it"


def test_the_demo_knows_itself():
    assert not queries.is_demo()
    commands.retry_job(by=Actor.house(queries.DEMO_BUILDER), job=a_dead_job())
    assert queries.is_demo()


def test_restore_refuses_a_folder_that_is_no_copy(tmp_path):
    with pytest.raises(CommandError, match=r"has no contents\.json"):
        call_command("restore", str(tmp_path), look=True)


def test_a_changed_copy_is_not_trusted(tmp_path):
    (tmp_path / "keys.json").write_text("{}")
    told = {"format": 1, "made_at": "", "vendor": "sqlite", "database": "yinglou.sqlite3",
            "digests": {"keys.json": "0" * 64}}  # fmt: skip
    (tmp_path / "contents.json").write_text(json.dumps(told))
    with pytest.raises(CommandError, match=r"keys\.json was changed"):
        call_command("restore", str(tmp_path), look=True)


def test_the_doctor_names_dead_letters_and_the_missing_worker():
    a_dead_job()
    said = io.StringIO()
    call_command("doctor", stdout=said)
    assert "! 1 dead letters: look at /queue/" in said.getvalue()
    assert "! No worker is running" in said.getvalue()


def test_the_doctor_knows_which_sqlite_is_sound():

    marks = [next(sqlite(v)).mark for v in ((3, 34, 1), (3, 40, 1), (3, 44, 6), (3, 51, 3))]
    assert marks == ["✗", "!", "✓", "✓"]
