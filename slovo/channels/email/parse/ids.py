"""Message-ID, In-Reply-To and References."""

import re

from slovo.channels.email.parse.limits import MESSAGE_ID_CHARS_MAX, REFERENCES_MAX
from slovo.channels.email.parse.notes import Notes
from slovo.channels.email.parse.sanitize import clean_line

_BRACKETED = re.compile(r"<([^<>]{1,2000})>")
_BARE = re.compile(r"[^\s<>,;\"()]{1,500}@[^\s<>,;\"()]{1,500}")


def message_ids(value: str) -> list[str]:
    """All ids of a field in order, each once, in brackets, without the blanks that folding left inside."""
    found = ["".join(inner.split()) for inner in _BRACKETED.findall(value)]
    found = [inner for inner in found if inner] or _BARE.findall(value)
    return list(dict.fromkeys(f"<{clean_line(inner, MESSAGE_ID_CHARS_MAX - 2)}>" for inner in found))


def message_id(value: str) -> str:
    """The first id of a field. One without brackets and @ is taken whole: it is all there is to go by."""
    found = message_ids(value)
    if found:
        return found[0]
    bare = clean_line("".join(value.split()).strip("<>"), MESSAGE_ID_CHARS_MAX - 2)
    return f"<{bare}>" if bare else ""


def references(value: str, notes: Notes) -> tuple[str, ...]:
    found = message_ids(value)
    if len(found) > REFERENCES_MAX:
        notes.add("references_cut")
        found = found[-REFERENCES_MAX:]
    return tuple(found)
