from datetime import datetime

from slovo.core.live.actions import nudge
from slovo.facts.conversations import ConversationMoved, NoticeLeft, NoticeWritten
from slovo.visits import moving, queries
from slovo.visits.models import VisitLetter


def conversation_moved(fact: ConversationMoved, *, at: datetime) -> None:
    moving.check_move(about=fact.about)


def notice_written(fact: NoticeWritten, *, at: datetime) -> None:
    kind, _colon, pk = fact.regarding.partition(":")
    if kind == "visit":
        assert fact.brand_id is not None
        VisitLetter.objects.create(visit_id=int(pk), outbound_id=fact.outbound_id)
        nudge(fact.regarding, brand_id=fact.brand_id)  # its page says that nothing was written


def notice_left(fact: NoticeLeft, *, at: datetime) -> None:
    """Of which move they know by it, it remembered itself (`telling_visits.say`)."""
    letter = queries.letter_at_the_door(fact.outbound_id)
    if letter is None:
        return
    letter.left_at = datetime.fromisoformat(fact.sent_at)
    letter.save(update_fields=["left_at"])
