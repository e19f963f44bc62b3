"""Who a visitor is, as the brand's site says and signs it; and the key of a browser, of which we keep the digest.

A signed identity is `<claims>.<signature>`, both base64url without padding: claims are JSON {"id", "name", "email",
"exp"}, the signature is HMAC-SHA256 of the first part with the chat's secret.
"""

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from slovo.channels.chat.models import NAME_CHARACTERS_MAX, PERSON_CHARACTERS_MAX
from slovo.core.errors import UnableTo
from slovo.customers.identity import normal_email

LIFE_MAX = timedelta(days=1)
TOKEN_CHARACTERS_MAX = 4_000
SECRET_BYTES = KEY_BYTES = 32
KEY_CHARACTERS_MAX = 64


class UnableToIdentify(UnableTo):
    pass


@dataclass(frozen=True, slots=True)
class Claims:
    """`person`: the site's own number for its customer. `email`: normalised, "" for none."""

    person: str
    name: str
    email: str


def signed(claims: dict[str, Any], *, secret: str) -> str:
    """As a site does it."""
    first = _packed(json.dumps(claims, ensure_ascii=False).encode())
    return f"{first}.{_packed(_digest(first, secret))}"


def claims_in(token: str, *, secret: str, at: datetime) -> Claims:
    """Raises `UnableToIdentify` for what this secret did not sign, or not for now."""
    first, _dot, claimed = token[: TOKEN_CHARACTERS_MAX + 1].partition(".")
    if (
        not secret
        or len(token) > TOKEN_CHARACTERS_MAX
        or not hmac.compare_digest(_digest(first, secret), _bytes(claimed))
    ):
        raise UnableToIdentify(_("This identity was not signed with the secret of this chat. Sign it on your server."))
    try:
        given = json.loads(_bytes(first))
        expires_at = datetime.fromtimestamp(float(given["exp"]), UTC)
        person, name, email = (str(given.get(key) or "").strip() for key in ("id", "name", "email"))
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, OSError) as problem:
        raise UnableToIdentify(_("An identity holds an id and the moment at which it ends (exp).")) from problem
    if not person or len(person) > PERSON_CHARACTERS_MAX or "\0" in person + name:
        raise UnableToIdentify(_("An identity holds an id and the moment at which it ends (exp)."))
    if not at < expires_at <= at + LIFE_MAX:
        raise UnableToIdentify(_("This identity has run out, or lasts longer than a day. Sign a new one."))
    return Claims(person, name[:NAME_CHARACTERS_MAX], normal_email(email) if email else "")


def new_key() -> str:
    return secrets.token_urlsafe(KEY_BYTES)


def new_secret() -> str:
    return secrets.token_hex(SECRET_BYTES)


def digest_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _digest(text: str, secret: str) -> bytes:
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest()


def _packed(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text.encode() + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""
