"""What roles add up to, and who may give what to whom."""

import hashlib
import secrets
from collections.abc import Iterable, Mapping

EVERYTHING = "*"
REACHES = ("own", "branch", "all")
TOKEN_MARK = "yl_"  # noqa: S105 how every token begins
TOKEN_BYTES = 32
TAIL = 4


def covers(granted: Iterable[str], permission: str) -> bool:
    """Whether grants such as `*`, `orders.*` or `orders.view` include a permission."""
    module = permission.partition(".")[0]
    wanted = {EVERYTHING, f"{module}.*", permission}
    return any(grant in wanted for grant in granted)


def expanded(granted: Iterable[str], known: Iterable[str]) -> frozenset[str]:
    """Grants written out: `orders.*` becomes every known permission of orders."""
    granted = set(granted)
    if EVERYTHING in granted:
        return frozenset({EVERYTHING})
    return frozenset(permission for permission in known if covers(granted, permission))


def widest(reaches: Iterable[str]) -> str:
    """The furthest of several reaches; the shortest if there is none."""
    return max(reaches, key=REACHES.index, default=REACHES[0])


def highest(limits: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """For each figure the largest that any role grants."""
    found: dict[str, int] = {}
    for granted in limits:
        for name, value in granted.items():
            found[name] = max(found.get(name, 0), value)
    return found


def goes_beyond(granted: Iterable[str], own: Iterable[str], known: Iterable[str]) -> list[str]:
    """Permissions that the giver does not have: nobody gives away more than is his."""
    own = set(own)
    if EVERYTHING in own:
        return []
    return sorted(expanded(granted, known) - own)


def kept_back(granted: Iterable[str], known: Iterable[str]) -> list[str]:
    """Of a role's grants those that only their holder may assign: everything, and rights over
    rights."""
    found = expanded(granted, known)
    return sorted(p for p in found if p == EVERYTHING or p.startswith("access."))


def with_grant(granted: Iterable[str], permission: str) -> list[str]:
    """The grants with one more."""
    granted = list(granted)
    return granted if covers(granted, permission) else sorted([*granted, permission])


def without_grant(granted: Iterable[str], permission: str, known: Iterable[str]) -> list[str]:
    """The grants without one; `orders.*` becomes what is left of it."""
    left: set[str] = set()
    for grant in granted:
        if not covers([grant], permission):
            left.add(grant)
        elif grant != permission:
            left |= {name for name in known if covers([grant], name)} - {permission}
    return sorted(left)


def new_secret() -> str:
    """A token nobody can guess: 256 bits."""
    return TOKEN_MARK + secrets.token_urlsafe(TOKEN_BYTES)


def digest_of(secret: str) -> str:
    """What is kept of a token. It has 256 random bits, so a plain SHA-256 is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def tail_of(secret: str) -> str:
    """The end of a token, by which its owner recognises it."""
    return secret[-TAIL:]


def device_of(agent: str) -> str:
    """`Chrome · Windows` from what a browser says of itself."""
    browsers = (
        ("MicroMessenger", "微信"), ("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    )  # fmt: skip
    systems = (
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("HarmonyOS", "HarmonyOS"),
        ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux"),
    )  # fmt: skip
    browser = next((name for mark, name in browsers if mark in agent), "")
    system = next((name for mark, name in systems if mark in agent), "")
    return " · ".join(part for part in (browser, system) if part)
