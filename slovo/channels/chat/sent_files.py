"""What visitors attach: how many, how large, and of which kinds."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from slovo.channels.chat.models import FILE_NAME_CHARACTERS_MAX
from slovo.channels.chat.refusals import UnableToChat
from slovo.core.files import kinds, pictures, taken

FILES_MAX = 5
FILE_BYTES_MAX = 10 * 1024 * 1024
KINDS = {**taken.DOCUMENTS, **taken.RECORDINGS}


@dataclass(frozen=True, slots=True)
class Sent:
    name: str
    type: str
    content: bytes

    @property
    def plain_name(self) -> str:
        return taken.plain_name(self.name, characters_max=FILE_NAME_CHARACTERS_MAX)

    @property
    def kept_type(self) -> str:
        """What it is, not what the browser says."""
        known = KINDS.get(taken.ending_of(self.plain_name))
        return kinds.type_of(self.content, declared=known[0] if known else kinds.UNKNOWN)


def check(files: Sequence[Sent]) -> None:
    if len(files) > FILES_MAX or any(len(file.content) > FILE_BYTES_MAX for file in files):
        raise UnableToChat(_("At most 5 files of 10 MB each go with a message."))
    if any(not file.content or not file.name for file in files):
        raise UnableToChat(_("This file is empty. Choose another one."))
    for file in files:
        _check_kind(file)


def _check_kind(file: Sent) -> None:
    """A picture that browsers show may be called by the name of another one, or have no ending: pasted ones do."""
    name, picture = file.plain_name, pictures.type_of(file.content)
    ending = taken.ending_of(name)
    if picture and (not ending or KINDS.get(ending, ("",))[0].startswith("image/")):
        return
    if ending not in KINDS:
        words = _("“%(name)s” is of a kind that we do not take. Send a picture, a document, a sound or a film.")
        raise UnableToChat(words % {"name": name})
    if not taken.is_one(ending, file.content, KINDS):
        words = _("“%(name)s” is not what its name says, or it is damaged. Choose another one.")
        raise UnableToChat(words % {"name": name})
