"""Every word is translated, and the word keeper keeps its promises."""

from pathlib import Path

import pytest

from house import words
from yinglou.kernel.checks import all_checks

pytestmark = pytest.mark.once

TEMPLATE = """{% load i18n %}
  <p>{% translate "Hello" %} {% trans "open" context "verb" %} {{ _("inline") }}</p>
{% blocktranslate count n=n trimmed %}
    One {{ thing }}
{% plural %}
    {{ n }} of them
{% endblocktranslate %}"""
PYTHON = 'x = _("Plain" " and joined")\ny = ngettext("%(n)s day", "%(n)s days", n)\nz = f(_)\n'


def test_every_word_is_translated():
    assert "\n".join(words.complaints()) == ""


def test_finds_the_words_of_a_template():
    assert set(words._in_template(TEMPLATE)) == {
        ("", "Hello"),
        ("verb", "open"),
        ("", "inline"),
        ("", ("One %(thing)s", "%(n)s of them")),
    }


def test_finds_the_words_of_python():
    assert set(words._in_python(PYTHON)) == {
        ("", "Plain and joined"),
        ("", ("%(n)s day", "%(n)s days")),
    }


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(words, "ROOT", tmp_path)
    monkeypatch.setattr(words, "homes", lambda: [home])
    home = tmp_path / "shop"
    home.mkdir()
    (home / "code.py").write_text('a = _("Bride")\nb = _("%(n)s photos")\n')
    return home


def translate(home: Path, language: str, said: dict[str, str]) -> None:
    catalog = words.load(home, language)
    for message in words._entries(catalog):
        message.string = said.get(message.id, message.string)
    words._keep(home, language, catalog)


def test_keeps_translations_drafts_and_drops_what_is_gone(home: Path):
    words.extract([home])
    translate(home, "zh_Hans", {"Bride": "新娘的发型", "%(n)s photos": "%(n)s 张照片"})
    words.draft([home], again=False)
    assert words.known_translations("zh_Hant")["", "Bride"] == "新娘的髮型"
    assert list(words.complaints()) == []
    (home / "code.py").write_text('a = _("Bride")\n')
    assert any("no longer said" in line for line in words.complaints())
    words.extract([home])
    assert words.known_translations("zh_Hans") == {("", "Bride"): "新娘的发型"}


def test_complains_of_missing_words_and_lost_placeholders(home: Path):
    words.extract([home])
    translate(home, "zh_Hans", {"%(n)s photos": "照片"})
    found = "\n".join(words.complaints())
    assert "not translated: 'Bride'" in found
    assert "the placeholders differ: '%(n)s photos'" in found


def test_a_catalogue_is_equal_for_equal_words(home: Path):
    words.extract([home])
    path = words.catalogue_path(home, "zh_Hans")
    before = path.read_bytes()
    words.extract([home])
    assert path.read_bytes() == before
    assert b"POT-Creation-Date" not in before
    assert b"code.py" not in before


def test_every_check_says_its_title_in_the_language_of_who_reads():
    assert [made.name for made in all_checks() if isinstance(made.title, str)] == []
