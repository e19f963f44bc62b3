"""The book of complaints and suggestions: its entries, what is withheld of them, and the answers beside them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from pydantic import Field, StrictInt

from slovo.api import references
from slovo.api.access import ApiRequest, reads, writes
from slovo.api.answers import Shape, moment, one, page
from slovo.api.kinds import Flag, Given, Paged, Shown, Text
from slovo.book import actions, answering, queries
from slovo.book.models import ANSWER_CHARACTERS_MAX, SHOWN_AFTER_HOURS_MAX, WHY_CHARACTERS_MAX, Answer, Entry, Withheld
from slovo.people.rights import Verb

router = Router(tags=["book"])

Why = Annotated[Text, Field(min_length=1, max_length=WHY_CHARACTERS_MAX, description="Everybody reads it.")]


class BookShown(Shown):
    """`open_since`: null, nobody reads it and nobody writes into it."""

    brand: UUID
    open_since: datetime | None
    shown_after_hours: int


class BookGiven(Given):
    brand: UUID | None = None
    open: Flag
    shown_after_hours: Annotated[StrictInt, Field(ge=1, le=SHOWN_AFTER_HOURS_MAX)]


class WithheldShown(Shown):
    """Letters `start` to before `end` of the text; both null: all of it. `staff`: null, the program."""

    id: UUID
    start: int | None
    end: int | None
    reason: str
    why: str
    staff: UUID | None
    at: datetime
    lifted_at: datetime | None


class BookAnswerShown(Shown):
    """`message`: the letter that brought the same words."""

    id: UUID
    text: str
    staff: UUID
    message: UUID | None
    at: datetime


class EntryShown(Shown):
    """`text`: whole, with what is withheld. `shows_at`: when it is shown though nobody has looked at it."""

    id: UUID
    brand: UUID
    number: int
    kind: str
    conversation: UUID
    text: str
    written_at: datetime
    shows_at: datetime
    looked_at: datetime | None
    withheld: list[WithheldShown]
    answers: list[BookAnswerShown]


class EntryPage(Shown):
    data: list[EntryShown]
    next: str | None


class WithholdingGiven(Given):
    """`words`: as they stand in the entry. Without them, all of it: for abuse, and never of a complaint."""

    words: Annotated[Text | None, Field(min_length=1, max_length=actions.TEXT_CHARACTERS_MAX)] = None
    reason: Literal["personal_data", "abuse"]
    why: Why


class AnswerGiven(Given):
    """`published`: beside the entry. `sent`: by letter, with the `private` part behind it."""

    text: Annotated[Text, Field(min_length=1, max_length=ANSWER_CHARACTERS_MAX)]
    private: Annotated[Text, Field(max_length=ANSWER_CHARACTERS_MAX)] = ""
    published: Flag
    sent: Flag


def shapes(rows: Sequence[Entry]) -> list[Shape]:
    return [
        {
            "id": row.public_id,
            "brand": row.brand.public_id,
            "number": row.number,
            "kind": row.kind,
            "conversation": row.message.conversation.public_id,
            "text": row.message.text,
            "written_at": moment(row.at),
            "shows_at": moment(row.shows_at),
            "looked_at": moment(row.looked_at),
            "withheld": [_withheld(one) for one in row.withheld.all()],
            "answers": [_answer(one) for one in row.answers.all()],
        }
        for row in rows
    ]


def _withheld(row: Withheld) -> Shape:
    return {
        "id": row.public_id,
        "start": row.start,
        "end": row.end,
        "reason": row.reason,
        "why": row.why,
        "staff": row.staff.public_id if row.staff else None,
        "at": moment(row.at),
        "lifted_at": moment(row.lifted_at),
    }


def _answer(row: Answer) -> Shape:
    return {
        "id": row.public_id,
        "text": row.text,
        "staff": row.staff.public_id,
        "message": row.message.public_id if row.message else None,
        "at": moment(row.at),
    }


@router.put("/book", response=BookShown)
@writes(Verb.MANAGE_BRAND)
def set_book(request: ApiRequest, given: BookGiven) -> HttpResponse:
    """Open it or close it. What is written already keeps the moment at which it is shown."""
    brand = references.brand(request, given.brand, Verb.MANAGE_BRAND)
    actions.set_book(
        brand=brand, is_open=given.open, shown_after_hours=given.shown_after_hours, by=request.by, at=request.at
    )
    row = queries.book_of(brand)
    shape = {
        "brand": brand.public_id,
        "open_since": moment(row.open_since),
        "shown_after_hours": row.shown_after_hours,
    }
    return one(request, shape, BookShown)


@router.get("/book-entries", response=EntryPage)
@reads()
def index(request: ApiRequest, paged: Query[Paged]) -> HttpResponse:
    """The newest first."""
    return page(request, _rows(request), paged=paged, order="-pk", shapes=shapes, kind=EntryShown)


@router.get("/book-entries/{id}", response=EntryShown)
@reads()
def show(request: ApiRequest, id: UUID) -> HttpResponse:
    return _shown(request, id)


@router.post("/book-entries/{id}/showing", response=EntryShown)
@writes(Verb.REPLY)
def look_over(request: ApiRequest, id: UUID) -> HttpResponse:
    """Somebody has looked it over: it is shown."""
    actions.look_over(entry_id=_entry(request, id).pk, by=request.by, at=request.at)
    return _shown(request, id)


@router.post("/book-entries/{id}/withheld", response={201: EntryShown})
@writes(Verb.REPLY)
def withhold(request: ApiRequest, id: UUID, given: WithholdingGiven) -> HttpResponse:
    """Personal data or abuse; each place is a line of the open register."""
    entry = _entry(request, id)
    if given.words is None and given.reason == "abuse":
        actions.withhold_whole(entry_id=entry.pk, why=given.why, by=request.by, at=request.at)
    else:
        actions.withhold(
            entry_id=entry.pk,
            words=given.words or "",
            reason=given.reason,
            why=given.why,
            by=request.by,
            at=request.at,
        )
    return _shown(request, id, status=201)


@router.delete("/book-entries/{id}/withheld/{withheld}", response=EntryShown)
@writes(Verb.REPLY)
def show_again(request: ApiRequest, id: UUID, withheld: UUID) -> HttpResponse:
    """It was withheld for nothing. The line of the register stays, and says so."""
    row: Withheld = get_object_or_404(_entry(request, id).withheld.filter(public_id=withheld))
    actions.show_again(withheld_id=row.pk, by=request.by, at=request.at)
    return _shown(request, id)


@router.post("/book-entries/{id}/answers", response={201: EntryShown})
@writes(Verb.REPLY)
def answer(request: ApiRequest, id: UUID, given: AnswerGiven) -> HttpResponse:
    answering.answer(entry_id=_entry(request, id).pk, **given.model_dump(), by=request.by, at=request.at)
    return _shown(request, id, status=201)


def _rows(request: ApiRequest) -> QuerySet[Entry]:
    rows = queries.visible_to(request.by).select_related("brand", "message__conversation")
    return rows.prefetch_related("withheld__staff", "answers__staff", "answers__message")


def _entry(request: ApiRequest, public_id: UUID) -> Entry:
    """To act upon."""
    row: Entry = get_object_or_404(queries.visible_to(request.by), public_id=public_id)
    return row


def _shown(request: ApiRequest, public_id: UUID, *, status: int = 200) -> HttpResponse:
    row: Entry = get_object_or_404(_rows(request), public_id=public_id)
    return one(request, shapes([row])[0], EntryShown, status=status)
