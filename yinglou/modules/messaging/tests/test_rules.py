"""Templates and replies, without the database."""

import pytest

from yinglou.modules.messaging import rules


def test_names_between_braces_are_found_once():
    assert rules.placeholders_in("{customer}：{time} {customer}") == ["customer", "time"]
    assert rules.placeholders_in("{{没有}}") == []


@pytest.mark.parametrize("text", [
    "{}", "{0}", "{customer.__class__}", "{customer[0]}", "{customer!r}", "{time:>9}", "{",
    "{姓名}",
])  # fmt: skip
def test_a_template_reaches_into_nothing(text):
    with pytest.raises(ValueError):  # noqa: PT011 the parser's own class
        rules.placeholders_in(text)


def test_a_template_is_filled_in():
    assert rules.filled("{customer}您好", {"customer": "赵女士{x}"}) == "赵女士{x}您好"
    with pytest.raises(KeyError):
        rules.filled("{customer}", {})


@pytest.mark.parametrize(("length", "parts"), [(1, 1), (70, 1), (71, 2), (134, 2), (135, 3)])
def test_a_long_text_is_several_short_messages(length, parts):
    assert rules.sms_parts("字" * length) == parts


@pytest.mark.parametrize(("text", "stops"), [
    ("TD", True), (" 退订。", True), ("t", True), ("退订了吗？", False), ("好的", False),
])  # fmt: skip
def test_td_ends_the_advertising(text, stops):
    assert rules.is_stop(text) is stops


def test_an_address_is_masked():
    assert rules.mask_address("13800001234") == "138****1234"
    assert rules.mask_address("lijing@example.com") == "li***@example.com"
