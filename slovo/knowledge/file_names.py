"""What files of articles are called."""

import re

from slovo.knowledge.models import NAME_CHARACTERS_MAX

_UNWANTED = re.compile(r"[^\w.-]+")


def name_of(name: str) -> str:
    """Without its folders, and of letters that need no escape in Markdown."""
    bare = name.replace("\\", "/").rpartition("/")[2].strip()
    return _UNWANTED.sub("-", bare).strip("-.")[-NAME_CHARACTERS_MAX:]
