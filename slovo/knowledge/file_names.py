"""What files of articles are called, and which kinds of them there are."""

import re

from slovo.knowledge.models import NAME_CHARACTERS_MAX

PICTURES = {
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/jpeg": b"\xff\xd8\xff",
    "image/gif": b"GIF8",
    "image/webp": b"RIFF",
}
OTHERS = {"application/pdf": b"%PDF-"}
_UNWANTED = re.compile(r"[^\w.-]+")


def name_of(name: str) -> str:
    """Without its folders, and of letters that need no escape in Markdown."""
    bare = name.replace("\\", "/").rpartition("/")[2].strip()
    return _UNWANTED.sub("-", bare).strip("-.")[-NAME_CHARACTERS_MAX:]


def type_of(content: bytes) -> str:
    """By its first bytes, whatever it is called; "" for what articles do not have."""
    known = {**PICTURES, **OTHERS}
    return next((type_ for type_, beginning in known.items() if content.startswith(beginning)), "")
