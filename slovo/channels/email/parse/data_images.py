"""Large images written into the HTML itself become attachments that the HTML shows in place."""

import re

from slovo.channels.email.parse.bodies import File
from slovo.channels.email.parse.limits import ATTACHMENTS_MAX, DATA_IMAGE_CHARS_MAX
from slovo.channels.email.parse.names import default_name
from slovo.channels.email.parse.notes import Notes
from slovo.channels.email.parse.transfer import from_base64

_START = re.compile(r"data:(image/(?:png|gif|jpe?g|webp|bmp))(?:;[\w=-]{1,40}){0,3};base64,", re.IGNORECASE)
_CONTENT = re.compile(r"[A-Za-z0-9+/=\s]++")


def take_large_images(html: str, notes: Notes) -> tuple[str, list[File]]:
    files: list[File] = []
    pieces: list[str] = []
    position = 0
    if len(html) <= DATA_IMAGE_CHARS_MAX:
        return html, files
    for start in _START.finditer(html):
        content = _CONTENT.match(html, start.end())
        if not content or len(content[0]) <= DATA_IMAGE_CHARS_MAX or len(files) >= ATTACHMENTS_MAX:
            continue
        content_id = f"data-image-{len(files) + 1}"
        kind = start[1].lower().replace("jpg", "jpeg")
        files.append(
            File(default_name(kind), kind, from_base64(content[0].encode("ascii", "ignore"), notes), content_id)
        )
        pieces += [html[position : start.start()], f"cid:{content_id}"]
        position = content.end() - (len(content[0]) - len(content[0].rstrip()))
    return "".join([*pieces, html[position:]]), files
