"""What happened in a conversation, as thin lines between its messages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext as _

from slovo.conversations.timeline import Event
from slovo.customers.consent_models import Purpose
from slovo.promises.models import Kind, Promise
from slovo.promises.rating_models import LOW_MAX
from slovo.promises.shown import rating_of
from slovo.web.desk.words import moments
from slovo.web.desk.words.pledges import choice_words
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
    by = moments.by_when(due_at, event.at)
    if event.data["kind"] == Kind.ANSWER:
        return Line("clock", _("Promise: answer by %(moment)s") % {"moment": by})
    return Line("handshake", _("Promised by %(moment)s: «%(what)s»") % {"moment": by, "what": _what(event, promises)})


def _kept(event: Event, promises: Promises) -> Line:
    promise = promises.get(event.data["promise_id"])
    if promise is None:
        return Line("circle-check", _("Promise kept"), "kept")
    state = due_of_promise(promise, event.at).words
    if promise.is_answer:
        return Line("circle-check", _("Promise: %(state)s") % {"state": state}, "kept")
    return Line("circle-check", _("Done as promised: «%(what)s»") % {"what": promise.what}, "kept")


def _done_late(event: Event, promises: Promises) -> Line | None:
    if event.data["kind"] == Kind.ANSWER:
        return None
    what = {"what": _what(event, promises)}
    if event.data.get("said_done_at"):
        return Line("circle-check", _("Done in time, and we were told later: «%(what)s»") % what)
    return Line("circle-check", _("Done, after the promised time: «%(what)s»") % what)


def _broken(event: Event, promises: Promises) -> Line | None:
    promise = promises.get(event.data["promise_id"])
    if promise and not promise.broken_at:  # it turned out to have been kept
        return None
    due_at = datetime.fromisoformat(event.data["due_at"])
    words = _("Promise broken: the time ran out at %(moment)s") % {"moment": moments.by_when(due_at, event.at)}
    if promise and not promise.is_answer:
        words = f"{words}. «{promise.what}»"
    return Line("octagon-alert", words, "broken")


def _chosen(event: Event, promises: Promises) -> Line | None:
    """Whether they agree, or release us, another line says; here is what they say in words of their own."""
    words = choice_words(event.choice) if event.choice else ""
    return Line("message-square-text", words) if words else None


def _released(event: Event, promises: Promises) -> Line | None:
    if event.data.get("reason") == "no_answer_needed":
        return None
    promise = promises.get(event.data["promise_id"])
    if promise is None or promise.is_answer:
        return Line("circle-minus", _("The promise is released"))
    return Line("circle-minus", f"«{promise.what}»: {due_of_promise(promise, event.at).words}")


def _moved(event: Event, promises: Promises) -> Line:
    moment = moments.by_when(datetime.fromisoformat(event.data["due_now"]), event.at)
    words = _("To be moved to %(moment)s: «%(what)s»") % {"moment": moment, "what": _what(event, promises)}
    return Line("calendar-clock", words)


def _noticed(event: Event, promises: Promises) -> Line:
    what = {"what": _what(event, promises)}
    if event.data["in_time"]:
        return Line("calendar-clock", _("The customer knows of the new time: «%(what)s»") % what)
    return Line("calendar-clock", _("The customer was told too late to move it: «%(what)s»") % what)


def _handed_over(event: Event, promises: Promises) -> Line:
    to = event.assignee or event.team or _("nobody")
    return Line("user-round-check", _("Owed by %(name)s: «%(what)s»") % {"name": to, "what": _what(event, promises)})


def _about_it(icon: str, words: str, code: str = "") -> Callable[[Event, Promises], Line]:
    """`words`: with a place for `what` is promised."""
    return lambda event, promises: Line(icon, gettext(words) % {"what": _what(event, promises)}, code)


def _what(event: Event, promises: Promises) -> str:
    promise = promises.get(event.data["promise_id"])
    return promise.what if promise and promise.what else _("an answer")


def _rated(event: Event, promises: Promises) -> Line:
    """With their words as they stand now, where they said them last."""
    score = event.data["score"]
    said = {"score": score, "what": _what(event, promises)}
    words = _("The customer’s mark for «%(what)s»: %(score)d of 5") % said
    promise = promises.get(event.data["promise_id"])
    rating = rating_of(promise) if promise else None
    if rating and rating.words and event.at >= (rating.changed_at or rating.rated_at):
        words = f"{words}. «{rating.words}»"
    return Line("star", words, "broken" if score <= LOW_MAX else "")


def _on_their_page(event: Event, promises: Promises) -> Line | None:
    """The customer's own deeds with what stands elsewhere: said as in its own thread, where there is such a line."""
    did = event.data["did"]
    if did == "PromiseReleased":
        return _cancelled(event, promises)
    tell = DEEDS.get(did) or LINES.get(did)
    return tell(event, promises) if tell else None


def _cancelled(event: Event, promises: Promises) -> Line:
    """With their words, if they said any."""
    words = _("Cancelled by the customer: «%(what)s»") % {"what": _what(event, promises)}
    promise = promises.get(event.data["promise_id"])
    if promise and promise.release_words:
        words = f"{words}. «{promise.release_words}»"
    return Line("circle-minus", words, "broken")


def _let_go(event: Event, promises: Promises) -> Line:
    words = _("The customer does not want it any more: «%(what)s»") % {"what": event.data["title"]}
    return Line("circle-minus", words, "broken")


def _call_asked(event: Event, promises: Promises) -> Line:
    if not event.data["title"]:
        return Line("phone", _("The customer asked to be called as soon as possible"))
    moment = moments.by_when(datetime.fromisoformat(event.data["title"]), event.at)
    return Line("phone", _("The customer asked to be called: %(moment)s") % {"moment": moment})


def _call_moved(event: Event, promises: Promises) -> Line:
    moment = moments.by_when(datetime.fromisoformat(event.data["title"]), event.at)
    return Line("phone", _("The customer chose another time for the call: %(moment)s") % {"moment": moment})


def _letters(event: Event, promises: Promises) -> Line:
    """By their own choice. Advertising is another matter than what is written of their own."""
    wanted, own = event.data["did"] == "ConsentGiven", event.data["title"] == Purpose.SERVICE
    if own:
        said = (
            _("The customer wants automatic letters again") if wanted else _("The customer wants no automatic letters")
        )
    else:
        said = _("The customer wants advertising") if wanted else _("The customer wants no advertising")
    return Line("bell", said)


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
    "PromiseDoneLate": _done_late,
    "PromiseMoved": _moved,
    "PromiseNoticeSent": _noticed,
    "PromiseHandedOver": _handed_over,
    "PromiseChoiceMade": _chosen,
    "PromiseRated": _rated,
    "DoneOnTheirPage": _on_their_page,
    "ChatTranscriptAsked": lambda event, promises: Line("send", _("The visitor had the chat sent as a letter")),
    "AssistantHelped": lambda event, promises: Line("bot", _("The visitor says that the bot’s answer helped")),
    "AssistantHandedOver": lambda event, promises: Line("bot", _("The bot handed over to a person")),
    "PromiseOwedAgain": _about_it("rotate-ccw", gettext_noop("Owed again: «%(what)s»")),
    "PromiseMoveTakenBack": _about_it("undo-2", gettext_noop("It stays at the old time: «%(what)s»")),
    "PromiseConsentGiven": _about_it("thumbs-up", gettext_noop("The customer agreed to the new time: «%(what)s»")),
    "PromiseConsentRefused": _about_it(
        "thumbs-down", gettext_noop("The customer did not agree to the new time: «%(what)s»"), "broken"
    ),
}
DEEDS: dict[str, Callable[[Event, Promises], Line | None]] = {  # on a page of the customer's own
    "PromiseKept": _about_it("circle-check", gettext_noop("The customer says that it is done: «%(what)s»"), "kept"),
    "PromiseDoneLate": _about_it("circle-check", gettext_noop("The customer says that it is done: «%(what)s»")),
    "VisitConfirmed": _about_it("thumbs-up", gettext_noop("The customer says that they come: «%(what)s»"), "kept"),
    "ReservationSettled": _let_go,
    "CallbackAsked": _call_asked,
    "CallbackAskedAgain": _call_asked,
    "CallbackTimeChosen": _call_moved,
    "ConsentGiven": _letters,
    "ConsentWithdrawn": _letters,
    "CustomerChanged": lambda event, promises: Line("clock", _("The customer chose another time zone")),
}
