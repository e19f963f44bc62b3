"""What is done with a conversation: each deed is a noun below it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from ninja import Router
from pydantic import Field

from slovo.api import references
from slovo.api.access import ApiRequest, writes
from slovo.api.answers import answer, must_match
from slovo.api.kinds import Flag, Given, Moment, Shown, Text
from slovo.api.problems import named
from slovo.api.resources import conversations
from slovo.api.resources.conversations import ConversationShown, loaded, shown
from slovo.api.resources.messages import MessageShown, shape
from slovo.channels.adapter import Option
from slovo.conversations import actions, letter, promised
from slovo.conversations.models import Conversation
from slovo.conversations.outgoing import (
    FILES_MAX,
    OPTION_CHARACTERS_MAX,
    OPTION_WORDS_CHARACTERS_MAX,
    OPTIONS_MAX,
    TEXT_CHARACTERS_MAX,
)
from slovo.conversations.promised import PLEDGES_MAX, Pledge
from slovo.core.db import locked_together
from slovo.people.rights import Verb
from slovo.promises.models import WHAT_CHARACTERS_MAX
from slovo.promises.more_models import SLUG_CHARACTERS_MAX

router = Router(tags=["conversations"])

TAGS_MAX = 50

Words = Annotated[Text, Field(min_length=1, max_length=TEXT_CHARACTERS_MAX)]


class PledgeGiven(Given):
    kind: Annotated[Text, Field(max_length=SLUG_CHARACTERS_MAX)]
    what: Annotated[Text, Field(min_length=1, max_length=WHAT_CHARACTERS_MAX, description="In the customer's words.")]
    due_at: Moment


class WorkOptionGiven(Given):
    text: Annotated[Text, Field(min_length=1, max_length=OPTION_CHARACTERS_MAX, description="What choosing it says.")]
    words: Annotated[Text, Field(max_length=OPTION_WORDS_CHARACTERS_MAX, description="More of it.")] = ""


class Reply(Given):
    text: Words
    attachments: Annotated[list[UUID], Field(max_length=FILES_MAX)] = []
    close: Annotated[Flag, Field(description="Close the conversation with it.")] = False
    promises: Annotated[
        list[PledgeGiven], Field(max_length=PLEDGES_MAX, description="What is promised with it, in the same commit.")
    ] = []
    ask: Annotated[
        Flag,
        Field(description="Refuse it, with `unrecorded`, where the text names a moment that `promises` does not keep."),
    ] = False
    options: Annotated[
        list[WorkOptionGiven],
        Field(max_length=OPTIONS_MAX, description="Answers from which a visitor of a chat chooses one by one tap."),
    ] = []


class MomentNamed(Shown):
    """`words`: as the text names it; `sentence`: where. `kind`, `what`, `due_at`: the promise that it would be."""

    words: str
    sentence: str
    kind: str
    what: str
    due_at: datetime


class ReplyShown(MessageShown):
    """`unrecorded`: moments that its text names and nothing in `promises` keeps. Ask whoever wrote it, and record what
    is a promise with `POST /promises`."""

    unrecorded: list[MomentNamed]


class Note(Given):
    text: Words


class Assignment(Given):
    """Both are set: what is left out becomes nobody."""

    assignee: UUID | None = None
    team: UUID | None = None


class Tags(Given):
    tags: Annotated[list[UUID], Field(max_length=TAGS_MAX)]


class Closure(Given):
    answer_not_needed: Annotated[Flag, Field(description="The customer's last words await no answer.")] = False


def _conversation(request: ApiRequest, public_id: UUID, row: Conversation | None = None) -> Conversation:
    """The one to change, held when the program says which version of it it knows. `row`: it is found already."""
    row = row or references.conversation(request, public_id)
    if "If-Match" in request.headers:
        locked_together(Conversation, [row.pk])
        must_match(request, lambda: conversations.shape(loaded(request).get(pk=row.pk)))
    return row


def _read(request: ApiRequest, id: UUID, given: Reply) -> None:
    """Before the transaction, in which nobody else can write."""
    conversation = references.conversation(request, id)
    read = promised.read_over(given.text, brand=conversation.brand, at=request.at)
    request.read = conversation, read, letter.foreseen(conversation, by=request.by, text=given.text)


@router.post("/conversations/{id}/replies", response={201: ReplyShown})
@writes(Verb.REPLY, before=_read)
def reply(request: ApiRequest, id: UUID, given: Reply) -> HttpResponse:
    """Answer the customer. It leaves at once; `sent_at` says when it has left the house. Whoever the token belongs to
    owes what is promised with it; for a program's token, whoever has the conversation, or its team. `unrecorded` names
    the moments of its text that nothing in `promises` keeps: a promise of which no record is made."""
    found, read, foreseen = request.read
    offers = read.offers
    conversation = _conversation(request, id, found)
    files = references.uploads(request, given.attachments)
    pledges = [Pledge(one.kind, one.what, one.due_at) for one in given.promises]
    if offers:
        pledges = promised.recorded(pledges, offers, brand=conversation.brand)
    message = actions.reply(
        conversation_id=conversation.pk,
        by=request.by,
        text=given.text,
        files=files,
        then_close=given.close,
        promises=pledges,
        dismissed=() if given.ask else None,
        options=[Option(one.text, one.words) for one in given.options],
        undo_seconds=0,
        read=read,
        foreseen=foreseen,
        at=request.at,
    )
    unrecorded = promised.unsaid(offers, [one.mark for one in pledges])
    shown = shape(message, conversation, with_files=bool(files)) | {"unrecorded": named(unrecorded)}
    return answer(shown, status=201)


@router.post("/conversations/{id}/notes", response={201: MessageShown})
@writes(Verb.NOTE)
def note(request: ApiRequest, id: UUID, given: Note) -> HttpResponse:
    """Words among colleagues, which no customer ever sees."""
    conversation = _conversation(request, id)
    message = actions.note(conversation_id=conversation.pk, by=request.by, text=given.text, at=request.at)
    return answer(shape(message, conversation, with_files=False), status=201)


@router.put("/conversations/{id}/assignment", response=ConversationShown)
@writes(Verb.ASSIGN)
def assign(request: ApiRequest, id: UUID, given: Assignment) -> HttpResponse:
    """Give the work, and its promises, to a person, a team, both or nobody."""
    conversation = _conversation(request, id)
    staff = references.colleague(request, given.assignee, "assignee") if given.assignee else None
    team = references.team(request, given.team, "team") if given.team else None
    actions.assign(
        conversation_id=conversation.pk,
        staff_id=staff.pk if staff else None,
        team_id=team.pk if team else None,
        by=request.by,
        at=request.at,
    )
    return shown(request, conversation.pk)


@router.put("/conversations/{id}/tags", response=ConversationShown)
@writes(Verb.TAG)
def tag(request: ApiRequest, id: UUID, given: Tags) -> HttpResponse:
    """Exactly these."""
    conversation = _conversation(request, id)
    tags = references.tags(request, given.tags, brand_id=conversation.brand_id, field="tags")
    actions.tag(conversation_id=conversation.pk, tag_ids=[row.pk for row in tags], by=request.by, at=request.at)
    return shown(request, conversation.pk)


@router.post("/conversations/{id}/waiting", response=ConversationShown)
@writes(Verb.WAIT)
def wait(request: ApiRequest, id: UUID) -> HttpResponse:
    """It is the customer's turn, though no letter of ours says so."""
    conversation = _conversation(request, id)
    actions.wait_for_customer(conversation_id=conversation.pk, by=request.by, at=request.at)
    return shown(request, conversation.pk)


@router.post("/conversations/{id}/closure", response=ConversationShown)
@writes(Verb.CLOSE)
def close(request: ApiRequest, id: UUID, given: Closure) -> HttpResponse:
    """409 while the customer awaits an answer, or when somebody has closed it already."""
    conversation = _conversation(request, id)
    actions.close_conversation(
        conversation_id=conversation.pk,
        by=request.by,
        answer_not_needed=given.answer_not_needed,
        at=request.at,
    )
    return shown(request, conversation.pk)


@router.delete("/conversations/{id}/closure", response=ConversationShown)
@writes(Verb.REOPEN)
def reopen(request: ApiRequest, id: UUID) -> HttpResponse:
    """Open it again."""
    conversation = _conversation(request, id)
    actions.reopen(conversation_id=conversation.pk, by=request.by, at=request.at)
    return shown(request, conversation.pk)
