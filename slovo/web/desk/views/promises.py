"""The ledger at the desk: what is owed and by when, and one promise with all that is done with it."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from slovo.people import queries as people
from slovo.people.rights import Verb
from slovo.promises import checking, choosing, handing, ledger, moving, pages, queries
from slovo.promises.models import Kind, Promise
from slovo.promises.more_models import PromiseMove
from slovo.promises.pages import Place, Wanted
from slovo.web.desk import listing, pledges
from slovo.web.desk.requests import StaffRequest, moment, plain, public_id_in, refusals, whole_number
from slovo.web.desk.views.conversations import visible
from slovo.web.desk.views.forecast import suggested
from slovo.web.desk.words.pledges import STATES, KindNames

ROWS_MAX = 50


@login_required
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    """`state`, `kind`, `owner` ("me" or an id), `team`, `brand`; `after` and `pk`: where the page before ended."""
    at, staff = timezone.now(), request.user
    wanted, brand_ids = _wanted(request), _brand_ids(request)
    rows, place = pages.page(brand_ids, wanted, at=at, after=_after(request, wanted), rows_max=ROWS_MAX)
    chosen = {name: request.GET[name] for name in ("kind", "owner", "team", "brand") if request.GET.get(name)}
    own_kinds = list(queries.own_kinds(staff.brand_ids))
    query = urlencode({"state": wanted.state, **chosen})
    context = {
        "rows": pledges.rows(staff, rows, KindNames(own_kinds)),
        "next": f"{query}&{urlencode({'after': place.value, 'pk': place.pk})}" if place else "",
        "wanted": wanted,
        "chosen": chosen,
        "chosen_query": urlencode(chosen),
        "states": STATES.items(),
        "kinds": pledges.kind_choices(own_kinds),
        "brands": list(people.brands(staff)),
        "colleagues": list(people.colleagues_of(staff.brand_ids)),
        "teams": list(people.teams_of(staff.brand_ids)),
        "at": at,
    }
    return render(request, "desk/promises.html", context)


@login_required
@require_GET
def show(request: StaffRequest, public_id: UUID) -> HttpResponse:
    return render(request, "desk/promise.html", pledges.whole(request.user, promise_of(request, public_id)))


@login_required
@require_http_methods(["GET", "POST"])
def make(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """About a conversation: `kind`, `what`, `due`, `owner` and `team` (ids, empty for nobody), `check_in`."""
    conversation = visible(request, public_id)
    request.user.must(Verb.PROMISE, conversation)
    problem = None
    if request.method == "POST":
        with refusals() as heard:
            promise = ledger.make(
                brand=conversation.brand,
                customer_id=conversation.customer_id,
                about=conversation.key,
                kind=request.POST.get("kind", ""),
                what=request.POST.get("what", ""),
                due_at=pledges.needed_moment(request.POST.get("due", "")),
                owner_id=whole_number(request.POST.get("owner", "")),
                team_id=whole_number(request.POST.get("team", "")),
                check_ins=[found for text in request.POST.getlist("check_in") if (found := moment(text))],
                by=request.user,
                at=timezone.now(),
            )
            return _again(promise)
        problem = heard.refusal
    kinds = [kind for kind in queries.kinds_at(conversation.brand_id) if kind != Kind.ANSWER]
    names = KindNames(queries.own_kinds([conversation.brand_id]))
    usual = {"owner": str(request.user.pk), "team": str(conversation.team_id or ""), "kind": kinds[0]}
    given = plain(request.POST) or usual | plain(request.GET)
    context = {
        "conversation": conversation,
        "kinds": [(kind, names.of(kind, conversation.brand_id)) for kind in kinds],
        "colleagues": people.colleague_names_at(conversation.brand_id),
        "teams": people.teams_at(conversation.brand_id),
        **suggested(request, conversation, given),
        "problem": problem,
        "query": listing.query(request),
    }
    return render(request, "desk/promise_new.html", context, status=422 if problem else 200)


@login_required
@require_POST
def say_news(request: StaffRequest, public_id: UUID) -> HttpResponse:
    promise = promise_of(request, public_id)
    given = {name: request.POST.get(name, "") for name in ("now", "next", "told")}
    ledger.say_news(promise_id=promise.pk, by=request.user, at=timezone.now(), **given)
    return _again(promise)


@login_required
@require_POST
def check_in(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """`now`, `next`: what is true; none, or as they were: all is as it was. `told`: how the customer heard of it, empty
    while they have not. `reminders`: one came from there."""
    promise = promise_of(request, public_id)
    given = {name: request.POST.get(name, "") for name in ("now", "next", "told")}
    checking.check_in(promise_id=promise.pk, by=request.user, at=timezone.now(), **given)
    return redirect("reminders") if "reminders" in request.POST else _again(promise)


@login_required
@require_POST
def keep(request: StaffRequest, public_id: UUID) -> HttpResponse:
    promise = promise_of(request, public_id)
    ledger.keep(promise_id=promise.pk, by=request.user, at=timezone.now())
    return _again(promise)


@login_required
@require_POST
def owe_again(request: StaffRequest, public_id: UUID) -> HttpResponse:
    promise = promise_of(request, public_id)
    ledger.owe_again(promise_id=promise.pk, by=request.user, at=timezone.now())
    return _again(promise)


@login_required
@require_POST
def release(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """`words`: who said so and why; `how`. The button "mistake": nobody promised it."""
    promise = promise_of(request, public_id)
    if "mistake" in request.POST:
        ledger.strike_out(promise_id=promise.pk, by=request.user, at=timezone.now())
        return _again(promise)
    given = {name: request.POST.get(name, "") for name in ("words", "how")}
    ledger.release(promise_id=promise.pk, by=request.user, at=timezone.now(), **given)
    return _again(promise)


@login_required
@require_POST
def move(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """`due`, `reason`; `told`: how the customer heard of it, empty: we write to them; `agreed`."""
    promise = promise_of(request, public_id)
    moving.move(
        promise_id=promise.pk,
        due_at=pledges.needed_moment(request.POST.get("due", "")),
        reason=request.POST.get("reason", ""),
        told=request.POST.get("told", ""),
        agreed="agreed" in request.POST,
        by=request.user,
        at=timezone.now(),
    )
    return _again(promise)


@login_required
@require_POST
def hand_over(request: StaffRequest, public_id: UUID) -> HttpResponse:
    promise = promise_of(request, public_id)
    given = {f"{name}_id": whole_number(request.POST.get(name, "")) for name in ("owner", "team")}
    handing.hand_over(promise_ids=[promise.pk], by=request.user, at=timezone.now(), **given)
    return _again(promise)


@login_required
@require_POST
def say_told(request: StaffRequest, public_id: UUID, pk: int) -> HttpResponse:
    moved = _move(request, public_id, pk)
    moving.say_told(move_id=moved.pk, by=request.user, at=timezone.now())
    return _again(moved.promise)


@login_required
@require_POST
def record_consent(request: StaffRequest, public_id: UUID, pk: int) -> HttpResponse:
    """`agrees`: "yes" or "no"; `how`."""
    moved = _move(request, public_id, pk)
    moving.record_consent(
        move_id=moved.pk,
        agrees=request.POST.get("agrees") == "yes",
        how=request.POST.get("how", ""),
        by=request.user,
        at=timezone.now(),
    )
    return _again(moved.promise)


@login_required
@require_POST
def choose(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """`choice`: of the customer, who said so `how`; `until`: a moment; `words`. `conversation`: where one came from."""
    promise = promise_of(request, public_id)
    choosing.choose(
        promise_id=promise.pk,
        choice=request.POST.get("choice", ""),
        until=moment(request.POST.get("until", "")),
        words=request.POST.get("words", ""),
        how=request.POST.get("how", ""),
        by=request.user,
        at=timezone.now(),
    )
    here = public_id_in(request.POST.get("conversation", ""))
    return redirect("conversation", here) if here else _again(promise)


@login_required
@require_POST
def take_back(request: StaffRequest, public_id: UUID, pk: int) -> HttpResponse:
    moved = _move(request, public_id, pk)
    moving.take_back(move_id=moved.pk, by=request.user, at=timezone.now())
    return _again(moved.promise)


def _wanted(request: StaffRequest) -> Wanted:
    """What is made up in the address counts as not asked."""
    given: Any = request.GET
    owner = request.user.pk if given.get("owner") == "me" else whole_number(given.get("owner", ""))
    state = given.get("state", "")
    kind, team_id = given.get("kind", ""), whole_number(given.get("team", ""))
    return Wanted(state if state in pages.STATES else "owed", kind=kind, owner_id=owner, team_id=team_id)


def _brand_ids(request: StaffRequest) -> list[int]:
    wanted = whole_number(request.GET.get("brand", ""))
    return [brand_id for brand_id in request.user.brand_ids if wanted in (None, brand_id)]


def _after(request: StaffRequest, wanted: Wanted) -> Place | None:
    pk, value = whole_number(request.GET.get("pk", "")), request.GET.get("after", "")
    readable = not value or moment(value)
    by_pk = pages.order_of(wanted).name == "pk"
    return Place(value, pk) if pk and readable and (value or by_pk) else None


def promise_of(request: StaffRequest, public_id: UUID) -> Promise:
    rows = queries.visible_to(request.user).select_related("owner", "team", "brand", "customer")
    row = queries.shown_as(rows, public_id)
    if row is None:
        raise Http404
    return row


def _move(request: StaffRequest, public_id: UUID, pk: int) -> PromiseMove:
    promise = promise_of(request, public_id)
    moved: PromiseMove = get_object_or_404(queries.moves_of(promise.pk).select_related("promise"), pk=pk)
    return moved


def _again(promise: Promise) -> HttpResponse:
    return redirect("promise", promise.shown_id)
