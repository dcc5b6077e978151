"""Keeps the translations without system gettext: extract, draft, compile, check.

    yinglou words [module …]     find the words of the code and keep the catalogues in step
    yinglou words --draft        fill empty traditional entries from the simplified ones
    yinglou words --compile      write what Django reads (`.mo`), if it is out of date
    yinglou words --check        refuse what is missing, unsure, stale or contradictory

Catalogues hold no line numbers, dates or names, so that a change in them is a change of words.
"""

import argparse
import ast
import io
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("zh_Hans", "zh_Hant")
SKIPPED = {"migrations", "tests", "locale", "static"}
# function → (position of the context, of the singular, of the plural)
KEYWORDS = {
    "_": (None, 0, None), "gettext": (None, 0, None), "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None), "ngettext": (None, 0, 1), "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None), "pgettext_lazy": (0, 1, None), "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}  # fmt: skip
HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
_TEXT = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_IN_TEMPLATE = re.compile(
    rf"\b(_|gettext|ngettext|pgettext|npgettext)\(\s*{_TEXT}(?:,\s*{_TEXT})?(?:,\s*{_TEXT})?", re.S
)
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")

Key = tuple[str, str | tuple[str, str]]  # context, words


def homes() -> list[Path]:
    """The folders which carry their own catalogue."""
    found = [ROOT / "yinglou" / "kernel", ROOT / "yinglou" / "ui"]
    modules = ROOT / "yinglou" / "modules"
    return found + sorted(path.parent for path in modules.glob("*/apps.py"))


def words_in(home: Path) -> set[Key]:
    found: set[Key] = set()
    for path in sorted(home.rglob("*")):
        if SKIPPED & set(path.relative_to(home).parts):
            continue
        if path.suffix == ".py":
            found.update(_in_python(path.read_text(encoding="utf-8")))
        elif path.suffix in (".html", ".txt") and "templates" in path.parts:
            found.update(_in_template(path.read_text(encoding="utf-8")))
    return found | {("", word) for word in _derived(home)}


def _derived(home: Path) -> Iterable[str]:
    import django

    django.setup()
    from .spoken import derived_words

    return derived_words(home.name)


def _in_python(source: str) -> Iterator[Key]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
        texts = [a.value if isinstance(a, ast.Constant) else None for a in node.args]
        if name in KEYWORDS and (key := _key(name, texts)):
            yield key


def _in_template(source: str) -> Iterator[Key]:
    from django.utils.translation.template import templatize

    for name, *texts in _IN_TEMPLATE.findall(templatize(source)):
        if key := _key(name, [ast.literal_eval(text) for text in texts if text]):
            yield key


def _key(name: str, texts: Sequence[object]) -> Key | None:
    context, singular, plural = KEYWORDS[name]
    try:
        parts = [texts[n] if n is not None else "" for n in (context, singular, plural)]
    except IndexError:
        return None
    if not all(isinstance(part, str) for part in parts) or not parts[1]:
        return None
    about, one, many = (str(part) for part in parts)
    return about, (one, many) if many else one


def catalogue_path(home: Path, language: str) -> Path:
    return home / "locale" / language / "LC_MESSAGES" / "django.po"


def load(home: Path, language: str) -> Catalog:
    path = catalogue_path(home, language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def written(catalog: Catalog, language: str) -> bytes:
    """The catalogue as a file, equal for equal words."""
    buffer = io.BytesIO()
    write_po(
        buffer, catalog, width=100, omit_header=True, sort_output=True, no_location=True,
        ignore_obsolete=True,
    )  # fmt: skip
    return HEADER.format(language=language).encode() + buffer.getvalue().strip(b"\n") + b"\n"


def _entries(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def _same(message: Message) -> Key:
    words = message.id if isinstance(message.id, str) else (message.id[0], message.id[1])
    return message.context or "", words


def _translation(message: Message | None) -> str:
    if message is None or message.fuzzy:
        return ""
    return (
        message.string if isinstance(message.string, str) else "".join((message.string or ())[:1])
    )


def in_step(home: Path, language: str, known: dict[Key, str]) -> Catalog:
    """A catalogue of exactly the words in the code, with what is known of them."""
    old = {_same(message): _translation(message) for message in _entries(load(home, language))}
    new = Catalog(locale=language)
    for key in words_in(home):
        context, words = key
        text = old.get(key) or known.get(key, "")
        new.add(words, text if isinstance(words, str) else (text,), context=context or None)
    return new


def known_translations(language: str) -> dict[Key, str]:
    """One word, one translation: what one catalogue knows, the others need not be told."""
    return {
        _same(message): text
        for home in homes()
        for message in _entries(load(home, language))
        if (text := _translation(message))
    }


def extract(chosen: Sequence[Path]) -> None:
    for language in LANGUAGES:
        known = known_translations(language)
        for home in chosen:
            _keep(home, language, in_step(home, language, known))


def _keep(home: Path, language: str, catalog: Catalog) -> None:
    path, body = catalogue_path(home, language), written(catalog, language)
    if not len(catalog) and not path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_bytes() != body:
        path.write_bytes(body)


def draft(chosen: Sequence[Path], *, again: bool) -> None:
    """Traditional characters by rule from the simplified ones; a person reads them over."""
    from opencc import OpenCC

    convert = OpenCC("s2twp").convert
    for home in chosen:
        simplified = {_same(m): _translation(m) for m in _entries(load(home, "zh_Hans"))}
        catalog = load(home, "zh_Hant")
        for message in _entries(catalog):
            text = simplified.get(_same(message), "")
            if text and (again or not _translation(message)):
                drafted = convert(text)
                message.string = drafted if isinstance(message.id, str) else (drafted,)
                message.flags.discard("fuzzy")
        _keep(home, "zh_Hant", catalog)


def compile_all() -> None:
    """Write the `.mo` files that are older than their catalogues."""
    for home in homes():
        for language in LANGUAGES:
            source = catalogue_path(home, language)
            made = source.with_suffix(".mo")
            if not source.exists():
                continue
            if made.exists() and made.stat().st_mtime_ns >= source.stat().st_mtime_ns:
                continue
            buffer = io.BytesIO()
            write_mo(buffer, load(home, language))
            draft_path = made.with_suffix(".mo.part")
            draft_path.write_bytes(buffer.getvalue())
            draft_path.replace(made)


def complaints() -> Iterator[str]:
    """Every word that is missing, unsure, stale, contradictory, or lost its placeholders."""
    for language in LANGUAGES:
        said: dict[Key, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for home in homes():
            catalog, where = load(home, language), f"{home.relative_to(ROOT)} {language}"
            yield from _out_of_step(home, catalog, where)
            for message in _entries(catalog):
                yield from _complaints_about(message, where)
                if text := _translation(message):
                    said[_same(message)][text].append(home.name)
        yield from _contradictions(language, said)


def _out_of_step(home: Path, catalog: Catalog, where: str) -> Iterator[str]:
    there, wanted = {_same(message) for message in _entries(catalog)}, words_in(home)
    for _context, text in sorted(wanted - there, key=str):
        yield f"{where}: not in the catalogue (run yinglou words): {text!r}"
    for _context, text in sorted(there - wanted, key=str):
        yield f"{where}: no longer said in the code (run yinglou words): {text!r}"


def _contradictions(language: str, said: dict[Key, dict[str, list[str]]]) -> Iterator[str]:
    """Django merges all catalogues, so that one word has one translation everywhere."""
    for (_context, words), texts in said.items():
        if len(texts) > 1:
            told = "; ".join(f"{text} ({', '.join(names)})" for text, names in texts.items())
            yield f"{language}: one word, several translations: {words!r}: {told}"


def _complaints_about(message: Message, where: str) -> Iterator[str]:
    text = _translation(message)
    if message.fuzzy:
        yield f"{where}: unsure (fuzzy): {message.id!r}"
    elif not text:
        yield f"{where}: not translated: {message.id!r}"
    else:
        forms = [message.id] if isinstance(message.id, str) else list(message.id)
        allowed = set(_PLACEHOLDER.findall(" ".join(forms)))
        if len(forms) == 1 and set(_PLACEHOLDER.findall(text)) != allowed:
            yield f"{where}: the placeholders differ: {message.id!r} → {text!r}"
        elif not set(_PLACEHOLDER.findall(text)) <= allowed:
            yield f"{where}: a placeholder nobody fills: {message.id!r} → {text!r}"


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="yinglou words", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("modules", nargs="*", help="only these (kernel, ui or module names)")
    parser.add_argument("--draft", action="store_true")
    parser.add_argument("--redraft", action="store_true", help="draft all traditional entries anew")
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args(arguments)
    chosen = [home for home in homes() if not asked.modules or home.name in asked.modules]
    if asked.check:
        found = list(complaints())
        print("\n".join(found[:200]) or "Every word is translated.")
        return 1 if found else 0
    if not asked.compile:
        extract(chosen)
    if asked.draft or asked.redraft:
        draft(chosen, again=asked.redraft)
    compile_all()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
