"""Due dates, mentions and files."""

from datetime import date

import pytest

from yinglou.kernel.actors import called, permission_title
from yinglou.modules.timeline import rules
from yinglou.modules.timeline.queries import story

SATURDAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("due", "group"),
    [
        (date(2026, 11, 20), "overdue"),
        (SATURDAY, "today"),
        (date(2026, 11, 22), "week"),
        (date(2026, 11, 23), "later"),
        (None, "later"),
    ],
)
def test_tasks_stand_under_their_heading(due, group):
    assert rules.due_group(due, SATURDAY) == group


def test_names_behind_an_at_sign_are_mentioned_once():
    assert rules.mentioned("@林小雨 看一下，@GaoXiang 也看；@林小雨") == ["林小雨", "gaoxiang"]
    assert rules.mentioned("没有人") == []


@pytest.mark.parametrize(
    ("name", "head", "taken"),
    [
        ("a.PNG", b"\x89PNG\r\n\x1a\n....", True),
        ("a.png", b"<svg onload=alert(1)>", False),
        ("a.mp4", b"\0\0\0 ftypisom", True),
        ("a.txt", "合同".encode(), True),
        ("a.txt", b"MZ\0\0", False),
        ("a.svg", b"<svg>", False),
        ("a.html", b"<html>", False),
        ("a", b"\x89PNG", False),
    ],
)
def test_files_are_what_they_say(name, head, taken):
    assert rules.is_what_it_says(name, head) is taken


def test_file_names_are_harmless():
    assert rules.clean_file_name("../../etc/pass\nwd.pdf") == ".._.._etc_pass_wd.pdf"
    assert rules.clean_file_name("x" * 300 + ".jpeg").endswith("x.jpeg")
    assert len(rules.clean_file_name("x" * 300 + ".jpeg")) <= 120
    assert rules.clean_file_name("") == "file"


def test_the_house_is_called_system_and_people_by_their_names():
    assert {called(name) for name in ("notices", "booking", "demo")} == {called("samples")}
    assert called("notices") != "notices"
    assert called("林小雨") == "林小雨"


def test_a_code_is_told_by_its_record_or_title_or_not_at_all():
    names = {"orders.order:7": story.Named("SO1", "/orders/7/")}
    fact = story._pointed("Source", "orders.order:7/delivered:2/cost", names)
    assert (fact.text, fact.url) == ("SO1", "/orders/7/")
    title = story._pointed("Permission", "timeline.write", {}).text
    assert title == permission_title("timeline.write") != "timeline.write"
    assert story._pointed("Kind", "orders.discount", {}) is None
