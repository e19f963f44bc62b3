"""What surrounds all of /api/: sizes, HEAD and OPTIONS, headers, and no page of HTML whatever goes wrong."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from slovo.api.problems import CONTENT_TYPE, problem
from slovo.conversations.outgoing import FILE_BYTES_MAX

Answer = Callable[[HttpRequest], HttpResponse]

PREFIX = "/api/"
JSON_BYTES_MAX = 2 * 1024 * 1024
UPLOAD_BYTES_MAX = FILE_BYTES_MAX + 64 * 1024  # a file and what a form writes around it


def api(answer: Answer) -> Answer:
    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PREFIX):
            return answer(request)
        asked = request.method
        if asked == "HEAD":
            request.method = "GET"
        response = problem(413) if _is_too_large(request) else answer(request)
        if response.status_code >= 400 and response.headers.get("Content-Type", "").startswith("text/html"):
            response = _without_html(response)
        if response.status_code == 405 and "Allow" in response:
            response = _about_methods(response, asked)
        if asked == "HEAD":
            request.method = asked
            length = str(len(response.content))
            response.content = b""
            response["Content-Length"] = length
        return _with_headers(request, response)

    return middleware


def _is_too_large(request: HttpRequest) -> bool:
    uploads = request.content_type == "multipart/form-data"
    length = request.META.get("CONTENT_LENGTH") or "0"
    return not length.isdecimal() or int(length) > (UPLOAD_BYTES_MAX if uploads else JSON_BYTES_MAX)


def _without_html(response: HttpResponse) -> HttpResponse:
    kept = {name: response[name] for name in ("Allow", "Retry-After") if name in response}
    return problem(response.status_code, headers=kept)


def _about_methods(response: HttpResponse, asked: str | None) -> HttpResponse:
    names = {name.strip() for name in response["Allow"].split(",")} | {"OPTIONS"}
    allowed = ", ".join(sorted(names | ({"HEAD"} if "GET" in names else set())))
    if asked == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": allowed})
    return problem(405, headers={"Allow": allowed})


def _with_headers(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """How often more (draft-ietf-httpapi-ratelimit-headers), and that nothing here is anybody else's to keep."""
    taken, limit = getattr(request, "taken", None), getattr(request, "limit", None)
    if taken:
        response["RateLimit-Policy"] = f'"token";q={limit};w=60'
        response["RateLimit"] = f'"token";r={taken.left};t={taken.reset_seconds}'
    response.headers.setdefault("Cache-Control", "private, no-cache" if "ETag" in response else "no-store")
    if response.headers.get("Content-Type") == CONTENT_TYPE:
        response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response.headers.setdefault("Vary", "Authorization, Accept-Language")
    return response
