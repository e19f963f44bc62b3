"""Whether what came was signed by whoever was given the secret: of the body as it came, before anything reads it."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime

from slovo.orders.hook_models import Form, OrderHook

FRESH_SECONDS = 300  # as docs/api.md tells whoever is told by us
HEADERS = {Form.SLOVO: "Slovo-Signature", Form.WOOCOMMERCE: "X-WC-Webhook-Signature"}


def is_signed(hook: OrderHook, headers: Mapping[str, str], body: bytes, *, at: datetime) -> bool:
    form = Form(hook.form)
    claimed = headers.get(HEADERS[form], "")
    if form == Form.WOOCOMMERCE:
        digest = hmac.new(hook.secret.encode(), body, hashlib.sha256).digest()
        return hmac.compare_digest(base64.b64encode(digest), claimed.strip().encode())
    return _as_ours(hook.secret, claimed, body, at=at)


def _as_ours(secret: str, claimed: str, body: bytes, *, at: datetime) -> bool:
    """`t=<seconds>,v1=<hex>`, as `slovo/api/webhooks/jobs.py` writes it: any of several may fit."""
    parts = [part.strip().partition("=") for part in claimed.split(",")]
    moment = next((value for name, _equals, value in parts if name == "t"), "")
    if not (moment.isascii() and moment.isdecimal() and len(moment) <= 12):
        return False
    expected = hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest().encode()
    fits = [hmac.compare_digest(expected, value.encode()) for name, _equals, value in parts if name == "v1"]
    return any(fits) and abs(at.timestamp() - int(moment)) < FRESH_SECONDS
