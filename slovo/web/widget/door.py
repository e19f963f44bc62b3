"""What surrounds the addresses of the widget: no session, no cookie, no trace. They are answered here and never reach
what the desk needs around its own pages."""

from collections.abc import Callable

from csp.constants import NONE
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve

from slovo.core.ids import new_id
from slovo.core.journal.recording import requested_as
from slovo.web.widget.asked import problem

Answer = Callable[[HttpRequest], HttpResponse]

PREFIX = "/widget/"
POLICY = {"default-src": [NONE], "frame-ancestors": [NONE], "sandbox": []}
HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


def widget(answer: Answer) -> Answer:
    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return answer(request)
        request.get_host()  # raises for a name that is not ours
        with requested_as(str(new_id())):
            response = _answered(request)
        for name, value in HEADERS.items():
            response[name] = value
        response.setdefault("Cache-Control", "private, no-store")
        response._csp_config = POLICY  # type: ignore[attr-defined]  # django-csp’s own way
        return response

    return middleware


def _answered(request: HttpRequest) -> HttpResponse:
    try:
        found = resolve(request.path_info, "slovo.web.widget.urls")
        response: HttpResponse = found.func(request, *found.args, **found.kwargs)
    except Http404:  # Resolver404 is one
        return problem(404, "")
    return response
