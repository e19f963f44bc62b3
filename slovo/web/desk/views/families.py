"""Merging conversations, splitting one, and taking either back."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from slovo.conversations import merging, opened, queries, splitting
from slovo.people.rights import Verb
from slovo.web.desk import listing
from slovo.web.desk.requests import StaffRequest, public_id_in, refusals, whole_number, whole_numbers
from slovo.web.desk.views.conversations import again, visible

CANDIDATES_MAX = 20


@login_required
@require_http_methods(["GET", "POST"])
def merge(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """`merged`: the public id of the conversation that is read in this one from now on."""
    conversation = visible(request, public_id)
    request.user.must(Verb.MERGE, conversation)
    if request.method == "POST":
        rows = queries.visible_to(request.user)
        merged = get_object_or_404(rows, public_id=public_id_in(request.POST.get("merged", "")))
        merging.merge(kept_id=conversation.pk, merged_id=merged.pk, by=request.user, at=timezone.now())
        return again(request, conversation)
    wanted = request.GET.get("q", "")
    context = {
        "conversation": conversation,
        "wanted": wanted,
        "candidates": queries.to_merge(conversation, request.user, wanted)[:CANDIDATES_MAX],
        "at": timezone.now(),
        "query": listing.query(request),
    }
    return render(request, "desk/conversation_merge.html", context)


@login_required
@require_POST
def unmerge(request: StaffRequest, public_id: UUID) -> HttpResponse:
    conversation = get_object_or_404(queries.visible_to(request.user), public_id=public_id)
    kept = conversation.root or conversation
    merging.unmerge(conversation_id=conversation.pk, by=request.user, at=timezone.now())
    return again(request, kept)


@login_required
@require_http_methods(["GET", "POST"])
def split(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """`messages`: the chosen ones. The page marks those from the message `from` on."""
    conversation = visible(request, public_id)
    request.user.must(Verb.MERGE, conversation)
    problem, chosen = None, set(whole_numbers(request, "messages"))
    if request.method == "POST":
        with refusals() as heard:
            new = splitting.split(
                conversation_id=conversation.pk,
                message_ids=chosen,
                by=request.user,
                at=timezone.now(),
                subject=request.POST.get("subject", ""),
            )
            return again(request, new)
        problem = heard.refusal
    said = list(opened.thread(conversation))
    first = whole_number(request.GET.get("from", ""))
    context = {
        "conversation": conversation,
        "said": said,
        "chosen": chosen or {one.pk for one in said if first and one.pk >= first},
        "problem": problem,
        "at": timezone.now(),
        "query": listing.query(request),
    }
    return render(request, "desk/conversation_split.html", context, status=422 if problem else 200)


@login_required
@require_POST
def rejoin(request: StaffRequest, public_id: UUID) -> HttpResponse:
    conversation = visible(request, public_id)
    splitting.rejoin(conversation_id=conversation.pk, by=request.user, at=timezone.now())
    return again(request, conversation)
