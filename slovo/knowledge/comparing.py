"""What changed from one version to another: line by line, as a reader of Markdown sees it."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from slovo.knowledge import queries
from slovo.knowledge.models import ArticleFile, Version

CONTEXT_LINES = 2


@dataclass(frozen=True, slots=True)
class Line:
    """`sign`: "+" new, "-" gone, " " as it was, "…" lines that are not shown."""

    sign: str
    words: str


def lines(old: Version, new: Version) -> list[Line]:
    return list(_lines(_written(old), _written(new)))


def _written(version: Version) -> list[str]:
    checked = version.checked_on.isoformat() if version.checked_on else ""
    facts = [f"{version.source} {checked}".strip()] if version.source else []
    files = [_named(row) for row in queries.files_in(version)]
    return [version.title, version.summary, *facts, "", *version.body.splitlines(), *files]


def _named(row: ArticleFile) -> str:
    """By the beginning of its digest, too: another one may have the same name."""
    return f"{row.name} ({row.file.sha256[:8]})"


def _lines(old: list[str], new: list[str]) -> Iterator[Line]:
    end = 0
    for group in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(CONTEXT_LINES):
        if group[0][1] > end:
            yield Line("…", "")
        for tag, old_from, old_to, new_from, new_to in group:
            if tag == "equal":
                yield from (Line(" ", words) for words in old[old_from:old_to])
            else:
                yield from (Line("-", words) for words in old[old_from:old_to])
                yield from (Line("+", words) for words in new[new_from:new_to])
            end = old_to
    if end and end < len(old):
        yield Line("…", "")
