"""The wire of `outgoing.py`: connections that go only to addresses that were looked at, and end at one deadline."""

import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache

import httpcore
import httpx

from slovo.core.outgoing import Answer, NoAnswer, TooSlow, addresses_of

CONNECT_SECONDS = 5.0
CHUNK_BYTES = 4096


def post_to(url: str, *, content: bytes, headers: dict[str, str], seconds: float, answer_bytes_max: int) -> Answer:
    """See `outgoing.post`."""
    transport = _Guarded(time.monotonic() + seconds, tls=url.startswith("https:"))
    with (
        _in_our_words(),
        httpx.Client(transport=transport, trust_env=False, follow_redirects=False, timeout=seconds) as client,
        client.stream("POST", url, content=content, headers=headers) as response,
    ):
        body = b""
        for chunk in response.iter_raw(CHUNK_BYTES):
            body += chunk
            if len(body) >= answer_bytes_max:
                break
        return Answer(response.status_code, body[:answer_bytes_max])


@contextmanager
def _in_our_words() -> Iterator[None]:
    try:
        yield
    except (httpcore.TimeoutException, httpx.TimeoutException) as problem:
        raise TooSlow(str(problem) or "timed out") from problem
    except (httpcore.NetworkError, httpcore.ProtocolError, httpx.HTTPError, httpx.InvalidURL) as problem:
        raise NoAnswer(str(problem) or type(problem).__name__) from problem


class _Stream(httpcore.NetworkStream):
    """A connection whose every wait ends at the common deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, _left(self._deadline)), self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    """Connects to the addresses that were looked at, and to no others."""

    def __init__(self, deadline: float) -> None:
        self._deadline = deadline
        self._real = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: object = None,
    ) -> httpcore.NetworkStream:
        last: Exception = NoAnswer(host)
        for address in addresses_of(host, port, seconds=_left(self._deadline)):
            try:
                wait = min(CONNECT_SECONDS, _left(self._deadline))
                return _Stream(self._real.connect_tcp(address, port, wait), self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as problem:
                last = problem
        raise last


class _Guarded(httpx.BaseTransport):
    def __init__(self, deadline: float, *, tls: bool) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=_tls() if tls else None, network_backend=_Backend(deadline), max_connections=1
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        assert isinstance(request.stream, httpx.SyncByteStream)
        asked = httpcore.Request(
            method=request.method,
            url=httpcore.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            ),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        answer = self._pool.handle_request(asked)
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer))

    def close(self) -> None:
        self._pool.close()


@cache
def _tls() -> ssl.SSLContext:
    """Made once: reading all the authorities takes longer than a call."""
    return httpcore.default_ssl_context()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        assert isinstance(self._answer.stream, Iterable)
        yield from self._answer.stream

    def close(self) -> None:
        self._answer.close()


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TooSlow("timed out")
    return left
