"""Columns which keep a secret, and the blind index by which they are found again."""

import base64
import hashlib
import hmac
import os
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models

_NONCE_BYTES = 12


class EncryptedTextField(models.TextField):
    """Text under AES-256-GCM, bound to its table and column.

    The database, its log and its backups hold no clear text. It cannot be searched: filter on
    its blind index. The first key of `settings.FIELD_KEYS` seals, every key unseals, so a key
    is rotated by putting a new one in front.
    """

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return value if value in (None, "") else unseal(value, self._bound_to())

    def get_prep_value(self, value: Any) -> Any:
        return value if value in (None, "") else seal(str(value), self._bound_to())

    def get_lookup(self, name: str) -> Any:
        if name != "isnull":
            raise TypeError(f"{self.name} is encrypted: filter on its blind index")
        return super().get_lookup(name)

    def _bound_to(self) -> bytes:
        return f"{self.model._meta.label_lower}.{self.name}".encode()


def blind(text: str, context: str) -> str:
    """A keyed digest by which an encrypted value can be found: 32 hex digits.

    Its key is long-lived, so that rotating the field keys leaves the index alone.
    """
    key = base64.b64decode(settings.BLIND_KEY)
    return hmac.new(key, f"{context}\0{text}".encode(), hashlib.sha256).hexdigest()[:32]


def seal(text: str, bound_to: bytes) -> str:
    """Encrypt a text; it opens only where it was bound to."""
    key_id = next(iter(settings.FIELD_KEYS))
    nonce = os.urandom(_NONCE_BYTES)
    sealed = nonce + _cipher(key_id).encrypt(nonce, text.encode(), bound_to)
    return f"{key_id}.{base64.b85encode(sealed).decode()}"


def unseal(token: str, bound_to: bytes) -> str:
    """The text again; raises `InvalidTag` if it was changed or moved."""
    key_id, _dot, body = token.partition(".")
    sealed = base64.b85decode(body)
    nonce, secret = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    return _cipher(key_id).decrypt(nonce, secret, bound_to).decode()


@lru_cache(maxsize=16)
def _cipher(key_id: str) -> AESGCM:
    raw = base64.b64decode(settings.FIELD_KEYS[key_id])
    return AESGCM(HKDF(hashes.SHA256(), 32, None, b"yinglou field").derive(raw))
