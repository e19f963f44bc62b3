"""How good what was foretold of promises was, and when to promise something."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from slovo.people import queries as people
from slovo.people.rights import Verb
from slovo.promises import queries
from slovo.promises.calibration import MOMENT, Calibration, calibration
from slovo.promises.figures import Period
from slovo.promises.forecast import AT_RISK_FROM, MOMENTS
from slovo.promises.history import Histories
from slovo.promises.suggesting import honest_wait, suggestion
from slovo.web.desk import figured, pledges
from slovo.web.desk.requests import StaffRequest, plain, whole_number
from slovo.web.desk.views.conversations import visible
from slovo.web.desk.words import figures as words
from slovo.web.desk.words import forecast as forecast_words

PERIOD_DAYS = 30


@login_required
@require_GET
def show(request: StaffRequest) -> HttpResponse:
    """`days`: of PERIODS, until now; `moment`: of MOMENTS; `brand` (an id), `kind`."""
    request.user.must_somewhere(Verb.SEE_FIGURES)
    at = timezone.now()
    brands = list(people.brands_managed_by(request.user, Verb.SEE_FIGURES))
    kinds = pledges.kind_choices(list(queries.own_kinds([brand.pk for brand in brands])))
    choices: dict[str, list[tuple[str, object]]] = {
        "days": [(str(days), said) for days, said in words.PERIODS.items()],
        "moment": [(str(percent), forecast_words.moment_words(percent)) for percent in MOMENTS],
        "brand": [("", _("All")), *((str(brand.pk), brand) for brand in brands)],
        "kind": [("", _("All")), *kinds],
    }
    given = _given(request, choices)
    chosen = [brand.pk for brand in brands if given["brand"] in ("", str(brand.pk))]
    period = Period(at - timedelta(days=int(given["days"])), at)
    found = calibration(chosen, period, percent=int(given["moment"]), kind=given["kind"])
    names = {"days": _("Period"), "moment": _("Judged at"), "brand": _("Brand"), "kind": _("Kind")}
    shown = [name for name in choices if name != "brand" or len(brands) > 1]
    filters = [(names[name], figured.links(name, choices[name], given, given[name])) for name in shown]
    judged = forecast_words.judged_words(int(given["moment"]))
    context = {"filters": filters, "found": found, "judged": judged, **_numbers(found)}
    return render(request, "desk/forecast.html", context)


def _given(request: StaffRequest, choices: dict[str, list[tuple[str, object]]]) -> dict[str, str]:
    """What is made up in the address counts as not asked."""
    usual = {"days": str(PERIOD_DAYS), "moment": str(MOMENT)}
    given = {name: request.GET.get(name, "") for name in choices}
    known = {name: given[name] if given[name] in dict(choices[name]) else "" for name in choices}
    return {name: known[name] or usual.get(name, "") for name in choices}


def _numbers(found: Calibration) -> dict[str, Any]:
    lines = [
        (
            f"{band.low // 10}–{band.high // 10} %",
            band.happened.of,
            words.percent(band.predicted) if band.predicted is not None else "",
            figured.cell(band.happened),
        )
        for band in found.bands
    ]
    return {
        "lines": lines,
        "precision": figured.cell(found.precision),
        "recall": figured.cell(found.recall),
        "threshold": AT_RISK_FROM // 10,
    }


@login_required
@require_GET
def suggest(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """For a promise about this conversation: `kind`, `team`."""
    conversation = visible(request, public_id)
    request.user.must(Verb.PROMISE, conversation)
    context = suggested(request, conversation, plain(request.GET))
    return render(request, "desk/_promise_suggestion.html", context | {"conversation": conversation})


def suggested(request: StaffRequest, conversation: Any, given: dict[str, str]) -> dict[str, Any]:
    at = timezone.now()
    histories = Histories(at)
    teams = [team.pk for team in people.teams_at(conversation.brand_id)]
    team_id = whole_number(given.get("team", ""))
    found = suggestion(
        brand=conversation.brand,
        kind=given.get("kind", ""),
        team_id=team_id if team_id in teams else None,
        at=at,
        histories=histories,
    )
    kind = given.get("kind", "")
    wait = honest_wait(brand=conversation.brand, kind=kind, at=at, histories=histories) if found.due_at else None
    return {
        "suggestion": found,
        "suggested": forecast_words.suggestion_words(found, at),
        "wait": forecast_words.wait_words(wait, at) if wait else "",
        "given": given,
    }
