"""Finding things by 汉字, 全拼, 首字母, phone tail and document tail, on either database.

One table of words; a search is a range over its index. Names are read with the surname
readings that a dictionary gets wrong (曾 zeng, 单 shan, 区 ou …), and with the plain ones too.
"""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.db import models
from pypinyin import Style, lazy_pinyin

from .models import SearchWord

WORD_MAX = 40
SURNAMES = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "区": "ou", "朴": "piao",
    "查": "zha", "盖": "ge", "翟": "zhai", "乐": "yue", "任": "ren", "华": "hua",
    "种": "chong", "缪": "miao", "尉迟": "yuchi", "万俟": "moqi", "长孙": "zhangsun",
    "冼": "xian", "覃": "qin", "员": "yun", "逄": "pang", "燕": "yan", "葛": "ge",
    "召": "shao", "洗": "xian", "那": "na", "繁": "po", "柏": "bai", "折": "she",
}  # fmt: skip


class Searchable(models.Model):
    """A row people look for. `words_key` tells whether its words are up to date."""

    words_key = models.CharField(max_length=16, blank=True, editable=False)

    class Meta:
        abstract = True

    def search_words(self) -> Iterable[str]:
        """The words by which this row is found; see `name_words`, `number_words`."""
        raise NotImplementedError

    def search_branch_id(self) -> int | None:
        return getattr(self, "branch_id", None)


def keep_words(row: Any) -> None:
    """After each command: if the words of its row changed, write them anew."""
    if not isinstance(row, Searchable):
        return
    words = sorted({word[:WORD_MAX].lower() for word in row.search_words() if word})
    key = hashlib.sha256("\0".join(words).encode()).hexdigest()[:16]
    if key == row.words_key:
        return
    kind, branch = row._meta.label_lower, row.search_branch_id()
    if row.words_key:
        SearchWord.objects.filter(kind=kind, object_id=row.pk).delete()
    SearchWord.objects.bulk_create(
        SearchWord(word=word, kind=kind, object_id=row.pk, branch_id=branch) for word in words
    )
    type(row)._base_manager.filter(pk=row.pk).update(words_key=key)
    row.words_key = key


def find_ids(kind: str, typed: str, limit: int = 20) -> list[int]:
    """Keys of the rows of a kind that have a word beginning with each word typed."""
    found: set[int] | None = None
    for word in typed.lower().split()[:5] or [""]:
        hits = SearchWord.objects.filter(
            kind=kind, word__gte=word[:WORD_MAX], word__lt=word[:WORD_MAX] + "\U0010ffff"
        )
        ids = set(hits.values_list("object_id", flat=True)[:2000])
        found = ids if found is None else found & ids
    return sorted(found or (), reverse=True)[:limit]


def matching(kind: str, typed: str) -> models.QuerySet[Any, Any]:
    """The same as a sub-query for lists: rows whose words begin with what was typed."""
    word = typed.lower().strip()[:WORD_MAX]
    return SearchWord.objects.filter(
        kind=kind, word__gte=word, word__lt=word + "\U0010ffff"
    ).values("object_id")


def name_words(name: str) -> set[str]:
    """Words for a person's or thing's name: every tail of it, its pinyin and its initials."""
    name = "".join(name.split()).lower()
    if not name:
        return set()
    words = {name[start:] for start in range(len(name))}
    for reading in _readings(name):
        words |= {"".join(reading[start:]) for start in range(len(reading))}
        initials = [syllable[0] for syllable in reading]
        # wxm, wangxm, wangxiaom: people stop spelling as soon as they think it is enough
        words |= {"".join([*reading[:n], *initials[n:]]) for n in range(len(reading))}
    return words | {word.replace("ü", "v") for word in words if "ü" in word}


def number_words(number: str) -> set[str]:
    """Words for a document number: whole, without the prefix, and its tails (1121-7, 0007)."""
    lower = number.lower()
    stem, _, serial = lower.partition("-")
    digits = "".join(ch for ch in stem if ch.isdigit())
    short = serial.lstrip("0") or serial
    return {
        lower, lower.replace("-", ""), f"{digits}-{serial}", serial,
        f"{digits[-4:]}-{short}", f"{digits[-4:]}-{serial}",
    }  # fmt: skip


def _readings(name: str) -> list[list[str]]:
    """How a name is read: with the surname's own reading, and as a dictionary would."""
    plain = lazy_pinyin(name, style=Style.NORMAL, v_to_u=False)
    for length in (2, 1):
        if (surname := name[:length]) in SURNAMES:
            rest = lazy_pinyin(name[length:], style=Style.NORMAL) if name[length:] else []
            return [[*_syllables(SURNAMES[surname], length), *rest], plain]
    return [plain]


def _syllables(reading: str, length: int) -> list[str]:
    if length == 1:
        return [reading]
    known = {"yuchi": ["yu", "chi"], "moqi": ["mo", "qi"], "zhangsun": ["zhang", "sun"]}
    return known.get(reading, [reading])


def spelled(title: str, typed: str) -> tuple[int, int] | None:
    """From where to where a title was spelled out in pinyin or initials: wangxm, wxm, xiaom."""
    sounds = _sounds(title)
    for start in range(len(sounds)):
        end = _spelled_from(sounds, start, typed) if typed else None
        if end is not None:
            return start, end
    return None


def _sounds(title: str) -> list[set[str]]:
    """How each character may be read; what is no 汉字 is read as it stands."""
    sounds = [set(lazy_pinyin(char, style=Style.NORMAL, v_to_u=False)) for char in title.lower()]
    for length in (2, 1):
        if (surname := title[:length]) in SURNAMES:
            for place, sound in enumerate(_syllables(SURNAMES[surname], length)):
                sounds[place].add(sound)
            break
    return sounds


def _spelled_from(sounds: list[set[str]], place: int, rest: str) -> int | None:
    if not rest:
        return place
    if place == len(sounds):
        return None
    for sound in sounds[place]:
        if sound.startswith(rest):
            return place + 1
        for part in (sound, sound[:1]):
            if part and rest.startswith(part):
                end = _spelled_from(sounds, place + 1, rest[len(part) :])
                if end is not None:
                    return end
    return None
