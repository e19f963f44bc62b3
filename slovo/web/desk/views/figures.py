"""What became of promises: broken in silence first, then everything else, each with its interval."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from slovo.conversations.promise_channels import channel_of_promise
from slovo.core.numbers import compared
from slovo.people import queries as people
from slovo.people.rights import Verb
from slovo.promises import queries
from slovo.promises.figures import Asked, Period, figures, silent, still_open, total
from slovo.promises.notices import notices
from slovo.promises.rating_figures import marks
from slovo.web.desk import figured, pledges
from slovo.web.desk.requests import StaffRequest, moment, whole_number
from slovo.web.desk.words import figures as words
from slovo.web.desk.words.pledges import KindNames

PERIOD_DAYS = 30
SILENT_MAX = 50


@login_required
@require_GET
def show(request: StaffRequest) -> HttpResponse:
    """`days`: of PERIODS, until now; `brand`, `team` (ids), `kind`; `after` and `pk`: where the list before ended."""
    request.user.must_somewhere(Verb.SEE_FIGURES)
    at = timezone.now()
    brands = list(people.brands_managed_by(request.user, Verb.SEE_FIGURES))
    teams = list(people.teams_of([brand.pk for brand in brands]))
    kinds = pledges.kind_choices(list(queries.own_kinds([brand.pk for brand in brands])))
    given = _given(request, [str(brand.pk) for brand in brands], [str(team.pk) for team in teams], dict(kinds))
    asked = Asked(
        [brand.pk for brand in brands if given["brand"] in ("", str(brand.pk))],
        given["kind"],
        whole_number(given["team"]),
        channel_of_promise(),
    )
    period = Period(at - timedelta(days=int(given["days"])), at)
    context = {
        "at": at,
        "period": period,
        "filters": _filters(given, brands=brands, teams=teams, kinds=kinds),
        **_numbers(asked, period, at, kinds),
        **_silent(request, asked, period, given),
    }
    return render(request, "desk/figures.html", context)


def _given(request: StaffRequest, brands: list[str], teams: list[str], kinds: dict[str, str]) -> dict[str, str]:
    """What is made up in the address counts as not asked."""
    allowed: dict[str, Any] = {
        "brand": brands,
        "kind": kinds,
        "team": teams,
        "days": [str(days) for days in words.PERIODS],
    }
    found = {name: request.GET.get(name, "") for name in allowed}
    known = {name: value if value in allowed[name] else "" for name, value in found.items()}
    return known | {"days": known["days"] or str(PERIOD_DAYS)}


def _filters(given: dict[str, str], **choices: Any) -> list[tuple[str, list[figured.Link]]]:
    """In words, with a link for each choice; none where there is nothing to choose."""
    every = [("", _("All"))]
    brands = [(brand.pk, brand) for brand in choices["brands"]]
    teams = [(team.pk, team) for team in choices["teams"]]
    found = [
        (_("Period"), figured.links("days", words.PERIODS.items(), given, given["days"])),
        (_("Brand"), figured.links("brand", [*every, *brands] if len(brands) > 1 else [], given, given["brand"])),
        (_("Kind"), figured.links("kind", [*every, *choices["kinds"]], given, given["kind"])),
        (_("Team"), figured.links("team", [*every, *teams] if teams else [], given, given["team"])),
    ]
    return [(said, links) for said, links in found if links]


def _numbers(asked: Asked, period: Period, at: datetime, kinds: list[tuple[str, str]]) -> dict[str, Any]:
    found, before = figures(asked, period), total(asked, period.before)
    told = notices(asked, period)
    marked, marked_before = marks(asked, period), marks(asked, period.before)
    return {
        "total": found.total,
        "open": still_open(asked, at),
        "headline": words.headline(found.total),
        "against": words.before_words(found.total, before, compared(found.total.silent, before.silent)),
        "changes": figured.changes(found.total, before),
        "before": before,
        "tables": figured.tables(found, kinds=kinds),
        "marks": figured.marks(marked),
        "average": words.average_words(marked.average),
        "average_before": words.average_words(marked_before.average),
        "notices": told,
        "notice_lines": figured.notice_lines(told),
    }


def _silent(request: StaffRequest, asked: Asked, period: Period, given: dict[str, str]) -> dict[str, Any]:
    after, pk = moment(request.GET.get("after", "")), whole_number(request.GET.get("pk", ""))
    rows = silent(asked, period, after=(after, pk) if after and pk else None)
    found = list(rows.select_related("owner", "team", "brand")[: SILENT_MAX + 1])
    shown = found[:SILENT_MAX]
    more = ""
    if len(found) > SILENT_MAX:
        last = shown[-1]
        assert last.broken_at
        kept = {name: value for name, value in given.items() if value}
        more = urlencode({**kept, "after": last.broken_at.isoformat(), "pk": last.pk})
    names = KindNames(queries.own_kinds(asked.brand_ids))
    return {"silent": pledges.rows(request.user, shown, names), "more": more}
