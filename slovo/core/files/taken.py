"""Which files are taken from strangers: only kinds that people send, and each what its name says.

They are never opened here. Whoever downloads one gets it as an attachment that no browser runs.
"""

import re
import unicodedata
from collections.abc import Mapping

Kinds = Mapping[str, tuple[str, tuple[bytes, ...]]]
_ZIP, _OLE = (b"PK\x03\x04",), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
# By what a name ends with: the type by which it is kept, and how such files begin.
DOCUMENTS: Kinds = {
    "jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "gif": ("image/gif", (b"GIF87a", b"GIF89a")),
    "webp": ("image/webp", (b"RIFF",)),
    "heic": ("image/heic", ()),
    "pdf": ("application/pdf", (b"%PDF-",)),
    "txt": ("text/plain", ()),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _ZIP),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _ZIP),
    "odt": ("application/vnd.oasis.opendocument.text", _ZIP),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", _ZIP),
    "doc": ("application/msword", _OLE),
    "xls": ("application/vnd.ms-excel", _OLE),
}
RECORDINGS: Kinds = {
    "mp3": ("audio/mpeg", (b"ID3", b"\xff\xfb", b"\xff\xfa", b"\xff\xf3", b"\xff\xf2", b"\xff\xe3")),
    "aac": ("audio/aac", (b"\xff\xf1", b"\xff\xf9")),
    "ogg": ("audio/ogg", (b"OggS",)),
    "opus": ("audio/ogg", (b"OggS",)),
    "wav": ("audio/wav", (b"RIFF",)),
    "amr": ("audio/amr", (b"#!AMR",)),
    "m4a": ("audio/mp4", ()),
    "mp4": ("video/mp4", ()),
    "m4v": ("video/mp4", ()),
    "mov": ("video/quicktime", ()),
    "3gp": ("video/3gpp", ()),
    "webm": ("video/webm", (b"\x1a\x45\xdf\xa3",)),
}
_BRANDED = frozenset({"heic", "m4a", "mp4", "m4v", "mov", "3gp"})
_IN_RIFF = {"webp": b"WEBP", "wav": b"WAVE"}
_OLDER_FILMS = (b"moov", b"mdat", b"wide", b"free")  # of the days before such files named their brand
_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')


def ending_of(name: str) -> str:
    """ "" of a name without one."""
    _stem, dot, ending = name.rpartition(".")
    return ending.casefold() if dot else ""


def is_one(ending: str, content: bytes, kinds: Kinds) -> bool:
    """Whether it is what a name that ends so says."""
    if ending == "txt":
        return b"\0" not in content
    if ending in _BRANDED:
        return content[4:8] == b"ftyp" or (ending == "mov" and content[4:8] in _OLDER_FILMS)
    if ending in _IN_RIFF:
        return content[:4] == b"RIFF" and content[8:12] == _IN_RIFF[ending]
    return content.startswith(kinds[ending][1])


def plain_name(name: str, *, characters_max: int) -> str:
    """Its last part, without marks that file systems or people read as something else."""
    plain = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    plain = "".join(letter for letter in plain if unicodedata.category(letter) not in ("Cf", "Cc", "Cs", "Co"))
    plain = _UNFIT.sub("_", plain).strip(" .") or "file"
    stem, dot, ending = plain.rpartition(".")
    room = characters_max - len(ending) - 1
    return f"{stem[:room]}.{ending[:20]}" if dot else plain[:characters_max]
