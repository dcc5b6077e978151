"""Notes, tasks and files for tests and the demo."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from yinglou.kernel.actors import Actor
from yinglou.kernel.resources import reference
from yinglou.modules.branches.samples import a_branch

from . import commands
from .models import File, Note, Task

PNG = b"\x89PNG\r\n\x1a\n" + bytes(24)


def a_subject() -> str:
    """A record to write about: the store 钟楼店."""
    return reference(a_branch())


def a_note(by: Actor | None = None, text: str = "客户想要森系风格", subject: str = "") -> Note:
    return commands.write_note(
        by=by or Actor.house("samples"), subject=subject or a_subject(), text=text
    )


def a_task(
    by: Actor | None = None, title: str = "回访选片", due_on: date | None = date(2026, 11, 22)
) -> Task:
    return commands.add_task(by=by or Actor.house("samples"), title=title, due_on=due_on)


def a_file(by: Actor | None = None, name: str = "合同.png", body: bytes = PNG) -> File:
    upload = SimpleUploadedFile(name, body)
    return commands.attach_file(by=by or Actor.house("samples"), subject=a_subject(), upload=upload)


def a_row(resource: Any) -> Any:
    """One row of each of this module's resources, for the tests of all pages."""
    makers: dict[Any, Any] = {Note: a_note, Task: a_task, File: a_file}
    return makers[resource.model]()
