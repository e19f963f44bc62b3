"""What customers care about, what was spent on which, and what they expect though nobody promised it."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from slovo.brands.models import Brand
from slovo.customers import portrait_queries as portraits
from slovo.customers.portrait_models import Portrait
from slovo.people import queries as people
from slovo.people.rights import Verb
from slovo.promises import queries as promises
from slovo.requests import queries as requests
from slovo.requests.effort import Effort, efforts
from slovo.standards import expectations, queries
from slovo.standards.expectation_models import WEIGHT_MAX, Expectation, Unpromised
from slovo.web.desk import listing, pledges
from slovo.web.desk.offering import texts_in
from slovo.web.desk.requests import StaffRequest, refusals, whole_number
from slovo.web.desk.views.conversations import again, visible
from slovo.web.desk.words.figures import PERIODS

DAYS = 30
REGISTER_MAX = 100
KNOWN_MAX = 20  # offered with one click


@login_required
@require_http_methods(["GET", "POST"])
def index(request: StaffRequest) -> HttpResponse:
    """`days`: of PERIODS; `portrait`: an id. What is weighed: `brand`, `portrait`, `what`, `weight`, `reason`,
    `kinds`."""
    request.user.must_somewhere(Verb.SEE_FIGURES)
    if request.method == "POST":
        _weigh(request)
        return redirect("expectations")
    at = timezone.now()
    brands = list(people.brands_managed_by(request.user, Verb.SEE_FIGURES))
    brand_ids = [brand.pk for brand in brands]
    days = whole_number(request.GET.get("days", ""))
    days = days if days in PERIODS else DAYS
    rows = list(
        queries.expectations_visible_to(request.user).filter(brand_id__in=brand_ids).select_related("brand", "portrait")
    )
    usable = portraits.visible_to(request.user).filter(brand_id__in=brand_ids, archived_at=None)
    known = list(usable.select_related("brand"))
    chosen = next((one for one in known if str(one.pk) == request.GET.get("portrait", "")), None)
    kinds = dict(pledges.kind_choices(list(promises.own_kinds(brand_ids))))
    versions = requests.offered(
        list(requests.types_visible_to(request.user).filter(archived_at=None).values_list("pk", flat=True))
    )
    context = {
        "rows": [(row, [kinds.get(kind, kind) for kind in row.kinds]) for row in rows],
        "efforts": [
            (one, kinds.get(one.kind, one.kind))
            for one in _efforts(brand_ids, rows, chosen, since=at - timedelta(days=days), until=at)
        ],
        "register": list(queries.unpromised_visible_to(request.user).select_related("brand")[:REGISTER_MAX]),
        "options": [(one.option_id, one.name(get_language() or "en")) for one in versions],
        "portraits": known,
        "chosen": chosen,
        "managed": people.brands_where(request.user, Verb.MANAGE_BRAND),
        "kinds": kinds.items(),
        "weights": range(WEIGHT_MAX + 1),
        "days": days,
        "periods": PERIODS.items(),
        "at": at,
    }
    return render(request, "desk/expectations.html", context)


@login_required
@require_POST
def archive(request: StaffRequest, pk: int) -> HttpResponse:
    row: Expectation = get_object_or_404(queries.expectations_visible_to(request.user), pk=pk)
    expectations.archive_expectation(expectation_id=row.pk, by=request.user, at=timezone.now())
    return redirect("expectations")


@login_required
@require_http_methods(["GET", "POST"])
def note(request: StaffRequest, public_id: Any) -> HttpResponse:
    """In a conversation: "the customer expected…", `words`."""
    conversation = visible(request, public_id)
    request.user.must(Verb.NOTE, conversation)
    problem = None
    if request.method == "POST":
        with refusals() as heard:
            expectations.note_unpromised(
                brand=conversation.brand,
                words=request.POST.get("words", ""),
                source=conversation.key,
                by=request.user,
                at=timezone.now(),
            )
            return again(request, conversation)
        problem = heard.refusal
    known = queries.unpromised_visible_to(request.user).filter(brand=conversation.brand)[:KNOWN_MAX]
    context = {
        "conversation": conversation,
        "known": list(known),
        "problem": problem,
        "query": listing.query(request),
        "language": conversation.language or conversation.brand.language,
    }
    return render(request, "desk/unpromised_new.html", context, status=422 if problem else 200)


@login_required
@require_POST
def decide(request: StaffRequest, pk: int) -> HttpResponse:
    """`option` (an id): customers may choose it now; else `up_front_…`: the word that they read."""
    row: Unpromised = get_object_or_404(queries.unpromised_visible_to(request.user), pk=pk)
    option_id, at = whole_number(request.POST.get("option", "")), timezone.now()
    if option_id:
        here = requests.versions_visible_to(request.user).filter(option__request_type__brand_id=row.brand_id)
        get_object_or_404(here.filter(option_id=option_id)[:1])
        expectations.make_choice_of(unpromised_id=pk, became=f"option:{option_id}", by=request.user, at=at)
    else:
        texts = texts_in(request.POST, "up_front")
        expectations.say_up_front(unpromised_id=pk, texts=texts, by=request.user, at=at)
    return redirect("expectations")


def _efforts(
    brand_ids: list[int], rows: list[Expectation], chosen: Portrait | None, **period: datetime
) -> list[Effort]:
    return efforts(brand_ids, rows, portrait_id=chosen.pk if chosen else None, **period)


def _portrait(request: StaffRequest, given: str) -> Portrait | None:
    if not given:
        return None
    found: Portrait = get_object_or_404(portraits.visible_to(request.user), pk=whole_number(given))
    return found


def _weigh(request: StaffRequest) -> None:
    managed = people.brands_managed_by(request.user, Verb.MANAGE_BRAND)
    brand: Brand = get_object_or_404(managed, pk=whole_number(request.POST.get("brand", "")))
    weight = whole_number(request.POST.get("weight", ""))
    known = promises.kinds_at(brand.pk)
    expectations.set_expectation(
        brand=brand,
        portrait=_portrait(request, request.POST.get("portrait", "")),
        what=request.POST.get("what", ""),
        weight=-1 if weight is None else weight,
        reason=request.POST.get("reason", ""),
        kinds=[kind for kind in request.POST.getlist("kinds") if kind in known],
        by=request.user,
        at=timezone.now(),
    )
