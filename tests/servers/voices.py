"""An OpenAI-compatible endpoint: a real HTTP server on loopback, which says what the test wants."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

BOUND_SECONDS = 30  # whatever goes wrong, nobody waits longer
KEY = "sk-never-shown-0123456789"
MODEL = "tea-8b"


@dataclass(frozen=True)
class Asked:
    path: str
    key: str
    raw: str

    @property
    def body(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.raw)
        return found

    @property
    def given(self) -> dict[str, Any]:
        """The question and the passages."""
        found: dict[str, Any] = json.loads(self.body["messages"][1]["content"])
        return found


def in_form(content: object) -> bytes:
    """As such an endpoint answers. `content`: what the model writes."""
    words = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": words}}]}).encode()


def quoting(answer: str, *quotes: str) -> dict[str, object]:
    """Each quote from the first passage."""
    return {"answer": answer, "quotes": [{"passage": 1, "text": text} for text in quotes]}


@dataclass
class Endpoint:
    """`says`: what the model writes, from what it was asked; `raw`: the whole body instead. A wrong key or model is
    refused as such endpoints do it."""

    says: Callable[[Asked], object]
    port: int = 0
    status: int = 200
    raw: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    silent: threading.Event | None = None  # nothing is said until this is set
    asked: list[Asked] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def answer(self, asked: Asked) -> tuple[int, bytes]:
        if self.status != 200:
            return self.status, json.dumps({"error": {"message": f"no, and your key is {asked.key}"}}).encode()
        if asked.path != "/v1/chat/completions":
            return 404, b"{}"
        if asked.key != KEY:
            return 401, json.dumps({"error": {"message": f"Incorrect API key provided: {asked.key}"}}).encode()
        if asked.body["model"] != MODEL:
            return 400, json.dumps({"error": {"message": f"The model `{asked.body['model']}` does not exist"}}).encode()
        return 200, in_form(self.says(asked)) if self.raw is None else self.raw


@contextmanager
def an_endpoint(says: Callable[[Asked], object]) -> Iterator[Endpoint]:
    endpoint = Endpoint(says)

    class Handler(BaseHTTPRequestHandler):
        timeout = BOUND_SECONDS

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"])).decode()
            key = self.headers.get("Authorization", "").removeprefix("Bearer ")
            asked = Asked(self.path, key, raw)
            endpoint.asked.append(asked)
            if endpoint.silent:
                endpoint.silent.wait(BOUND_SECONDS)
            status, body = endpoint.answer(asked)
            try:
                self.send_response(status)
                for name, value in endpoint.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                return  # who asked has hung up

        def do_GET(self) -> None:
            endpoint.asked.append(Asked(self.path, "", "{}"))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        endpoint.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield endpoint
        finally:
            if endpoint.silent:
                endpoint.silent.set()
            server.shutdown()
            thread.join(BOUND_SECONDS)
