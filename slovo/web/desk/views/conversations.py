"""The desk's one screen: the list, the thread, the customer beside it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import push_url

from slovo.conversations import actions, delivery, later, letter, opened, promised, queries
from slovo.conversations.actions import Upload
from slovo.conversations.lines import lines_of
from slovo.conversations.models import Conversation
from slovo.conversations.timeline import promises_elsewhere, timeline
from slovo.core.errors import UnableTo
from slovo.customers import queries as customers
from slovo.people import queries as people
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.promises import queries as promises
from slovo.promises.models import Promise
from slovo.requests import form_queries
from slovo.requests import queries as requests
from slovo.web.desk import around, beside_chats, choosing, compose, drawn, guide, listing, promising, visiting
from slovo.web.desk.present import others_on
from slovo.web.desk.requests import StaffRequest, chosen_moment, draft_id, refusals, whole_number, whole_numbers

OTHERS_MAX = 10


@login_required
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    current = request.GET.get("current", "")
    at = timezone.now()
    context = {"list": listing.shown(request, at), "at": at, "query": listing.query(request), "current": current}
    return _page(request, "desk/conversations.html", context)


@login_required
@require_GET
def show(request: StaffRequest, public_id: UUID) -> HttpResponse:
    return shown(request, visible(request, public_id))


@login_required
@require_POST
def reply(request: StaffRequest, public_id: UUID) -> HttpResponse:
    conversation = visible(request, public_id)
    asks = request.user.may(Verb.PROMISE, conversation)
    text, at = request.POST.get("text", ""), timezone.now()
    with refusals() as heard:
        leaves_at = chosen_moment(request, "leaves_at")
        said = promising.said_in(request.POST) if asks else promising.NOTHING
        recipients = compose.chosen_recipients(request.POST)
        actions.reply(
            conversation_id=conversation.pk,
            by=request.user,
            text=text,
            at=at,
            draft_id=draft_id(request),
            files=list(_uploads(request)),
            then_close="then_close" in request.POST,
            leaves_at=leaves_at,
            kept_file_ids=whole_numbers(request, "kept_files"),
            seen_message_id=whole_number(request.POST.get("seen", "")),
            recipients=recipients,
            options=compose.chosen_options(request.POST),
            promises=said.pledges,
            dismissed=[*said.dismissed, *request.POST.getlist("asked")] if asks else None,
            read=promised.read_over(text, brand=conversation.brand, at=leaves_at or at),
            foreseen=letter.foreseen(conversation, by=request.user, text=text, recipients=recipients),
        )
    if heard.refusal:
        return shown(request, conversation, problem=heard.refusal, given=request.POST)
    return again(request, conversation)


@login_required
@require_POST
def note(request: StaffRequest, public_id: UUID) -> HttpResponse:
    conversation = visible(request, public_id)
    with refusals() as heard:
        actions.note(
            conversation_id=conversation.pk,
            by=request.user,
            text=request.POST.get("text", ""),
            at=timezone.now(),
            draft_id=draft_id(request),
        )
    if heard.refusal:
        return shown(request, conversation, problem=heard.refusal, given=request.POST, writing="note")
    return again(request, conversation)


@login_required
@require_POST
def assign(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """`staff` and `team` are ids, empty for nobody."""
    conversation = visible(request, public_id)
    actions.assign(
        conversation_id=conversation.pk,
        staff_id=whole_number(request.POST.get("staff", "")),
        team_id=whole_number(request.POST.get("team", "")),
        by=request.user,
        at=timezone.now(),
    )
    return again(request, conversation)


@login_required
@require_POST
def take(request: StaffRequest, public_id: UUID) -> HttpResponse:
    conversation = visible(request, public_id)
    actions.take(conversation_id=conversation.pk, by=request.user, at=timezone.now())
    return again(request, conversation)


@login_required
@require_POST
def tag(request: StaffRequest, public_id: UUID) -> HttpResponse:
    conversation = visible(request, public_id)
    actions.tag(
        conversation_id=conversation.pk, tag_ids=whole_numbers(request, "tags"), by=request.user, at=timezone.now()
    )
    return again(request, conversation)


@login_required
@require_POST
def wait(request: StaffRequest, public_id: UUID) -> HttpResponse:
    conversation = visible(request, public_id)
    actions.wait_for_customer(conversation_id=conversation.pk, by=request.user, at=timezone.now())
    return again(request, conversation)


@login_required
@require_POST
def close(request: StaffRequest, public_id: UUID) -> HttpResponse:
    conversation = visible(request, public_id)
    actions.close_conversation(
        conversation_id=conversation.pk,
        by=request.user,
        at=timezone.now(),
        answer_not_needed="answer_not_needed" in request.POST,
    )
    return again(request, conversation)


@login_required
@require_POST
def reopen(request: StaffRequest, public_id: UUID) -> HttpResponse:
    conversation = visible(request, public_id)
    actions.reopen(conversation_id=conversation.pk, by=request.user, at=timezone.now())
    return again(request, conversation)


@login_required
@require_POST
def decide_delivery(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """What to do with a letter that did not arrive, or of which nobody knows: `decision` is "again" or "arrived"."""
    message = get_object_or_404(queries.messages_visible_to(request.user), public_id=public_id)
    decide = delivery.confirm_arrived if request.POST.get("decision") == "arrived" else delivery.send_again
    decide(message_id=message.pk, by=request.user, at=timezone.now())
    return again(request, message.conversation)


@login_required
@require_POST
def take_original_sender(request: StaffRequest, public_id: UUID) -> HttpResponse:
    message = get_object_or_404(queries.messages_visible_to(request.user), public_id=public_id)
    actions.take_original_sender(message_id=message.pk, by=request.user, at=timezone.now())
    return again(request, message.conversation)


def visible(request: StaffRequest, public_id: UUID) -> Conversation:
    """Of a merged one: where it is read."""
    found = opened.shown(public_id, request.user)
    if found is None:
        raise Http404
    return found


def shown(
    request: StaffRequest,
    conversation: Conversation,
    *,
    problem: UnableTo | None = None,
    given: QueryDict | None = None,
    writing: str = "",
    more: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """`writing`: "reply" or "note", whichever form the problem and what was `given` belong to. `more`: what another
    form of the page says, with its `status`."""
    context: dict[str, Any] = {
        "conversation": conversation,
        "current": str(conversation.public_id),
        "problem": problem,
        "at": timezone.now(),
        "query": listing.query(request),
        **(more or {}),
    }
    part = request.GET.get("part", "")
    if part not in PARTS:
        context |= _beside(request.user, conversation)
        context |= _thread(request.user, conversation, history=context["promises"])
        context |= compose.context(request.user, conversation, context, given=given, writing=writing)
        alone = _is_for_the_talk_alone(request)
        if not alone:
            context |= {"list": listing.shown(request, context["at"])}
        response = _page(request, "desk/conversation.html", context, status=422 if problem else status)
        # The line that was clicked may have come anew meanwhile: htmx then no longer knows that it was a link.
        return push_url(response, request.get_full_path()) if alone else response
    context |= PARTS[part](request.user, conversation)
    return _page(request, f"desk/{part}.html", context)


def _is_for_the_talk_alone(request: StaffRequest) -> bool:
    """A click in the list: the script puts the conversation beside it and throws the rest of the page away."""
    return request.method == "GET" and request.htmx.boosted and request.htmx.target == "talk"


def _thread(staff: Staff, conversation: Conversation, *, history: Iterable[Promise] | None = None) -> dict[str, Any]:
    """`history`: its promises, when they are at hand."""
    history = promises.history(*queries.keys(conversation)) if history is None else history
    by_id = {promise.pk: promise for promise in history}
    said = timeline(conversation)
    if elsewhere := promises_elsewhere(said):
        by_id |= {one.pk: one for one in promises.of_ids(elsewhere).select_related("rating")}
    return {
        "timeline": said,
        "promises_by_id": by_id,
        "drafts": opened.drafts(conversation),
        "chat_lines": beside_chats.lines_of(conversation, said),
        "bot_turns": beside_chats.bot_turns(conversation, said),
    }


def _beside(staff: Staff, conversation: Conversation) -> dict[str, Any]:
    customer = conversation.customer.root or conversation.customer
    family_ids = opened.family_of_customer(conversation)
    about = queries.keys(conversation)
    history = promises.history(*about)
    given = requests.anything_given(*about)
    return {
        "customer": customer,
        "identities": customers.identities_of(family_ids) if len(family_ids) > 1 else customer.identities.all(),
        "others": lines_of(opened.others_of(family_ids, staff, besides=conversation.pk, at_most=OTHERS_MAX)),
        **around.context(staff, conversation),
        **beside_chats.context(staff, conversation, at=timezone.now()),
        "promises": history,
        "visit_states": visiting.states_of(history),
        "choice_offers": choosing.offers_in(conversation, history),
        "choices": requests.choices_about(*about) if given else [],
        "extras": requests.extras_about(*about) if given else [],
        "submissions": form_queries.submissions_about(*about) if given else [],
        "put_off_moments": later.moments_to_put_off(conversation.brand, at=timezone.now()),
        "colleagues": people.colleague_names_at(conversation.brand_id),
        "teams": people.teams_at(conversation.brand_id),
        "brand_tags": queries.tags_for(conversation.brand_id, conversation.pk),
    }


PARTS = {"thread": _thread, "beside": _beside, "head": _beside}


def _page(request: StaffRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    context |= {"present": others_on(request.user, context)}
    if template == "desk/conversations.html":
        if request.GET.get("part") == "block":
            return _never_stored(drawn.lines_anew(request, context))
        if request.GET.get("part") == "list":
            template = "desk/list.html"
        else:
            context |= {"guide": guide.beside(request.user, context)}
    return _never_stored(render(request, template, context, status=status))


def _never_stored(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    patch_vary_headers(response, ["HX-Request"])
    return response


def again(request: StaffRequest, conversation: Conversation) -> HttpResponse:
    """After a change: the page anew, for htmx and for a browser without scripts alike."""
    return redirect(f"{reverse('conversation', args=[conversation.public_id])}?{listing.query(request)}")


def _uploads(request: StaffRequest) -> Iterable[Upload]:
    for file in request.FILES.getlist("files"):
        name = (file.name or "").replace("\\", "/").rpartition("/")[2][:255]
        yield Upload(name=name or "file", type=file.content_type or "application/octet-stream", content=file.read())
