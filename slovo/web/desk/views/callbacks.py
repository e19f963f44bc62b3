"""Calls to make: whom next, by when, and how it went."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from slovo.callbacks import actions, calling, choosing, queries
from slovo.callbacks.models import Callback
from slovo.customers import queries as customers
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.promises.ledger import HOW as HOW_SAID
from slovo.web.desk import listing, pledges
from slovo.web.desk.requests import StaffRequest, moment, refusals
from slovo.web.desk.things import things_of
from slovo.web.desk.views.conversations import visible
from slovo.web.desk.words.callbacks import HOW, OF_ATTEMPTS, OUTCOMES
from slovo.web.desk.words.pledges import how_words

ROWS_MAX = 100
DAY_SLOTS_MAX = 60


@login_required
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    """The one to call now, and who comes after them. `chosen`: another one to look at."""
    template = "desk/_callbacks.html" if request.GET.get("part") == "queue" else "desk/callbacks.html"
    return render(request, template, _queue(request))


@login_required
@require_POST
def take(request: StaffRequest, public_id: UUID) -> HttpResponse:
    callback = _callback(request, public_id)
    calling.take(callback_id=callback.pk, by=request.user, at=timezone.now())
    return redirect("callbacks")


@login_required
@require_POST
def leave(request: StaffRequest, public_id: UUID) -> HttpResponse:
    callback = _callback(request, public_id)
    calling.leave(callback_id=callback.pk, by=request.user, at=timezone.now())
    return redirect("callbacks")


@login_required
@require_POST
def log_attempt(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """`outcome`: a button; `words`; `call_again`: a moment, for "asked_later" alone."""
    callback = _callback(request, public_id)
    outcome = request.POST.get("outcome", "")
    again = pledges.needed_moment(request.POST.get("call_again", "")) if outcome == "asked_later" else None
    calling.log_attempt(
        callback_id=callback.pk,
        outcome=outcome,
        words=request.POST.get("words", ""),
        call_again_at=again,
        by=request.user,
        at=timezone.now(),
    )
    return redirect("callbacks")


@login_required
@require_POST
def cancel(request: StaffRequest, public_id: UUID) -> HttpResponse:
    callback = _callback(request, public_id)
    given = {name: request.POST.get(name, "") for name in ("words", "how")}
    choosing.cancel(callback_id=callback.pk, by=request.user, at=timezone.now(), **given)
    return redirect("callbacks")


@login_required
@require_http_methods(["GET", "POST"])
def ask(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """For a conversation's customer: `phone`, `slot` (a moment, empty for as soon as possible), `words`."""
    conversation = visible(request, public_id)
    request.user.must(Verb.PROMISE, conversation)
    at, problem = timezone.now(), None
    if request.method == "POST":
        with refusals() as heard:
            actions.ask(
                brand=conversation.brand,
                customer=conversation.customer,
                phone=request.POST.get("phone", ""),
                about=conversation.key,
                slot_starts_at=moment(request.POST.get("slot", "")),
                words=request.POST.get("words", ""),
                by=request.user,
                at=at,
            )
            return redirect("conversation", conversation.public_id)
        problem = heard.refusal
    numbers = customers.phones(customers.family_ids(conversation.customer))
    phones = [number for found in numbers.values() for number in found]
    context = {
        "conversation": conversation,
        "phones": phones,
        "slots": queries.slots(conversation.brand, queries.rule_of(conversation.brand), at=at)[:DAY_SLOTS_MAX],
        "given": request.POST or {"phone": phones[0] if phones else ""},
        "problem": problem,
        "query": listing.query(request),
        "at": at,
    }
    return render(request, "desk/callback_new.html", context, status=422 if problem else 200)


def _queue(request: StaffRequest) -> dict[str, Any]:
    at = timezone.now()
    rows = list(queries.queue(request.user)[: ROWS_MAX + 1])
    things = things_of(request.user, [key for row in rows for key in (row.about, f"customer:{row.customer_id}") if key])
    shown = [(row, things.get(f"customer:{row.customer_id}"), things.get(row.about)) for row in rows[:ROWS_MAX]]
    chosen = _chosen(rows, request.user, request.GET.get("chosen", ""))
    return {
        "rows": shown,
        "more": len(rows) > ROWS_MAX,
        "now": next((row for row in shown if row[0] == chosen), None),
        "attempts": list(chosen.attempts.select_related("by")) if chosen else [],
        "outcomes": list(enumerate(OUTCOMES.items(), start=1)),
        "of_attempts": OF_ATTEMPTS,
        "how_asked": HOW,
        "how": [(code, how_words(code)) for code in HOW_SAID],
        "at": at,
    }


def _chosen(rows: list[Callback], staff: Staff, wanted: str) -> Callback | None:
    """The one that was asked for, else what they have taken, else whom nobody has."""
    found = next((row for row in rows if str(row.public_id) == wanted), None)
    mine = next((row for row in rows if row.taken_by_id == staff.pk), None)
    return found or mine or next((row for row in rows if row.taken_by_id is None), None)


def _callback(request: StaffRequest, public_id: UUID) -> Callback:
    found: Callback = get_object_or_404(queries.visible_to(request.user), public_id=public_id)
    return found
