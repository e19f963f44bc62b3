"""Raw letters of our own making, byte by byte: no library may repair them before they are read."""

import base64
from email.header import Header

CRLF = b"\r\n"


def raw(*fields: str | bytes, body: bytes = b"", end: bytes = CRLF) -> bytes:
    """A letter with a sender and a date unless `fields` say otherwise."""
    lines = [field.encode() if isinstance(field, str) else field for field in fields]
    names = {line.split(b":")[0].lower() for line in lines}
    if b"from" not in names:
        lines.insert(0, b"From: Irina <irina@example.com>")
    if b"date" not in names:
        lines.append(b"Date: Tue, 10 Mar 2026 09:15:00 +0300")
    return end.join(lines) + end + end + body


def plain(text: bytes, charset: str | None, *fields: str, encoding: str = "8bit") -> bytes:
    type_ = f"Content-Type: text/plain; charset={charset}" if charset else "Content-Type: text/plain"
    return raw(type_, f"Content-Transfer-Encoding: {encoding}", *fields, body=text)


def multipart(*parts: bytes, kind: str = "mixed", fields: tuple[str, ...] = (), boundary: str = "b1") -> bytes:
    """`parts`: whole entities, header and body."""
    body = b"".join(b"--%s\r\n%s\r\n" % (boundary.encode(), part) for part in parts) + b"--%s--\r\n" % boundary.encode()
    return raw(*fields, f'Content-Type: multipart/{kind}; boundary="{boundary}"', "MIME-Version: 1.0", body=body)


def part(content: bytes, *fields: str | bytes) -> bytes:
    lines = [field.encode() if isinstance(field, str) else field for field in fields]
    return CRLF.join(lines) + CRLF + CRLF + content


def text_part(text: str, type_: str = "plain") -> bytes:
    return part(text.encode(), f"Content-Type: text/{type_}; charset=utf-8", "Content-Transfer-Encoding: 8bit")


def file_part(content: bytes, *fields: str | bytes) -> bytes:
    encoded = base64.encodebytes(content).replace(b"\n", CRLF)
    return part(encoded, *fields, "Content-Transfer-Encoding: base64")


def word(text: str, charset: str = "utf-8") -> str:
    return Header(text, charset).encode()
