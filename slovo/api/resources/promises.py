"""What is promised to customers, as it is read; what is done with it, under the same addresses: `pledges.py`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from ninja import Query, Router

from slovo.api.access import ApiRequest, reads
from slovo.api.answers import Shape, answer, moment, one, page, selected
from slovo.api.kinds import Chosen, Shown
from slovo.api.outside import Names, ThingShown
from slovo.api.references import brand as brand_named
from slovo.api.resources.promise_filters import Filters, filtered
from slovo.api.resources.promise_parts import MakerShown, OutlookShown, outlook
from slovo.core.journal.actor import STAFF_KINDS
from slovo.core.secrets import sealed
from slovo.people.rights import Verb
from slovo.promises import queries
from slovo.promises.forecast import latest
from slovo.promises.forecast_rows import PromiseForecast
from slovo.promises.models import Promise
from slovo.promises.more_models import PromiseMove
from slovo.promises.queries import KindHere

router = Router(tags=["promises"])


class LadderChoiceShown(Shown):
    """`until`: how long they wait at most. `words`: what else they want, or why they cancel, as they said it."""

    choice: Literal["wait", "alternative", "cancel"]
    until: datetime | None
    words: str
    how: str
    at: datetime


class MoveShown(Shown):
    """Another moment for a promise. It became the deadline if the customer heard of it (`notice_sent_at`) before the
    one that was (`due_was`)."""

    id: UUID
    due_was: datetime
    due_now: datetime
    zone: str
    reason: str
    made_at: datetime
    notice_sent_at: datetime | None
    taken_back_at: datetime | None
    consent: Literal["asked", "given", "refused", "not_needed"]
    consented_at: datetime | None
    choices: list[LadderChoiceShown]


class PromiseShown(Shown):
    """`minutes`: of working time, from `made_at` to `due_at`, without pauses; null where a moment was said, in `zone`.
    `what`, `now`, `next`: words for the customer; an answer has none of `what`. `expected_at`: the moment that is meant
    while it is not the deadline, because the customer does not know of it or heard too late. `check_ins`: when
    its owner is asked what is true, beside the ladder; `asked_at`: since when, while they have not said. `forecast`: of
    one that is open; null until the clock has looked at it as it stands, which takes a minute. `said_done_at`: done in
    time, as whoever did it says, of which we were told after `due_at`; it stays broken."""

    id: UUID
    brand: UUID
    customer: UUID
    about: ThingShown
    kind: str
    what: str
    now: str
    next: str
    news_at: datetime | None
    check_ins: list[datetime]
    asked_at: datetime | None
    state: Literal["open", "moved", "paused", "kept", "broken", "released"]
    owner: UUID | None
    team: UUID | None
    made_by: MakerShown
    minutes: int | None
    zone: str
    made_at: datetime
    first_due_at: datetime | None
    due_at: datetime | None
    expected_at: datetime | None
    moved_at: datetime | None
    paused_at: datetime | None
    done_at: datetime | None
    said_done_at: datetime | None
    broken_at: datetime | None
    released_at: datetime | None
    release_reason: str
    release_how: str
    forecast: OutlookShown | None
    moves: list[MoveShown]


class PromisePage(Shown):
    data: list[PromiseShown]
    next: str | None


class PromiseKindShown(Shown):
    """`names`: by language; a shipped kind may have none. `moves_without_consent_max`: how often it is moved before the
    customer has agreed. `silence_minutes`: how long they may hear nothing. `told_at_night`: notices of it do not wait
    for the morning."""

    kind: str
    names: dict[str, str]
    moves_without_consent_max: int
    silence_minutes: int | None
    told_at_night: bool


class KindList(Shown):
    data: list[PromiseKindShown]


class OfBrand(Chosen):
    brand: UUID | None = None


def shapes(rows: Sequence[Promise]) -> list[Shape]:
    makers = [("staff", int(row.made_by_id)) for row in rows if _by_row(row)]
    names = Names.of_keys([row.about for row in rows])
    names.known.update(Names.of(makers).known)
    told = latest(rows)
    return [shape(row, names, told.get(row.pk)) for row in rows]


def shape(row: Promise, names: Names, told: PromiseForecast | None) -> Shape:
    return {
        "id": row.shown_id,
        "brand": row.brand.public_id,
        "customer": row.customer.public_id,
        "about": names.thing(row.about),
        "kind": row.kind,
        "what": row.what,
        "now": row.now,
        "next": row.next,
        "news_at": moment(row.news_at),
        "check_ins": [moment(datetime.fromisoformat(one)) for one in row.check_ins or ()],
        "state": row.state.value,
        "owner": row.owner.public_id if row.owner else None,
        "team": sealed("team", row.team_id) if row.team_id else None,
        "made_by": {
            "kind": row.made_by_kind,
            "id": names.id("staff", int(row.made_by_id)) if _by_row(row) else None,
            "rule": row.made_by_id if row.made_by_kind == "rule" and row.made_by_id else None,
        },
        "minutes": row.minutes,
        "zone": row.zone,
        **{name: moment(getattr(row, name)) for name in MOMENTS},
        "release_reason": row.release_reason,
        "release_how": row.release_how,
        "forecast": outlook(told) if told else None,
        "moves": [_move(move) for move in row.moves.all()],
    }


MOMENTS = (
    "asked_at",
    "made_at",
    "first_due_at",
    "due_at",
    "expected_at",
    "moved_at",
    "paused_at",
    "done_at",
    "said_done_at",
    "broken_at",
    "released_at",
)


def _move(row: PromiseMove) -> Shape:
    return {
        "id": sealed("move", row.pk),
        "due_was": moment(row.due_was),
        "due_now": moment(row.due_now),
        "zone": row.zone,
        "reason": row.reason,
        "made_at": moment(row.made_at),
        "notice_sent_at": moment(row.notice_sent_at),
        "taken_back_at": moment(row.taken_back_at),
        "consent": row.consent,
        "consented_at": moment(row.consented_at),
        "choices": [
            {"choice": one.choice, "until": moment(one.until), "words": one.words, "how": one.how, "at": moment(one.at)}
            for one in row.choices.all()
        ],
    }


def _by_row(row: Promise) -> bool:
    return row.made_by_kind in STAFF_KINDS and row.made_by_id.isdecimal()


def loaded(request: ApiRequest) -> QuerySet[Promise]:
    rows = queries.visible_to(request.by).select_related("brand", "customer", "owner")
    return rows.prefetch_related("moves__choices")


def of_address(rows: QuerySet[Promise], shown: UUID) -> Promise:
    """404 when there is none."""
    if row := queries.shown_as(rows, shown):
        return row
    raise Http404


@router.get("/promises", response=PromisePage)
@reads()
def index(request: ApiRequest, filters: Query[Filters]) -> HttpResponse:
    """What was promised to customers, the newest first; what is broken or released, the last that was; `soon` (within
    a day), `late`, `at_risk`, `unanswered`, `moved`, `untold` and `refused`, the first that is due. `owed`: what they
    still wait for, in time or late. `untold`: another moment is meant, and the customer does not know of it. `refused`:
    they did not agree to another moment. `silent`: they have heard nothing for longer than its kind allows.

    Of one `owner`, `team` or `kind`, as at the desk: by when it is due, and what is kept by when it was done; what is
    paused stands in `paused` alone."""
    rows, order = filtered(request, loaded(request), filters)
    return page(request, rows, paged=filters, order=order, shapes=shapes, kind=PromiseShown)


@router.get("/promises/{id}", response=PromiseShown)
@reads()
def show(request: ApiRequest, id: UUID, chosen: Query[Chosen]) -> HttpResponse:
    row = of_address(loaded(request), id)
    return one(request, shapes([row])[0], PromiseShown, fields=chosen.fields)


@router.get("/promise-kinds", response=KindList)
@reads()
def kinds(request: ApiRequest, given: Query[OfBrand]) -> HttpResponse:
    """The kinds of promises that a brand makes, with their rules. A token of one brand need not name it."""
    here = brand_named(request, given.brand, Verb.READ)
    rows = [kind_shape(kind) for kind in queries.kinds_at(here.pk).values()]
    return answer({"data": selected(rows, PromiseKindShown, given.fields)})


def kind_shape(kind: KindHere) -> Shape:
    return {
        "kind": kind.slug,
        "names": kind.names,
        "moves_without_consent_max": kind.rules.moves_without_consent_max,
        "silence_minutes": kind.rules.silence_minutes,
        "told_at_night": kind.rules.told_at_night,
    }
