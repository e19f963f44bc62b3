"""What surrounds the pages of customers: no session, no cookie, sizes, a policy of their own, and no trace of them
anywhere. They are answered here and never reach what the desk needs around its own pages.
"""

from collections.abc import Callable

from csp.constants import NONE, SELF
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve

from slovo.core.ids import new_id
from slovo.core.journal.recording import requested_as
from slovo.web.desk.middleware import nothing_unwritable
from slovo.web.portal import assets
from slovo.web.portal.frame import gone

Answer = Callable[[HttpRequest], HttpResponse]

OF_A_LINK = ("/s/", "/w/", "/agree/")  # each of somebody's own
OF_A_BRAND = ("/ask/", "/callback/", "/q/", "/help/", "/visit/", "/book/", "/my/")
PREFIXES = (*OF_A_LINK, *OF_A_BRAND, "/robots.txt")  # of public pages
FORM_BYTES_MAX = 64 * 1024
WITH_FILES, WITH_FILES_BYTES_MAX = "/ask/", 11 * 1024 * 1024  # a form of a brand may ask for files
POLICY = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],  # the empty icon of a page
    "connect-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
    "base-uri": [NONE],
}
HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "X-Frame-Options": "DENY",
}
FRAMED = "/framed"  # what other sites may show within their own pages: nobody is signed in there
OPEN_TO_ALL = ("/help/", "/robots.txt")  # what search machines may find, and anybody may keep
FOUND = "/book/"  # what they may find as well: each page says for itself whether
HEADERS_OF_OPEN = {
    "Cache-Control": "no-cache",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Frame-Options": "DENY",
}


def portal(answer: Answer) -> Answer:
    answered = nothing_unwritable(_answered)

    def middleware(request: HttpRequest) -> HttpResponse:
        if asset := assets.answered(request):
            return asset
        if not request.path_info.startswith(PREFIXES):
            return answer(request)
        request.get_host()  # raises for a name that is not ours
        with requested_as(str(new_id())):
            response = HttpResponse(status=413) if _is_too_large(request) else answered(request)
        if request.path_info.startswith(OPEN_TO_ALL):
            for name, value in HEADERS_OF_OPEN.items():
                response.setdefault(name, value)
        else:
            for name, value in HEADERS.items():
                response[name] = value
            if request.path_info.startswith(FOUND) and request.method != "POST" and response.status_code == 200:
                del response["X-Robots-Tag"]
        policy = POLICY
        if request.path_info.startswith(WITH_FILES) and request.path_info.endswith(FRAMED):
            policy = POLICY | {"frame-ancestors": ["*"]}
            del response["X-Frame-Options"]
            response.xframe_options_exempt = True
        response._csp_config = policy  # type: ignore[attr-defined]  # django-csp’s own way
        return response

    return middleware


def _answered(request: HttpRequest) -> HttpResponse:
    try:
        found = resolve(request.path_info, "slovo.web.portal.urls")
        response: HttpResponse = found.func(request, *found.args, **found.kwargs)
    except Http404:  # Resolver404 is one
        return gone(request)
    return response


def _is_too_large(request: HttpRequest) -> bool:
    length = request.META.get("CONTENT_LENGTH") or "0"
    most = WITH_FILES_BYTES_MAX if request.path_info.startswith(WITH_FILES) else FORM_BYTES_MAX
    return not length.isdecimal() or int(length) > most
