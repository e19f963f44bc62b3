"""Marks instead of who somebody is: «[phone 1]» leaves the house, and the words come back into what returns."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from slovo.knowledge.places import Kind, places

MARK = re.compile(r"\[[^\W\d_]+ \d+\]")
NEVER_BACK = {Kind.LINK, Kind.ACCOUNT}  # nobody lets the bot name a page of theirs


class UnknownMark(Exception):
    """It stands for nothing that was taken out, or for what is not put back."""


@dataclass(frozen=True, slots=True)
class Masked:
    """`words`: what each mark stands for. The same words always have the same mark."""

    text: str
    words: Mapping[str, str]

    def put_back(self, text: str) -> str:
        """Raises UnknownMark."""
        return MARK.sub(self._of, text)

    def _of(self, mark: re.Match[str]) -> str:
        said, kind = self.words.get(mark[0]), mark[0][1:].partition(" ")[0]
        if said is None or kind in NEVER_BACK:
            raise UnknownMark(mark[0])
        return said


def masked(text: str, *, names: Collection[str], said: str = "") -> Masked:
    """What looks like a mark and is the writer's own is no mark any more. `said`: the article, as in `places`."""
    text = MARK.sub(lambda own: f"({own[0][1:-1]})", text)
    marks: dict[tuple[Kind, str], str] = {}
    said_by: dict[str, str] = {}
    parts, end = [], 0
    for place in places(text, names=names, said=said):
        said = text[place.start : place.end]
        of_this_kind = sum(kind == place.kind for kind, _said in marks)
        mark = marks.setdefault((place.kind, said.casefold()), f"[{place.kind} {of_this_kind + 1}]")
        said_by.setdefault(mark, said)
        parts += [text[end : place.start], mark]
        end = place.end
    return Masked("".join([*parts, text[end:]]), said_by)
