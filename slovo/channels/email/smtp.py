"""Lines to the mail servers that carry our letters: opened, signed in, kept for the next letter."""

import contextlib
import smtplib
import ssl
import threading
import time
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from slovo.channels.email.wire import Incoming
from slovo.channels.models import Mailbox, Security

CONNECT_SECONDS_MAX = 30
SEND_SECONDS_MAX = 60
ANSWER_SECONDS_MAX = 120
FINAL_ANSWER_SECONDS_MAX = 600  # RFC 5321, 4.5.3.2.6: the server may look through the whole letter first
BODY_SECONDS_MAX = 600
ANSWER_BYTES_MAX = 256 * 1024
IDLE_SECONDS_MAX = 20
LETTERS_A_LINE_MAX = 50
CHUNK_BYTES = 64 * 1024

_kept = threading.local()


class NoEncryption(smtplib.SMTPException):
    """The server does not offer what the mailbox demands. Nothing was told to it."""


class _Bounded(smtplib.SMTP):
    """smtplib with an end to every answer and to every sending."""

    file: Any

    def getreply(self) -> tuple[int, bytes]:
        return self.answer(seconds=ANSWER_SECONDS_MAX)

    def answer(self, *, seconds: float) -> tuple[int, bytes]:
        if self.file is None:
            assert self.sock
            self.file = Incoming(self.sock, seconds=seconds, bytes_max=ANSWER_BYTES_MAX)
        self.file.allow(seconds=seconds, bytes_max=ANSWER_BYTES_MAX)
        return super().getreply()

    def send(self, s: Any) -> None:
        if self.sock:
            self.sock.settimeout(SEND_SECONDS_MAX)
        super().send(s)

    def send_body(self, body: bytes) -> None:
        until = time.monotonic() + BODY_SECONDS_MAX
        for start in range(0, len(body), CHUNK_BYTES):
            if time.monotonic() > until:
                self.close()
                raise TimeoutError("The server takes the letter too slowly.")
            self.send(body[start : start + CHUNK_BYTES])


class _BoundedTls(_Bounded, smtplib.SMTP_SSL):
    pass


Line = _Bounded


@dataclass(slots=True)
class _Kept:
    line: Line
    settings: tuple[object, ...]
    used_at: float
    letters: int


def line_to(mailbox: Mailbox) -> Line:
    """This thread's open line to the mailbox's server if it still answers, else a new one.

    Raises OSError (all of smtplib's and ssl's errors are): nothing has been sent then."""
    kept = _lines().pop(mailbox.pk, None)
    if kept and _answers(kept, mailbox):
        _lines()[mailbox.pk] = kept
        return kept.line
    if kept:
        cut(kept.line)
    line = open_line(mailbox)
    _lines()[mailbox.pk] = _Kept(line, _settings(mailbox), time.monotonic(), 0)
    return line


def keep(mailbox: Mailbox) -> None:
    """The letter is settled, one way or the other; the line is good for another."""
    kept = _lines()[mailbox.pk]
    kept.used_at, kept.letters = time.monotonic(), kept.letters + 1


def drop(mailbox: Mailbox) -> None:
    """Cut the line without a word: what was begun on it counts as not sent."""
    if kept := _lines().pop(mailbox.pk, None):
        cut(kept.line)


def drop_all() -> None:
    """Of this thread."""
    for kept in _lines().values():
        cut(kept.line)
    _lines().clear()


def _lines() -> dict[int, _Kept]:
    lines: dict[int, _Kept] = _kept.__dict__.setdefault("lines", {})
    return lines


def _settings(mailbox: Mailbox) -> tuple[object, ...]:
    return (
        mailbox.smtp_host,
        mailbox.smtp_port,
        mailbox.smtp_security,
        mailbox.smtp_user,
        mailbox.smtp_password,
    )


def _answers(kept: _Kept, mailbox: Mailbox) -> bool:
    """Servers hang up on idle lines whenever they like: ask before a letter is begun."""
    fresh = time.monotonic() - kept.used_at < IDLE_SECONDS_MAX and kept.letters < LETTERS_A_LINE_MAX
    if not fresh or kept.settings != _settings(mailbox):
        return False
    try:
        return kept.line.rset()[0] == 250
    except OSError:
        return False


def open_line(mailbox: Mailbox, *, reached: Callable[[str], object] = str) -> Line:
    """`reached` is told how far it got: "connected", "signed_in"."""
    tls = ssl.create_default_context()
    connect: Callable[..., Line] = _Bounded
    if mailbox.smtp_security == Security.TLS:
        connect = partial(_BoundedTls, context=tls)
    line = connect(
        mailbox.smtp_host,
        mailbox.smtp_port,
        local_hostname="[127.0.0.1]",  # or smtplib asks the DNS who we are, and may wait long
        timeout=CONNECT_SECONDS_MAX,
    )
    try:
        _sign_in(line, mailbox, tls, reached)
        reached("signed_in")
    except BaseException:
        cut(line)
        raise
    return line


def _sign_in(line: Line, mailbox: Mailbox, tls: ssl.SSLContext, reached: Callable[[str], object]) -> None:
    assert line.sock
    address = line.sock.getsockname()[0]
    line.local_hostname = f"[IPv6:{address}]" if ":" in address else f"[{address}]"
    line.ehlo_or_helo_if_needed()
    if mailbox.smtp_security == Security.STARTTLS:
        if not line.has_extn("starttls"):
            raise NoEncryption(_("It offers no STARTTLS."))
        line.starttls(context=tls)
        line.ehlo()
    reached("connected")
    if not mailbox.smtp_user:
        return
    if (mailbox.smtp_user + mailbox.smtp_password).isascii():
        line.login(mailbox.smtp_user, mailbox.smtp_password)
        return
    secret = b64encode(f"\0{mailbox.smtp_user}\0{mailbox.smtp_password}".encode()).decode()
    code, words = line.docmd("AUTH", f"PLAIN {secret}")  # smtplib knows only ASCII here
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, words)


def cut(line: Line) -> None:
    """Without a word."""
    with contextlib.suppress(OSError):
        line.close()
