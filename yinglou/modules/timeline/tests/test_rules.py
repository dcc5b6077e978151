"""Due dates, mentions and files."""

from datetime import date

import pytest

from yinglou.modules.timeline import rules

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
