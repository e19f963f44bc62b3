"""Trying a mailbox out: every step on the way in and out, with the servers' own words. Nothing is fetched or sent.

Both servers are asked at the same time and outside of any transaction; after TRIAL_SECONDS_MAX whoever waits is told
so, however slow or dishonest the servers are.
"""

import smtplib
import socket
import ssl
import threading
import time
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from slovo.channels.email import smtp
from slovo.channels.email.imap import ImapLine, ImapTrouble
from slovo.channels.models import Mailbox, Security
from slovo.people.models import Staff
from slovo.people.rights import Verb

TRIAL_SECONDS_MAX = 25.0
WORDS_CHARACTERS_MAX = 500
STEPS = {"imap": ("connected", "signed_in", "folder", "letters"), "smtp": ("connected", "signed_in", "sender")}


@dataclass(frozen=True, slots=True)
class Step:
    """`name`: one of STEPS. `trouble` is "" when it went well, "skipped" when nothing was there to do, else a code;
    `said`: the server's own words, or the system's. `open`: in the clear, so that whoever listens can read along."""

    name: str
    trouble: str = ""
    said: str = ""
    count: int = 0
    open: bool = False


@dataclass(frozen=True, slots=True)
class Trial:
    """What was tried, as far as it got: steps after a trouble are not there. None: no server is named."""

    incoming: tuple[Step, ...] | None
    outgoing: tuple[Step, ...] | None
    into_folder: bool


def try_mailbox(*, mailbox: Mailbox, servers: dict[str, Any], by: Staff) -> Trial:
    """`servers`: the `imap_…` and `smtp_…` fields by name, as `connect_mailbox` takes them: an empty password means
    the one that is kept. They are tried and not stored."""
    by.must(Verb.MANAGE_MAILBOXES, mailbox)
    tried = copy(mailbox)
    for name, value in servers.items():
        if value or not name.endswith("password"):
            setattr(tried, name, value)
    until = time.monotonic() + TRIAL_SECONDS_MAX
    ways = {
        "imap": _Way("imap", lambda way: _read(tried, way)) if tried.imap_host else None,
        "smtp": _Way("smtp", lambda way: _knock(tried, way)) if tried.smtp_host else None,
    }
    for way in filter(None, ways.values()):
        way.begin()
    incoming, outgoing = (way.end(until) if way else None for way in ways.values())
    return Trial(incoming, outgoing, into_folder=bool(tried.outgoing_folder) and not tried.smtp_host)


@dataclass
class _Way:
    """One server, asked in a thread of its own: who waits for it can stop waiting."""

    kind: str
    walk: Callable[["_Way"], None]
    steps: list[Step] = field(default_factory=list)

    def begin(self) -> None:
        self.thread = threading.Thread(target=self.walk, args=[self], name=f"trial {self.kind}", daemon=True)
        self.thread.start()

    def end(self, until: float) -> tuple[Step, ...]:
        self.thread.join(max(0.0, until - time.monotonic()))
        steps = tuple(self.steps)
        over = not self.thread.is_alive() or (steps and steps[-1].trouble not in {"", "skipped"})
        return steps if over or len(steps) == len(STEPS[self.kind]) else (*steps, Step(self.next, "slow"))

    @property
    def next(self) -> str:
        return STEPS[self.kind][len(self.steps)]

    def well(self, **more: Any) -> None:
        self.steps.append(Step(self.next, **more))

    def failed(self, trouble: str, said: object = "") -> None:
        words = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        self.steps.append(Step(self.next, trouble, words.replace("\0", "").strip()[:WORDS_CHARACTERS_MAX]))


def _read(mailbox: Mailbox, way: _Way) -> None:
    in_the_clear = mailbox.imap_security == Security.NONE
    try:
        line = ImapLine(mailbox, reached=lambda step: way.well(open=in_the_clear and step == "connected"))
        try:
            way.well(count=line.letters())
        finally:
            line.close()
    except ImapTrouble as trouble:
        way.failed(trouble.code, trouble.words)


def _knock(mailbox: Mailbox, way: _Way) -> None:
    try:
        line = smtp.open_line(mailbox, reached=lambda step: _reached(mailbox, way, step))
        try:
            answer, words = line.mail(mailbox.address)
            if answer == 250:
                way.well()
                line.rset()
            else:
                way.failed("sender", f"{answer} {words.decode('utf-8', 'replace')}")
        finally:
            smtp.cut(line)
    except smtplib.SMTPResponseException as problem:
        code = "login" if isinstance(problem, smtplib.SMTPAuthenticationError) else "refused"
        way.failed(code, f"{problem.smtp_code} {_text(problem.smtp_error)}")
    except OSError as problem:
        if len(way.steps) < len(STEPS["smtp"]):  # an error in parting changes nothing
            way.failed(_code(problem), _words(problem))


def _reached(mailbox: Mailbox, way: _Way, step: str) -> None:
    if step == "connected":
        way.well(open=mailbox.smtp_security == Security.NONE)
    else:
        way.well(trouble="" if mailbox.smtp_user else "skipped")


TROUBLES: tuple[tuple[type[OSError], str], ...] = (  # the special before the general
    (ssl.SSLCertVerificationError, "certificate"),
    (ssl.SSLError, "tls"),
    (smtp.NoEncryption, "encryption"),
    (smtplib.SMTPNotSupportedError, "no_login"),
    (smtplib.SMTPServerDisconnected, "hung_up"),
    (socket.gaierror, "name"),
    (TimeoutError, "slow"),
    (OSError, "connection"),
)


def _code(problem: OSError) -> str:
    return next(code for kind, code in TROUBLES if isinstance(problem, kind))


def _words(problem: OSError) -> object:
    if isinstance(problem, smtp.NoEncryption):
        return ""
    return getattr(problem, "verify_message", "") or problem.strerror or problem


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words
