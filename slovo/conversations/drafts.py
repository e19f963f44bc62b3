"""Words that are not sent yet. Actions, as in `actions.py`; a saving every few seconds is no fact."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from slovo.conversations.desk_models import Draft, Writing
from slovo.conversations.draft_rows import begin
from slovo.conversations.models import Conversation, Message
from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.live.actions import nudge
from slovo.people.models import Staff
from slovo.people.rights import Verb

TEXT_CHARACTERS_MAX = 100_000


class UnableToKeepDraft(UnableTo):
    pass


@transaction()
def keep(
    *,
    conversation_id: int,
    by: Staff,
    kind: Writing,
    text: str,
    at: datetime,
    draft_id: UUID | None = None,
    version: int | None = None,
    promised: dict[str, Any] | None = None,
) -> Draft | None:
    """Keep the words as typed; none at all end the draft. None is returned when there is no draft now.

    `draft_id`: what was sent under it meanwhile is not kept again. `version`: the one that was gone on from; if
    another window has written since, its words stay. `promised`: what is said of the moments in it; None: as it was.
    """
    conversation = locked(Conversation, conversation_id)
    by.must(Verb.NOTE if kind == Writing.NOTE else Verb.REPLY, conversation)
    if len(text) > TEXT_CHARACTERS_MAX:
        raise UnableToKeepDraft(_("This is longer than a letter may be. Attach the long part as a file."))
    if draft_id and Message.objects.filter(draft_id=draft_id, staff=by).exists():
        return None
    draft = Draft.objects.filter(conversation=conversation, author=by, kind=kind).first()
    if draft and version is not None and draft.version != version and draft.text != text:
        raise UnableToKeepDraft(_("You have gone on with this draft in another window. Load the page again."))
    if not text.strip():
        _end(conversation, draft)
        return None
    if draft is None:
        nudge(conversation.key, brand_id=conversation.brand_id)
        return begin(conversation, by, kind, text, draft_id, at=at, promised=promised)
    if draft.text != text:
        draft.text, draft.version, draft.updated_at = text, draft.version + 1, at
        draft.save(update_fields=["text", "version", "updated_at"])
    if promised is not None and draft.promised != promised:
        draft.promised = promised
        draft.save(update_fields=["promised"])
    return draft


@transaction()
def append(*, conversation_id: int, words: str, by: Staff, at: datetime) -> None:
    """Put these at the end of the answer that one is writing, or begin one with them."""
    locked(Conversation, conversation_id)
    own = Draft.objects.filter(conversation_id=conversation_id, author=by, kind=Writing.REPLY).first()
    text = f"{own.text.rstrip() if own else ''}\n\n{words}".strip()
    keep(conversation_id=conversation_id, by=by, kind=Writing.REPLY, text=text, at=at)


def _end(conversation: Conversation, draft: Draft | None) -> None:
    if draft:
        draft.delete()
        nudge(conversation.key, brand_id=conversation.brand_id)
