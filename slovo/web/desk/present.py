"""Who else is before a conversation just now, by the conversation's id."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from slovo.core.presence import queries
from slovo.core.presence.models import Presence
from slovo.people.models import Staff

Others = dict[int, list[Presence]]


def key_of(conversation_id: int) -> str:
    return f"conversation:{conversation_id}"


def others_at(staff: Staff, conversation_ids: Iterable[int], *, at: datetime) -> Others:
    """One question, however many they are, bounded by the reader's brands."""
    keys = {key_of(pk): pk for pk in conversation_ids}
    found = queries.present(keys, brand_ids=list(staff.brand_ids), besides=staff.pk, at=at)
    return {keys[key]: rows for key, rows in found.items()}


def others_on(staff: Staff, page: Mapping[str, Any]) -> Others:
    """At all that a page of the desk shows: the lines of its list, the conversation that is open."""
    ids = [line.pk for line in page["list"]["page"].lines] if "list" in page else []
    ids += [page["conversation"].pk] if "conversation" in page else []
    return others_at(staff, ids, at=page["at"])
