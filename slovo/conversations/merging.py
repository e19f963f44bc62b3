"""Two conversations become one for their readers, and two again. Actions, as in `actions.py`."""

from datetime import datetime

from django.utils.translation import gettext as _

from slovo.conversations import queries
from slovo.conversations.changes import changed
from slovo.conversations.desk_models import Merger
from slovo.conversations.families import as_it_stands, locked_roots, stand_as, take_last_words
from slovo.conversations.models import Conversation
from slovo.conversations.pointing import point
from slovo.core.db import locked_together, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.recording import record
from slovo.core.rows import update
from slovo.facts.conversations import ConversationsUnmerged
from slovo.people.models import Staff
from slovo.people.rights import Verb


class UnableToMerge(UnableTo):
    pass


@transaction()
def merge(*, kept_id: int, merged_id: int, by: Staff, at: datetime) -> None:
    """What was said in both is read, and what is owed in both is owed, in the kept one. `unmerge` gives back exactly
    what was."""
    kept, merged = locked_roots(kept_id, merged_id)
    by.must(Verb.MERGE, kept)
    by.must(Verb.MERGE, merged)
    if kept.brand_id != merged.brand_id:
        raise UnableToMerge(_("These conversations belong to different brands. Brands are kept apart."))
    if kept == merged:
        raise UnableToMerge(_("These two are one conversation already."))
    point(kept, merged, by=by, at=at)


@transaction()
def unmerge(*, conversation_id: int, by: Staff, at: datetime) -> None:
    merger = Merger.objects.filter(conversation_id=conversation_id).first()
    if merger is None:
        raise UnableToMerge(_("This conversation is not merged into another."))
    root_id = Conversation.objects.values_list("root_id", flat=True).get(pk=conversation_id)
    held = locked_together(Conversation, {conversation_id, merger.into_id, root_id})
    merged, into, root = held[conversation_id], held[merger.into_id], held[root_id]
    by.must(Verb.MERGE, merged)
    Conversation.objects.filter(pk__in=queries.merged_into(merged)).update(root=merged)
    merged.root = None
    update(merged, "root")
    merger.delete()
    if as_it_stands(into) == merger.after:
        stand_as(into, merger.before)
    for one in {into, root}:
        one.gathered_at = one.gathered_at if Merger.objects.filter(into=one).exists() else None
        take_last_words(one, queries.family_ids(one))
        update(one)
    fact = ConversationsUnmerged(
        brand_id=root.brand_id,
        conversation_id=root.pk,
        merged_id=merged.pk,
        owner_id=merged.assignee_id,
        team_id=merged.team_id,
    )
    record(fact, actor=by.actor, at=at)
    changed(root)
    changed(merged)
