"""Chats: who waits, whom one talks with, and whether one takes more."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from slovo.channels.chat import block_queries, blocking, duty, queries
from slovo.channels.chat.models import DutyState
from slovo.conversations import chat_people, chat_queries, chatting
from slovo.conversations.chat_people import Standing
from slovo.people import queries as people
from slovo.people.rights import Verb
from slovo.web.desk import beside_chats
from slovo.web.desk.requests import StaffRequest, refusals, whole_number
from slovo.web.desk.views.conversations import again, visible
from slovo.web.desk.words.chats import DUTIES, about_oneself, standing_words


@login_required
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    return _page(request)


@login_required
@require_POST
def set_duty(request: StaffRequest) -> HttpResponse:
    """`state`: what one says of oneself; none: the page is still open."""
    at, state = timezone.now(), request.POST.get("state", "")
    if not state:
        duty.still_here(by=request.user, at=at)
        return HttpResponse(status=204)
    duty.set_duty(state=state, by=request.user, at=at)
    if state == DutyState.AWAY and not chat_queries.of_staff(request.user):
        beside_chats.hide_strip(request)
    else:
        beside_chats.show_strip(request)
    return redirect("chats")


@login_required
@require_POST
def accept(request: StaffRequest, public_id: UUID) -> HttpResponse:
    conversation = visible(request, public_id)
    with refusals() as heard:
        chatting.accept(conversation_id=conversation.pk, by=request.user, at=timezone.now())
        beside_chats.show_strip(request)
        return redirect(reverse("conversation", args=[conversation.public_id]))
    return _page(request, problem=heard.refusal)


@login_required
@require_POST
def block(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """`blocked`: "yes" or "no"."""
    conversation = visible(request, public_id)
    visitor = chat_queries.visitor_in(conversation)
    if visitor is None:
        raise Http404
    act = blocking.block if request.POST.get("blocked") == "yes" else blocking.unblock
    act(visitor_id=visitor.pk, by=request.user, at=timezone.now())
    return again(request, conversation)


@login_required
@require_POST
def block_address(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """`minutes`: for how long."""
    conversation, at = visible(request, public_id), timezone.now()
    visitor = chat_queries.visitor_in(conversation)
    if visitor is None:
        raise Http404
    minutes = whole_number(request.POST.get("minutes", "")) or 0
    with refusals() as heard:
        blocking.block_address(visitor_id=visitor.pk, minutes=minutes, by=request.user, at=at)
        return again(request, conversation)
    return _page(request, problem=heard.refusal)


@login_required
@require_POST
def lift_address_block(request: StaffRequest) -> HttpResponse:
    """`block`: its number."""
    found = block_queries.visible_to(request.user).filter(pk=whole_number(request.POST.get("block", "")) or 0).first()
    if found is None:
        raise Http404
    blocking.lift_address_block(block_id=found.pk, by=request.user, at=timezone.now())
    return redirect("chats")


def _page(request: StaffRequest, *, problem: Exception | None = None) -> HttpResponse:
    at, staff = timezone.now(), request.user
    mine, standing = chat_queries.of_staff(staff), chat_people.standing_anywhere(staff, at=at)
    if mine or standing.state != DutyState.AWAY:
        beside_chats.show_strip(request)
    led = people.brands_where(staff, Verb.SEE_ROOM)
    context = {
        "waiting": chat_queries.waiting(staff),
        "mine": mine,
        "led": [(one, beside_chats.is_ringing(one)) for one in chat_queries.led_by(staff)],
        "there": [(brand, _standings(brand.pk, at)) for brand in led],
        "duty": _said(standing),
        "remark": about_oneself(standing, at),
        "address_blocks": block_queries.running(staff, at=at),
        "signs": queries.signs_of(staff),
        "duties": [(state.value, DUTIES[state]) for state in DutyState],
        "problem": problem,
        "at": at,
    }
    template = "desk/_chats.html" if request.GET.get("part") == "chats" else "desk/chats.html"
    response = render(request, template, context, status=422 if problem else 200)
    response["Cache-Control"] = "no-store"
    return response


def _said(standing: Standing) -> DutyState:
    """What they said of themselves: a rule that has them busy takes nothing of it back."""
    return DutyState.AVAILABLE if standing.full else standing.state


def _standings(brand_id: int, at: datetime) -> list[tuple[Standing, str]]:
    """Who is there, first; of who is away, only those who have chats all the same."""
    found = chat_people.standings(brand_id, at=at)
    return [(one, standing_words(one)) for one in found if one.chats or one.state != DutyState.AWAY]
