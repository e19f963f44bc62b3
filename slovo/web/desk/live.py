"""The live stream: "conversation 12 changed", to the pages of those who may see its brand."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import ParamSpec, TypeVar
from urllib.parse import urlsplit

from asgiref.sync import sync_to_async
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, StreamingHttpResponse
from django.utils import timezone

from slovo.core.live import queries
from slovo.core.live.models import Nudge
from slovo.core.live.queries import BACKLOG_MAX, Place
from slovo.core.live.watch import QUEUE_NUDGES_MAX, of_brand, watch
from slovo.people.models import Staff

P = ParamSpec("P")
T = TypeVar("T")
HEARTBEAT_SECONDS = 15.0
TOGETHER_SECONDS = 0.1
STREAM_SECONDS_MAX = 300.0  # then the page connects again, and who has left is not let in
RETRY_MILLISECONDS = 2000
MOMENT_DIGITS = 13  # milliseconds of this age of the world


async def stream(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    if not _same_house(request):
        return HttpResponseForbidden()
    brand_ids = await asked_of_database(_brands_of_reader, request)
    response: HttpResponse | StreamingHttpResponse = HttpResponseForbidden()
    if brand_ids:
        place = Place.parse(request.headers.get("Last-Event-ID") or request.GET.get("after", ""))
        since = _moment(request.GET.get("since", ""))
        response = StreamingHttpResponse(_events(brand_ids, place, since), content_type="text/event-stream")
        response["X-Accel-Buffering"] = "no"
    response["Cache-Control"] = "no-store"
    if origin := request.headers.get("Origin"):  # a refusal is heard, too, when the session has ended
        response["Access-Control-Allow-Origin"] = origin
        response["Access-Control-Allow-Credentials"] = "true"
        response["Vary"] = "Origin"
    return response


def _brands_of_reader(request: HttpRequest) -> frozenset[int]:
    staff = request.user
    return frozenset(staff.brand_ids) if isinstance(staff, Staff) and staff.is_active else frozenset()


def _same_house(request: HttpRequest) -> bool:
    """The page may stand on another port of the same host, never on another host."""
    origin = request.headers.get("Origin")
    return not origin or urlsplit(origin).hostname == urlsplit(f"//{request.get_host()}").hostname


def _moment(text: str) -> datetime:
    """When the page that asks was begun. One that does not say knows all there is."""
    if text.isascii() and text.isdigit() and len(text) == MOMENT_DIGITS:
        return datetime.fromtimestamp(int(text) / 1000, UTC)
    return timezone.now()


async def _events(brand_ids: frozenset[int], place: Place | None, since: datetime) -> AsyncIterator[str]:
    listener = await watch.join(map(of_brand, brand_ids))
    ends_at, told_at = time.monotonic() + STREAM_SECONDS_MAX, 0.0
    try:
        yield f"retry: {RETRY_MILLISECONDS}\n\n"
        if place is None:
            place = await asked_of_database(queries.before, since)
        missed = await asked_of_database(queries.after, place, brand_ids=brand_ids)
        if len(missed) == BACKLOG_MAX:
            yield "event: refresh\ndata: {}\n\n"
        for nudge in missed:
            place = queries.place_of(nudge)
            yield _event(place, nudge.key)
        yield f"id: {place}\nevent: ready\ndata: {{}}\n\n"
        while time.monotonic() < ends_at and listener.queue.qsize() < QUEUE_NUDGES_MAX:
            try:
                nudges = await _next(listener.queue, told_at)
            except TimeoutError:
                yield ": still here\n\n"
                continue
            news = {nudge.key: queries.place_of(nudge) for nudge in nudges if queries.place_of(nudge) > place}
            if news:
                told_at, place = time.monotonic(), max(news.values())
                yield "".join(_event(at, key) for key, at in sorted(news.items(), key=lambda one: one[1]))
    finally:
        watch.leave(listener)


async def _next(queue: "asyncio.Queue[Nudge]", told_at: float) -> list[Nudge]:
    """The next news is told at once; in a storm, what comes within TOGETHER_SECONDS is told together."""
    nudge = await asyncio.wait_for(queue.get(), HEARTBEAT_SECONDS)
    await asyncio.sleep(told_at + TOGETHER_SECONDS - time.monotonic())
    return [nudge, *(queue.get_nowait() for _number in range(queue.qsize()))]


async def asked_of_database(question: Callable[P, T], *values: P.args, **named: P.kwargs) -> T:
    """Long after the request has come: its connection may have been lost meanwhile."""

    def asked() -> T:
        close_old_connections()
        return question(*values, **named)

    return await sync_to_async(asked)()


def _event(place: Place, key: str) -> str:
    return f"id: {place}\nevent: nudge\ndata: {key}\n\n"
