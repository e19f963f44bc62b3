"""A small SMTP server that can refuse, hang up, drip and lie, which a real one will not do on order."""

import socket
import socketserver
import ssl
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import cast

Answer = str | Callable[["Session"], None]
USUAL = {"CONNECT": "220 mx", "HELO": "250 mx", "RSET": "250 yes", "DATA": "354 go on", "QUIT": "221 bye"}


@dataclass
class Taken:
    """A letter for which the server has said 250."""

    sender: str
    recipients: list[str]
    wire: bytes

    @property
    def letter(self) -> EmailMessage:
        return cast(EmailMessage, message_from_bytes(self.wire.replace(b"\r\n..", b"\r\n."), policy=default))


@dataclass
class SmtpDouble:
    """`answers`: what to say, once each, to a command; CONNECT is the greeting, DOT the answer to a whole letter.

    `features`: what EHLO offers. `heard`: every command, in order. `certificate`: with it there is STARTTLS."""

    answers: dict[str, deque[Answer]] = field(default_factory=dict)
    features: tuple[str, ...] = ("SIZE 1000000", "8BITMIME")
    certificate: Path | None = None
    taken: list[Taken] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    connections: int = 0
    port: int = 0
    reached: threading.Event = field(default_factory=threading.Event)

    def will_say(self, command: str, *answers: Answer) -> None:
        self.answers.setdefault(command, deque()).extend(answers)


class Session(socketserver.StreamRequestHandler):
    timeout = 30
    disable_nagle_algorithm = True
    sender = ""
    recipients: list[str]

    @property
    def double(self) -> SmtpDouble:
        return cast(_Server, self.server).double

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self) -> None:
        self.double.connections += 1
        with suppress(OSError, ValueError):
            self._answer("CONNECT")
            while line := self.rfile.readline():
                self._hear(line.decode().rstrip("\r\n"))

    def hang_up(self) -> None:
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)
        raise ConnectionAbortedError

    def _hear(self, line: str) -> None:
        self.double.heard.append(line)
        command = line.partition(" ")[0].upper()
        if command == "MAIL":
            self.sender, self.recipients = _address(line), []
        if command == "EHLO" and not self.double.answers.get(command):
            return self._offer()
        answer = self._answer(command)
        if command == "RCPT" and answer.startswith("2"):
            self.recipients.append(_address(line))
        elif command == "DATA" and answer.startswith("3"):
            self._take()
        elif command == "STARTTLS" and answer.startswith("2"):
            self._encrypt()
        elif command == "QUIT":
            self.hang_up()
        return None

    def _answer(self, command: str) -> str:
        """Says it, and returns it if it was words."""
        waiting = self.double.answers.get(command)
        answer = waiting.popleft() if waiting else USUAL.get(command, "250 yes")
        if isinstance(answer, str):
            self.say(answer)
            return answer
        answer(self)
        return ""

    def _offer(self) -> None:
        starttls = ("STARTTLS",) if self.double.certificate else ()
        *more, last = ("mx", *self.double.features, *starttls)
        for line in more:
            self.say(f"250-{line}")
        self.say(f"250 {last}")

    def _take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                self.hang_up()
            lines.append(line)
        taken = Taken(self.sender, self.recipients, b"".join(lines))
        if self._answer("DOT").startswith("2"):
            self.double.taken.append(taken)

    def _encrypt(self) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        assert self.double.certificate
        context.load_cert_chain(self.double.certificate)
        self.request = context.wrap_socket(self.connection, server_side=True)
        self.setup()


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    double: SmtpDouble


@contextmanager
def serving(double: SmtpDouble) -> Iterator[SmtpDouble]:
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


def _address(line: str) -> str:
    return line.partition("<")[2].rpartition(">")[0]
