from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation

from slovo.core.errors import UnableTo
from slovo.core.ids import new_id
from slovo.core.journal.recording import requested_as
from slovo.people.models import Staff
from slovo.people.rights import NotAllowed

BEGAN_AT = "slovo.began_at"  # beside what the server says of the request
Answer = Callable[[HttpRequest], HttpResponse]


def language_of_the_reader(answer: Answer) -> Answer:
    """The reader's choice, else the browser's; times in the reader's zone, else in their brand's."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.user = get_user(request)  # the person: Django's stand-in looks them up again at each use of a name
        staff = request.user if isinstance(request.user, Staff) else None
        language = (staff.language if staff else "") or translation.get_language_from_request(request)
        zone = _zone(staff) if staff else settings.TIME_ZONE
        with translation.override(language), timezone.override(ZoneInfo(zone)):
            request.LANGUAGE_CODE = language
            response = answer(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return middleware


def _zone(staff: Staff) -> str:
    if staff.zone:
        return staff.zone
    return staff.places[0].brand.zone if staff.places else settings.TIME_ZONE


def nothing_unwritable(answer: Answer) -> Answer:
    """A NUL is in no text that a person writes, and no database of ours holds one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        sent = (value for table in (request.GET, request.POST) for _name, values in table.lists() for value in values)
        return HttpResponseBadRequest() if any("\0" in value for value in sent) else answer(request)

    return middleware


def leave_nothing_behind(answer: Answer) -> Answer:
    """Who signs out leaves no unsent words and no names of customers in a browser that others use, too."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        if request.method == "POST" and request.path == reverse("account_logout"):
            response["Clear-Site-Data"] = '"storage"'
        return response

    return middleware


def name_the_request(answer: Answer) -> Answer:
    """Facts that this request records carry its id; pages may reach the live stream and know since when to ask it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.META[BEGAN_AT] = timezone.now()
        with requested_as(str(new_id())):
            response = answer(request)
        response._csp_update = {"connect-src": [live_origin(request)]}  # type: ignore[attr-defined]
        return response

    return middleware


def live_origin(request: HttpRequest) -> str:
    if settings.LIVE_URL:
        return settings.LIVE_URL if "//" in settings.LIVE_URL else "'self'"
    host = request.get_host().rpartition(":")[0] or request.get_host()
    return f"{request.scheme}://{host}:{settings.LIVE_PORT}"


def refusals_in_words(answer: Answer) -> Answer:
    """What a person asked and cannot have is said in their language, with what to do instead."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return answer(request)

    def process_exception(request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if not isinstance(problem, UnableTo):
            return None
        return refusal(request, problem)

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


def refusal(request: HttpRequest, problem: UnableTo) -> HttpResponse:
    status = 403 if isinstance(problem, NotAllowed) else 409
    by_htmx = request.headers.get("HX-Request") == "true"
    template = "desk/_refusal.html" if by_htmx else "desk/refusal.html"
    response = render(request, template, {"problem": problem}, status=status)
    if by_htmx:
        response["HX-Retarget"], response["HX-Reswap"] = "#notices", "innerHTML"
    return response
