"""What strangers attach to a form: only kinds that people send, of a bounded size, and each what its name says.

They are never opened here. Whoever downloads one gets it as an attachment that no browser runs.
"""

import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _

from slovo.core.errors import UnableTo
from slovo.core.rules import Rule

FILE_BYTES_MAX = 5 * 1024 * 1024
ALL_BYTES_MAX = 10 * 1024 * 1024  # of one form
NAME_CHARACTERS_MAX = 120
_ZIP, _OLE = (b"PK\x03\x04",), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
# By what a name ends with: the type by which it is kept, and how such files begin.
KINDS: dict[str, tuple[str, tuple[bytes, ...]]] = {
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
ACCEPTED = ",".join([*(f".{ending}" for ending in KINDS), "image/jpeg"])  # by the last one a phone offers its camera
_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')


class UnableToAttach(UnableTo):
    pass


@dataclass(frozen=True, slots=True)
class FormFile:
    name: str
    type: str
    content: bytes


def checked(name: str, content: bytes) -> FormFile:
    """With a name that harms nobody, and the type that its content has. What a browser says of it is not believed."""
    shown = _name(name)
    ending = shown.rpartition(".")[2].casefold()
    if ending not in KINDS or "." not in shown:
        words = _("“%(name)s” is of a kind that we do not take. Send a picture, a PDF or a document.")
        raise UnableToAttach(words % {"name": shown}, rule=Rule.FILE_IS_TAKEN)
    if not content:
        raise UnableToAttach(_("“%(name)s” is empty. Choose it once more.") % {"name": shown}, rule=Rule.FILE_IS_TAKEN)
    if len(content) > FILE_BYTES_MAX:
        words = _("“%(name)s” is larger than %(most)d MB. Send a smaller one.")
        raise UnableToAttach(words % {"name": shown, "most": FILE_BYTES_MAX // 1024**2}, rule=Rule.FILE_IS_TAKEN)
    kind, beginnings = KINDS[ending]
    if not _is(ending, content, beginnings):
        words = _("“%(name)s” is not what its name says, or it is damaged. Choose another one.")
        raise UnableToAttach(words % {"name": shown}, rule=Rule.FILE_IS_TAKEN)
    return FormFile(shown, kind, content)


def _is(ending: str, content: bytes, beginnings: tuple[bytes, ...]) -> bool:
    if ending == "txt":
        return b"\0" not in content
    if ending == "heic":
        return content[4:8] == b"ftyp"
    if ending == "webp":
        return content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    return content.startswith(beginnings)


def _name(name: str) -> str:
    """Its last part, without marks that file systems or people read as something else."""
    plain = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    plain = "".join(letter for letter in plain if unicodedata.category(letter) not in ("Cf", "Cc", "Cs", "Co"))
    plain = _UNFIT.sub("_", plain).strip(" .") or "file"
    stem, dot, ending = plain.rpartition(".")
    room = NAME_CHARACTERS_MAX - len(ending) - 1
    return f"{stem[:room]}.{ending[:20]}" if dot else plain[:NAME_CHARACTERS_MAX]
