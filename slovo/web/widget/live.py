"""The visitor's live stream: "there is news", to whom the key of that chat is known."""

import time
from collections.abc import AsyncIterator
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, StreamingHttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from slovo.channels.chat import queries
from slovo.channels.chat.models import Chat, Visitor
from slovo.conversations import chat_queries
from slovo.core.live.actions import ABOUT
from slovo.core.live.watch import Listener, watch
from slovo.core.presence.actions import NUDGED
from slovo.web.desk.live import HEARTBEAT_SECONDS, STREAM_SECONDS_MAX, asked_of_database
from slovo.web.portal.frame import whence
from slovo.web.widget import streams
from slovo.web.widget.asked import ALLOWED, KEY_HEADER, is_allowed, problem, shared, spoken


async def stream(request: HttpRequest, chat: UUID) -> HttpResponse | StreamingHttpResponse:
    origin = request.headers.get("Origin", "")
    found = await asked_of_database(queries.chat_by_public_id, chat)
    if found is None or not is_allowed(found, origin, request):
        return HttpResponseForbidden()
    if request.method == "OPTIONS":
        return shared(HttpResponse(status=204, headers=ALLOWED), origin)
    visitor = await asked_of_database(queries.visitor_by_key, found, request.headers.get(KEY_HEADER, ""))
    if visitor is None:
        return shared(HttpResponseForbidden(), origin)
    address = whence(request)
    if streams.are_too_many(visitor.pk, address):
        return shared(_told_to_ask(request, found), origin)
    response = StreamingHttpResponse(_events(found, visitor, address), content_type="text/event-stream")
    response["X-Accel-Buffering"] = "no"
    response["Cache-Control"] = "no-store"
    shared(response, origin)
    return response


def _told_to_ask(request: HttpRequest, chat: Chat) -> HttpResponse:
    with translation.override(spoken(request, chat)):
        words = _(
            "This chat is open in very many places at once. Here news comes a few seconds later; nothing is lost."
        )
    return problem(429, words, retry_after=streams.WAIT_SECONDS)


async def _events(chat: Chat, visitor: Visitor, address: str) -> AsyncIterator[str]:
    """The page asks for its news when it is told "news", and first of all when it is connected. With it comes the line
    that is new, where that is all: the page which has just sent it has it."""
    if streams.are_too_many(visitor.pk, address):  # many have come at the same moment
        return
    with streams.one_more(visitor.pk, address):
        async for event in _told(chat, visitor):
            yield event


async def _told(chat: Chat, visitor: Visitor) -> AsyncIterator[str]:
    listener = await watch.join([visitor.nudged])
    ends_at = time.monotonic() + STREAM_SECONDS_MAX
    try:
        yield "event: news\ndata: \n\n"
        typing = await _hear_of_typing(listener, chat, visitor)
        while time.monotonic() < ends_at and listener.keeps_up:
            try:
                heard = await listener.next(HEARTBEAT_SECONDS)
            except TimeoutError:
                yield ": still here\n\n"
                continue
            lines = [told.key.partition(ABOUT)[2] for told in heard]
            yield "".join(f"event: news\ndata: {line and UUID(line)}\n\n" for line in lines)
            if not typing:
                typing = await _hear_of_typing(listener, chat, visitor)
    finally:
        watch.leave(listener)


async def _hear_of_typing(listener: Listener, chat: Chat, visitor: Visitor) -> bool:
    """Whether there is anything yet in which somebody types."""
    key = await asked_of_database(_typing_key, chat, visitor)
    if key:
        watch.add(listener, key)
    return bool(key)


def _typing_key(chat: Chat, visitor: Visitor) -> str:
    """By which is told who is before their conversation; "" before it has been opened."""
    conversation = chat_queries.conversation_of(visitor, chat.brand_id)
    return f"{NUDGED}{conversation.key}" if conversation else ""
