"""What is done to a whole conversation on a page of its own."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from slovo.conversations import attention, moving, opened, queries, replying, snoozing
from slovo.conversations.recipients import Recipients, named
from slovo.core.errors import UnableTo
from slovo.core.ids import new_id
from slovo.people import queries as people
from slovo.people.rights import Verb
from slovo.web.desk import listing
from slovo.web.desk.requests import (
    StaffRequest,
    chosen_moment,
    draft_id,
    public_id_in,
    refusals,
    whole_number,
    whole_numbers,
)
from slovo.web.desk.views.conversations import again, visible


@login_required
@require_http_methods(["GET", "POST"])
def forward(request: StaffRequest, public_id: UUID) -> HttpResponse:
    conversation = visible(request, public_id)
    request.user.must(Verb.FORWARD, conversation)
    problem = None
    if request.method == "POST":
        with refusals() as heard:
            replying.forward(
                conversation_id=conversation.pk,
                by=request.user,
                recipients=Recipients(named(request.POST.get("to", "")), named(request.POST.get("cc", ""))),
                text=request.POST.get("text", ""),
                at=timezone.now(),
                draft_id=draft_id(request),
                attachment_ids=whole_numbers(request, "files"),
            )
            return again(request, conversation)
        problem = heard.refusal
    context = {
        "conversation": conversation,
        "files": queries.files_said_in(conversation),
        "draft_id": draft_id(request) or new_id(),
        "given": request.POST,
        "problem": problem,
        "query": listing.query(request),
    }
    return render(request, "desk/forward.html", context, status=422 if problem else 200)


@login_required
@require_POST
def snooze(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """`until`: a moment."""
    conversation = visible(request, public_id)
    until = chosen_moment(request, "until")
    snoozing.snooze(conversation_id=conversation.pk, until=until, by=request.user, at=timezone.now())
    return again(request, conversation)


@login_required
@require_POST
def wake(request: StaffRequest, public_id: UUID) -> HttpResponse:
    conversation = visible(request, public_id)
    snoozing.wake(conversation_id=conversation.pk, by=request.user, at=timezone.now())
    return again(request, conversation)


@login_required
@require_POST
def follow(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """`follow`: "no" to follow it no longer."""
    conversation = visible(request, public_id)
    act = attention.unfollow if request.POST.get("follow") == "no" else attention.follow
    act(conversation_id=conversation.pk, by=request.user, at=timezone.now())
    return again(request, conversation)


@login_required
@require_POST
def see_mentions(request: StaffRequest, public_id: UUID) -> HttpResponse:
    conversation = visible(request, public_id)
    attention.see_mentions(conversation_id=conversation.pk, by=request.user, at=timezone.now())
    return again(request, conversation)


@login_required
@require_POST
def relate(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """`reference`: the other one's, as it stands in its letters. `unrelated`: the public id of one to let go."""
    conversation = visible(request, public_id)
    rows = queries.visible_to(request.user)
    if "unrelated" in request.POST:
        other = get_object_or_404(rows, public_id=public_id_in(request.POST["unrelated"]))
        attention.unrelate(conversation_id=conversation.pk, other_id=other.pk, by=request.user, at=timezone.now())
        return again(request, conversation)
    found = rows.filter(reference=request.POST.get("reference", "").strip().lstrip("#").upper()).first()
    if found is None:
        raise UnableTo(_("No conversation has this reference. It stands in square brackets in letters’ subjects."))
    attention.relate(conversation_id=conversation.pk, other_id=found.pk, by=request.user, at=timezone.now())
    return again(request, conversation)


@login_required
@require_POST
def move(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """`brand`: the id of the one to which it goes."""
    conversation = visible(request, public_id)
    brand = get_object_or_404(people.brands(request.user), pk=whole_number(request.POST.get("brand", "")))
    moving.move(conversation_id=conversation.pk, brand=brand, by=request.user, at=timezone.now())
    return again(request, conversation)


@login_required
@require_GET
def on_paper(request: StaffRequest, public_id: UUID) -> HttpResponse:
    conversation = visible(request, public_id)
    context = {"conversation": conversation, "said": opened.thread(conversation), "at": timezone.now()}
    return render(request, "desk/paper.html", context)
