"""A small IMAP server that can be away, slow and dishonest, which a real one refuses to be."""

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import cast

Answer = Callable[["Session", str, int], None]


@dataclass
class ImapDouble:
    """`letters`: UID → bytes. `lies`: UID → what to do instead of handing that letter over."""

    letters: dict[int, bytes] = field(default_factory=dict)
    uidvalidity: int = 7
    idle: bool = True
    password: str = "секрет"
    lies: dict[int, Answer] = field(default_factory=dict)
    fetched: list[int] = field(default_factory=list)
    greeting: bytes = b"* OK ready\r\n"
    port: int = 0
    news: threading.Condition = field(default_factory=threading.Condition)
    idling: threading.Event = field(default_factory=threading.Event)

    def receive(self, raw: bytes) -> int:
        with self.news:
            uid = max(self.letters, default=0) + 1
            self.letters[uid] = raw
            self.news.notify_all()
        return uid


class Session(socketserver.StreamRequestHandler):
    timeout = 30

    @property
    def double(self) -> ImapDouble:
        return cast(_Server, self.server).double

    def say(self, line: str | bytes) -> None:
        self.wfile.write(line if isinstance(line, bytes) else line.encode() + b"\r\n")

    def handle(self) -> None:
        try:
            self.say(self.double.greeting)
            while line := self.rfile.readline():
                tag, command, *rest = line.decode().rstrip("\r\n").split(" ", 2)
                self._answer(tag, command.upper(), rest[0] if rest else "")
        except OSError:
            pass

    def _answer(self, tag: str, command: str, rest: str) -> None:
        if command == "CAPABILITY":
            self.say(f"* CAPABILITY IMAP4rev1 AUTH=PLAIN{' IDLE' if self.double.idle else ''}")
        elif command == "AUTHENTICATE":
            self.say("+ ")
            self.rfile.readline()
        elif command == "LOGIN" and rest.split()[1] != '"secret"':
            return self.say(f"{tag} NO [AUTHENTICATIONFAILED] Wrong password.")
        elif command == "EXAMINE":
            if "INBOX" not in rest:
                return self.say(f"{tag} NO No such folder.")
            self.say(f"* OK [UIDVALIDITY {self.double.uidvalidity}] valid")
            self.say(f"* OK [UIDNEXT {max(self.double.letters, default=0) + 1}] next")
        elif command == "IDLE":
            self._idle()
        elif command == "UID" and not self._uid(tag, *rest.split(" ", 1)):
            return None
        return self.say(f"{tag} OK done")

    def _uid(self, tag: str, command: str, rest: str) -> bool:
        letters = self.double.letters
        if command == "SEARCH":
            first = int(rest[4:].partition(":")[0]) if rest.startswith("UID ") else 0
            found = [uid for uid in sorted(letters) if uid >= first] or sorted(letters)[-1:]
            self.say("* SEARCH " + " ".join(map(str, found)))
            return True
        uid = int(rest.partition(" ")[0])
        self.double.fetched.append(uid)
        if uid in self.double.lies:
            self.double.lies[uid](self, tag, uid)
            return False
        if uid in letters:
            self.say(f"* 1 FETCH (UID {uid} BODY[]<0> {{{len(letters[uid])}}}".encode() + b"\r\n" + letters[uid])
            self.say(")")
        return True

    def _idle(self) -> None:
        self.say("+ idling")
        self.connection.settimeout(30)
        known = len(self.double.letters)
        done = threading.Event()

        def tell() -> None:
            with self.double.news:
                self.double.idling.set()
                while not done.is_set():
                    if len(self.double.letters) != known:
                        self.say(f"* {len(self.double.letters)} EXISTS")
                        return
                    self.double.news.wait(0.05)

        teller = threading.Thread(target=tell, daemon=True)
        teller.start()
        self.rfile.readline()
        done.set()
        teller.join()
        self.double.idling.clear()


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    double: ImapDouble


@contextmanager
def serving(double: ImapDouble) -> Iterator[ImapDouble]:
    """On its port, or on any free one the first time."""
    with _Server(("127.0.0.1", double.port), Session) as server:
        server.double = double
        double.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=[0.01], daemon=True)
        thread.start()
        try:
            yield double
        finally:
            server.shutdown()
            thread.join()
