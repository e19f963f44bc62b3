"""What pages have in common on which anybody may write: what they were told, and why it is not taken."""

from dataclasses import dataclass, fields
from typing import Self

from django.http import QueryDict
from django.utils.translation import gettext as _

from slovo.core.errors import UnableTo

FORM_HOURS_MAX = 24  # for which an opened page may be sent
WRITING_SECONDS_MIN = 3  # nobody reads, chooses and writes sooner


class NotTaken(UnableTo):
    """`field`: in which something is wrong, "" for the whole."""

    def __init__(self, field: str, message: object) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Told:
    """Fields of a page, by their names there; blanks around them are cut off."""

    @classmethod
    def of(cls, given: QueryDict) -> Self:
        return cls(**{field.name: given.get(field.name, "").strip() for field in fields(cls)})


def refuse_what_fills_in_everything(trap: str) -> None:
    """`trap`: a field that no person sees. Raises `NotTaken`."""
    if trap:
        raise NotTaken("", _("The last field stays empty: it is there for programs that fill in everything."))
