"""What has not left yet: replies at the door, and drafts."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from slovo.conversations import canned_words as canned
from slovo.conversations import drafts, queries, replying
from slovo.conversations.desk_models import Writing
from slovo.conversations.models import Message
from slovo.promises.history import Histories
from slovo.web.desk import giving, listing, promising
from slovo.web.desk.requests import StaffRequest, chosen_moment, draft_id, whole_number
from slovo.web.desk.views.conversations import again, visible


@login_required
@require_POST
def take_back(request: StaffRequest, public_id: UUID) -> HttpResponse:
    message = _visible(request, public_id)
    replying.take_back(message_id=message.pk, by=request.user, at=timezone.now())
    return again(request, message.conversation)


@login_required
@require_POST
def reschedule(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """`leaves_at`: a moment, or nothing for now."""
    message = _visible(request, public_id)
    leaves_at = chosen_moment(request, "leaves_at")
    replying.reschedule(message_id=message.pk, leaves_at=leaves_at, by=request.user, at=timezone.now())
    return again(request, message.conversation)


def _visible(request: StaffRequest, public_id: UUID) -> Message:
    rows = queries.messages_visible_to(request.user).select_related("conversation")
    found: Message = get_object_or_404(rows, public_id=public_id)
    return found


@login_required
@require_http_methods(["PUT", "POST"])
def draft(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Kept as typed. A page saves it by PUT again and again; without scripts a button does, once."""
    conversation = visible(request, public_id)
    given = QueryDict(request.body) if request.method == "PUT" else request.POST
    kind = Writing.NOTE if given.get("kind") == Writing.NOTE else Writing.REPLY
    gifts = giving.in_form(given, conversation)
    text = giving.without(given, gifts, canned.added(given, conversation, by=request.user))
    at = timezone.now()
    said, histories = None, Histories(at)
    if kind == Writing.REPLY:
        said, text = promising.said_while_writing(given, text, conversation, histories)
    kept = drafts.keep(
        conversation_id=conversation.pk,
        by=request.user,
        kind=kind,
        text=text,
        at=at,
        draft_id=draft_id(given),
        version=whole_number(given.get("version", "")),
        promised=said.document if said else None,
    )
    gifts = giving.drop(given, gifts, text, by=request.user, at=at)
    if request.method != "PUT":
        return again(request, conversation)
    answer: dict[str, Any] = {"version": kept.version if kept else 0}
    if text != given.get("text", ""):
        answer["text"] = text
    if said:
        shown = promising.shown(request.user, conversation, text, said, histories)
        named = giving.with_answer(request.user, gifts, text)
        context = {"promised": shown, "gifts": named, "conversation": conversation, "query": listing.query(request)}
        answer["gifts"] = render_to_string("desk/gifts.html", context, request)
        answer["promises"] = render_to_string("desk/pledges.html", context, request)
    return JsonResponse(answer)
