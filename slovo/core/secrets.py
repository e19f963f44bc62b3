"""A text that the database holds encrypted, short signatures that fit into an address, and row ids under seal."""

import base64
import hashlib
import hmac
import uuid
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings
from django.db import models

SIGNATURE_BYTES = 10


class UnreadableSecret(Exception):
    """The keys that encrypted it are gone: put the old key back at the end of SLOVO_FIELD_KEYS."""


class EncryptedField(models.TextField):  # type: ignore[type-arg]
    """Encrypted with the newest of the keys, read with any of them."""

    def get_prep_value(self, value: Any) -> Any:
        return _keys().encrypt(value.encode()).decode() if value else ""

    def from_db_value(self, value: str, expression: Any, connection: Any) -> str:
        if not value:
            return ""
        try:
            return _keys().decrypt(value.encode()).decode()
        except InvalidToken as problem:
            raise UnreadableSecret(UnreadableSecret.__doc__) from problem


def signature(purpose: str, text: str) -> str:
    """Eighty bits, in letters and digits that survive case folding."""
    digest = hmac.new(settings.SECRET_KEY.encode(), f"{purpose}\n{text}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest[:SIGNATURE_BYTES]).decode().lower()


def is_signature(purpose: str, text: str, claimed: str) -> bool:
    return hmac.compare_digest(signature(purpose, text).encode(), claimed.lower().encode())


def sealed(kind: str, pk: int) -> uuid.UUID:
    """A row's id for the outside, where the row has no random one: always the same, and telling nothing.

    One block of AES holds the kind and the id, so it can be opened again, and nobody else can make one.
    """
    block = _mark_of(kind) + pk.to_bytes(8, "big")
    encryptor = _sealing(settings.SECRET_KEY).encryptor()
    return uuid.UUID(bytes=encryptor.update(block) + encryptor.finalize())


def unsealed(kind: str, shown: uuid.UUID) -> int | None:
    """None for what was never sealed as this kind."""
    decryptor = _sealing(settings.SECRET_KEY).decryptor()
    block = decryptor.update(shown.bytes) + decryptor.finalize()
    return int.from_bytes(block[8:], "big") if hmac.compare_digest(block[:8], _mark_of(kind)) else None


def _mark_of(kind: str) -> bytes:
    return hashlib.sha256(kind.encode()).digest()[:8]


@lru_cache(maxsize=2)
def _sealing(secret: str) -> Cipher[modes.ECB]:
    key = hmac.new(secret.encode(), b"ids shown outside", hashlib.sha256).digest()
    return Cipher(algorithms.AES(key), modes.ECB())  # noqa: S305 - one block, where chaining has nothing to chain


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.FIELD_KEYS])
