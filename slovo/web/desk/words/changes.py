"""Changes of many conversations at once, in words."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from slovo.conversations.list_models import ItemState

KINDS = {
    "assign": _("Changing who is responsible"),
    "team": _("Giving to a team"),
    "tag": _("Adding a tag"),
    "untag": _("Taking away a tag"),
    "close": _("Closing"),
    "reopen": _("Opening again"),
    "wait": _("Setting to wait for the customer"),
    "snooze": _("Putting off"),
}
STATES = {
    ItemState.WAITING: _("still to do: %(number)d"),
    ItemState.DONE: _("done: %(number)d"),
    ItemState.REFUSED: _("not possible: %(number)d"),
    ItemState.UNDONE: _("put back: %(number)d"),
    ItemState.KEPT: _("left as others made it: %(number)d"),
    ItemState.SPARED: _("called off: %(number)d"),
}


def change_words(kind: str) -> str:
    return str(KINDS.get(kind, kind))


def item_words(counts: Mapping[str, int]) -> list[tuple[str, str]]:
    """Those that there are: the state's code, «done: 12»."""
    known = [(state, counts.get(state.value, 0)) for state in ItemState]
    return [(state.value, str(STATES[state]) % {"number": number}) for state, number in known if number]
