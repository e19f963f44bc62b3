"""What is to be expected: how good the forecast is, when to promise something, how long one waits."""

from datetime import datetime, timedelta
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from slovo.api import references
from slovo.api.access import ApiRequest, reads
from slovo.api.answers import Shape, answer, moment, selected
from slovo.api.kinds import Chosen, Shown, Text
from slovo.api.resources.figures import ShareShown, share
from slovo.api.resources.sooner import SoonerShown
from slovo.api.resources.sooner import shape as sooner_shape
from slovo.people.rights import Verb
from slovo.promises.calibration import Calibration, calibration
from slovo.promises.figures import Period
from slovo.promises.forecast import AT_RISK_FROM
from slovo.promises.forecast_rows import PER_MILLE
from slovo.promises.more_models import SLUG_CHARACTERS_MAX
from slovo.promises.suggesting import MARGIN, honest_wait, suggestion

router = Router(tags=["promises"])

KindSlug = Annotated[Text, Field(max_length=SLUG_CHARACTERS_MAX)]


class BandShown(Shown):
    """From `low` on, before `high`. `predicted`: the mean of what was said; null where nothing was."""

    low: float
    high: float
    predicted: float | None
    late: ShareShown


class ForecastShown(Shown):
    """`threshold`: from which risk on a promise is called at risk. `precision`: of those, how many were late. `recall`:
    of the late ones, how many were called so. `brier`: mean squared error; `brier_of_the_mean`: of whoever always says
    the average."""

    since: datetime
    until: datetime
    percent: int
    threshold: float
    bands: list[BandShown]
    late: ShareShown
    precision: ShareShown
    recall: ShareShown
    brier: float | None
    brier_of_the_mean: float | None


class Judged(Chosen):
    days: Annotated[int, Field(ge=1, le=366)] = 30
    percent: Literal["0", "50", "75", "90"] = "75"
    brand: UUID | None = None
    kind: KindSlug = ""


class SuggestionShown(Shown):
    """`done` of `cases` of the last 90 days were done in `minutes` of working time, by `team` alone if it is named.
    `due_at`: that and `margin` more, at a moment that people say. Null where too little is known to suggest any."""

    kind: str
    cases: int
    done: int
    minutes: int | None
    margin: float
    due_at: datetime | None
    team: UUID | None


class Wished(Chosen):
    kind: KindSlug
    brand: UUID | None = None
    team: UUID | None = None


class KindWaitShown(Shown):
    """Half of such promises needed no more than `minutes_from` of working time, nine of ten no more than `minutes_to`,
    as busy as it is now (`open` of this kind). Null where too little is known to say so. `sooner`: what one can have
    before that."""

    kind: str
    cases: int
    open: int
    minutes_from: int | None
    minutes_to: int | None
    from_at: datetime | None
    until_at: datetime | None
    sooner: list[SoonerShown]


class Waited(Chosen):
    kind: KindSlug
    brand: UUID | None = None


@router.get("/promises/forecast", response=ForecastShown)
@reads(Verb.SEE_FIGURES)
def show(request: ApiRequest, given: Query[Judged]) -> HttpResponse:
    """How good what was foretold of promises was, by deadlines in the last so many days."""
    request.by.must_somewhere(Verb.SEE_FIGURES)
    allowed = [pk for pk in request.by.brand_ids if request.by.may_at(Verb.SEE_FIGURES, pk)]
    if given.brand:
        allowed = [references.brand(request, given.brand, Verb.SEE_FIGURES).pk]
    period = Period(request.at - timedelta(days=given.days), request.at)
    found = calibration(allowed, period, percent=int(given.percent), kind=given.kind)
    shape = {
        "since": moment(period.since),
        "until": moment(period.until),
        "percent": int(given.percent),
        "threshold": AT_RISK_FROM / PER_MILLE,
        **_judged(found),
    }
    return answer(selected([shape], ForecastShown, given.fields)[0])


def _judged(found: Calibration) -> Shape:
    return {
        "bands": [
            {
                "low": band.low / PER_MILLE,
                "high": band.high / PER_MILLE,
                "predicted": band.predicted,
                "late": share(band.happened),
            }
            for band in found.bands
        ],
        "late": share(found.late),
        "precision": share(found.precision),
        "recall": share(found.recall),
        "brier": found.brier,
        "brier_of_the_mean": found.brier_of_the_mean,
    }


@router.get("/promises/suggestion", response=SuggestionShown)
@reads()
def suggest(request: ApiRequest, given: Query[Wished]) -> HttpResponse:
    """When to promise something of a kind: by what was really achieved, and a margin."""
    brand = references.brand(request, given.brand, Verb.READ)
    team = references.team(request, given.team, "team") if given.team else None
    found = suggestion(brand=brand, kind=given.kind, team_id=team.pk if team else None, at=request.at)
    shape = {
        "kind": given.kind,
        "cases": found.cases,
        "done": found.done,
        "minutes": found.minutes,
        "margin": MARGIN,
        "due_at": moment(found.due_at),
        "team": given.team if found.of_team else None,
    }
    return answer(selected([shape], SuggestionShown, given.fields)[0])


@router.get("/promises/wait", response=KindWaitShown)
@reads()
def wait(request: ApiRequest, given: Query[Waited]) -> HttpResponse:
    """How long whoever orders now will wait, and what they can have sooner."""
    brand = references.brand(request, given.brand, Verb.READ)
    found = honest_wait(brand=brand, kind=given.kind, at=request.at)
    shape = {
        "kind": given.kind,
        "cases": found.cases,
        "open": found.open,
        "minutes_from": found.low,
        "minutes_to": found.high,
        "from_at": moment(found.from_at),
        "until_at": moment(found.until_at),
        "sooner": [sooner_shape(offer) for offer in found.sooner],
    }
    return answer(selected([shape], KindWaitShown, given.fields)[0])
