"""Pages, answers, styles and scripts travel compressed when the other side can unpack them: a tenth of the bytes."""

import gzip
import secrets
from functools import cached_property, lru_cache
from io import BytesIO

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from slovo.web.desk.middleware import Answer

PAGE_BYTES_MIN, ASSET_BYTES_MAX, ASSETS_KEPT_MAX = 1_000, 1_000_000, 500
PAGE_LEVEL, ASSET_LEVEL = 6, 9  # a page is packed for each reader, a style once for all
FILLER_BYTES_MAX = 100
TEXTS = ("text/", "application/json", "application/problem+json", "application/javascript", "image/svg+xml")


class Kept:
    """What is sent to many as it is, and so is packed once. No token may stand in it."""

    def __init__(self, text: str) -> None:
        self.content = text.encode()

    @cached_property
    def packed(self) -> bytes:
        return _packed(self.content)


class OfMany(HttpResponse):
    """An answer that says nothing but what is `kept`."""

    def __init__(self, kept: Kept) -> None:
        super().__init__(kept.content)
        self.kept = kept


def compressed(answer: Answer) -> Answer:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        if response.status_code != 200 or response.has_header("Content-Encoding"):
            return response
        if not response.headers.get("Content-Type", "").startswith(TEXTS):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        if "gzip" not in request.headers.get("Accept-Encoding", "") or request.method == "HEAD":
            return response
        if isinstance(response, FileResponse):
            return _asset(request, response)
        if not response.streaming and len(response.content) >= PAGE_BYTES_MIN:
            response.content = response.kept.packed if isinstance(response, OfMany) else _packed(response.content)
            response["Content-Length"] = str(len(response.content))
            response["Content-Encoding"] = "gzip"
        return response

    return middleware


def _packed(content: bytes) -> bytes:
    """With a name of random length: how long a page is must not tell what stands in it beside what somebody typed
    (BREACH). Tokens of forms are masked anew in each page besides.
    """
    buffer, filler = BytesIO(), "a" * secrets.randbelow(FILLER_BYTES_MAX)
    with gzip.GzipFile(filename=filler, mode="wb", compresslevel=PAGE_LEVEL, fileobj=buffer, mtime=0) as file:
        file.write(content)
    return buffer.getvalue()


def _asset(request: HttpRequest, response: FileResponse) -> HttpResponse:
    """A file of ours, packed once for each version. Other files are not texts that we know, and stay as they are."""
    if not request.path.startswith(settings.STATIC_URL) or int(response["Content-Length"]) > ASSET_BYTES_MAX:
        return response  # type: ignore[return-value]
    content = b"".join(response.streaming_content)  # type: ignore[arg-type]
    response.close()
    packed = HttpResponse(_packed_asset(content))
    for name, value in response.items():
        packed[name] = value
    packed["Content-Length"] = str(len(packed.content))
    packed["Content-Encoding"] = "gzip"
    return packed


@lru_cache(maxsize=ASSETS_KEPT_MAX)
def _packed_asset(content: bytes) -> bytes:
    return gzip.compress(content, ASSET_LEVEL, mtime=0)
