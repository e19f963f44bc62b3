"""What the bot says next, from what has been said: a function of the visitor's words and of where the talk stands.

It answers a bare greeting with one, quotes a passage with its article, asks at most once which of two articles is
meant, and hands over to a person: when it does not know, after a doubt, a "no", a request for a person, an angry tone,
two rounds. Under each of its words stands the one tap that calls a person. It says nothing twice, and nothing more once
it has handed over.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from django.utils import translation
from django.utils.translation import gettext as _

from slovo.assistant import hearing, knowing
from slovo.assistant.retrieval import Found, Library, Passage
from slovo.assistant.source import Source
from slovo.channels.adapter import Option

ROUNDS_MAX = 2
TAPPED_CHARACTERS_MAX = 60  # of a title that is tapped on; a longer one is tapped on by its number


class Move(StrEnum):
    QUOTE = "quote"
    CLARIFY = "clarify"
    GREET = "greet"
    HAND_OVER = "hand_over"
    LEAD = "lead"  # along a flow, which waits for an answer
    SERVE = "serve"  # a flow has come to its end
    TAKE_LEAVE = "take_leave"  # it helped


class Reason(StrEnum):
    """Why a person is called."""

    WANTED = "wanted"
    ANGRY = "angry"
    DOUBT = "doubt"
    ROUNDS = "rounds"
    UNKNOWN = "unknown"
    SCRIPT = "script"  # a flow leads to a person
    LOST = "lost"  # what they answered in a flow was not understood twice


@dataclass(frozen=True, slots=True)
class Talk:
    """`asked`: what the visitor wrote. `quoted`: what was quoted to them. `rounds`: of the bot since something helped.
    `between`: the two that they were asked to choose from, while they are. `served`: by how many flows."""

    asked: tuple[str, ...] = ()
    quoted: tuple[Passage, ...] = ()
    rounds: int = 0
    has_clarified: bool = False
    between: tuple[Passage, ...] = ()
    has_taken_leave: bool = False
    is_over: bool = False
    served: int = 0


@dataclass(frozen=True, slots=True)
class Reply:
    """`words`: for the visitor, in their language; "" for none. `passages`: the one that is quoted, the two of which
    one is meant. `reason`: why it hands over; what it tells whoever takes over: `summary`. `options`: to tap."""

    move: Move
    words: str
    passages: tuple[Passage, ...] = ()
    reason: Reason | None = None
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One that is past: what was heard, the move that followed, and the passages that it was about."""

    asked: Sequence[str]
    move: Move
    passages: Sequence[Passage] = ()


def so_far(steps: Iterable[Step]) -> Talk:
    """Where a talk stands after these: as `reply` left it."""
    talk = Talk()
    for step in steps:
        talk = replace(talk, asked=(*talk.asked, *step.asked), between=())
        if step.move == Move.QUOTE:
            talk = _having_quoted(talk, *step.passages)
        elif step.move == Move.CLARIFY:
            talk = _having_asked_back(talk, *step.passages)
        elif step.move == Move.TAKE_LEAVE:
            talk = _having_taken_leave(talk)
        elif step.move == Move.SERVE:
            talk = replace(talk, served=talk.served + 1, rounds=max(1, talk.rounds))
        elif step.move == Move.HAND_OVER:
            talk = replace(talk, is_over=True)
    return talk


def reply(
    talk: Talk, text: str, *, library: Library, language: str, source: Callable[[str], Source]
) -> tuple[Talk, Reply | None]:
    """`source`: of an article, by its id. None: the bot says nothing."""
    if talk.is_over:
        return talk, None
    heard = replace(talk, asked=(*talk.asked, text.strip()))
    with translation.override(language):
        if tapped := _tapped(talk, text):
            return _quote(replace(heard, between=()), tapped, source)
        if reason := calls_person(talk, text):
            return _hand_over(heard, reason)
        if not talk.asked and hearing.only_greets(text):
            words = _("Hello! I am a bot. Write what you want to know, or “a person please”.")
            return heard, Reply(Move.GREET, words, options=(a_person(),))
        if (talk.quoted or talk.served) and not talk.between and hearing.was_helped(text):
            return _take_leave(heard)
        if talk.between:
            return _choose(heard, text, source)
        if talk.rounds >= ROUNDS_MAX:
            return _hand_over(heard, Reason.ROUNDS)
        return _answer(heard, library.find(text), source)


def calls_person(talk: Talk, text: str, *, answers: bool = False) -> Reason | None:
    """`answers`: to a question of a flow, where a "no" is an answer."""
    if hearing.wants_person(text):
        return Reason.WANTED
    if hearing.is_angry(text):
        return Reason.ANGRY
    return Reason.DOUBT if talk.rounds and not answers and hearing.doubts(text) else None


def a_person() -> Option:
    """Whoever taps it is handed over: `hearing.wants_person` hears these words in every language."""
    return Option(_("A person please"))


def _tapped(talk: Talk, text: str) -> Passage | None:
    """Of two the one whose title is said as it stands: it may have words in it that would call a person."""
    return next((one for one in talk.between if one.title == text.strip()), None)


def _answer(talk: Talk, found: Found | None, source: Callable[[str], Source]) -> tuple[Talk, Reply]:
    if found is None:
        return _hand_over(talk, Reason.UNKNOWN)
    if knowing.knows(found.evidence):
        return _quote(talk, found.passage, source)
    alone = replace(found.evidence, margin=1.0)  # as sure as it would be if no other article were near
    if found.next and not talk.has_clarified and knowing.knows(alone):
        return _clarify(talk, found.passage, found.next)
    return _hand_over(talk, Reason.UNKNOWN)


def _choose(talk: Talk, text: str, source: Callable[[str], Source]) -> tuple[Talk, Reply]:
    one, other = talk.between
    place = hearing.chosen(text, (one.title, other.title))
    talk = replace(talk, between=())
    return _hand_over(talk, Reason.UNKNOWN) if place is None else _quote(talk, (one, other)[place], source)


def _quote(talk: Talk, passage: Passage, source: Callable[[str], Source]) -> tuple[Talk, Reply]:
    if passage in talk.quoted:
        return _hand_over(talk, Reason.DOUBT)
    of = source(passage.article)
    is_new = passage.article not in {one.article for one in talk.quoted}
    quoted = [passage.opening, passage.text] if passage.opening and is_new else [passage.text]
    said = "\n\n".join((of.beginning(passage.title), *quoted, of.standing_under(), of.end()))
    return _having_quoted(talk, passage), Reply(Move.QUOTE, said, (passage,), options=(a_person(),))


def _having_quoted(talk: Talk, passage: Passage) -> Talk:
    return replace(talk, quoted=(*talk.quoted, passage), rounds=talk.rounds + 1)


def _clarify(talk: Talk, one: Passage, other: Passage) -> tuple[Talk, Reply]:
    words = _("I am a bot. Which do you mean: 1, «%(one)s», or 2, «%(other)s»? Write 1 or 2, or “a person please”.")
    said = words % {"one": one.title, "other": other.title}
    options = (*_to_tap(one.title, other.title), a_person())
    return _having_asked_back(talk, one, other), Reply(Move.CLARIFY, said, (one, other), options=options)


def _to_tap(*titles: str) -> tuple[Option, ...]:
    """Themselves, or, where one is too long for that or two are the same, their numbers."""
    if len(set(titles)) == len(titles) and all(len(title) <= TAPPED_CHARACTERS_MAX for title in titles):
        return tuple(Option(title) for title in titles)
    return tuple(Option(str(number), title) for number, title in enumerate(titles, start=1))


def _having_asked_back(talk: Talk, one: Passage, other: Passage) -> Talk:
    return replace(talk, between=(one, other), has_clarified=True, rounds=talk.rounds + 1)


def _take_leave(talk: Talk) -> tuple[Talk, Reply]:
    """In words once: the second thanks get none."""
    words = "" if talk.has_taken_leave else _("Glad that it helped. Write if anything else comes up.")
    return _having_taken_leave(talk), Reply(Move.TAKE_LEAVE, words)


def _having_taken_leave(talk: Talk) -> Talk:
    return replace(talk, rounds=0, has_taken_leave=True)


def hand_over(talk: Talk, text: str, reason: Reason, *, language: str, first: str = "") -> tuple[Talk, Reply]:
    """Out of a flow, whose words come `first`."""
    with translation.override(language):
        talk, reply = _hand_over(replace(talk, asked=(*talk.asked, text.strip())), reason)
    return talk, replace(reply, words="\n\n".join(filter(None, (first, reply.words))))


def _hand_over(talk: Talk, reason: Reason) -> tuple[Talk, Reply]:
    words = _(
        "I am a bot, and a person answers you from here on. They see what you have written: no need to repeat it."
    )
    return replace(talk, is_over=True, between=()), Reply(Move.HAND_OVER, words, reason=reason)


def summary(talk: Talk, reason: Reason, *, language: str) -> str:
    """For whoever takes over: why, what was written, what was quoted from where."""
    with translation.override(language):
        why = {
            Reason.WANTED: _("They asked for a person."),
            Reason.ANGRY: _("They are upset."),
            Reason.DOUBT: _("What the bot quoted was no help."),
            Reason.ROUNDS: _("The bot has had its two rounds."),
            Reason.UNKNOWN: _("The bot knows no article that answers this."),
            Reason.SCRIPT: _("The bot’s flow leads to a person here."),
            Reason.LOST: _("The bot did not understand an answer twice."),
        }
        parts = [why[reason], *(_("Wrote: %(text)s") % {"text": text} for text in talk.asked)]
        parts += [_("Was quoted: «%(title)s»") % {"title": passage.title} for passage in talk.quoted]
    return "\n".join(parts)
