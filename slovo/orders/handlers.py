from datetime import datetime

from slovo.facts.conversations import ConversationMoved
from slovo.facts.notices import NewsUntold
from slovo.orders import moving, reserving


def conversation_moved(fact: ConversationMoved, *, at: datetime) -> None:
    moving.check_move(about=fact.about, brand_id=fact.was_brand_id)


def news_untold(fact: NewsUntold, *, at: datetime) -> None:
    kind, _colon, pk = fact.regarding.partition(":")
    if kind == "reservation":
        reserving.leave_to_people(reservation_id=int(pk), at=at)
