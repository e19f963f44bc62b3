"""What an answer promises: the moments that its words name, and what is promised with it. Parts of `replying`."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.conversations.models import Conversation, Message
from slovo.conversations.outgoing import TEXT_CHARACTERS_MAX, UnableToReply
from slovo.conversations.search.terms import Words, words_of
from slovo.core.rules import Rule
from slovo.core.when import may_be_named_in, named_in
from slovo.people.models import Staff
from slovo.promises import ledger, queries
from slovo.promises.kinds import Kind
from slovo.promises.models import WHAT_CHARACTERS_MAX, Promise

PLEDGES_MAX = 20
_END = re.compile(r"[.!?…]+(?=\s|$)|\n")
_KINDS = (  # by the first of these in which a word of the sentence begins
    (Kind.REFUND, r"возврат|возмест|верн\w* (?:вам )?(?:деньг|сумм)|поверн\w* (?:вам )?(?:кошт|грош)|refund"),
    (Kind.CALLBACK, r"(?:пере|по)звон|(?:пере|по|за)?дзвон|(?:phone|call|ring) (?:you|back)"),
    (Kind.REPAIR, r"почин|(?:от)?ремонт|полагод|repair|fix"),
    (Kind.DELIVERY, r"отправ|вышл|достав|привез|курьер|надішл|відправ|кур.єр|send|ship|deliver|dispatch|courier"),
    (Kind.VISIT, r"приед|приїд|мастер|майст|visit|technician"),
)
_KINDS_READ = tuple((kind, re.compile(rf"\b(?:{stems})")) for kind, stems in _KINDS)


@dataclass(frozen=True, slots=True)
class Pledge:
    """What shall be promised with an answer. `mark`: of the offer that it was made of."""

    kind: str
    what: str
    due_at: datetime
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A moment that a text names, and the sentence in which it stands."""

    words: str
    sentence: str
    what: str
    due_at: datetime

    @property
    def mark(self) -> str:
        """By which one says something of it."""
        return f"{self.words}\t{self.sentence}"

    @property
    def kind(self) -> str:
        said = self.sentence.casefold()
        return next((kind for kind, stems in _KINDS_READ if stems.search(said)), Kind.FOLLOW_UP).value


@dataclass(frozen=True, slots=True)
class Read:
    """What takes longest about an answer, found out before its transaction, in which nobody else may write: the words
    that it is found by, and the moments that it names."""

    words: Words
    offers: Sequence[Offer]


class PromiseNotRecorded(UnableToReply):
    """The text names moments of which its author has not said whether they are promised: `offers`."""

    def __init__(self, offers: Sequence[Offer]) -> None:
        super().__init__(
            _("This answer names a time. If it is a promise, record it. If it is none, say so, or send once more."),
            rule=Rule.PROMISE_STANDS_IN_THE_RECORD,
        )
        self.offers = offers


def offers_in(text: str, *, brand: Brand, at: datetime) -> list[Offer]:
    """What a text that leaves at this moment may promise, in the brand's zone and hours."""
    if not may_be_named_in(text):
        return []
    calendar = brand.main_calendar.calendar
    return [_offer(text, one.start, one.end, one.due) for one in named_in(text, now=at, calendar=calendar)]


def read_over(text: str, *, brand: Brand, at: datetime) -> Read:
    """`at`: when it leaves."""
    text = text[:TEXT_CHARACTERS_MAX]  # more is refused, whatever it says
    return Read(words_of(text.strip(), language=""), offers_in(text, brand=brand, at=at))


def recorded(pledges: Iterable[Pledge], offers: Sequence[Offer], *, brand: Brand) -> list[Pledge]:
    """Those whose moment the text names, with the mark of it: at that very moment, or earlier on its day. Each moment
    is of one of them."""
    left, found = list(offers), []
    for pledge in pledges:
        same = next((one for one in left if pledge.due_at == one.due_at), None)
        like = same or next((one for one in left if _within(pledge, one, brand)), None)
        if like:
            left.remove(like)
        found.append(replace(pledge, mark=like.mark) if like else pledge)
    return found


def unsaid(offers: Iterable[Offer], marks: Iterable[str]) -> list[Offer]:
    """Those of which nothing has been said yet. What was said holds for the same words, wherever the sentence around
    them goes; of the same words twice, for those of the same sentence first."""
    left = list(offers)
    pending = []
    for mark in marks:
        same = next((one for one in left if one.mark == mark), None)
        if same:
            left.remove(same)
        else:
            pending.append(_words_of(mark))
    for words in pending:
        like = next((one for one in left if one.words.casefold() == words), None)
        if like:
            left.remove(like)
    return left


def check_said(
    conversation: Conversation,
    text: str,
    pledges: Sequence[Pledge],
    dismissed: Iterable[str],
    *,
    offers: Sequence[Offer],
    at: datetime,
    leaves_at: datetime | None,
) -> None:
    """`offers`: what the text may promise when it leaves."""
    open_ = unsaid(offers, [*(pledge.mark for pledge in pledges), *dismissed])
    if open_:
        raise PromiseNotRecorded(open_)
    if not leaves_at:
        return
    then = {one.mark: one.due_at for one in offers}
    for one in offers_in(text, brand=conversation.brand, at=at):
        if one.due_at != then.get(one.mark) and any(_as_read(pledge, one) for pledge in pledges):
            raise UnableToReply(
                _("When this leaves, “%(words)s” means another moment. Correct it in what is promised.")
                % {"words": one.words},
                rule=Rule.DUE_AFTER_IT_IS_SAID,
            )


def check_pledges(pledges: Sequence[Pledge], *, then_close: bool, not_before: datetime) -> None:
    if pledges and then_close:
        raise UnableToReply(
            _("Something is promised with this answer, so the conversation stays open. Send it without closing."),
            rule=Rule.PROMISE_KEEPS_IT_OPEN,
        )
    if len(pledges) > PLEDGES_MAX:
        raise UnableToReply(
            _("An answer promises %(count)d things at most.") % {"count": PLEDGES_MAX}, rule=Rule.PLEDGES_WITHIN_LIMITS
        )
    if any(pledge.due_at <= not_before for pledge in pledges):
        raise UnableToReply(
            _("What is promised would be due before the answer leaves. Choose a later moment for it."),
            rule=Rule.DUE_AFTER_IT_IS_SAID,
        )


def make(
    message: Message,
    conversation: Conversation,
    pledges: Sequence[Pledge],
    dismissed: Iterable[str],
    *,
    by: Staff,
    at: datetime,
) -> None:
    """Whoever answers owes it, else whoever has the conversation. The message remembers what went with it."""
    dismissed = list(dismissed)
    if not pledges and not dismissed:
        return
    owner = by.as_colleague or conversation.assignee
    made = [
        ledger.make(
            brand=conversation.brand,
            customer_id=conversation.customer_id,
            about=conversation.key,
            kind=pledge.kind,
            what=pledge.what,
            due_at=pledge.due_at,
            owner_id=owner.pk if owner else None,
            team_id=conversation.team_id,
            by=by,
            at=at,
        ).pk
        for pledge in pledges
    ]
    marks = [pledge.mark for pledge in pledges]
    message.before = {**(message.before or {}), "promised": list(zip(made, marks, strict=True)), "dismissed": dismissed}
    message.save(update_fields=["before"])


def check_departure(message: Message, not_before: datetime) -> None:
    """Of what has not left, for another moment."""
    owed = [(one, _words_of(mark)) for one, mark in _made_with(message) if one.owed]
    if any(one.due_at and one.due_at <= not_before for one, _words in owed):
        raise UnableToReply(
            _("What is promised would be due before the answer leaves. Choose an earlier moment."),
            rule=Rule.DUE_AFTER_IT_IS_SAID,
        )
    was, now = _meanings(message, not_before) if owed else ({}, {})
    for _one, words in owed:
        if was.get(words) != now.get(words):
            raise UnableToReply(
                _("Then “%(words)s” would mean another moment than is promised. Take the answer back, and correct it.")
                % {"words": words},
                rule=Rule.DUE_AFTER_IT_IS_SAID,
            )


def _meanings(message: Message, not_before: datetime) -> Sequence[dict[str, datetime]]:
    """Which moments its words name, when it leaves as planned, and when at that moment."""
    assert message.outbound
    brand, moments = message.conversation.brand, (message.outbound.not_before, not_before)
    read = [offers_in(message.text, brand=brand, at=at) for at in moments]
    return [{one.words.casefold(): one.due_at for one in offers} for offers in read]


def strike_out(message: Message, *, by: Staff, at: datetime) -> dict[str, Any]:
    """The answer never left: nobody has been promised anything. What the draft keeps of it."""
    struck = []
    for promise, mark in _made_with(message):
        if ledger.strike_out_unsaid(promise_id=promise.pk, actor=by.actor, at=at):
            assert promise.due_at
            struck.append(Pledge(promise.kind, promise.what, promise.due_at, mark))
    return document(struck, (message.before or {}).get("dismissed", []))


def document(pledges: Iterable[Pledge], dismissed: Iterable[str]) -> dict[str, Any]:
    """As a draft keeps it."""
    rows = [[one.kind, one.what, one.due_at.isoformat(), one.mark] for one in pledges]
    return {"pledges": rows, "dismissed": list(dismissed)}


def read(kept: dict[str, Any] | None) -> tuple[list[Pledge], list[str]]:
    rows = kept["pledges"] if kept else []
    pledges = [Pledge(kind, what, datetime.fromisoformat(due), mark) for kind, what, due, mark in rows]
    return pledges, kept["dismissed"] if kept else []


def joined(one: dict[str, Any] | None, other: dict[str, Any] | None) -> dict[str, Any]:
    """Of two texts that become one."""
    pledges, dismissed = read(one)
    more_pledges, more_dismissed = read(other)
    return document([*pledges, *more_pledges], [*dismissed, *more_dismissed])


def _made_with(message: Message) -> list[tuple[Promise, str]]:
    marks = dict((message.before or {}).get("promised", []))
    return [(promise, marks[promise.pk]) for promise in queries.of_ids(marks)]


def _within(pledge: Pledge, offer: Offer, brand: Brand) -> bool:
    day, named = (moment.astimezone(brand.tz).date() for moment in (pledge.due_at, offer.due_at))
    return day == named and pledge.due_at < offer.due_at


def _as_read(pledge: Pledge, offer: Offer) -> bool:
    return pledge.due_at == offer.due_at and _words_of(pledge.mark) == offer.words.casefold()


def _words_of(mark: str) -> str:
    return mark.partition("\t")[0].casefold()


def _offer(text: str, start: int, end: int, due_at: datetime) -> Offer:
    begins = max((found.end() for found in _END.finditer(text, 0, start)), default=0)
    ends = next((found.start() for found in _END.finditer(text, end)), len(text))
    words, sentence = _line(text[start:end]), _line(text[begins:ends])
    rest = _line(f"{text[begins:start]} {text[end:ends]}").strip(" ,;:—–-")
    return Offer(words, sentence, (rest or sentence)[:WHAT_CHARACTERS_MAX], due_at)


def _line(text: str) -> str:
    return " ".join(text.split())
