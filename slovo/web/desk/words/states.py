"""How things stand: a promise, a conversation, a letter of ours. A code for colours, words, and an icon
of its own shape."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from slovo.channels.models import Outbound
from slovo.channels.models import State as Delivery
from slovo.conversations.forgetting import ERASED
from slovo.conversations.lines import Line
from slovo.conversations.models import Conversation
from slovo.conversations.models import State as Turn
from slovo.conversations.outgoing import UNDO_SECONDS
from slovo.orders.models import CALLED_OFF
from slovo.promises.models import BY_CUSTOMER, BY_MISTAKE, NO_SHOW, Promise
from slovo.promises.models import State as PromiseState
from slovo.recovery.taking_back import UNHEARD
from slovo.web.desk.words import moments

ICONS = {
    "calm": "clock",
    "soon": "triangle-alert",
    "late": "octagon-alert",
    "paused": "circle-pause",
    "kept": "circle-check",
    "broken": "circle-x",
    "released": "circle-minus",
    "closed": "check",
    "none": "minus",
}


@dataclass(frozen=True, slots=True)
class Due:
    """`code`: a key of ICONS. `title`: the same told exactly. `due_at`, `warn_at`: while the clock runs."""

    code: str
    words: str
    title: str = ""
    due_at: datetime | None = None
    warn_at: datetime | None = None

    @property
    def icon(self) -> str:
        return ICONS[self.code]


def due_of_promise(promise: Promise, now: datetime) -> Due:
    if promise.state == PromiseState.RELEASED:
        return Due("released", _released(promise))
    if promise.done_at and promise.due_at:
        return _done(promise.done_at, promise.due_at, promise.said_done_at)
    return _owed(promise.due_at, promise.warn_at, now)


def due_of(thing: Conversation | Line | Promise, now: datetime) -> Due:
    if isinstance(thing, Promise):
        return due_of_promise(thing, now)
    if isinstance(thing, Line) and thing.promised:
        return _owed(thing.due_at, thing.warn_at, now)
    if isinstance(thing, Conversation) and thing.next_promise:
        return due_of_promise(thing.next_promise, now)
    if thing.state == Turn.CLOSED:
        return Due("closed", _("closed"))
    if thing.state == Turn.WAITING:
        return Due("paused", _("the customer’s turn"))
    return Due("none", _("no answer owed"))


def _owed(due_at: datetime | None, warn_at: datetime | None, now: datetime) -> Due:
    """While the clock stands there is no moment at which it is due."""
    if due_at is None or warn_at is None:
        return Due("paused", _("the clock stands"), _("It is the customer’s turn. The clock goes on when they write."))
    title = _("Due by %(moment)s") % {"moment": moments.by_when(due_at, now)}
    if now > due_at:
        return Due("late", moments.late(due_at, now), title, due_at, warn_at)
    code = "soon" if now >= warn_at else "calm"
    return Due(code, moments.until(due_at, now), title, due_at, warn_at)


def _released(promise: Promise) -> str:
    if promise.release_reason == BY_CUSTOMER:
        return _("the customer released us")
    if promise.release_reason == ERASED:
        return _("the customer was erased")
    if promise.release_reason == NO_SHOW:
        return _("the customer did not come")
    if promise.release_reason == CALLED_OFF:
        return _("the customer called it off")
    if promise.release_reason == UNHEARD:
        return _("a favour taken back before the customer heard of it")
    return _("written down by mistake") if promise.release_reason == BY_MISTAKE else _("no answer was needed")


def _done(done_at: datetime, due_at: datetime, said_at: datetime | None) -> Due:
    title = _("Done: %(moment)s") % {"moment": moments.exact(done_at)}
    if said_at:
        told = {"moment": moments.exact(said_at), "told": moments.exact(done_at)}
        title = _("Done in time, as we are told: %(moment)s. We heard of it after the deadline: %(told)s.") % told
        return Due("broken", _("done in time, told %(span)s late") % {"span": moments.span(done_at - due_at)}, title)
    if done_at > due_at:
        return Due("broken", _("done %(span)s late") % {"span": moments.span(done_at - due_at)}, title)
    return Due("kept", _("kept, %(span)s before time") % {"span": moments.span(due_at - done_at)}, title)


@dataclass(frozen=True, slots=True)
class Sending:
    """What became of a letter of ours. `why`: the other side's own words. `needs`: what a person can decide."""

    code: str
    words: str
    icon: str
    why: str = ""
    needs: tuple[str, ...] = ()


def sending_of(outbound: Outbound, now: datetime) -> Sending:
    why = outbound.explanation
    match outbound.state:
        case Delivery.QUEUED if outbound.attempts:
            words = _("Not taken yet. The next try is %(moment)s.") % {
                "moment": moments.until(outbound.not_before, now)
            }
            return Sending("queued", words, "clock", why)
        case Delivery.QUEUED if outbound.not_before - outbound.queued_at > timedelta(seconds=UNDO_SECONDS):
            words = _("Planned: leaves %(moment)s") % {"moment": moments.by_when(outbound.not_before, now)}
            return Sending("planned", words, "calendar-clock", needs=("undo", "now", "change"))
        case Delivery.QUEUED:
            needs = ("undo",) if now < outbound.not_before else ()
            return Sending("queued", _("About to leave"), "clock", needs=needs)
        case Delivery.SENDING:
            return Sending("sending", _("On its way"), "send")
        case Delivery.SENT:
            return Sending("sent", _("Sent, but the other side reports a delay") if why else _("Sent"), "check", why)
        case Delivery.BOUNCED:
            words = _("It came back: the customer has not received it. Check the address, then send it again.")
            return Sending("bounced", words, "undo-2", why, ("again",))
        case Delivery.UNCERTAIN:
            words = _(
                "Nobody knows whether it arrived: the connection broke at the last moment. Ask the customer, or decide "
                "here."
            )
            return Sending("uncertain", words, "circle-question-mark", why, ("arrived", "again"))
    words = _("It could not be sent: the customer has not received it.")
    return Sending("failed", words, "octagon-alert", why, ("again",))


def turn_words(turn: Turn) -> str:
    return {
        Turn.OPEN: _("Our turn"),
        Turn.WAITING: _("Waiting for the customer"),
        Turn.CLOSED: _("Conversation closed"),
    }[turn]
