"""The live stream: "conversation 12 changed", to the pages of those who may see its brand."""

import time
from collections.abc import AsyncIterator, Callable, Iterable
from datetime import UTC, datetime
from typing import ParamSpec, TypeVar
from urllib.parse import urlsplit

from asgiref.sync import sync_to_async
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, StreamingHttpResponse
from django.utils import timezone

from slovo.core.live import queries
from slovo.core.live.queries import BACKLOG_MAX, Place, Told
from slovo.core.live.watch import of_brand, watch
from slovo.people.models import Staff

P = ParamSpec("P")
T = TypeVar("T")
HEARTBEAT_SECONDS = 15.0
# The next news is told at once; in a storm, what comes within these seconds is told together. The more pages hear of
# it, the longer: each telling of each page costs the system as much as a question to the database.
TOGETHER_SECONDS, TOGETHER_SECONDS_MAX, PAGES_OF_THE_MOST = 0.1, 0.25, 200
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


async def _events(brand_ids: frozenset[int], place: Place | None, since: datetime) -> AsyncIterator[bytes]:
    listener = await watch.join(map(of_brand, brand_ids))
    ends_at, not_before = time.monotonic() + STREAM_SECONDS_MAX, 0.0
    try:
        yield f"retry: {RETRY_MILLISECONDS}\n\n".encode()
        missed, place = await _missed(brand_ids, place, since)
        yield missed
        while time.monotonic() < ends_at and listener.keeps_up:
            try:
                heard = await listener.next(HEARTBEAT_SECONDS, not_before=not_before)
            except TimeoutError:
                yield b": still here\n\n"
                continue
            if news := [told for told in heard if told.place > place]:
                place, not_before = max(news).place, time.monotonic() + _together(brand_ids)
                yield _told(news)
    finally:
        watch.leave(listener)


def _together(brand_ids: Iterable[int]) -> float:
    pages = max(watch.hearing(of_brand(brand_id)) for brand_id in brand_ids)
    share = min(1.0, pages / PAGES_OF_THE_MOST)
    return TOGETHER_SECONDS + share * (TOGETHER_SECONDS_MAX - TOGETHER_SECONDS)


async def _missed(brand_ids: frozenset[int], place: Place | None, since: datetime) -> tuple[bytes, Place]:
    """What the page has not heard, and until where it has heard all then."""
    if place is None:
        place = await asked_of_database(queries.before, since)
    missed = await asked_of_database(queries.after, place, brand_ids=brand_ids)
    refresh = b"event: refresh\ndata: {}\n\n" if len(missed) == BACKLOG_MAX else b""
    place = missed[-1].place if missed else place
    return refresh + _told(missed) + f"id: {place}\nevent: ready\ndata: {{}}\n\n".encode(), place


def _told(news: Iterable[Told]) -> bytes:
    """Each key once, where it was told last."""
    last = {told.key: told.place for told in sorted(news)}
    events = sorted(last.items(), key=lambda one: one[1])
    return "".join(f"id: {place}\nevent: nudge\ndata: {key}\n\n" for key, place in events).encode()


async def asked_of_database(question: Callable[P, T], *values: P.args, **named: P.kwargs) -> T:
    """Long after the request has come: its connection may have been lost meanwhile."""

    def asked() -> T:
        close_old_connections()
        return question(*values, **named)

    return await sync_to_async(asked)()
