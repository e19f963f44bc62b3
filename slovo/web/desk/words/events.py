"""What happened in a conversation, as thin lines between its messages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from slovo.conversations.timeline import Event
from slovo.promises.models import Promise
from slovo.web.desk.words import moments
from slovo.web.desk.words.states import due_of_promise

Promises = Mapping[int, Promise]


@dataclass(frozen=True, slots=True)
class Line:
    icon: str
    words: str
    code: str = ""


def line_of(event: Event, promises: Promises) -> Line | None:
    """None for what another line says already."""
    tell = LINES.get(event.kind)
    return tell(event, promises) if tell else None


def _assigned(event: Event, promises: Promises) -> Line:
    if event.assignee and event.team:
        words = _("Assigned to %(person)s, team %(team)s") % {"person": event.assignee, "team": event.team}
    elif event.assignee:
        words = _("Assigned to %(person)s") % {"person": event.assignee}
    elif event.team:
        words = _("Given to the team %(team)s") % {"team": event.team}
    else:
        words = _("Nobody is responsible any more")
    return Line("user-round-check", words)


def _made(event: Event, promises: Promises) -> Line:
    due_at = datetime.fromisoformat(event.data["due_at"])
    return Line("clock", _("Promise: answer by %(moment)s") % {"moment": moments.by_when(due_at, event.at)})


def _kept(event: Event, promises: Promises) -> Line:
    promise = promises.get(event.data["promise_id"])
    if promise is None:
        return Line("circle-check", _("Promise kept"), "kept")
    words = _("Promise: %(state)s") % {"state": due_of_promise(promise, event.at).words}
    return Line("circle-check", words, "kept")


def _broken(event: Event, promises: Promises) -> Line | None:
    promise = promises.get(event.data["promise_id"])
    if promise and not promise.broken_at:  # it turned out to have been kept
        return None
    due_at = datetime.fromisoformat(event.data["due_at"])
    words = _("Promise broken: the time ran out at %(moment)s") % {"moment": moments.by_when(due_at, event.at)}
    return Line("octagon-alert", words, "broken")


def _released(event: Event, promises: Promises) -> Line | None:
    if event.data.get("reason") == "no_answer_needed":
        return None
    return Line("circle-minus", _("The promise is released"))


def _snoozed(event: Event, promises: Promises) -> Line:
    until = datetime.fromisoformat(event.data["until"])
    return Line("alarm-clock", _("Put off: until %(moment)s") % {"moment": moments.by_when(until, event.at)})


def _woke(event: Event, promises: Promises) -> Line:
    words = _("It came back: an answer is due soon") if event.data["reason"] == "promise" else _("It came back")
    return Line("alarm-clock-off", words)


LINES: dict[str, Callable[[Event, Promises], Line | None]] = {
    "ConversationAssigned": _assigned,
    "ConversationCustomerChanged": lambda event, promises: Line(
        "users-round", _("Another customer in the conversation")
    ),
    "ConversationClosed": lambda event, promises: Line("check", _("Conversation closed")),
    "ConversationReopened": lambda event, promises: Line("rotate-ccw", _("Conversation opened again")),
    "ConversationWaits": lambda event, promises: Line("circle-pause", _("Waiting for the customer")),
    "ConversationPutBack": lambda event, promises: Line("undo-2", _("Put back as it was before")),
    "ConversationMoved": lambda event, promises: Line("store", _("Moved here from another brand")),
    "ConversationsMerged": lambda event, promises: Line("merge", _("Another conversation was merged into this one")),
    "ConversationsUnmerged": lambda event, promises: Line("split", _("A merged conversation was separated again")),
    "ConversationSplit": lambda event, promises: Line("split", _("Messages were split into a new conversation")),
    "ConversationRejoined": lambda event, promises: Line("merge", _("Split messages were brought back")),
    "ConversationSnoozed": _snoozed,
    "ConversationWoke": _woke,
    "AnswerNotNeeded": lambda event, promises: Line("circle-minus", _("No answer is needed")),
    "PromiseMade": _made,
    "PromiseKept": _kept,
    "PromiseBroken": _broken,
    "PromiseReleased": _released,
}
