"""What strangers attach to a form: only kinds that people send, of a bounded size, and each what its name says.

Which kinds: `core/files/taken.py`, as in a chat, where recordings are taken as well.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from slovo.core.errors import UnableTo
from slovo.core.files import taken
from slovo.core.files.taken import DOCUMENTS
from slovo.core.rules import Rule

FILE_BYTES_MAX = 5 * 1024 * 1024
ALL_BYTES_MAX = 10 * 1024 * 1024  # of one form
NAME_CHARACTERS_MAX = 120
ACCEPTED = ",".join(
    [*(f".{ending}" for ending in DOCUMENTS), "image/jpeg"]
)  # by the last one a phone offers its camera


class UnableToAttach(UnableTo):
    pass


@dataclass(frozen=True, slots=True)
class FormFile:
    name: str
    type: str
    content: bytes


def checked(name: str, content: bytes) -> FormFile:
    """With a name that harms nobody, and the type that its content has. What a browser says of it is not believed."""
    shown = taken.plain_name(name, characters_max=NAME_CHARACTERS_MAX)
    ending = taken.ending_of(shown)
    if ending not in DOCUMENTS:
        words = _("“%(name)s” is of a kind that we do not take. Send a picture, a PDF or a document.")
        raise UnableToAttach(words % {"name": shown}, rule=Rule.FILE_IS_TAKEN)
    if not content:
        raise UnableToAttach(_("“%(name)s” is empty. Choose it once more.") % {"name": shown}, rule=Rule.FILE_IS_TAKEN)
    if len(content) > FILE_BYTES_MAX:
        words = _("“%(name)s” is larger than %(most)d MB. Send a smaller one.")
        raise UnableToAttach(words % {"name": shown, "most": FILE_BYTES_MAX // 1024**2}, rule=Rule.FILE_IS_TAKEN)
    if not taken.is_one(ending, content, DOCUMENTS):
        words = _("“%(name)s” is not what its name says, or it is damaged. Choose another one.")
        raise UnableToAttach(words % {"name": shown}, rule=Rule.FILE_IS_TAKEN)
    return FormFile(shown, DOCUMENTS[ending][0], content)
