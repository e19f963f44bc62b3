"""Content-Transfer-Encoding, also as damaged programs write it; and files that lie uuencoded in a text."""

import binascii
import re
from collections.abc import Callable

from slovo.channels.email.parse.notes import Notes

_AS_IT_IS = frozenset({"", "7bit", "8bit", "binary", "7", "8", "none", "7-bit", "8-bit"})
# Names as programs write them, without "-", "_" and "x-", to ours.
_NAMES = {
    **dict.fromkeys(("base64", "b64"), "base64"),
    **dict.fromkeys(("quotedprintable", "qp", "quoted"), "quoted-printable"),
    **dict.fromkeys(("uuencode", "uue"), "x-uuencode"),
}
_NAME = re.compile(r"[\w-]+")
_BLANKS = b" \t\r\n\v\f\0"
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_"
_NOT_BASE64 = bytes(byte for byte in range(256) if byte not in _BASE64)
_URL_SAFE = bytes.maketrans(b"-_", b"+/")
_FOREIGN_LINE = re.compile(rb"[^\s]\s+[^\s]|[\x80-\xff]|\A[-_*=]{3,}\Z|\A--")
_WORDS = re.compile(rb"[^\s][ \t]+[^\s]")
_PLAIN_SEEN = 4_000
_SOFT_BREAK_WITH_BLANKS = re.compile(rb"=[ \t]++(?=\r?\n)")
_BARE_EQUALS = re.compile(rb"=(?![0-9A-Fa-f]{2}|\r?\n|\Z)")
_UU_BEGIN = re.compile(rb"^begin(-base64)? [0-7]{3,4} +([^\r\n]{1,250})\r?\n", re.MULTILINE)


def encoding_name(value: str) -> str:
    match = _NAME.search(value.lower())
    name = match[0] if match else ""
    return _NAMES.get(re.sub(r"[_-]", "", name.removeprefix("x-")), name)


def decode_transfer(data: bytes, encoding: str, notes: Notes) -> bytes:
    """The content of a part. `encoding` comes from `encoding_name`."""
    decoder = _DECODERS.get(encoding)
    if decoder:
        return decoder(data, notes)
    if encoding not in _AS_IT_IS:
        notes.add("encoding_unknown", encoding)
    return data


def from_base64(data: bytes, notes: Notes) -> bytes:
    try:
        return binascii.a2b_base64(data.translate(None, _BLANKS), strict_mode=True)
    except binascii.Error:
        notes.add("base64_repaired")
        return data if _is_plain(data) else _from_damaged_base64(data)


def _is_plain(data: bytes) -> bool:
    """Words that a program only labelled as base64: it would read them as rubbish."""
    sample = data[:_PLAIN_SEEN].strip()
    lines = sample.splitlines()
    worded = sum(bool(_WORDS.search(line)) for line in lines)
    signs = len(sample.translate(None, _BASE64 + _BLANKS))
    return worded * 2 > len(lines) and signs * 25 > len(sample)


def _from_damaged_base64(data: bytes) -> bytes:
    """Reads line by line up to the first that is plainly no base64, such as a footer below the content."""
    pieces: list[bytes] = []
    pending: list[bytes] = []
    for line in data.split(b"\n"):
        line = line.strip(_BLANKS)
        if (pending or pieces) and _FOREIGN_LINE.search(line):
            break
        for number, piece in enumerate(line.translate(_URL_SAFE, _NOT_BASE64).split(b"=")):
            if number and pending:  # padding ends a run; another may follow
                pieces.append(_whole_quads(b"".join(pending)))
                pending = []
            if piece:
                pending.append(piece)
    return b"".join([*pieces, _whole_quads(b"".join(pending))])


def _whole_quads(data: bytes) -> bytes:
    rest = len(data) % 4
    return binascii.a2b_base64(data[: len(data) - 1] if rest == 1 else data + b"=" * (-len(data) % 4))


def _from_quoted_printable(data: bytes, notes: Notes) -> bytes:
    if _SOFT_BREAK_WITH_BLANKS.search(data):
        data = _SOFT_BREAK_WITH_BLANKS.sub(b"=", data)
    if _BARE_EQUALS.search(data):
        notes.add("quoted_printable_repaired")
        data = data.replace(b"==", b"=3D=").replace(b"==", b"=3D=")  # the decoder halves these, and keeps others
    return binascii.a2b_qp(data)


def _from_uuencode(data: bytes, notes: Notes) -> bytes:
    begin = _UU_BEGIN.search(data)
    content, _ = _uu_content(data, begin.end() if begin else 0, base64=bool(begin and begin[1]), notes=notes)
    return content


_DECODERS: dict[str, Callable[[bytes, Notes], bytes]] = {
    "base64": from_base64,
    "quoted-printable": _from_quoted_printable,
    "x-uuencode": _from_uuencode,
}


def take_uuencoded(data: bytes, notes: Notes) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """A text without the files uuencoded in it, and those files: (name, content) each."""
    files: list[tuple[bytes, bytes]] = []
    rest: list[bytes] = []
    position = 0
    while begin := _UU_BEGIN.search(data, position):
        content, end = _uu_content(data, begin.end(), base64=bool(begin[1]), notes=notes)
        if not content:  # the word "begin" at the start of a sentence
            rest.append(data[position : begin.end()])
            position = begin.end()
            continue
        files.append((begin[2].strip(), content))
        notes.add("uuencode_unpacked")
        rest.append(data[position : begin.start()])
        position = end
    return b"".join(rest) + data[position:], files


def _uu_content(data: bytes, start: int, *, base64: bool, notes: Notes) -> tuple[bytes, int]:
    """What is encoded from `start` on, and where the text goes on below it."""
    lines: list[bytes] = []
    while start < len(data):
        found = data.find(b"\n", start)
        end = len(data) if found < 0 else found + 1
        line = data[start:end].rstrip(b"\r\n")
        if line.rstrip() in (b"end", b"===="):
            start = end
            break
        decoded = _uu_line(line, base64=base64)
        if decoded is None:
            if lines:
                notes.add("uuencode_broken")
            break
        lines.append(decoded)
        start = end
    return b"".join(lines), start


def _uu_line(line: bytes, *, base64: bool) -> bytes | None:
    try:
        if base64:
            return binascii.a2b_base64(line, strict_mode=True) if line else None
        if not line or line.strip() == b"`":
            return b""
        wanted = ((line[0] - 32) & 63) * 4 + 2
        if len(line) * 3 < ((line[0] - 32) & 63) * 4:  # too short to be what its first sign says
            return None
        return binascii.a2b_uu(line[: 1 + (wanted // 3 + 3) // 4 * 4])
    except binascii.Error:
        return None
