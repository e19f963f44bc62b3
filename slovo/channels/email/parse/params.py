"""Content-Type and Content-Disposition: the value, its parameters (RFC 2231 and its many misreadings)."""

import re
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import unquote_to_bytes

from slovo.channels.email.parse import charset
from slovo.channels.email.parse.headers import decode_words
from slovo.channels.email.parse.limits import PARAMETERS_MAX
from slovo.channels.email.parse.notes import Notes

_PARAMETER = re.compile(r"\s*([^\s=;\"]{1,80})\s*=\s*")
_SEMICOLON_FORGOTTEN = re.compile(r"^(\s*[^\s;=\"]{0,200}?),?(?:\s|^)(?=\s{0,80}[\w*-]{1,80}\s{0,80}=)")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*+)(?:"|$)', re.DOTALL)
_UNQUOTED = re.compile(r"[^;]*+")
_SECTION = re.compile(r"([^*]+)(?:\*(\d{1,3}))?(\*)?$")
_EXTENDED = re.compile(r"([\w-]{0,40})'[\w-]{0,20}'(.*)$", re.DOTALL)
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_TYPE = re.compile(r"[\w!#$&^.+-]{1,80}/[\w!#$&^.+-]{1,120}")


@dataclass(frozen=True, slots=True)
class Parameters:
    """`value` in small letters; names of parameters too."""

    value: str
    given: dict[str, str]

    def get(self, name: str) -> str:
        return self.given.get(name, "")


def parse_parameters(header: str, notes: Notes, hint: str = "") -> Parameters:
    value, _, rest = _SEMICOLON_FORGOTTEN.sub(r"\1;", header, count=1).partition(";")
    sections: dict[str, list[tuple[int, bool, str]]] = {}
    for name, text in _pairs(rest):
        match = _SECTION.match(name)
        if match:
            sections.setdefault(match[1], []).append((int(match[2] or -1), bool(match[3]), text))
    given = {name: _joined(parts, notes, hint) for name, parts in sections.items()}
    return Parameters(re.sub(r"\([^()]*\)", "", value).strip().strip("\"'").lower(), given)


def media_type(parameters: Parameters, default: str) -> str:
    match = _TYPE.match(parameters.value)
    if match:
        return match[0]
    return "text/plain" if parameters.value == "text" else default


def _pairs(rest: str) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    position = 0
    while position < len(rest) and len(pairs) < PARAMETERS_MAX:
        match = _PARAMETER.match(rest, position)
        if match:
            quoted = _QUOTED.match(rest, match.end())
            value = quoted or _UNQUOTED.match(rest, match.end())
            assert value
            text = re.sub(r"\\([\"\\])", r"\1", quoted[1]) if quoted else value[0].strip().strip('"')
            pairs.append((match[1].lower(), text))
            position = value.end()
        following = rest.find(";", position)
        position = len(rest) if following < 0 else following + 1
    return pairs


def _joined(parts: list[tuple[int, bool, str]], notes: Notes, hint: str) -> str:
    """One parameter from its sections. RFC 2231 forms win over the plain one beside them."""
    extended = sorted((part for part in parts if part[0] >= 0), key=lambda part: part[0])
    if not extended:
        extended = [part for part in parts if part[1]][:1]
    if not extended:
        return _plain(parts[0][2], notes, hint)
    if not any(part[1] for part in extended):
        return _plain("".join(text for _, _, text in extended), notes, hint)
    first = _EXTENDED.match(extended[0][2]) if extended[0][1] else None
    label = first[1] if first else ""
    texts = [(encoded, text) for _, encoded, text in extended]
    if first:
        texts[0] = (True, first[2])
    runs = groupby(texts, key=lambda section: section[0])  # joined before decoding: "%D1" may be cut in two
    joined = ((encoded, "".join(text for _, text in sections)) for encoded, sections in runs)
    data = b"".join(unquote_to_bytes(text) if encoded else text.encode() for encoded, text in joined)
    return decode_words(charset.decode(data, label or "", notes, hint), notes, hint)


def _plain(text: str, notes: Notes, hint: str) -> str:
    """A parameter without RFC 2231: encoded words and percent signs are illegal there and common."""
    text = decode_words(text, notes, hint)
    extended = _EXTENDED.match(text)
    label, body = (extended[1], extended[2]) if extended and charset.canonical(extended[1]) else ("", text)
    if _PERCENT.search(body) and body.isascii():
        data = unquote_to_bytes(body)
        if extended and label:
            return charset.decode(data, label, notes, hint)
        try:
            decoded = data.decode()
        except UnicodeDecodeError:
            return text
        return text if decoded.isascii() else decoded
    return text
