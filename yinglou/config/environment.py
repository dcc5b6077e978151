"""What is read from the surroundings: variables, the database's address, the keys."""

import base64
import json
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"  # a till may not lose a payment to a power cut
    "PRAGMA foreign_keys=ON;"
    "PRAGMA secure_delete=ON;"  # what is erased is overwritten
    "PRAGMA cache_size=-65536;"
    "PRAGMA mmap_size=268435456;"
    "PRAGMA temp_store=MEMORY;"
    "PRAGMA journal_size_limit=67108864;"
)
TRUE = {"1", "true", "yes", "on"}


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "") or default


def flag(name: str, *, default: bool = False) -> bool:
    given = os.environ.get(name, "").strip().lower()
    return given in TRUE if given else default


def number(name: str, default: int) -> int:
    given = os.environ.get(name, "").strip()
    try:
        return int(given) if given else default
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {given!r}") from None


def words(name: str, default: str = "") -> list[str]:
    return [word for part in text(name, default).split(",") if (word := part.strip())]


def database(address: str, data: Path) -> dict[str, Any]:
    """Django's settings for `DATABASE_URL`; without one, a SQLite file beside the data."""
    if not address:
        return _sqlite(str(data / "yinglou.sqlite3"))
    url = urlsplit(address)
    if url.scheme == "sqlite":
        return _sqlite(unquote(url.path.removeprefix("/")) or str(data / "yinglou.sqlite3"))
    if url.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured("DATABASE_URL must begin with postgres:// or sqlite:///")
    options: dict[str, Any] = dict(parse_qsl(url.query))
    pooled = int(options.pop("pool", "8"))
    if pooled:
        options["pool"] = {"min_size": 1, "max_size": pooled, "timeout": 15}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.lstrip("/")) or "yinglou",
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": options.pop("host", unquote(url.hostname or "")),
        "PORT": str(url.port or ""),
        "CONN_MAX_AGE": 0,  # the pool keeps the connections
        "OPTIONS": options,
    }


def _sqlite(name: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "OPTIONS": {
            # Writers queue at BEGIN; a deferred transaction would fail when it begins to write.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": SQLITE_PRAGMAS,
        },
    }


def keys(data: Path) -> dict[str, Any]:
    """The secrets: from the environment, else from `keys.json`, made once, for its owner only."""
    given = {"SECRET_KEY": text("SECRET_KEY"), "BLIND_KEY": text("BLIND_KEY")}
    sealing = text("FIELD_KEYS")
    if all(given.values()) and sealing:
        return {**given, "FIELD_KEYS": json.loads(sealing)}
    kept = _kept_keys(data / "keys.json")
    kept.update({name: value for name, value in given.items() if value})
    if sealing:
        kept["FIELD_KEYS"] = json.loads(sealing)
    return kept


def _kept_keys(path: Path) -> dict[str, Any]:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = {
            "SECRET_KEY": secrets.token_urlsafe(48),
            "FIELD_KEYS": {"k1": base64.b64encode(secrets.token_bytes(32)).decode()},
            "BLIND_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        }
        draft = path.with_name(f".keys.{os.getpid()}.{secrets.token_hex(4)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(made, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)  # of two processes that start together, the first one wins
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    found: dict[str, Any] = json.loads(path.read_text())
    return found
