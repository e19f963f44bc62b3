"""The header of a mail or of a part: splitting it into fields, and RFC 2047 encoded words."""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from slovo.channels.email.parse import charset
from slovo.channels.email.parse.limits import FIELD_BYTES_MAX, FIELDS_MAX, HEADER_BYTES_MAX, HEADER_BYTES_SEEN_MAX
from slovo.channels.email.parse.notes import Notes
from slovo.channels.email.parse.transfer import from_base64

_FIELD = re.compile(rb"([!-9;-~]{1,200}?)[ \t]*:")
_FOLD = re.compile(rb"(?<![ \t])[ \t]*+\r*\n[ \t]+")  # a run of blanks is looked at once
_LINE_ENDS = re.compile(r"[\r\n\t\v\f\x85\u2028\u2029]+")
_WORD_START = re.compile(r"=\?([^?\s\"]{1,80})\?\s?([bBqQ])\s?\?")
_HEX_AFTER = re.compile(r"[0-9A-F]{2}[^\s?=]{0,80}(?:=[0-9A-F]{2}[^\s?=]{0,80}){0,20}\?=")
_UNTERMINATED_END = re.compile(r"\s|$")


@dataclass(slots=True)
class Headers:
    """Fields in order, names in small letters, values unfolded but not decoded."""

    fields: list[tuple[str, bytes]]
    notes: Notes
    hint: str = ""
    _texts: dict[str, str] = field(default_factory=dict)

    def raw(self, name: str) -> bytes:
        return next((value for key, value in self.fields if key == name), b"")

    def raw_all(self, name: str) -> list[bytes]:
        return [value for key, value in self.fields if key == name]

    def has(self, name: str) -> bool:
        return any(key == name for key, _ in self.fields)

    def plain(self, name: str) -> str:
        """The value as text, encoded words still encoded."""
        return self.to_text(self.raw(name))

    def text(self, name: str) -> str:
        """The value as a person reads it."""
        if name not in self._texts:
            self._texts[name] = decode_words(self.plain(name), self.notes, self.hint).strip()
        return self._texts[name]

    def token(self, name: str) -> str:
        """The first word of the value in small letters: `auto-replied (vacation)` is `auto-replied`."""
        return re.split(r"[\s;(,]", self.plain(name).strip().lower(), maxsplit=1)[0]

    def to_text(self, value: bytes) -> str:
        return one_line(value.decode("ascii") if value.isascii() else charset.decode(value, "", self.notes, self.hint))


def one_line(text: str) -> str:
    """Line ends become blanks, so that nothing decoded can add a header of its own."""
    return _LINE_ENDS.sub(" ", text)


def split_header(raw: bytes, start: int, end: int, notes: Notes) -> tuple[Headers, int]:
    """The fields of the entity in raw[start:end], and where its body begins."""
    fields: list[tuple[str, list[bytes]]] = []
    kept = current = 0  # bytes of all fields, of the last one
    body = end
    for line_start, line_end in _lines(raw, start, end):
        line = raw[line_start : min(line_end, line_start + FIELD_BYTES_MAX + 2)]
        if not line.strip(b"\r\n"):
            body = line_end
            break
        if kept > HEADER_BYTES_MAX or len(fields) > FIELDS_MAX or line_end - start > HEADER_BYTES_SEEN_MAX:
            notes.add("header_cut")
            body = _after_blank_line(raw, line_start, end)
            break
        if line_end - line_start > FIELD_BYTES_MAX:
            notes.add("field_cut")
        if line[:1] in b" \t":
            if current > FIELD_BYTES_MAX:
                notes.add("field_cut")
            elif fields:
                fields[-1][1].append(line)
                current, kept = current + len(line), kept + len(line)
        elif match := _FIELD.match(line):
            fields.append((match[1].decode("ascii").lower(), [line[match.end() :]]))
            current, kept = len(line), kept + len(line)
        elif not _is_skippable(raw, line, line_start == start, line_end, end, notes):
            body = line_start
            break
    return Headers([(name, _unfold(b"".join(lines), notes)) for name, lines in fields], notes), body


def _lines(raw: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        found = raw.find(b"\n", start, end)
        stop = end if found < 0 else found + 1
        yield start, stop
        start = stop


def _after_blank_line(raw: bytes, start: int, end: int) -> int:
    ends = [found + len(gap) for gap in (b"\n\r\n", b"\n\n") if (found := raw.find(gap, start, end)) >= 0]
    return min(ends, default=end)


def _is_skippable(raw: bytes, line: bytes, first: bool, line_end: int, end: int, notes: Notes) -> bool:
    """A line that is no field: an envelope line of an mbox, or rubbish with the header going on below it."""
    if line.startswith((b"From ", b">From ")):
        return True
    follows = raw[line_end : min(end, line_end + 1000)]
    if first or not (_FIELD.match(follows) or follows.startswith((b"\r\n", b"\n"))):
        return False
    notes.add("header_broken")
    return True


def _unfold(value: bytes, notes: Notes) -> bytes:
    if len(value) > FIELD_BYTES_MAX:
        notes.add("field_cut")
        value = value[:FIELD_BYTES_MAX]
    return _FOLD.sub(b" ", value).strip()


def decode_words(value: str, notes: Notes, hint: str = "") -> str:
    """RFC 2047, forgiving: words in quotes, words cut off, blanks inside, characters split between words."""
    if "=?" not in value:
        return value
    pieces: list[str] = []
    run: list[tuple[str, str, str]] = []
    position = 0
    for start, stop, word in _words(value):
        between = value[position:start]
        if between.strip() or not run:
            _flush(run, pieces, notes, hint)
            pieces.append(between)
        elif run[-1][0] != word[0]:
            _flush(run, pieces, notes, hint)
        run.append(word)
        position = stop
    _flush(run, pieces, notes, hint)
    return one_line("".join(pieces) + value[position:])


def _words(value: str) -> Iterator[tuple[int, int, tuple[str, str, str]]]:
    """Each encoded word: start, end, (charset, "b" or "q", content)."""
    position = 0
    while (start := value.find("=?", position)) >= 0:
        match = _WORD_START.match(value, start)
        if not match:
            position = start + 2
            continue
        stop = value.find("?=", match.end())
        if stop < 0:  # cut off by a program that counted bytes
            stop = after = _UNTERMINATED_END.search(value, match.end()).start()  # type: ignore[union-attr]
        else:
            if match[2] in "qQ" and _HEX_AFTER.match(value, stop + 2):
                stop = value.find("?=", stop + 2)  # a bare "?" before an escape
            after = stop + 2
        yield start, after, (match[1].partition("*")[0].lower(), match[2].lower(), value[match.end() : stop])
        position = after


def _flush(run: list[tuple[str, str, str]], pieces: list[str], notes: Notes, hint: str) -> None:
    if run:
        data = _word_bytes([(encoding, content) for _, encoding, content in run], notes)
        pieces.append(charset.decode(data, run[0][0], notes, hint))
        run.clear()


def _word_bytes(words: list[tuple[str, str]], notes: Notes) -> bytes:
    """The bytes of adjacent words together: a character may begin in one word and end in the next."""
    data: list[bytes] = []
    pending = ""
    for encoding, content in words:
        if encoding == "b":
            pending += "".join(content.split())
            if pending.endswith("=") or len(pending) % 4 == 0:
                data.append(_from_b(pending, notes))
                pending = ""
            continue
        data.append(_from_b(pending, notes))
        pending = ""
        data.append(binascii.a2b_qp(content.encode("utf-8", "replace"), header=True))
    data.append(_from_b(pending, notes))
    return b"".join(data)


def _from_b(content: str, notes: Notes) -> bytes:
    return from_base64(content.encode("ascii", "ignore"), notes) if content else b""
