"""Outlook's RTF: decompression (MS-OXRTFCP), the HTML hidden in it (MS-OXRTFEX), or its plain text."""

import re
import struct

from slovo.channels.email.parse.limits import RTF_BYTES_MAX

_DICTIONARY = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS "
    b"Sans "
    b"SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_COMPRESSED, _PLAIN = 0x75465A4C, 0x414C454D
_TOKEN = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])|[\r\n]+|([^\\{}\r\n]++)|(\\)",
    re.DOTALL,
)
_SIGNS = {
    b"par": "\n", b"line": "\n", b"sect": "\n", b"page": "\n", b"row": "\n", b"tab": "\t", b"cell": "\t",
    b"emdash": "—", b"endash": "–", b"bullet": "•", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“",
    b"rdblquote": "”",
}  # fmt: skip
_SILENT = frozenset(
    (
        b"fonttbl",
        b"colortbl",
        b"stylesheet",
        b"info",
        b"pict",
        b"object",
        b"header",
        b"footer",
        b"generator",
        b"themedata",
        b"listtable",
    )
)


def decompress_rtf(data: bytes) -> bytes:
    """LZFu. What is broken off ends where it breaks."""
    if len(data) < 16:
        return b""
    _, raw_size, kind = struct.unpack_from("<III", data)
    if kind == _PLAIN:
        return data[16 : 16 + min(raw_size, RTF_BYTES_MAX)]
    if kind != _COMPRESSED:
        return b""
    return _inflate(data, min(raw_size, RTF_BYTES_MAX))


def _inflate(data: bytes, size: int) -> bytes:
    window = bytearray(_DICTIONARY.ljust(4096, b"\0"))
    write = len(_DICTIONARY)
    out = bytearray()
    position = 16
    while position < len(data) and len(out) < size:
        flags = data[position]
        position += 1
        for bit in range(8):
            if flags >> bit & 1:
                if position + 2 > len(data):
                    return bytes(out)
                reference = data[position] << 8 | data[position + 1]
                position += 2
                offset, length = reference >> 4, (reference & 15) + 2
                if offset == write:
                    return bytes(out)
                chunk = (
                    bytes(window[(offset + step) % 4096] for step in range(length))
                    if ((write - offset) % 4096 > length)
                    else None
                )
                for step in range(length):
                    byte = chunk[step] if chunk else window[(offset + step) % 4096]
                    window[write] = byte
                    write = (write + 1) % 4096
                    out.append(byte)
            elif position < len(data):
                window[write] = data[position]
                write = (write + 1) % 4096
                out.append(data[position])
                position += 1
    return bytes(out[:size])


def rtf_to_html(rtf: bytes) -> str:
    """The HTML that Outlook wrapped as RTF, "" when the RTF was never HTML."""
    return _read(rtf, html=True) if b"\\fromhtml" in rtf[:2000] else ""


def rtf_to_text(rtf: bytes) -> str:
    return re.sub(r"\n{3,}", "\n\n", _read(rtf, html=False)).strip()


def _codec(rtf: bytes) -> str:
    match = re.search(rb"\\ansicpg(\d{2,5})", rtf[:2000])
    name = f"cp{match[1].decode()}" if match else "cp1252"
    try:
        "".encode(name)
    except LookupError:
        return "cp1252"
    return name


def _read(rtf: bytes, *, html: bool) -> str:
    """One pass with a stack of groups: whether a group is silent, and how many fallbacks follow a \\u."""
    codec = _codec(rtf)
    pieces: list[str] = []
    pending = bytearray()  # bytes of the code page, for characters of two
    stack: list[tuple[bool, int]] = []
    silent, fallbacks, skip, rtf_only, star = False, 1, 0, False, False
    for match in _TOKEN.finditer(rtf):
        word, number, code, symbol, brace, text, _ = match.groups()
        if code and not silent and not rtf_only:
            if skip:
                skip -= 1
            else:
                pending.append(int(code, 16))
            continue
        if pending:
            pieces.append(pending.decode(codec, "replace"))
            pending.clear()
        if brace == b"{":
            stack.append((silent, fallbacks))
        elif brace:
            silent, fallbacks = stack.pop() if stack else (False, 1)
        elif symbol == b"*":
            star = True
            continue
        elif word:
            if star or word in _SILENT:
                silent = silent or not (html and word == b"htmltag")
            elif word == b"htmlrtf":
                rtf_only = html and number != b"0"
            elif word == b"uc":
                fallbacks = min(int(number or 1), 8)
            elif silent or rtf_only:
                pass
            elif word == b"u" and number:
                pieces.append(chr(int(number) & 0xFFFF))
                skip = fallbacks
            elif word in _SIGNS:
                pieces.append(_SIGNS[word])
        elif not (silent or rtf_only):
            if symbol:
                pieces.append(
                    {b"~": "\xa0", b"_": "-"}.get(symbol, symbol.decode("latin-1") if symbol in b"\\{}" else "")
                )
            elif text:
                pieces.append(text[skip:].decode(codec, "replace"))
                skip = 0
        star = False
    pieces.append(pending.decode(codec, "replace"))
    return "".join(pieces).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
