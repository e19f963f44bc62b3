"""winmail.dat (MS-OXTNEF): the files and the text that Outlook hid in it. Bounded, never raises."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from slovo.channels.email.parse.charset import decode
from slovo.channels.email.parse.limits import ATTACHMENTS_MAX, TNEF_ATTRIBUTES_MAX
from slovo.channels.email.parse.notes import Notes
from slovo.channels.email.parse.rtf import decompress_rtf, rtf_to_html, rtf_to_text

_SIGNATURE = 0x223E9F78
_MESSAGE_LEVEL, _ATTACHMENT_LEVEL = 1, 2
_ATT_BODY, _ATT_CODEPAGE, _ATT_MESSAGE_PROPERTIES = 0x800C, 0x9007, 0x9003
_ATT_RENDER, _ATT_TITLE, _ATT_DATA, _ATT_ATTACHMENT_PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005
_BODY, _BODY_HTML, _RTF_COMPRESSED, _INTERNET_CODEPAGE = 0x1000, 0x1013, 0x1009, 0x3FDE
_LONG_NAME, _SHORT_NAME, _ATTACH_DATA, _MIME_TAG, _CONTENT_ID = 0x3707, 0x3704, 0x3701, 0x370E, 0x3712
_FIXED_SIZES = {0x2: 4, 0x3: 4, 0x4: 4, 0x5: 8, 0x6: 8, 0x7: 8, 0xA: 4, 0xB: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_STRING8, _UNICODE, _OBJECT = 0x1E, 0x1F, 0xD
_TYPES = {
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "pdf": "application/pdf",
    "png": "image/png",
    "txt": "text/plain",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


@dataclass(slots=True)
class Opened:
    """`files`: (name, type, content, content id) each. `complete`: nothing was left inside."""

    text: str = ""
    html: str = ""
    files: list[tuple[str, str, bytes, str]] = field(default_factory=list)
    complete: bool = False


@dataclass(slots=True)
class _File:
    title: bytes = b""
    data: bytes = b""
    properties: dict[int, tuple[int, bytes]] = field(default_factory=dict)


def unpack_tnef(data: bytes) -> Opened:
    """What could be read, in the order it stands there."""
    opened = Opened()
    message: dict[int, tuple[int, bytes]] = {}
    files: list[_File] = []
    codepage = ""
    body = b""
    try:
        for level, attribute, value in _attributes(data):
            if attribute == _ATT_CODEPAGE and len(value) >= 4:
                codepage = _codec(struct.unpack_from("<I", value)[0])
            elif level == _MESSAGE_LEVEL and attribute == _ATT_BODY:
                body = value
            elif level == _MESSAGE_LEVEL and attribute == _ATT_MESSAGE_PROPERTIES:
                message = _properties(value)
            elif level == _ATTACHMENT_LEVEL:
                _take_file_attribute(files, attribute, value)
        opened.complete = len(files) <= ATTACHMENTS_MAX
    except (struct.error, ValueError, IndexError):
        opened.complete = False
    _read_message(opened, message, body, codepage)
    opened.files = [_file(file, codepage) for file in files[:ATTACHMENTS_MAX]]
    return opened


def _attributes(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """(level, attribute id, value); raises where the stream breaks off."""
    if struct.unpack_from("<I", data)[0] != _SIGNATURE:
        raise ValueError
    position = 6
    for _ in range(TNEF_ATTRIBUTES_MAX):
        if position + 9 > len(data):
            return
        level, identity, length = struct.unpack_from("<BII", data, position)
        start = position + 9
        if level not in {_MESSAGE_LEVEL, _ATTACHMENT_LEVEL} or start + length > len(data):
            raise ValueError
        yield level, identity & 0xFFFF, data[start : start + length]
        position = start + length + 2
    raise ValueError


def _take_file_attribute(files: list[_File], attribute: int, value: bytes) -> None:
    if attribute == _ATT_RENDER or not files:
        files.append(_File())
    if attribute == _ATT_TITLE:
        files[-1].title = value
    elif attribute == _ATT_DATA:
        files[-1].data = value
    elif attribute == _ATT_ATTACHMENT_PROPERTIES:
        files[-1].properties = _properties(value)


def _properties(data: bytes) -> dict[int, tuple[int, bytes]]:
    """MAPI properties: id → (type, first value)."""
    found: dict[int, tuple[int, bytes]] = {}
    (count,) = struct.unpack_from("<I", data)
    position = 4
    for _ in range(min(count, TNEF_ATTRIBUTES_MAX)):
        kind, identity = struct.unpack_from("<HH", data, position)
        position += 4
        if identity >= 0x8000:
            position = _after_name(data, position)
        multiple, kind = bool(kind & 0x1000), kind & 0x0FFF
        values, position = _values(data, position, kind, multiple=multiple)
        if values:
            found[identity] = (kind, values[0])
    return found


def _after_name(data: bytes, position: int) -> int:
    (by_name,) = struct.unpack_from("<I", data, position + 16)
    if not by_name:
        return position + 24
    (length,) = struct.unpack_from("<I", data, position + 20)
    return position + 24 + _padded(length)


def _values(data: bytes, position: int, kind: int, *, multiple: bool) -> tuple[list[bytes], int]:
    size = _FIXED_SIZES.get(kind)
    count = 1
    if multiple or size is None:
        (count,) = struct.unpack_from("<I", data, position)
        position += 4
    values: list[bytes] = []
    for _ in range(count):
        length = size
        if length is None:
            (length,) = struct.unpack_from("<I", data, position)
            position += 4
        if position + length > len(data):
            raise ValueError
        if not values:
            values.append(data[position : position + length])
        position += _padded(length)
    return values, position


def _padded(length: int) -> int:
    return (length + 3) & ~3


def _codec(codepage: int) -> str:
    name = "utf_8" if codepage == 65001 else f"cp{codepage}"
    try:
        "".encode(name)
    except LookupError:
        return "cp1252"
    return name


def _string(property_: tuple[int, bytes] | None, codepage: str) -> str:
    if property_ is None:
        return ""
    kind, value = property_
    return _text(value, "utf_16_le" if kind == _UNICODE else codepage).partition("\0")[0]


def _whole_string(property_: tuple[int, bytes], codepage: str) -> str:
    kind, value = property_
    return _text(value, "utf_16_le" if kind == _UNICODE else codepage).replace("\0", "")


def _text(value: bytes, codec: str) -> str:
    """ "" as the codec: nobody said which, and the bytes tell."""
    return value.decode(codec, "replace") if codec else decode(value, "", Notes())


def _read_message(opened: Opened, message: dict[int, tuple[int, bytes]], body: bytes, codepage: str) -> None:
    if internet := message.get(_INTERNET_CODEPAGE):
        html_codepage = _codec(int.from_bytes(internet[1][:4], "little"))
    else:
        html_codepage = codepage
    if html := message.get(_BODY_HTML):
        opened.html = _whole_string(html, html_codepage)
    if text := message.get(_BODY):
        opened.text = _whole_string(text, codepage)
    elif body:
        opened.text = _text(body, codepage).replace("\0", "")
    if compressed := message.get(_RTF_COMPRESSED):
        rtf = decompress_rtf(compressed[1])
        opened.html = opened.html or rtf_to_html(rtf)
        opened.text = opened.text or ("" if opened.html else rtf_to_text(rtf))
    opened.text = opened.text.replace("\r\n", "\n")


def _file(file: _File, codepage: str) -> tuple[str, str, bytes, str]:
    name = _string(file.properties.get(_LONG_NAME), codepage) or _string(file.properties.get(_SHORT_NAME), codepage)
    name = name or _text(file.title.partition(b"\0")[0], codepage)
    kind = _string(file.properties.get(_MIME_TAG), codepage).lower()
    content = file.data
    embedded = file.properties.get(_ATTACH_DATA)
    if not content and embedded:
        content = embedded[1][16:] if embedded[0] == _OBJECT else embedded[1]  # an interface id stands before an object
    if "/" not in kind:
        kind = _TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")
    content_id = _string(file.properties.get(_CONTENT_ID), codepage).strip("<> ")
    return name, kind, content, content_id
