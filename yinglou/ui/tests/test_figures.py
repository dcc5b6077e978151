"""Amounts in words are read back by a bank: every digit counts."""

import random

import pytest
from django.utils import translation

from yinglou.ui import figures

DIGITS = {c: n for n, c in enumerate("零壹贰叁肆伍陆柒捌玖")}
UNITS = {"拾": 10, "佰": 100, "仟": 1000}


def read_back(words: str) -> int:
    """The fen that words mean, read by another rule than they were written by."""
    text = words.removeprefix("人民币").removesuffix("整")
    sign = -1 if text.startswith("负") else 1
    yuan, _mark, rest = text.removeprefix("负").rpartition("元")
    places = [("角", 10), ("分", 1)]
    fen = sum(DIGITS[rest[rest.index(unit) - 1]] * size for unit, size in places if unit in rest)
    total = group = digit = 0
    for char in yuan:
        if char in DIGITS:
            digit = DIGITS[char]
        elif char in UNITS:
            group, digit = group + digit * UNITS[char], 0
        else:
            total += (group + digit) * {"万": 10**4, "亿": 10**8}[char]
            group = digit = 0
    return sign * ((total + group + digit) * 100 + fen)


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "人民币零元整"),
        (7, "人民币柒分"),
        (30, "人民币叁角整"),
        (705_900, "人民币柒仟零伍拾玖元整"),
        (1_640_902, "人民币壹万陆仟肆佰零玖元零贰分"),
        (32_504, "人民币叁佰贰拾伍元零肆分"),
        (600_714, "人民币陆仟零柒元壹角肆分"),
        (10_001_000_000, "人民币壹亿零壹万元整"),
        (-4_305, "人民币负肆拾叁元零伍分"),
    ],
)
def test_amounts_are_written_as_banks_write_them(fen, words):
    assert figures.in_words(fen) == words


def test_what_is_written_is_what_was_meant():
    chance = random.Random(7)
    for _turn in range(5_000):
        fen = chance.randrange(10 ** chance.randrange(1, 13))
        assert read_back(figures.in_words(fen)) == fen
        assert "零零" not in figures.in_words(fen)


def test_traditional_papers_use_traditional_characters():
    with translation.override("zh-hant"):
        assert figures.in_words(2_600_000) == "人民幣貳萬陸仟元整"
