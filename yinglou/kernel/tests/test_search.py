"""Names are found as people type them."""

import pytest

from yinglou.kernel.numbers import next_number
from yinglou.kernel.search import name_words, number_words, spelled


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("曾小贤", "zxx"), ("单雄信", "sxx"), ("区志航", "ozh"), ("查良镛", "zly"), ("仇英", "qy"),
        ("解晓东", "xxd"), ("王晓明", "wxm"), ("王晓明", "wangxm"), ("王晓明", "wangxiaom"),
        ("王晓明", "晓明"),
        ("一生一世", "ysys"), ("赵女士", "zns"), ("吕布", "lvb"), ("尉迟恭", "ycg"),
    ],
)  # fmt: skip
def test_a_name_is_found_by_characters_pinyin_and_initials(name, typed):
    assert any(word.startswith(typed) for word in name_words(name)), name_words(name)


@pytest.mark.parametrize("typed", ["so261121-0007", "0007", "1121-7", "261121-0007", "1121-0007"])
def test_a_number_is_found_by_its_tails(typed):
    assert typed in number_words("SO261121-0007")


@pytest.mark.django_db
def test_numbers_have_no_gap_and_no_double(standing_clock):
    day = standing_clock.date()
    assert [next_number("RC", day) for _ in range(3)] == [f"RC261121-000{n}" for n in (1, 2, 3)]


@pytest.mark.parametrize(
    ("title", "typed", "bold"),
    [
        ("王晓明", "wxm", "王晓明"), ("王晓明", "xiaom", "晓明"), ("曾小贤/李雷", "zengx", "曾小"),
        ("李雷/韩梅梅", "hmm", "韩梅梅"), ("王晓明", "wl", None),
    ],
)  # fmt: skip
def test_what_was_spelled_in_pinyin_is_found_in_the_title(title, typed, bold):
    place = spelled(title, typed)
    assert (title[slice(*place)] if place else None) == bold
