"""A visitor says how a chat was for them, once it is over: a mark of the last answer that was promised in it, and what
follows from any mark follows from this one. Actions, as in `actions.py`."""

from datetime import datetime

from django.utils.translation import gettext as _

from slovo.channels.chat.models import Visitor
from slovo.channels.chat.refusals import refuse_blocked
from slovo.conversations.chat_queries import last_answer
from slovo.core.db import transaction
from slovo.promises import rating
from slovo.promises.rating import UnableToRate


@transaction()
def rate(*, visitor: Visitor, brand_id: int, score: int, words: str | None, at: datetime) -> None:
    """`score`: from 1 to 5. `words`: None leaves what they have said before."""
    refuse_blocked(visitor)
    promise = last_answer(visitor, brand_id)
    if promise is None:
        raise UnableToRate(_("This chat goes on. When it is over, tell us how it was."))
    rating.rate_by_customer(promise_id=promise.pk, score=score, words=words, at=at)
