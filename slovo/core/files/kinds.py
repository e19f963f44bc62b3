"""What a file is, by its content. What whoever sent it says of it is a claim, and strangers send files, too."""

from slovo.core.files import pictures

UNKNOWN = "application/octet-stream"
HEAD_BYTES = 64
_ZIP, _OLE = (b"PK\x03\x04", b"PK\x05\x06"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
# Of types that programs believe in, how their files begin. Pictures that browsers show are opened instead.
BEGINNINGS: dict[str, tuple[bytes, ...]] = {
    "image/bmp": (b"BM",),
    "image/tiff": (b"II*\0", b"MM\0*"),
    "application/pdf": (b"%PDF-",),
    "application/zip": _ZIP,
    "application/msword": _OLE,
    "application/vnd.ms-excel": _OLE,
    "application/vnd.ms-powerpoint": _OLE,
}
BRANDED = frozenset({"image/heic", "image/heif", "image/avif", "video/mp4", "video/quicktime", "audio/mp4"})
IN_ZIP = ("application/vnd.openxmlformats-officedocument.", "application/vnd.oasis.opendocument.")


def type_of(content: bytes, *, declared: str) -> str:
    """The declared one, unless it is none of these: a picture that browsers show is that, whatever it is called, and
    what calls itself a picture or a document and does not begin like one is UNKNOWN."""
    if shown := pictures.type_of(content):
        return shown
    named = declared.partition(";")[0].strip().casefold()
    head = content[:HEAD_BYTES]
    if named in BRANDED:
        return declared if head[4:8] == b"ftyp" else UNKNOWN
    beginnings = _ZIP if named.startswith(IN_ZIP) else BEGINNINGS.get(named)
    if beginnings:
        return declared if head.lstrip(b"\xef\xbb\xbf \r\n").startswith(beginnings) else UNKNOWN
    return UNKNOWN if named.startswith("image/") else declared
