from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from slovo.api import outside
from slovo.api.access import ApiRequest, reads
from slovo.api.answers import closed, linked, opened, selected
from slovo.api.kinds import Paged, Shown
from slovo.api.outside import ThingShown
from slovo.brands import queries as brands
from slovo.core.journal import queries as journal
from slovo.core.journal.queries import Cursor
from slovo.people.rights import Verb

router = Router(tags=["facts"])


class ActorShown(Shown):
    """`id`: of a colleague, an integration or a customer. A rule and the system have none."""

    kind: str
    id: UUID | None


class FactShown(Shown):
    id: UUID
    kind: str
    at: datetime
    brand: UUID | None
    about: ThingShown | None
    actor: ActorShown
    data: dict[str, Any]


class FactPage(Shown):
    """`next` is there even when nothing is new: ask it again later."""

    data: list[FactShown]
    next: str


@router.get("/facts", response=FactPage)
@reads(Verb.SEE_AUDIT)
def index(request: ApiRequest, paged: Query[Paged]) -> HttpResponse:
    """Everything that happened, in the order in which it became true, from the beginning or after a cursor.

    What is of no brand, like that a colleague is away, is seen by whoever may see the facts of each brand there is.
    A reader that goes on from `next` misses nothing and gets nothing twice.
    """
    brand_ids = [brand_id for brand_id in request.by.brand_ids if request.by.may_at(Verb.SEE_AUDIT, brand_id)]
    cursor = Cursor(*opened(request.path, paged.after)) if paged.after else Cursor()
    everywhere = not brands.all_but(brand_ids).exists()
    entries = journal.after(cursor, entries_max=paged.limit, brand_ids=brand_ids, of_the_house=everywhere)
    last = Cursor(entries[-1].transaction_id, entries[-1].pk) if entries else cursor
    place = closed(request.path, [last.transaction_id, last.id])
    return linked(request, selected(outside.facts(entries), FactShown, paged.fields), place)
