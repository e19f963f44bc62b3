"""Chats in words."""

from datetime import datetime

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from slovo.channels.chat.blocking import DAY, HOUR, WEEK
from slovo.channels.chat.desk_models import PageSeen
from slovo.channels.chat.models import DutyState, Line
from slovo.channels.models import Outbound, State
from slovo.conversations.chat_people import Standing
from slovo.web.desk.words import moments

BLOCK_TIMES = ((HOUR, _("For an hour")), (DAY, _("For a day")), (WEEK, _("For a week")))
DUTIES = {
    DutyState.AVAILABLE: _("I take chats"),
    DutyState.BUSY: _("I cannot take chats just now"),
    DutyState.AWAY: _("I am not there"),
}
STANDINGS = {
    DutyState.AVAILABLE: _("takes chats"),
    DutyState.BUSY: _("busy"),
    DutyState.AWAY: _("away"),
}


def standing_words(one: Standing) -> str:
    """«takes chats, 2 chats», «busy, as many chats as they can hold»."""
    state = str(STANDINGS[one.state])
    if one.full:
        return gettext("%(state)s: has as many chats as one can hold") % {"state": state}
    if not one.chats:
        return state
    count = ngettext("%(count)d chat", "%(count)d chats", one.chats) % {"count": one.chats}
    return f"{state}, {count}"


def about_oneself(one: Standing, at: datetime) -> str:
    """What a rule has decided about the reader, with what to do; "" when it is as they said."""
    if one.full:
        words = ngettext(
            "You have %(count)d chat, as many as you can hold: no more come until you close it.",
            "You have %(count)d chats, as many as you can hold: no more come until you close one.",
            one.chats,
        )
        return words % {"count": one.chats}
    if one.silent_since:
        words = gettext("Your last page was closed %(moment)s, so you count as away. Say if you take chats again.")
        return words % {"moment": moments.ago(one.silent_since, at)}
    return ""


def stays(pages: list[PageSeen], at: datetime) -> list[tuple[PageSeen, str]]:
    """`pages`: the newest first. How long they were on each; on the newest they still are."""
    ends = [at, *(one.at for one in pages)]
    return [(one, moments.span(end - one.at)) for one, end in zip(pages, ends, strict=False)]


def line_words(line: Line) -> list[str]:
    """What became of what we said, beyond its having left."""
    words: list[str] = []
    if line.read_at:
        words.append(gettext("Read by the customer"))
    elif line.delivered_at:
        words.append(gettext("Arrived at the customer"))
    if line.letter:
        words.append(_letter_words(line.letter))
    return words


def _letter_words(letter: Outbound) -> str:
    match letter.state:
        case State.SENT:
            return gettext("Sent by letter, too")
        case State.QUEUED | State.SENDING:
            return gettext("Goes by letter, too")
    return gettext("The letter with it did not arrive")
