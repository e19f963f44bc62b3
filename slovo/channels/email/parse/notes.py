"""Collects what was repaired or cut while a mail is read."""

from slovo.channels.email.parse.limits import NOTE_DETAIL_CHARS_MAX, NOTES_MAX
from slovo.channels.email.parsed import MEANINGS, Note


class Notes:
    """Each note once, the first ones when there are too many."""

    def __init__(self) -> None:
        self._notes: dict[Note, None] = {}

    def add(self, code: str, detail: str = "") -> None:
        assert code in MEANINGS, code
        if len(self._notes) < NOTES_MAX:
            self._notes[Note(code, detail[:NOTE_DETAIL_CHARS_MAX])] = None

    def __contains__(self, code: str) -> bool:
        return any(note.code == code for note in self._notes)

    def all(self) -> tuple[Note, ...]:
        return tuple(self._notes)
