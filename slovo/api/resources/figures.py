"""What became of promises: how many were kept, moved with notice, broken in silence."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import Field

from slovo.api import references
from slovo.api.access import ApiRequest, reads
from slovo.api.answers import Shape, answer, moment, page, selected
from slovo.api.kinds import Chosen, Moment, Paged, Shown, Text
from slovo.api.outside import Names
from slovo.api.problems import WrongField
from slovo.api.resources.promises import PromisePage, PromiseShown, shapes
from slovo.conversations.promise_channels import channel_of_promise
from slovo.core.numbers import Share, compared
from slovo.core.secrets import sealed
from slovo.people.rights import Verb
from slovo.promises.figures import (
    PERIOD_DAYS_MAX,
    Asked,
    Figures,
    Outcome,
    Period,
    Tally,
    figures,
    silent,
    still_open,
    total,
)
from slovo.promises.more_models import SLUG_CHARACTERS_MAX
from slovo.promises.notices import Notices, notices
from slovo.promises.rating_figures import Marks, marks

router = Router(tags=["promises"])

PERIOD_DAYS = 30
EARLIEST, YEAR = datetime(2000, 1, 1, tzinfo=UTC), timedelta(days=PERIOD_DAYS_MAX)
COMPARED = {1: "more", -1: "fewer", 0: "unknown"}


class ShareShown(Shown):
    """`low`, `high`: Wilson's interval of 95 %. Of nothing there is no share."""

    count: int
    of: int
    share: float | None
    low: float
    high: float


class TallyShown(Shown):
    """The five shares are of those whose time came. `compared`: the share that broke in silence, with the period before
    or with all the others of its table; `unknown` where chance may have made the difference."""

    broken_in_silence: ShareShown
    broken_with_notice: ShareShown
    moved_without_consent: ShareShown
    moved_with_consent: ShareShown
    kept_in_first_time: ShareShown
    released: int
    struck_out: int
    compared: Literal["more", "fewer", "unknown"]


class BeforeShown(TallyShown):
    since: datetime
    until: datetime


class KindFigures(TallyShown):
    kind: str


class TeamFigures(TallyShown):
    team: UUID | None


class OwnerFigures(TallyShown):
    owner: UUID | None


class ChannelFigures(TallyShown):
    """`channel`: of the conversation that a promise is about; or `order`, `ticket`, `booking`, where it is about an
    order of a shop, a place in a queue or a visit booked on its page; null of anything else."""

    channel: str | None


class PortraitFigures(TallyShown):
    """`portrait`: of the customer when it was promised; null of whom none was known."""

    portrait: UUID | None


class NoticesShown(Shown):
    """Told that it will be another moment: `in_time`, before the deadline, or `late`. By percent of those in time, no
    earlier than so many `minutes` before, with no more than this part of the time `left`."""

    in_time: int
    late: int
    minutes: dict[str, int]
    left: dict[str, float]


class MarksShown(Shown):
    """That customers gave in the period, from 1, the worst, to 5: how many of each. `low`, `high`: the interval of 95 %
    of the average; of no marks there is none."""

    count: int
    average: float | None
    low: float
    high: float
    numbers: dict[str, int]


class FiguresShown(Shown):
    """`open`: owed now, and in time so far, whenever made."""

    since: datetime
    until: datetime
    open: int
    total: TallyShown
    before: BeforeShown
    kinds: list[KindFigures]
    teams: list[TeamFigures]
    owners: list[OwnerFigures]
    channels: list[ChannelFigures]
    portraits: list[PortraitFigures]
    notices: NoticesShown
    marks: MarksShown


class Figured(Chosen):
    since: Annotated[Moment | None, Field(description="30 days before `until`, if it is not given.")] = None
    until: Annotated[Moment | None, Field(description="Now, if it is not given.")] = None
    brand: UUID | None = None
    kind: Annotated[Text, Field(max_length=SLUG_CHARACTERS_MAX)] = ""
    team: UUID | None = None


class Silent(Figured, Paged):
    pass


@router.get("/promises/figures", response=FiguresShown)
@reads(Verb.SEE_FIGURES)
def show(request: ApiRequest, given: Query[Figured]) -> HttpResponse:
    """What became of the promises that were settled in a period, with intervals, and of the period before."""
    request.by.must_somewhere(Verb.SEE_FIGURES)
    asked, period = _asked(request, given), _period(given, request.at)
    now, before = figures(asked, period), total(asked, period.before)
    shape = {
        "since": moment(period.since),
        "until": moment(period.until),
        "open": still_open(asked, request.at),
        "total": _tally(now.total, compared(now.total.silent, before.silent)),
        "before": {
            **_tally(before, compared(before.silent, now.total.silent)),
            "since": moment(period.before.since),
            "until": moment(period.before.until),
        },
        **_tables(now),
        "notices": _notices(notices(asked, period)),
        "marks": _marks(marks(asked, period)),
    }
    return answer(selected([shape], FiguresShown, given.fields)[0])


@router.get("/promises/silent", response=PromisePage)
@reads(Verb.SEE_FIGURES)
def silence(request: ApiRequest, given: Query[Silent]) -> HttpResponse:
    """Each promise of a period that broke without a word before, the last one first."""
    request.by.must_somewhere(Verb.SEE_FIGURES)
    rows = silent(_asked(request, given), _period(given, request.at)).select_related("brand", "customer", "owner")
    rows = rows.prefetch_related("moves__choices")
    return page(request, rows, paged=given, order="-broken_at", shapes=shapes, kind=PromiseShown)


def _asked(request: ApiRequest, given: Figured) -> Asked:
    allowed = [pk for pk in request.by.brand_ids if request.by.may_at(Verb.SEE_FIGURES, pk)]
    if given.brand:
        allowed = [references.brand(request, given.brand, Verb.SEE_FIGURES).pk]
    team = references.team(request, given.team, "team") if given.team else None
    return Asked(allowed, given.kind, team.pk if team else None, channel_of_promise())


def _period(given: Figured, at: datetime) -> Period:
    until = given.until or at
    if not EARLIEST < until < at + YEAR:
        raise WrongField("until", _("There are no figures of that time."))
    since = given.since or until - timedelta(days=PERIOD_DAYS)
    if not timedelta(0) < until - since <= YEAR:
        raise WrongField("since", _("A period begins before it ends, and is no longer than a year."))
    return Period(since, until)


def _tables(found: Figures) -> Shape:
    owners = Names.of(("staff", pk) for pk in found.by["owner_id"] if pk)
    return {
        "kinds": _rows(found, "kind", "kind", str),
        "teams": _rows(found, "team_id", "team", lambda pk: sealed("team", pk)),
        "owners": _rows(found, "owner_id", "owner", lambda pk: owners.id("staff", pk)),
        "channels": _rows(found, "channel", "channel", str),
        "portraits": _rows(found, "portrait_id", "portrait", lambda pk: sealed("portrait", pk)),
    }


def _rows(found: Figures, dimension: str, name: str, shown: Callable[[Any], object]) -> list[Shape]:
    return [
        {name: None if row.value is None else shown(row.value), **_tally(row.tally, row.differs)}
        for row in found.table(dimension)
    ]


def _tally(tally: Tally, differs: int) -> Shape:
    return {
        **{outcome.value: share(one) for outcome, one in tally.shares.items()},
        "released": tally.released,
        "struck_out": tally.numbers.get(Outcome.STRUCK_OUT, 0),
        "compared": COMPARED[differs],
    }


def share(one: Share) -> Shape:
    return {"count": one.count, "of": one.of, "share": one.value, "low": one.low, "high": one.high}


def _marks(found: Marks) -> Shape:
    average = found.average
    low, high = average.interval
    numbers = {str(score): number for score, number in found.numbers.items()}
    return {"count": average.count, "average": average.value, "low": low, "high": high, "numbers": numbers}


def _notices(found: Notices) -> Shape:
    by_percent = {"minutes": found.minutes, "left": found.left}
    plain = {name: {str(percent): value for percent, value in values.items()} for name, values in by_percent.items()}
    return {"in_time": found.in_time, "late": found.late, **plain}
