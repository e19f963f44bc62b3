"""A shop's site of another origin, whose policy allows the desk's origin alone: no inline script, no inline style.

It has a second page, LOUD, whose styles reach for everything that stands on it, and two more with other policies: one
trusts no address and no markup that a named policy has not let through, one lets scripts in by a nonce alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

PAGE = """<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>Чайники</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">{styles}</head>
<body><main><h1>Чайники</h1><p>Свистят и не свистят.</p><button type="button">Купить</button></main>{line}
</body></html>"""
LOUD, LOUD_STYLES = "/loud", "/loud.css"
TRUSTING, BY_NONCE, NONCE = "/trusting", "/nonce", "0a1b2c3d"
SHOUTED = """
html { font-size: 40px; overflow: hidden; }
body { transform: translateX(0); filter: sepia(0.2); color: maroon; line-height: 3; }
* { all: unset; }
* { font: italic 36px/2 serif !important; letter-spacing: 2px !important; text-transform: uppercase !important;
  color: crimson !important; direction: rtl !important; transition: all 1s !important; float: left !important;
  --accent: hotpink !important; --ground: black !important; --ink: yellow !important; --seen: 9px !important; }
button { position: absolute !important; top: 0 !important; left: 0 !important; width: 5px !important;
  overflow: hidden !important; }
h2, header, section, p, form, input { display: none !important; margin: 50px !important; }
html > :not(head, body), body > :not(main) { display: none !important; visibility: hidden !important;
  opacity: 0 !important; position: static !important; z-index: -1 !important; pointer-events: none !important; }
"""


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

    def page(self, path: str) -> str:
        styles = f'<link rel="stylesheet" href="{LOUD_STYLES}">' if path == LOUD else ""
        line = self.line.replace("<script", f'<script nonce="{NONCE}"') if path == BY_NONCE else self.line
        return PAGE.format(line=line, styles=styles)

    def policy(self, path: str) -> str:
        scripts = f"'nonce-{NONCE}' 'strict-dynamic'" if path == BY_NONCE else self.desk
        parts = [f"script-src {scripts}", *(f"{kind} {self.desk}" for kind in ("connect-src", "frame-src"))]
        if path == TRUSTING:
            parts += ["require-trusted-types-for 'script'", "trusted-types slovo"]
        return f"default-src 'none'; {'; '.join(parts)}; style-src 'self'; img-src data:; base-uri 'none'"

    def handler(self) -> type[BaseHTTPRequestHandler]:
        shop = self

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                text, kind = (SHOUTED, "css") if self.path == LOUD_STYLES else (shop.page(self.path), "html")
                content = text.encode()
                self.send_response(200)
                self.send_header("Content-Type", f"text/{kind}; charset=utf-8")
                self.send_header("Content-Security-Policy", shop.policy(self.path))
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_words: object) -> None:
                """The test tells what matters."""

        return Answers
