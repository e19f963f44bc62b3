"""The tree of MIME parts, split from the outside inwards without recursion into the standard library.

An outer boundary is looked for first, so a part that forgets its own end cannot swallow its neighbours.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from slovo.channels.email.parse.headers import Headers, split_header
from slovo.channels.email.parse.limits import DEPTH_MAX, PARTS_MAX
from slovo.channels.email.parse.notes import Notes
from slovo.channels.email.parse.params import Parameters, media_type, parse_parameters
from slovo.channels.email.parse.transfer import decode_transfer, encoding_name

_GUESSED_BOUNDARY = re.compile(rb"^--([^\s-][^\r\n]{0,200}?)[ \t]*\r?\nContent-", re.MULTILINE | re.IGNORECASE)


@dataclass(slots=True)
class Entity:
    """One part. `start` and `end` bound its body within `raw`."""

    headers: Headers
    raw: bytes
    start: int
    end: int
    type: str
    parameters: Parameters
    disposition: Parameters
    children: list["Entity"] = field(default_factory=list)
    header_start: int = 0

    @property
    def is_multipart(self) -> bool:
        return self.type.startswith("multipart/")

    @property
    def encoding(self) -> str:
        return encoding_name(self.headers.plain("content-transfer-encoding"))

    def content(self, notes: Notes) -> bytes:
        return decode_transfer(self.raw[self.start : self.end], self.encoding, notes)

    def whole(self) -> bytes:
        """Header and body as they came."""
        return self.raw[self.header_start : self.end]


@dataclass(slots=True)
class Budget:
    """What one mail may still spend, embedded mails included."""

    notes: Notes
    parts_left: int = PARTS_MAX
    hint: str = ""


def parse_entity(raw: bytes, budget: Budget, start: int = 0, depth: int = 0) -> Entity:
    """The whole tree of a mail."""
    top = _entity(raw, start, len(raw), "text/plain", budget)
    open_entities = [(top, depth)]
    while open_entities:
        entity, level = open_entities.pop()
        if not entity.is_multipart:
            continue
        if level >= DEPTH_MAX:
            budget.notes.add("depth_cut")
            entity.type = "application/octet-stream"
            continue
        _split(entity, budget)
        open_entities += [(child, level + 1) for child in entity.children]
    return top


def _entity(raw: bytes, start: int, end: int, default_type: str, budget: Budget) -> Entity:
    headers, body = split_header(raw, start, end, budget.notes)
    headers.hint = budget.hint
    parameters = parse_parameters(headers.plain("content-type"), budget.notes, budget.hint)
    disposition = parse_parameters(headers.plain("content-disposition"), budget.notes, budget.hint)
    kind = media_type(parameters, default_type)
    if not budget.hint and kind.startswith("text/"):
        budget.hint = headers.hint = parameters.get("charset")
    return Entity(headers, raw, body, end, kind, parameters, disposition, header_start=start)


def _split(entity: Entity, budget: Budget) -> None:
    """Fills `children`, or makes the entity a text when no boundary can be found in it."""
    if entity.encoding in {"base64", "quoted-printable"} and b"\n--" not in entity.raw[entity.start : entity.end]:
        entity.raw = entity.content(budget.notes)  # forbidden, and done
        entity.start, entity.end, entity.header_start = 0, len(entity.raw), 0
    ranges = list(_ranges(entity, budget))
    default = "message/rfc822" if entity.type == "multipart/digest" else "text/plain"
    for start, end in ranges:
        if budget.parts_left <= 0:
            budget.notes.add("parts_cut")
            break
        budget.parts_left -= 1
        if raw_part := entity.raw[start : start + 2]:
            if raw_part[:1] == b"\n" or raw_part == b"\r\n":  # no header at all
                start += 2 if raw_part == b"\r\n" else 1
                entity.children.append(_bodied(entity.raw, start, end, default, budget))
            else:
                entity.children.append(_entity(entity.raw, start, end, default, budget))
    if not ranges:
        entity.type = "text/plain"


def _bodied(raw: bytes, start: int, end: int, kind: str, budget: Budget) -> Entity:
    empty = Parameters("", {})
    return Entity(Headers([], budget.notes), raw, start, end, kind, empty, empty, header_start=start)


def _ranges(entity: Entity, budget: Budget) -> Iterator[tuple[int, int]]:
    boundary = entity.parameters.get("boundary").rstrip()
    token = b"--" + boundary.encode("utf-8", "replace")
    first = _delimiter(entity.raw, token, entity.start, entity.end) if boundary else None
    if first is None:
        guess = _GUESSED_BOUNDARY.search(entity.raw, entity.start, min(entity.end, entity.start + 100_000))
        if not (boundary or entity.start < entity.end):
            return
        budget.notes.add("boundary_missing")
        if not guess:
            return
        token = b"--" + guess[1]
        first = _delimiter(entity.raw, token, entity.start, entity.end)
    if first is not None and first[2]:
        entity.end = first[0]  # it ends before anything began
    budget_left = budget.parts_left + 1  # one more, to see that there are more
    while first is not None and not first[2] and budget_left > 0:
        budget_left -= 1
        following = _delimiter(entity.raw, token, first[1], entity.end)
        yield (
            first[1],
            _before_line_end(entity.raw, first[1], following[0] if following else entity.end, bool(following)),
        )
        first = following


def _delimiter(raw: bytes, token: bytes, start: int, end: int) -> tuple[int, int, bool] | None:
    """The next line that is `token`: (its start, the start of the next line, whether it closes the multipart)."""
    at = start
    while (at := raw.find(token, at, end)) >= 0:
        after = at + len(token)
        if at == start or raw[at - 1] == 10 or at == 0:
            found = raw.find(b"\n", after, end)
            stop = end if found < 0 else found + 1
            rest = raw[after : min(stop, after + 200)].strip()
            if not rest or rest.startswith(b"--"):
                return at, stop, rest.startswith(b"--")
        at = after
    return None


def _before_line_end(raw: bytes, start: int, end: int, delimited: bool) -> int:
    """The line end before a delimiter belongs to the delimiter."""
    if delimited and end > start and raw[end - 1] == 10:
        end -= 1
        if end > start and raw[end - 1] == 13:
            end -= 1
    return end


def walk(entity: Entity) -> Iterator[Entity]:
    """All parts in order, the multiparts among them."""
    waiting = [entity]
    while waiting:
        current = waiting.pop()
        yield current
        waiting += reversed(current.children)
