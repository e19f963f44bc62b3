"""A shop's site of another origin, whose policy allows the desk's origin alone: no inline script, no inline style."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

PAGE = """<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>Чайники</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"></head>
<body><main><h1>Чайники</h1><p>Свистят и не свистят.</p></main>{line}</body></html>"""


@contextmanager
def shop(desk: str) -> Iterator["Shop"]:
    """`desk`: the origin that the policy allows."""
    place = Shop(desk)
    server = ThreadingHTTPServer(("127.0.0.1", 0), place.handler())
    place.origin = f"http://localhost:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield place
    finally:
        server.shutdown()
        server.server_close()


class Shop:
    """`line`: what is copied from the settings of the chat."""

    def __init__(self, desk: str) -> None:
        self.desk, self.origin, self.line = desk, "", ""

    def handler(self) -> type[BaseHTTPRequestHandler]:
        shop = self
        allowed = "; ".join(f"{kind} {self.desk}" for kind in ("script-src", "connect-src", "frame-src"))
        policy = f"default-src 'none'; {allowed}; img-src data:; base-uri 'none'"

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                content = PAGE.format(line=shop.line).encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Security-Policy", policy)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_words: object) -> None:
                """The test tells what matters."""

        return Answers
