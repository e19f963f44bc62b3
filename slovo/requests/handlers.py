from datetime import datetime

from slovo.facts.conversations import ConversationMoved
from slovo.requests import forms, moving


def conversation_moved(fact: ConversationMoved, *, at: datetime) -> None:
    moving.check_move(about=fact.about)
    if fact.brand_id:
        forms.follow_move(about=fact.about, brand_id=fact.brand_id)
