"""Who signed a notice, what a payment code belongs to, what a customer may see."""

import hashlib
import hmac
import re
import secrets
from datetime import datetime, timedelta

TOKEN_BYTES = 24
NOTICE_AGE_MAX = timedelta(minutes=5)

# A customer's payment code begins with the gateway's own numbers; its length tells the rest.
_CODES = (
    (re.compile(r"1[0-5]\d{16}"), "wechat"),
    (re.compile(r"(?:2[5-9]|30)\d{14,22}"), "alipay"),
)


def new_token() -> str:
    """An address nobody can guess: 192 bits."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def method_of_code(code: str) -> str:
    """`wechat` or `alipay` from the digits of a payment code; empty if it is none."""
    return next((method for shape, method in _CODES if shape.fullmatch(code)), "")


def clean_code(typed: str) -> str:
    """A payment code as scanned or typed in groups: digits only."""
    return re.sub(r"[\s-]", "", typed)


def signature_of(key: bytes, stamp: str, body: bytes) -> str:
    """What a gateway writes under a notice: HMAC-SHA256 over its time and its words."""
    return hmac.new(key, stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def is_signed(key: bytes, stamp: str, body: bytes, signature: str) -> bool:
    """Compared in constant time, so that a forger learns nothing."""
    return hmac.compare_digest(signature_of(key, stamp, body).encode(), signature.encode())


def is_fresh(stamp: str, now: datetime) -> bool:
    """A notice older than five minutes, or from the future, is an old one sent again."""
    if not stamp.isascii() or not stamp.isdigit() or len(stamp) > 12:
        return False
    return abs(now.timestamp() - int(stamp)) <= NOTICE_AGE_MAX.total_seconds()


def masked(name: str) -> str:
    """A name as a page shows it to whoever holds the link: 赵**."""
    return name[:1] + "*" * min(max(len(name) - 1, 1), 3) if name else ""
