"""Notes, tasks and files."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from yinglou.kernel import clock
from yinglou.kernel.actors import Actor
from yinglou.kernel.errors import InvalidValue, NotAllowed, NotFound
from yinglou.kernel.models import JournalEntry
from yinglou.kernel.resources import reference
from yinglou.modules.access.models import User
from yinglou.modules.access.samples import a_person, a_role, actor, an_administrator
from yinglou.modules.branches import commands as branches
from yinglou.modules.branches.samples import a_branch, two_branches
from yinglou.modules.timeline import commands, queries
from yinglou.modules.timeline.checks import files_are_whole
from yinglou.modules.timeline.models import File, Mention, Note, Task
from yinglou.modules.timeline.samples import PNG, a_file, a_note, a_subject, a_task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]
WRITES = ("branches.view", "timeline.view", "timeline.write", "timeline.tasks")
TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def disk(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def desk() -> User:
    return a_person(roles=(a_role("front_desk", "前台", WRITES),))


@pytest.fixture
def mate() -> User:
    return a_person("hejia", "何佳", (a_role("front_desk", "前台", WRITES),))


def test_a_note_is_kept_out_of_the_journal_and_asks_people_to_look(desk, mate):
    note = a_note(actor(desk), "客户过敏，@何佳 注意 @nobody")
    assert (note.author, note.branch.code) == (desk, "ZL")
    assert Mention.objects.get().user == mate
    assert queries.inbox_of(actor(mate)).mentions[0].note == note
    told = JournalEntry.objects.get(command="timeline.write_note").arguments
    assert "过敏" not in str(told)


def test_an_empty_note_is_refused(desk):
    with pytest.raises(commands.NothingSaid):
        a_note(actor(desk), "  ")
    assert not Note.objects.exists()


def test_nobody_writes_about_what_he_may_not_see(desk):
    _here, there = two_branches()
    owner = an_administrator()
    before = JournalEntry.objects.count()
    with pytest.raises(NotFound):
        a_note(actor(desk), "偷看", reference(there))
    with pytest.raises(NotAllowed):
        a_note(actor(desk), "偷看", reference(owner))
    with pytest.raises(NotFound):
        a_note(actor(desk), "偷看", "nonsense:1")
    assert (Note.objects.count(), JournalEntry.objects.count()) == (0, before)


def test_a_stranger_writes_nothing(desk):
    stranger = actor(a_person("otto", "奥托"))
    subject, before = a_subject(), JournalEntry.objects.count()
    for write in (
        lambda: a_note(stranger, "x", subject),
        lambda: a_task(stranger),
        lambda: a_file(stranger),
    ):
        with pytest.raises(NotAllowed):
            write()
    assert [model.objects.count() for model in (Note, Task, File)] == [0, 0, 0]
    assert JournalEntry.objects.count() == before


def test_a_note_is_taken_back_by_its_author(desk, mate):
    note = a_note(actor(desk), "写错了")
    with pytest.raises(commands.NotYours):
        commands.retract_note(by=actor(mate), note=note)
    commands.retract_note(by=actor(desk), note=note)
    note.refresh_from_db()
    assert note.text == ""


def test_a_task_is_for_oneself_unless_given(desk, mate):
    assert a_task(actor(desk)).owner == desk
    task = commands.add_task(by=actor(desk), title="打电话", owner=mate, due_on=TODAY)
    assert queries.waiting_count(actor(mate)) == 1
    assert queries.inbox_of(actor(mate)).groups["today"] == [task]
    commands.finish_task(by=actor(mate), task=task, outcome="约了周日")
    task.refresh_from_db()
    assert (task.state, task.outcome) == ("done", "约了周日")
    assert queries.waiting_count(actor(mate)) == 0
    commands.reopen_task(by=actor(desk), task=task)
    assert queries.waiting_count(actor(mate)) == 1


def test_a_task_of_others_is_left_alone(desk, mate):
    task = a_task(actor(mate))
    assert task not in queries.tasks_seen_by(actor(desk))
    with pytest.raises(commands.NotYours):
        commands.finish_task(by=actor(desk), task=task)
    task.refresh_from_db()
    assert task.state == "open"


def test_a_task_put_off_is_out_of_sight_until_its_day(desk):
    task = a_task(actor(desk), due_on=TODAY)
    with pytest.raises(InvalidValue):
        commands.snooze_task(by=actor(desk), task=task, until=TODAY)
    commands.snooze_task(by=actor(desk), task=task, until=date(2026, 11, 23))
    assert queries.inbox_of(actor(desk)).put_off == 1
    later = queries.inbox_of(actor(desk), date(2026, 11, 23))
    assert later.groups["today"] == [task]


def test_a_task_is_not_given_to_somebody_who_left(desk, mate):
    mate.is_active = False
    mate.save()
    with pytest.raises(InvalidValue):
        commands.add_task(by=actor(desk), title="打电话", owner=mate)
    assert not Task.objects.exists()


def test_a_file_is_stored_under_a_name_nobody_can_guess(desk, disk):
    file = a_file(actor(desk), "../合同.png")
    assert file.name == "合同.png"
    assert "合同" not in file.stored.name
    assert (disk / file.stored.name).read_bytes() == PNG
    assert list(files_are_whole()) == []
    (disk / file.stored.name).write_bytes(b"changed")
    assert len(list(files_are_whole())) == 1


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.svg", b"<svg onload=alert(1)>"),
        ("a.png", b"<html>"),
        ("a.png", b""),
        ("a.png", PNG + bytes(21 * 1024 * 1024)),
    ],
    ids=["kind", "lie", "empty", "large"],
)
def test_dangerous_files_are_refused_and_leave_nothing(desk, disk, name, body):
    upload = SimpleUploadedFile(name, body)
    with pytest.raises(commands.FileRefused):
        commands.attach_file(by=actor(desk), subject=a_subject(), upload=upload)
    assert not File.objects.exists()
    assert not list(disk.rglob("*.bin"))


def test_files_taken_back_leave_the_disk_the_next_night(desk, disk):
    file, kept = a_file(actor(desk)), a_file(actor(desk), "另一份.png")
    commands.retract_file(by=actor(desk), file=file)
    with pytest.raises(NotFound):
        queries.file_for(actor(desk), file.pk)
    commands.sweep_files(by=Actor.house("timeline"))
    assert len(list(disk.rglob("*.bin"))) == 2
    with clock.set_to(clock.now() + timedelta(days=400)):
        commands.sweep_files(by=Actor.house("timeline"))
    assert [path.name for path in disk.rglob("*.bin")] == [Path(kept.stored.name).name]


def test_the_story_tells_changes_notes_tasks_and_files_in_order(desk, mate):
    branch = a_branch()
    with clock.set_to(clock.now() + timedelta(minutes=1)):
        a_note(actor(desk), "门头灯坏了")
    with clock.set_to(clock.now() + timedelta(minutes=2)):
        branches.change_branch(by=Actor.house("店务"), branch=branch, name="钟楼旗舰店")
    with clock.set_to(clock.now() + timedelta(minutes=3)):
        commands.add_task(by=actor(desk), title="修灯", owner=mate, subject=a_subject())
    with clock.set_to(clock.now() + timedelta(minutes=4)):
        a_file(actor(desk), "灯.png")
    story = queries.story_of(a_subject(), actor(desk))
    assert [entry.kind for entry in story.entries] == ["file", "task", "system", "note", "system"]
    changed = story.entries[2]
    assert changed.who == "店务"
    assert [fact.text for fact in changed.facts] == ["钟楼旗舰店"]
    found = queries.story_of(a_subject(), actor(desk), words="门头")
    assert [entry.kind for entry in found.entries] == ["note"]
    assert [e.kind for e in queries.story_of(a_subject(), actor(desk), kind="file").entries] == [
        "file"
    ]


def test_a_long_story_is_read_page_by_page(desk):
    branch = a_branch()
    for number in range(40):
        with clock.set_to(clock.now() + timedelta(seconds=number)):
            a_note(actor(desk), f"第{number}条", reference(branch))
    first = queries.story_of(a_subject(), actor(desk))
    second = queries.story_of(a_subject(), actor(desk), before=first.before)
    texts = [entry.text for entry in (*first.entries, *second.entries) if entry.kind == "note"]
    assert texts == [f"第{number}条" for number in reversed(range(40))]
    assert second.before == ""


def test_names_are_told_only_to_those_who_may_see_them(desk):
    owner = an_administrator()
    here, there = two_branches()
    words = [reference(owner), reference(here), reference(there), "gone.model:1", "x:y"]
    assert list(queries.named(words, actor(desk))) == [reference(here)]
