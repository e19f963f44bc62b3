"""A program that is told: a real HTTP server on loopback, which answers as the test wants."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


@dataclass
class Receiver:
    port: int = 0
    statuses: list[int] = field(default_factory=list)  # one after the other, then 200
    answer: bytes = b"thanks"
    headers: dict[str, str] = field(default_factory=dict)
    dripping: threading.Event | None = None  # the body comes byte by byte until this is set
    names: list[str | None] = field(default_factory=list)  # that were asked for in TLS
    told: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook?x=1"


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Who hangs up in the middle is part of the tests."""


@contextmanager
def receiver(*, certificate: Path | None = None) -> Iterator[Receiver]:
    state = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            state.told.append((dict(self.headers.items()), body))
            self.send_response(state.statuses.pop(0) if state.statuses else 200)
            for name, value in state.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if state.dripping is None:
                self.wfile.write(state.answer)
                return
            try:
                while not state.dripping.wait(0.05):
                    self.wfile.write(b"x")
            except OSError:
                return

        def log_message(self, *_: object) -> None:
            return

    with _Server(("127.0.0.1", 0), Handler) as server:
        if certificate:
            server.socket = _with_tls(server.socket, certificate, state)
        state.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield state
        server.shutdown()
        thread.join()


def _with_tls(plain: socket.socket, certificate: Path, state: Receiver) -> ssl.SSLSocket:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.sni_callback = lambda _socket, name, _context: state.names.append(name)
    return context.wrap_socket(plain, server_side=True)
