"""What stands around a conversation: what it was merged of or split from, what belongs to it, where it may go."""

from typing import Any

from slovo.conversations import queries
from slovo.conversations.lines import lines_of
from slovo.conversations.models import Conversation
from slovo.people import queries as people
from slovo.people.models import Staff
from slovo.people.rights import Verb

RELATED_MAX = 20


def context(staff: Staff, conversation: Conversation) -> dict[str, Any]:
    """`conversation`: as `opened.shown` reads it, so that most pages ask nothing more."""
    known = vars(conversation)
    found: dict[str, Any] = {"mergers": (), "split": None, "related": (), "other_brands": ()}
    if conversation.gathered_at:
        found["mergers"] = queries.mergers(conversation)
    if known.get("was_split"):
        found["split"] = queries.split_of(conversation)
    if known.get("is_related"):
        related = queries.related_to(conversation, staff).values_list("pk", flat=True)
        found["related"] = lines_of(list(related[:RELATED_MAX]))
    if len(list(staff.brand_ids)) > 1:
        found["other_brands"] = people.brands_managed_by(staff, Verb.MOVE).exclude(pk=conversation.brand_id)
    return found
