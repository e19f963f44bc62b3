"""What becomes of drafts as a part of other actions: of sending, and of taking back."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from slovo.conversations.desk_models import Draft, DraftFile, Writing
from slovo.conversations.models import Conversation
from slovo.conversations.promised import joined
from slovo.core.files.models import File
from slovo.core.prepared import prepared
from slovo.people.models import Staff


def give_back(
    conversation: Conversation,
    *,
    by: Staff,
    kind: Writing,
    text: str,
    files: Iterable[tuple[File, str, str]],
    at: datetime,
    promised: dict[str, Any] | None = None,
) -> None:
    """Its words and files are a draft of whoever took it back, before what they have written already."""
    draft = Draft.objects.filter(conversation=conversation, author=by, kind=kind).first()
    if draft is None:
        draft = begin(conversation, by, kind, text, None, at=at, promised=promised)
    elif text not in draft.text:
        draft.text, draft.version, draft.updated_at = f"{text}\n\n{draft.text}", draft.version + 1, at
        draft.promised = joined(promised, draft.promised)
        draft.save()
    if kind == Writing.REPLY:
        rows = [DraftFile(draft=draft, file=file, name=name, type=type_) for file, name, type_ in files]
        DraftFile.objects.bulk_create(rows)


def files_of(conversation: Conversation, *, by: Staff, pks: Iterable[int]) -> list[tuple[File, str, str]]:
    """Those of one's own draft that shall go with the reply."""
    rows = DraftFile.objects.filter(draft__conversation=conversation, draft__author=by, pk__in=pks)
    return [(row.file, row.name, row.type) for row in rows.select_related("file").defer("file__content")]


def end(conversation: Conversation, *, by: Staff, kind: Writing) -> None:
    """The words are said."""
    for pk in _written(conversation.pk, by.pk, kind.value):
        Draft.objects.filter(pk=pk).delete()


@prepared
def _written(conversation_id: int, author_id: int, kind: str) -> QuerySet[Draft, int]:
    rows = Draft.objects.filter(conversation_id=conversation_id, author_id=author_id, kind=kind)
    return rows.values_list("pk", flat=True)


def begin(
    conversation: Conversation,
    by: Staff,
    kind: Writing,
    text: str,
    draft_id: UUID | None,
    *,
    at: datetime,
    promised: dict[str, Any] | None = None,
) -> Draft:
    known = {"public_id": draft_id} if draft_id and not Draft.objects.filter(public_id=draft_id).exists() else {}
    return Draft.objects.create(
        conversation=conversation,
        brand_id=conversation.brand_id,
        author=by,
        kind=kind,
        text=text,
        updated_at=at,
        promised=promised,
        **known,
    )
