"""A letter's HTML as a page of its own. It was cleaned when it came in; here images find their places.

The page is sandboxed, so it is nobody's, and the browser sends no cookie with what it loads: the letter's own
images stand in the page itself.
"""

import base64
import re
from collections.abc import Iterator

from django.utils.html import escape

from slovo.conversations.models import Message
from slovo.core.files import pictures, storage

SHOWN_TYPES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
IMAGES_BYTES_MAX = 20 * 1024 * 1024  # of one letter; the rest is among its files

POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)
POLICY_WITH_IMAGES = POLICY.replace("img-src data:", "img-src data: https: http:")
_CID = re.compile(r'src="cid:([^"]{1,250})"')
_REMOTE = re.compile(r' data-remote="(https?://[^"]{1,2000})"')
_FRAME = """<!doctype html><html lang="{language}"><head><meta charset="utf-8"><base target="_blank">
<style>body{{font:15px/1.5 system-ui,sans-serif;margin:0;overflow-wrap:anywhere;color:#1b1f23;background:#fff}}
img{{max-width:100%;height:auto}}table{{max-width:100%}}blockquote{{margin:0 0 0 .8em;padding-left:.8em;
border-left:2px solid #d0d7de}}</style></head><body>{body}</body></html>"""


def page_of(message: Message, *, with_images: bool) -> str:
    images = dict(_images(message, wanted=set(_CID.findall(message.html))))
    body = _CID.sub(lambda found: f'src="{images.get(found[1], "")}"', message.html)
    if with_images:
        body = _REMOTE.sub(r' src="\1"', body)
    return _FRAME.format(language=escape(message.language), body=body)


def _images(message: Message, *, wanted: set[str]) -> Iterator[tuple[str, str]]:
    """Content id, address."""
    bytes_left = IMAGES_BYTES_MAX
    for part in message.attachments.select_related("file"):
        content_id = part.content_id.strip("<>")
        if content_id not in wanted or part.type not in SHOWN_TYPES or part.file.bytes > bytes_left:
            continue
        bytes_left -= part.file.bytes
        content = storage.read(part.file)
        if type_ := pictures.type_of(content):
            yield content_id, f"data:{type_};base64,{base64.b64encode(content).decode()}"
