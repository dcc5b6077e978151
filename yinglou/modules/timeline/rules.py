"""When a task is due, who is mentioned, which files are taken."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

FILE_BYTES_MAX = 20 * 1024 * 1024
OVERDUE, TODAY, THIS_WEEK, LATER = "overdue", "today", "week", "later"
_MENTION = re.compile(r"@([\w.\-]{1,60})")

# What a file of each kind begins with; files are told by this, not by their names.
_SIGNATURES: dict[str, tuple[bytes, ...]] = {
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "gif": (b"GIF87a", b"GIF89a"),
    "webp": (b"RIFF",),
    "heic": (b"....ftyp",),
    "pdf": (b"%PDF-",),
    "docx": (b"PK\x03\x04",),
    "xlsx": (b"PK\x03\x04",),
    "pptx": (b"PK\x03\x04",),
    "doc": (b"\xd0\xcf\x11\xe0",),
    "xls": (b"\xd0\xcf\x11\xe0",),
    "zip": (b"PK\x03\x04",),
    "mp3": (b"ID3", b"\xff\xfb", b"\xff\xf3"),
    "m4a": (b"....ftyp",),
    "mp4": (b"....ftyp",),
    "mov": (b"....ftyp",),
    "psd": (b"8BPS",),
    "txt": (),
    "csv": (),
}
KINDS = tuple(sorted(_SIGNATURES))


def ending_of(name: str) -> str:
    """`jpg` of `IMG_0001.JPG`."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def is_known_kind(name: str) -> bool:
    return ending_of(name) in _SIGNATURES


def is_what_it_says(name: str, head: bytes) -> bool:
    """Whether a file begins like a file of the kind its name says; text has no zero bytes."""
    marks = _SIGNATURES.get(ending_of(name))
    if marks is None:
        return False
    if not marks:
        return b"\0" not in head
    return any(_begins(head, mark) for mark in marks)


def clean_file_name(name: str) -> str:
    """A name without folders and control characters, at most 120 long, ending kept."""
    plain = re.sub(r"[\x00-\x1f\x7f/\\:*?\"<>|]", "_", name.strip()) or "file"
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[:110]}.{ending[:9]}" if dot and stem else plain[:120]


def mentioned(text: str) -> list[str]:
    """The names behind @ in a note, in order, each once."""
    return list(dict.fromkeys(name.lower() for name in _MENTION.findall(text)))


def due_group(due: date | None, today: date) -> str:
    """Under which heading a task stands: overdue, today, this week, later."""
    if due is None:
        return LATER
    if due < today:
        return OVERDUE
    if due == today:
        return TODAY
    return THIS_WEEK if due <= last_day_of_week(today) else LATER


def last_day_of_week(today: date) -> date:
    """The Sunday that ends the week."""
    return today + timedelta(days=6 - today.weekday())


def kinds_text() -> str:
    return "、".join(KINDS)


def _begins(head: bytes, mark: bytes) -> bool:
    places: Iterable[tuple[int, int]] = zip(head, mark, strict=False)
    return len(head) >= len(mark) and all(m == ord(".") or h == m for h, m in places)
