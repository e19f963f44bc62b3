"""What a rule tells a customer, said where they talk with us. Actions, as in `actions.py`.

It stands in their thread and leaves by the same door as every letter. It is nobody's answer: whose turn it is stays.
What is told at the same time about several matters is one letter, in the thread of the first, as far as it goes by the
same channel to the same address; the rest is a letter of its own.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from slovo.conversations import by_rule, page_link, withdrawing
from slovo.conversations.by_rule import language_of
from slovo.conversations.models import Conversation, Message
from slovo.core.db import locked, transaction
from slovo.core.journal.actor import Actor
from slovo.core.prepared import prepared
from slovo.promises import news_rows, notice_words, notifying
from slovo.promises import queries as promises
from slovo.promises.ladder_models import CustomerNotice, NewsLine, NoticeLine
from slovo.promises.models import Promise
from slovo.promises.notice_rows import at_the_door, still_true

BY_RULE = Actor("rule", "ladder")

Line = NoticeLine | NewsLine  # a move of which they hear, or what is new


@transaction(durable=True)
def tell(*, notice_id: int, at: datetime) -> None:
    """Once, whoever runs it how often. What a person has told them meanwhile is not said again."""
    (notice,) = _notice(notice_id)
    conversation = by_rule.place_of(notice.customer, notice.about, subject="", actor=BY_RULE, at=at)
    now = locked(CustomerNotice, notice_id)  # as it is now; from here on nothing is added to it
    if now.said_at or now.dropped_at:
        return
    lines: list[Line] = [*still_true(notice), *news_rows.still_true(notice)]
    if late := [line for line in lines if isinstance(line, NoticeLine) and line.move.due_now <= at]:
        _leave_to_people(notice, late, of=lines, at=at)
        lines = [line for line in lines if line not in late]
        if not lines:
            return
    if conversation and (others := _by_another_way(notice, lines, conversation)):
        _part(notice, others, at=at)
        lines = [line for line in lines if line not in others]
    if not lines:
        notifying.drop(notice_id=notice_id, reason="known", at=at)
        return
    message = conversation and _say(notice, lines, conversation, at=at)
    if message:
        notifying.say(notice_id=notice_id, message_id=message.pk, at=at)
    else:
        notifying.drop(notice_id=notice_id, reason="no_address", at=at)


@transaction(durable=True)
def unsay_settled(*, promise_id: int, at: datetime) -> None:
    """What was to be told of it is no news any more: a letter that could not leave yet and tells of nothing else never
    does."""
    for notice in at_the_door(promise_id):
        if still_true(notice) or news_rows.still_true(notice):
            continue
        message = withdrawing.at_the_door(notice.message_id or 0)
        if message:
            withdrawing.withdraw(message, actor=BY_RULE, at=at)
            notifying.drop(notice_id=notice.pk, reason="known", at=at)


@prepared
def _notice(notice_id: int) -> QuerySet[CustomerNotice]:
    return CustomerNotice.objects.filter(pk=notice_id).select_related("brand", "customer__brand", "customer__root")


def _leave_to_people(notice: CustomerNotice, late: list[NoticeLine], *, of: list[Line], at: datetime) -> None:
    """The new moment has passed as well: to name it would be no news. A notice of these lines alone is dropped."""
    if len(late) == len(of):
        notifying.drop(notice_id=notice.pk, reason="too_late", at=at)
    else:
        _part(notice, late, at=at)


def _part(notice: CustomerNotice, lines: Sequence[Line], *, at: datetime) -> None:
    moves = [line.pk for line in lines if isinstance(line, NoticeLine)]
    news = [line.pk for line in lines if isinstance(line, NewsLine)]
    notifying.part(notice_id=notice.pk, line_ids=moves, news_ids=news, actor=BY_RULE, at=at)


def _by_another_way(notice: CustomerNotice, lines: list[Line], here: Conversation) -> list[Line]:
    """Asks nothing where all is about one thing."""
    elsewhere = {line.promise.about for line in lines} - {notice.about}
    if not elsewhere:
        return []
    way = by_rule.way_of(here)
    places = {about: by_rule.where(notice.customer, about) for about in elsewhere}
    other = {about for about, place in places.items() if place and by_rule.way_of(place) not in (way, None)}
    return [line for line in lines if line.promise.about in other]


def _say(notice: CustomerNotice, lines: list[Line], conversation: Conversation, *, at: datetime) -> Message | None:
    text = _written(notice, lines, language=_language(conversation), at=at)
    moves = [line.move for line in lines if isinstance(line, NoticeLine)]
    return by_rule.say(
        conversation,
        text,
        actor=BY_RULE,
        at=at,
        regarding=notice.about,
        then={withdrawing.OF: notice.about},
        true_until=min((move.due_now for move in moves), default=None),
        at_any_hour=bool(moves) or any(news_rows.morning(line.promise, at=at) is None for line in lines),
    )


def _written(notice: CustomerNotice, lines: list[Line], *, language: str, at: datetime) -> str:
    """In the customer's language: the brand's own words where it has some. Each matter has its part and its link."""
    own = promises.own_notice_texts(notice.brand_id)
    names = {"name": notice.customer.name, "brand": notice.brand.name}
    choices = [line for line in lines if isinstance(line, NoticeLine) and line.offers_choice]
    choice = [notice_words.words("choice", language, own)] if choices else []
    if len(choices) > 1:
        choice.append(notice_words.words("several", language, own))
    parts = [notice_words.words("opening", language, own, **names)]
    zone = notice.customer.zone_or("")
    matters = _by_matter(lines)
    for number, (about, theirs) in enumerate(matters, start=1):
        parts += [_line(line, own, zone=zone, language=language, at=at) for line in theirs]
        last = number == len(matters)
        link = page_link.line(notice.customer, about, language=language, actor=BY_RULE, at=at, with_objection=last)
        parts.append(link)
    parts += choice
    if any(isinstance(line, NoticeLine) and line.move.due_now > line.move.due_was for line in lines):
        # nobody apologises for news, nor for what comes sooner
        parts.append(notice_words.words("closing", language, own, **names))
    return "\n\n".join(filter(None, parts))


def _by_matter(lines: list[Line]) -> list[tuple[str, list[Line]]]:
    """In the order in which they were found; matters that have no page of their own are one."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(page_link.matter(line.promise.about), []).append(line)
    return list(found.items())


def _line(line: Line, own: dict[tuple[str, str], str], *, zone: str, language: str, at: datetime) -> str:
    """`zone`: the customer's, "" where it is not known."""
    if isinstance(line, NewsLine):
        return _news(line.promise, own, language=language)
    move, promise = line.move, line.promise
    reason = notice_words.reason_in(line.reasons, language, promise.brand.language) or move.reason
    part = "line" if move.due_now > move.due_was else "sooner_line"
    if at > move.due_was:
        part = "late_line"
    moments = {
        name: notice_words.spoken(moment, at=at, zone=zone or move.zone, language=language)
        for name, moment in (("was", move.due_was), ("now", move.due_now))
    }
    what = promise.what or _answer(language)
    return notice_words.words(part, language, own, what=what, reason=notice_words.sentence(reason), **moments)


def _news(promise: Promise, own: dict[tuple[str, str], str], *, language: str) -> str:
    """What happens now, and what is next: one of them at least."""
    what, now, next_ = promise.what or _answer(language), promise.now, promise.next
    first = notice_words.words("news", language, own, what=what, now=notice_words.sentence(now)) if now else f"{what}."
    then = notice_words.words("news_next", language, own, next=notice_words.sentence(next_)) if next_ else ""
    return f"{first} {then}".strip()


def _answer(language: str) -> str:
    return {"ru": "Ответ на ваше письмо", "uk": "Відповідь на ваш лист"}.get(language, "The answer to your letter")


def _language(conversation: Conversation) -> str:
    wanted = language_of(conversation)
    return wanted if wanted in notice_words.LANGUAGES else "en"
