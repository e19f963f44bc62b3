"""Who else is before a conversation just now, by the conversation's id."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from slovo.conversations import shared_pages
from slovo.core.live.queries import Place as News
from slovo.core.presence import queries
from slovo.core.presence.models import Presence
from slovo.people.models import Staff

Others = dict[int, list[Presence]]


def key_of(conversation_id: int) -> str:
    return f"conversation:{conversation_id}"


def others_at(staff: Staff, conversation_ids: Iterable[int], *, at: datetime, heard: News | None = None) -> Others:
    """One question, however many they are, bounded by the reader's brands. `heard`: the news that their screen has:
    what is as new is shared with others who see the same brands."""
    keys = {key_of(pk): pk for pk in conversation_ids}
    brand_ids = list(staff.brand_ids)
    if heard is None:
        found = queries.present(keys, brand_ids=brand_ids, besides=staff.pk, at=at)
        return {keys[key]: rows for key, rows in found.items()}
    everybody = shared_pages.present(brand_ids, heard=heard, at=at)
    others = {pk: [row for row in everybody.get(key, ()) if row.staff_id != staff.pk] for key, pk in keys.items()}
    return {pk: rows for pk, rows in others.items() if rows}


def others_on(staff: Staff, page: Mapping[str, Any]) -> Others:
    """At all that a page of the desk shows: the lines of its list, the conversation that is open."""
    ids = [line.pk for line in page["list"]["page"].lines] if "list" in page else []
    ids += [page["conversation"].pk] if "conversation" in page else []
    return others_at(staff, ids, at=page["at"], heard=page["list"]["heard"] if "list" in page else None)
