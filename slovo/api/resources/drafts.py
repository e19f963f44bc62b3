"""Words that are not sent yet: a program sees and writes those of its own, as a person does at the desk."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field, StrictInt

from slovo.api import references
from slovo.api.access import ApiRequest, must_have, reads, writes
from slovo.api.answers import Shape, moment, nothing, one, page
from slovo.api.kinds import Given, Paged, Shown, Text
from slovo.conversations import drafts, queries
from slovo.conversations.desk_models import Draft, Writing
from slovo.people.rights import Verb

router = Router(tags=["conversations"])

Kind = Literal["reply", "note"]
VERBS = {"reply": Verb.REPLY, "note": Verb.NOTE}


class DraftShown(Shown):
    """`version` counts the savings."""

    id: UUID
    conversation: UUID
    kind: Kind
    text: str
    version: int
    updated_at: datetime


class DraftPage(Shown):
    data: list[DraftShown]
    next: str | None


class DraftGiven(Given):
    text: Annotated[Text, Field(max_length=drafts.TEXT_CHARACTERS_MAX)]
    version: Annotated[
        StrictInt | None, Field(ge=1, description="The one that you went on from: if it is not the last, 409.")
    ] = None


@router.get("/drafts", response=DraftPage)
@reads()
def index(request: ApiRequest, paged: Query[Paged]) -> HttpResponse:
    """Your own, wherever they are."""

    def shapes(rows: list[Draft]) -> list[Shape]:
        return [shape(row) for row in rows]

    return page(
        request, queries.drafts_of(request.by), paged=paged, order="-updated_at", shapes=shapes, kind=DraftShown
    )


@router.put("/conversations/{id}/drafts/{kind}", response={200: DraftShown, 204: None})
@writes(None)
def keep(request: ApiRequest, id: UUID, kind: Kind, given: DraftGiven) -> HttpResponse:
    """Keep the words of your draft here. It ends when you reply, write the note, delete it, or leave no words
    in it (204)."""
    must_have(request, VERBS[kind])
    conversation = references.conversation(request, id)
    draft = drafts.keep(
        conversation_id=conversation.pk,
        by=request.by,
        kind=Writing(kind),
        text=given.text,
        version=given.version,
        at=request.at,
    )
    if draft is None:
        return nothing()
    draft.conversation = conversation
    return one(request, shape(draft), DraftShown)


@router.delete("/conversations/{id}/drafts/{kind}", response={204: None})
@writes(None)
def end(request: ApiRequest, id: UUID, kind: Kind) -> HttpResponse:
    """Give the draft up."""
    must_have(request, VERBS[kind])
    conversation = references.conversation(request, id)
    drafts.keep(conversation_id=conversation.pk, by=request.by, kind=Writing(kind), text="", at=request.at)
    return nothing()


def shape(row: Draft) -> Shape:
    return {
        "id": row.public_id,
        "conversation": row.conversation.public_id,
        "kind": row.kind,
        "text": row.text,
        "version": row.version,
        "updated_at": moment(row.updated_at),
    }
