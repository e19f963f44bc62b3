"""Several chats at once: the strip of one's own on every page, passing one on, whispering to who has one."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from slovo.channels.chat import duty
from slovo.conversations import chat_handing
from slovo.web.desk import beside_chats
from slovo.web.desk.requests import StaffRequest, refusals, whole_number
from slovo.web.desk.views.conversations import again, shown, visible


@login_required
@require_GET
def strip(request: StaffRequest) -> HttpResponse:
    response = render(request, "desk/chat_strip.html", beside_chats.strip(request.user, at=timezone.now()))
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def hand_on(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """`to`: "staff:12" or "team:3". `text`: what whoever goes on reads first."""
    conversation = visible(request, public_id)
    whom, _colon, number = request.POST.get("to", "").partition(":")
    with refusals() as heard:
        chat_handing.hand_on(
            conversation_id=conversation.pk,
            staff_id=whole_number(number) if whom == "staff" else None,
            team_id=whole_number(number) if whom == "team" else None,
            text=request.POST.get("text", ""),
            by=request.user,
            at=timezone.now(),
        )
        return redirect("chats")
    return shown(request, conversation, more={"chat_problem": heard.refusal, "handing": request.POST}, status=422)


@login_required
@require_POST
def whisper(request: StaffRequest, public_id: UUID) -> HttpResponse:
    conversation = visible(request, public_id)
    with refusals() as heard:
        chat_handing.whisper(
            conversation_id=conversation.pk, text=request.POST.get("text", ""), by=request.user, at=timezone.now()
        )
        return again(request, conversation)
    return shown(request, conversation, more={"chat_problem": heard.refusal, "whispered": request.POST}, status=422)


@login_required
@require_POST
def read_pinned(request: StaffRequest, public_id: UUID) -> HttpResponse:
    conversation = visible(request, public_id)
    chat_handing.read_pinned(conversation_id=conversation.pk, by=request.user, at=timezone.now())
    return again(request, conversation)


@login_required
@require_POST
def signs(request: StaffRequest) -> HttpResponse:
    """`sound`, `title`: whether a chat that needs them is heard, and stands in the title of the tab."""
    chosen = {name: name in request.POST for name in ("sound", "title")}
    duty.choose_signs(**chosen, by=request.user, at=timezone.now())
    return redirect("chats")
