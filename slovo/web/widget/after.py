"""What a visitor may do with a chat beside talking: say how it was when it is over, take it with them as a letter."""

import hashlib
from typing import Any

from django.utils.translation import gettext as _

from slovo.assistant import queries as assistant
from slovo.channels import queries as doors
from slovo.conversations import chat_queries, chat_rating, chat_transcripts
from slovo.core import limits
from slovo.customers.identity import normal_email
from slovo.promises.shown import may_be_rated, rating_of
from slovo.web.widget.asked import HOUR, Asked, Limit, TooOften, answers

RATING = Limit("rate", HOUR, of_visitor=30, of_address=300)
TRANSCRIPT = Limit("transcript", 24 * HOUR, of_visitor=5, of_address=30)
LETTERS_A_DAY_MAX = 3  # to one address, whoever asks for them


@answers("POST", limit=RATING, brings=True)
def rate(asked: Asked) -> dict[str, Any]:
    """`score`: from 1 to 5; `words`, if there are any to say."""
    words = asked.text("words").strip() if "words" in asked.given else None
    chat_rating.rate(
        visitor=asked.known, brand_id=asked.chat.brand_id, score=asked.number("score"), words=words, at=asked.at
    )
    return {"words": _("Thank you. We know how it was for you.")}


@answers("POST", limit=TRANSCRIPT, brings=True)
def send_transcript(asked: Asked) -> dict[str, Any]:
    """`email`: where it goes."""
    visitor, address = asked.known, asked.text("email").strip()
    if to := normal_email(address):
        name = f"chat-letters:{asked.chat.pk}:{hashlib.sha256(to.encode()).hexdigest()[:32]}"
        taken = limits.take(name, limit=LETTERS_A_DAY_MAX, seconds=24 * HOUR, at=asked.at)
        if not taken.allowed:
            raise TooOften(taken.reset_seconds)
    chat_transcripts.send(
        visitor_id=visitor.pk,
        chat=asked.chat,
        address=address,
        language=asked.language,
        said_by_bot=assistant.said_by_it,
        at=asked.at,
    )
    return {"words": _("The chat is on its way to %(address)s.") % {"address": to}}


def mark_of(asked: Asked) -> dict[str, Any] | None:
    """What they may say about a chat that is over, and have said. None while there is nothing to say, and for who is
    blocked."""
    promise = chat_queries.last_answer(asked.known, asked.chat.brand_id)
    if promise is None or asked.known.blocked_at or not may_be_rated(promise, at=asked.at):
        return None
    row = rating_of(promise)
    return {"score": row.score if row else 0}


def sends_letters(asked: Asked) -> bool:
    return doors.open_mailbox(asked.chat.brand_id) is not None
