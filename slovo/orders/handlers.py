from datetime import datetime

from slovo.facts.conversations import ConversationMoved
from slovo.orders import moving


def conversation_moved(fact: ConversationMoved, *, at: datetime) -> None:
    moving.check_move(about=fact.about, brand_id=fact.was_brand_id)
