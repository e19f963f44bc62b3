"""The same change of many conversations: which ones, what, how far it is, and undoing it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from slovo.conversations import bulk, later, queries
from slovo.conversations.bulk_steps import UnableToChangeMany
from slovo.conversations.list_models import BulkChange, ItemState
from slovo.people import queries as people
from slovo.people.rights import Verb
from slovo.web.desk import listing
from slovo.web.desk.requests import StaffRequest, moment, whole_number
from slovo.web.desk.words.moments import by_when
from slovo.web.desk.words.plans import moment_words

NAMED_MAX = 50


@login_required
@require_GET
def new(request: StaffRequest) -> HttpResponse:
    """What to do with the chosen ones: `pick` each, or `picks` with commas, or `all` of the list in the address."""
    chosen = _chosen(request)
    context = {
        "number": len(chosen) if chosen is not None else _number_of_all(request),
        "picks": ",".join(map(str, chosen or ())),
        "all": chosen is None,
        "choices": _choices(request),
        "query": listing.query(request),
    }
    by_htmx = request.headers.get("HX-Request") == "true"
    return render(request, "desk/_new_change.html" if by_htmx else "desk/new_change.html", context)


@login_required
@require_POST
def begin(request: StaffRequest) -> HttpResponse:
    kind, arguments = _asked(request.POST.get("change", ""))
    change = bulk.begin_change(
        kind=kind, arguments=arguments, conversation_ids=_ids(request), by=request.user, at=timezone.now()
    )
    return _to(request, change)


@login_required
@require_GET
def show(request: StaffRequest, public_id: UUID) -> HttpResponse:
    change = _visible(request, public_id)
    counts = queries.item_counts(change)
    told = (ItemState.REFUSED, ItemState.KEPT)
    context = {
        "change": change,
        "counts": counts,
        "passed": _passed(change, counts),
        "named": queries.items_named(change, told)[:NAMED_MAX],
        "more": max(0, sum(counts.get(state, 0) for state in told) - NAMED_MAX),
        "mine": change.by_id == request.user.pk,
        "query": listing.query(request),
    }
    part = request.GET.get("part") == "change"
    return render(request, "desk/_change.html" if part else "desk/change.html", context)


@login_required
@require_POST
def undo(request: StaffRequest, public_id: UUID) -> HttpResponse:
    change = _visible(request, public_id)
    bulk.undo_change(change_id=change.pk, by=request.user, at=timezone.now())
    return _to(request, change)


def _chosen(request: StaffRequest) -> list[int] | None:
    """None for all of the list."""
    given = request.POST if request.method == "POST" else request.GET
    if given.get("all"):
        return None
    texts = [*given.getlist("pick"), *given.get("picks", "").split(",")]
    return [number for text in texts if (number := whole_number(text))]


def _ids(request: StaffRequest) -> Sequence[int]:
    chosen = _chosen(request)
    if chosen is not None:
        return chosen
    wanted = listing.asked(request)
    rows = queries.matching(request.user, wanted.filter, at=timezone.now()).filter(brand_id__in=wanted.brand_ids)
    return list(rows.order_by("queue_position", "pk").values_list("pk", flat=True)[: bulk.ITEMS_MAX + 1])


def _number_of_all(request: StaffRequest) -> int:
    return len(_ids(request))


def _asked(text: str) -> tuple[str, dict[str, Any]]:
    """ "assign:12", "team:", "tag:3", "close:needless", "snooze:2026-01-31T09:00+03:00"."""
    kind, _colon, rest = text.partition(":")
    number = whole_number(rest)
    match kind:
        case "assign":
            return kind, {"staff_id": number}
        case "team":
            return kind, {"team_id": number}
        case "tag" | "untag" if number:
            return kind, {"tag_ids": [number]}
        case "close":
            return kind, {"answer_not_needed": rest == "needless"}
        case "reopen" | "wait":
            return kind, {}
        case "snooze" if until := moment(rest):
            return kind, {"until": until.isoformat()}
    raise UnableToChangeMany(_("Say what to do with the chosen conversations."))


def _choices(request: StaffRequest) -> list[tuple[str, list[tuple[str, str]]]]:
    """Groups of what can be done, for one list of choices."""
    brands = {brand.pk: brand.name for brand in people.brands(request.user)}

    def told(name: str, brand_id: int) -> str:
        return name if len(brands) == 1 else f"{name} · {brands[brand_id]}"

    colleagues = [(f"assign:{one.pk}", one.name) for one in people.colleagues_of(brands)]
    teams = [(f"team:{one.pk}", told(one.name, one.brand_id)) for one in people.teams_of(brands)]
    tags = [(one.pk, told(one.name, one.brand_id)) for one in queries.tags_of(brands)]
    turns = [
        ("close", _("Close")),
        ("close:needless", _("Close: no answer is needed")),
        ("wait", _("Wait for the customer")),
        ("reopen", _("Open again")),
    ]
    groups = [
        (_("Whose turn"), turns),
        (_("Put it off"), _put_off(request)),
        (_("Assign to"), [*colleagues, ("assign:", _("Nobody"))]),
        (_("Give to the team"), [*teams, ("team:", _("No team"))] if teams else []),
        (_("Add the tag"), [(f"tag:{pk}", name) for pk, name in tags]),
        (_("Take away the tag"), [(f"untag:{pk}", name) for pk, name in tags]),
    ]
    return [(name, choices) for name, choices in groups if choices]


def _put_off(request: StaffRequest) -> list[tuple[str, str]]:
    """Ready moments, by the hours of the first brand that the list is of."""
    now, wanted = timezone.now(), listing.asked(request)
    brand = people.brands(request.user).filter(pk__in=wanted.brand_ids).first()
    ready = later.moments_to_put_off(brand, at=now) if brand else []
    return [(f"snooze:{at.isoformat()}", f"{moment_words(code)}, {by_when(at, now)}") for code, at in ready]


def _passed(change: BulkChange, counts: dict[str, int]) -> int:
    """How many conversations are behind us on the way that it goes now."""
    if change.undo_asked_at:
        return change.total - counts.get(ItemState.DONE, 0)
    return change.total - counts.get(ItemState.WAITING, 0)


def _to(request: StaffRequest, change: BulkChange) -> HttpResponse:
    return redirect(f"{reverse('change', args=[change.public_id])}?{listing.query(request)}")


def _visible(request: StaffRequest, public_id: UUID) -> BulkChange:
    """One's own, and for a supervisor those of their brands."""
    brand_ids = [one for one in request.user.brand_ids if request.user.may_at(Verb.SEE_AUDIT, one)]
    change: BulkChange = get_object_or_404(queries.changes_visible_to(request.user, brand_ids), public_id=public_id)
    return change
