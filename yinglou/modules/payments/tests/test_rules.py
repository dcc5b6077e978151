"""Codes, signatures and what a stranger may see."""

from datetime import UTC, datetime

import pytest

from yinglou.modules.payments import rules

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("code", "method"),
    [
        ("134567890123456789", "wechat"),
        ("104567890123456789", "wechat"),
        ("164567890123456789", ""),
        ("13456789012345678", ""),
        ("2812345678901234", "alipay"),
        ("301234567890123456789012", "alipay"),
        ("3112345678901234", ""),
        ("", ""),
    ],
)
def test_a_code_tells_its_gateway(code, method):
    assert rules.method_of_code(code) == method


def test_a_scanner_may_put_gaps():
    assert rules.clean_code("1345 6789-0123 456789\n") == "134567890123456789"


def test_a_signature_covers_time_and_words():
    signature = rules.signature_of(b"key", "100", b"body")
    assert rules.is_signed(b"key", "100", b"body", signature)
    assert not rules.is_signed(b"key", "101", b"body", signature)
    assert not rules.is_signed(b"key", "100", b"bodY", signature)
    assert not rules.is_signed(b"other", "100", b"body", signature)


@pytest.mark.parametrize(("ago_s", "fresh"), [(0, True), (300, True), (301, False), (-301, False)])
def test_a_notice_is_fresh_for_five_minutes(ago_s, fresh):
    assert rules.is_fresh(str(int(NOON.timestamp()) - ago_s), NOON) is fresh


def test_a_name_is_masked():
    assert [rules.masked(n) for n in ("赵女士", "王晓明/李静", "李", "")] == [
        "赵**",
        "王***",
        "李*",
        "",
    ]
