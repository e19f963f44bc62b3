"""Promises that nobody owes who is there, and who is not: for supervisors."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from slovo.conversations import handing
from slovo.people import actions
from slovo.people import queries as people
from slovo.people.rights import Verb
from slovo.promises import queries
from slovo.web.desk import pledges
from slovo.web.desk.requests import StaffRequest, whole_number, whole_numbers
from slovo.web.desk.words.pledges import KindNames

ROWS_MAX = 100


@login_required
@require_http_methods(["GET", "POST"])
def show(request: StaffRequest) -> HttpResponse:
    """Given away: `promises` (ids), or all that are shown with the button "all"; to `owner`, `team`, or both."""
    request.user.must_somewhere(Verb.SET_AWAY)
    at = timezone.now()
    brand_ids = [brand_id for brand_id in request.user.brand_ids if request.user.may_at(Verb.SET_AWAY, brand_id)]
    rows = queries.without_living_owner(brand_ids, at).select_related("owner", "team", "brand")
    if request.method == "POST":
        return _hand_over(request, list(rows.values_list("pk", flat=True)[:ROWS_MAX]), at=at)
    shown = list(rows[: ROWS_MAX + 1])
    context = {
        "rows": pledges.rows(request.user, shown[:ROWS_MAX], KindNames(queries.own_kinds(brand_ids))),
        "more": len(shown) > ROWS_MAX,
        "colleagues": [(one, one.is_away(at)) for one in people.colleagues_of(brand_ids)],
        "teams": people.teams_of(brand_ids).select_related("brand"),
        "at": at,
    }
    return render(request, "desk/unowned.html", context)


def _hand_over(request: StaffRequest, ids: list[int], *, at: datetime) -> HttpResponse:
    """Only what is still nobody's: another supervisor may have been first."""
    chosen = ids if "all" in request.POST else [pk for pk in whole_numbers(request, "promises") if pk in ids]
    given = {f"{name}_id": whole_number(request.POST.get(name, "")) for name in ("owner", "team")}
    handing.hand_over(promise_ids=chosen, by=request.user, at=at, **given)
    if not chosen:
        messages.warning(request, _("Nothing was chosen."))
    return redirect("unowned")


@login_required
@require_POST
def absence(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """`until`: a moment. The button "back": they are here again."""
    person = get_object_or_404(people.colleagues_of(request.user.brand_ids), public_id=public_id)
    if "back" in request.POST:
        actions.come_back(staff=person, by=request.user, at=timezone.now())
    else:
        until = pledges.needed_moment(request.POST.get("until", ""))
        actions.go_away(staff=person, until=until, by=request.user, at=timezone.now())
    return redirect("preferences" if person == request.user else "unowned")
