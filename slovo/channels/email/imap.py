"""One line to an IMAP server: what lies in a folder, and its bytes. It changes nothing there, not even "seen".

A server may be slow, endless or lying: every answer has an end in time and in size.
"""

import contextlib
import imaplib
import re
import socket
import ssl
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from imap_tools.errors import ImapToolsError, MailboxFolderSelectError, MailboxLoginError, UnexpectedCommandStatusError
from imap_tools.mailbox import BaseMailBox

from slovo.channels.email.parse.limits import MAIL_BYTES_MAX
from slovo.channels.email.wire import LINE_BYTES_MAX, EndlessAnswer, Incoming
from slovo.channels.models import Mailbox, Security

CONNECT_SECONDS_MAX = 20
ANSWER_SECONDS_MAX = 60
LETTER_SECONDS_MAX = 600
ANSWER_BYTES_MAX = 32 * 1024 * 1024  # the list of a folder of two million letters
WAIT_SLICE_SECONDS = 0.5
UIDS_END = 2**32  # RFC 9051

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class ImapTrouble(Exception):
    """`code` is one that `MailboxChecked` carries; `words` are the server's own, or the system's."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(f"{code}: {words}")
        self.code, self.words = code, words


class NotGiven(Exception):
    """The server names a letter and refuses to give it."""


class ImapLine:
    """An open folder. Raises ImapTrouble for whatever goes wrong on the way; the line is of no use then.

    `reached` is told how far it got: "connected", "signed_in", "folder"."""

    def __init__(self, mailbox: Mailbox, *, reached: Callable[[str], object] = str) -> None:
        with _troubles():
            self._box = _Box(mailbox)
            try:
                reached("connected")
                self._box.sign_in(mailbox)
                reached("signed_in")
                with _as_code("folder", MailboxFolderSelectError):
                    self._box.folder.set(mailbox.imap_folder, readonly=True)
                self.uidvalidity = _number(self._box.client.response("UIDVALIDITY")[1])
                self.uid_next = _number(self._box.client.response("UIDNEXT")[1])
                self.can_idle = "IDLE" in self._box.client.capabilities
                reached("folder")
            except BaseException:
                self.close()
                raise

    def uids_after(self, uid: int) -> list[int]:
        """Of the letters that came later than that one, the oldest first."""
        with _troubles():  # "n:*" means the last letter even when it is older than n
            return sorted(number for number in self._search(f"UID {uid + 1}:*") if number > uid)

    def uids_since(self, day: date) -> list[int]:
        """Of the letters that the server took on that day or later."""
        with _troubles():
            return sorted(self._search(f"SINCE {day.day}-{_MONTHS[day.month - 1]}-{day.year}"))

    def letters(self) -> int:
        """How many lie in the folder."""
        with _troubles():
            return len(self._search("ALL"))

    def fetch(self, uid: int) -> bytes | None:
        """The raw letter, cut one byte above what a mail may have; None when it has gone. Raises NotGiven."""
        with _troubles():
            client = self._box.client
            client.allow_next(seconds=LETTER_SECONDS_MAX, bytes_max=MAIL_BYTES_MAX + ANSWER_BYTES_MAX)
            answer, data = client.uid("FETCH", str(uid), f"(UID BODY.PEEK[]<0.{MAIL_BYTES_MAX + 1}>)")
            if answer == "NO":
                raise NotGiven(_text(data))
            if answer != "OK":
                raise ImapTrouble("protocol", _text(data))
            return _letter(data, uid)

    def wait(self, seconds: float, *, stopped: Callable[[], bool]) -> None:
        """Until the server tells of something new, that time is over, or `stopped()`."""
        with _troubles():
            if self.can_idle:
                self._box.idle.start()  # type: ignore[no-untyped-call]
                self._box.client.wait(seconds, stopped=stopped)
                self._box.idle.stop()  # type: ignore[no-untyped-call]
            else:
                until = time.monotonic() + seconds
                while time.monotonic() < until and not stopped():
                    time.sleep(WAIT_SLICE_SECONDS)
                self._box.client.noop()

    def close(self) -> None:
        with contextlib.suppress(OSError, imaplib.IMAP4.error):
            self._box.client.shutdown()

    def _search(self, criteria: str) -> list[int]:
        answer, data = self._box.client.uid("SEARCH", criteria)
        if answer != "OK":
            raise ImapTrouble("protocol", _text(data))
        words = [word for line in data if isinstance(line, bytes) for word in line.split() if word.isdigit()]
        return [number for number in map(int, words) if 0 < number < UIDS_END]


class _Bounded(imaplib.IMAP4):
    """imaplib with an end to every answer."""

    _incoming: Incoming | None = None
    _next: tuple[float, int] = (ANSWER_SECONDS_MAX, ANSWER_BYTES_MAX)

    @property
    def incoming(self) -> Incoming:
        """Of the socket as it is now: STARTTLS changes it, and what came before in the clear is forgotten."""
        if self._incoming is None or self._incoming.sock is not self.sock:
            self._incoming = Incoming(self.sock, seconds=ANSWER_SECONDS_MAX, bytes_max=ANSWER_BYTES_MAX)
        return self._incoming

    def send(self, data: Any) -> None:
        """Every command begins a new answer."""
        self.sock.settimeout(ANSWER_SECONDS_MAX)
        seconds, bytes_max = self._next
        self._next = (ANSWER_SECONDS_MAX, ANSWER_BYTES_MAX)
        self.incoming.allow(seconds=seconds, bytes_max=bytes_max)
        super().send(data)

    def allow_next(self, *, seconds: float, bytes_max: int) -> None:
        self._next = (seconds, bytes_max)

    def read(self, size: int) -> bytes:
        return self.incoming.read(size)

    def readline(self) -> bytes:
        line = self.incoming.readline()
        if len(line) == LINE_BYTES_MAX:
            raise EndlessAnswer("The server's line has no end.")
        return line

    def wait(self, seconds: float, *, stopped: Callable[[], bool]) -> None:
        """While the server idles: its next words, or nothing when the time is over."""
        until = time.monotonic() + seconds
        while not stopped() and (left := until - time.monotonic()) > 0:
            self.incoming.allow(seconds=ANSWER_SECONDS_MAX, bytes_max=ANSWER_BYTES_MAX)
            if self.incoming.wait(min(left, WAIT_SLICE_SECONDS)):
                self.incoming.allow(seconds=ANSWER_SECONDS_MAX, bytes_max=ANSWER_BYTES_MAX)
                line = self.incoming.readline()
                if not line:
                    raise imaplib.IMAP4.abort("The server has gone.")
                if b"EXISTS" in line.upper() or line.upper().startswith(b"* BYE"):
                    return


class _BoundedTls(_Bounded, imaplib.IMAP4_SSL):
    pass


class _Box(BaseMailBox):
    """imap-tools over our bounded line: signing in, folder names in their own UTF-7, IDLE."""

    client: _Bounded

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox
        super().__init__()

    def _get_mailbox_client(self) -> _Bounded:
        mailbox, tls = self._mailbox, ssl.create_default_context()
        if mailbox.imap_security == Security.TLS:
            return _BoundedTls(mailbox.imap_host, mailbox.imap_port, ssl_context=tls, timeout=CONNECT_SECONDS_MAX)
        client = _Bounded(mailbox.imap_host, mailbox.imap_port, timeout=CONNECT_SECONDS_MAX)
        if mailbox.imap_security == Security.STARTTLS:
            if "STARTTLS" not in client.capabilities:
                client.shutdown()
                raise ImapTrouble("encryption", "")
            client.starttls(tls)
        return client

    def sign_in(self, mailbox: Mailbox) -> None:
        plain = (mailbox.imap_user + mailbox.imap_password).isascii()
        sign_in = self.login if plain else self.login_utf8
        try:
            sign_in(mailbox.imap_user, mailbox.imap_password, initial_folder=None)
        except MailboxLoginError as problem:
            raise ImapTrouble("login", _text(problem.command_result[1])) from None
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as problem:  # AUTHENTICATE was refused
            raise ImapTrouble("login", str(problem)) from None


@contextlib.contextmanager
def _as_code(code: str, kind: type[UnexpectedCommandStatusError]) -> Any:
    try:
        yield
    except kind as problem:
        raise ImapTrouble(code, _text(problem.command_result[1])) from None


@contextlib.contextmanager
def _troubles() -> Any:
    try:
        yield
    except ssl.SSLCertVerificationError as problem:
        raise ImapTrouble("certificate", problem.verify_message) from problem
    except socket.gaierror as problem:
        raise ImapTrouble("name", str(problem.strerror)) from problem
    except EndlessAnswer as problem:
        raise ImapTrouble("protocol", str(problem)) from problem
    except (OSError, imaplib.IMAP4.abort) as problem:
        raise ImapTrouble("connection", str(problem)) from problem
    except (imaplib.IMAP4.error, ImapToolsError, ValueError, UnicodeError) as problem:
        raise ImapTrouble("protocol", str(problem)) from problem


def _letter(data: list[Any], uid: int) -> bytes | None:
    """Of a FETCH answer, which may carry other letters' news between."""
    for item in data:
        if isinstance(item, tuple) and len(item) == 2:
            named = re.search(rb"\bUID (\d+)", item[0]) or re.search(rb"\bUID (\d+)", _after(data, item))
            if named is None or int(named[1]) == uid:
                return bytes(item[1])
    return None


def _after(data: list[Any], item: Any) -> bytes:
    """The rest of the answer's line stands in the next element."""
    following = data[data.index(item) + 1 :][:1]
    return following[0] if following and isinstance(following[0], bytes) else b""


def _number(data: list[Any]) -> int:
    words = [word for word in data if isinstance(word, bytes) and word.isdigit()]
    return int(words[0]) if words else 0


def _text(data: list[Any]) -> str:
    return b" ".join(word for word in data if isinstance(word, bytes)).decode(errors="replace")[:500]
