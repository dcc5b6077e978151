"""The timeline of a record, the inbox and the files, as people meet them."""

from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from yinglou.kernel.resources import url_of
from yinglou.modules.access.models import User
from yinglou.modules.access.samples import a_person, a_role, actor
from yinglou.modules.branches.samples import a_branch, two_branches
from yinglou.modules.timeline.models import File, Note, Task
from yinglou.modules.timeline.samples import PNG, a_file, a_note, a_subject, a_task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]
WRITES = ("branches.view", "timeline.view", "timeline.write", "timeline.tasks")


@pytest.fixture(autouse=True)
def disk(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def desk() -> User:
    return a_person(roles=(a_role("front_desk", "前台", WRITES),))


@pytest.fixture
def otto() -> User:
    """Somebody with the same job in another store."""
    _here, there = two_branches()
    return a_person("otto", "奥托", (a_role("front_desk", "前台", WRITES),), (there,))


def test_a_record_shows_its_timeline_and_takes_a_note(client, desk):
    client.force_login(desk)
    branch = a_branch()
    form = {"subject": a_subject(), "kind": "call", "text": "客户来电改期"}
    answer = client.post(reverse("timeline.write"), form)
    assert (answer.status_code, answer["Location"]) == (302, url_of(branch))
    page = client.get(url_of(branch)).content.decode()
    assert "客户来电改期" in page
    assert Note.objects.get().kind == "call"


def test_a_task_and_a_file_come_from_the_record(client, desk):
    client.force_login(desk)
    task = {"subject": a_subject(), "kind": "follow_up", "title": "回访", "due_on": "明天"}
    assert client.post(reverse("timeline.task"), task).status_code == 302
    assert Task.objects.get().due_on == date(2026, 11, 22)
    upload = {"subject": a_subject(), "upload": SimpleUploadedFile("合同.png", PNG)}
    assert client.post(reverse("timeline.attach"), upload).status_code == 302
    assert File.objects.get().name == "合同.png"


def test_somebody_of_another_store_sees_and_writes_nothing(client, desk, otto):
    a_note(actor(desk))
    file = a_file(actor(desk))
    client.force_login(otto)
    story = reverse("timeline.of", args=[a_subject()])
    assert client.get(story).status_code == 404
    assert client.get(reverse("timeline.file", args=[file.pk])).status_code == 404
    form = {"subject": a_subject(), "kind": "note", "text": "偷写"}
    assert client.post(reverse("timeline.write"), form).status_code == 404
    assert Note.objects.count() == 1


def test_a_file_is_served_as_an_inert_download(client, desk):
    file = a_file(actor(desk))
    client.force_login(desk)
    answer = client.get(reverse("timeline.file", args=[file.pk]))
    assert b"".join(answer.streaming_content) == PNG
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_an_entry_shows_no_markup_of_its_author(client, desk):
    a_note(actor(desk), "<img src=x onerror=alert(1)>")
    client.force_login(desk)
    page = client.get(reverse("timeline.of", args=[a_subject()])).content.decode()
    assert "<img src=x" not in page


def test_the_inbox_groups_and_finishes(client, desk):
    late = a_task(actor(desk), "昨天的事", date(2026, 11, 20))
    a_task(actor(desk), "今天的事", date(2026, 11, 21))
    client.force_login(desk)
    page = client.get(reverse("timeline.inbox")).content.decode()
    assert page.index("昨天的事") < page.index("今天的事")
    answer = client.post(reverse("timeline.finish", args=[late.pk]), headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "昨天的事" not in answer.content.decode()
    assert "timeline.TaskFinished" in answer["HX-Trigger"]
    late.refresh_from_db()
    assert late.state == "done"


def test_the_inbox_puts_off_until_tomorrow(client, desk):
    task = a_task(actor(desk), due_on=date(2026, 11, 21))
    client.force_login(desk)
    client.post(reverse("timeline.snooze", args=[task.pk]), {"until": "monday"})
    task.refresh_from_db()
    assert task.hidden_until == date(2026, 11, 23)


def test_reading_does_not_finish(client, desk):
    task = a_task(actor(desk))
    client.force_login(desk)
    assert client.get(reverse("timeline.finish", args=[task.pk])).status_code == 404
    task.refresh_from_db()
    assert task.state == "open"


def test_the_task_of_somebody_else_is_not_there(client, desk, otto):
    task = a_task(actor(desk))
    client.force_login(otto)
    assert client.post(reverse("timeline.finish", args=[task.pk])).status_code == 404
    task.refresh_from_db()
    assert task.state == "open"


def test_looking_at_a_mention_leads_to_the_record(client, desk):
    a_note(actor(desk), "@林小雨 看一下")
    client.force_login(desk)
    assert "看一下" in client.get(reverse("timeline.inbox")).content.decode()
    mention = Note.objects.get().mentions.get()
    answer = client.post(reverse("timeline.mention", args=[mention.pk]))
    assert answer["Location"] == url_of(a_branch())
    assert "看一下" not in client.get(reverse("timeline.inbox")).content.decode()
