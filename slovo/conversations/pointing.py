"""How one conversation comes to be read in another: a part of merging, and of taking a split back."""

from datetime import datetime

from slovo.conversations import queries
from slovo.conversations.changes import changed
from slovo.conversations.desk_models import Merger
from slovo.conversations.families import as_it_stands, take_last_words
from slovo.conversations.models import Conversation, State
from slovo.core.journal.recording import record
from slovo.core.live.actions import nudge
from slovo.core.rows import update
from slovo.facts.conversations import ConversationReopened, ConversationsMerged
from slovo.people.models import Staff


def point(kept: Conversation, merged: Conversation, *, by: Staff, at: datetime) -> None:
    """What is said in the second is read in the first."""
    before = as_it_stands(kept)
    if merged.state == State.OPEN and kept.state != State.OPEN:
        if kept.closed_at:
            reopened = ConversationReopened(
                brand_id=kept.brand_id, conversation_id=kept.pk, merged_ids=queries.merged_ids(kept)
            )
            record(reopened, actor=by.actor, at=at)
        kept.reopen()
    kept.assignee_id = kept.assignee_id or merged.assignee_id
    kept.team_id = kept.team_id or merged.team_id
    kept.gathered_at = at
    Conversation.objects.filter(root=merged).update(root=kept)
    merged.root, merged.next_promise = kept, None
    update(merged, "root", "next_promise")
    take_last_words(kept, queries.family_ids(kept))
    kept.save()
    Merger.objects.create(conversation=merged, into=kept, at=at, by=by, before=before, after=as_it_stands(kept))
    fact = ConversationsMerged(
        brand_id=kept.brand_id,
        conversation_id=kept.pk,
        merged_id=merged.pk,
        owner_id=kept.assignee_id,
        team_id=kept.team_id,
    )
    record(fact, actor=by.actor, at=at)
    changed(kept)
    nudge(merged.key, brand_id=merged.brand_id)
