"""A letter's way out: to the mailbox's SMTP server, or into a folder for trying out.

One letter has one outcome. A server that refuses one of several recipients gets no letter at all, so that a
second try, by us or by a person, reaches nobody twice.

The point of no return is the lone dot after the letter. Until then a cut line means that the server throws
away what it has. After it, and until its answer, nobody knows: "uncertain", and a person decides.
"""

import os
import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import EmailPolicy
from pathlib import Path
from typing import cast

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from slovo.channels.adapter import Delivery
from slovo.channels.email import smtp
from slovo.channels.models import Mailbox, Outbound

SERVER_WORDS_CHARACTERS_MAX = 600

# What keeps a letter here for now, the special before the general.
TROUBLES: tuple[tuple[type[OSError], str | Promise], ...] = (
    (
        ssl.SSLCertVerificationError,
        gettext_lazy("The certificate of the mail server is not right, so nothing was told to it."),
    ),
    (
        smtplib.SMTPAuthenticationError,
        gettext_lazy(
            "The mail server does not accept the user name or password. "
            "An administrator must enter them anew in the settings of the mailbox."
        ),
    ),
    (
        smtp.NoEncryption,
        gettext_lazy("The mail server does not offer an encrypted connection, so nothing was told to it."),
    ),
    (
        smtplib.SMTPNotSupportedError,
        gettext_lazy("The mail server cannot do what the settings of the mailbox ask for."),
    ),
    (socket.gaierror, gettext_lazy("The mail server cannot be found under its name.")),
    (TimeoutError, gettext_lazy("The mail server did not answer in time.")),
    (OSError, gettext_lazy("The connection to the mail server failed.")),
)


@dataclass
class _Refusal(Exception):
    """The server has answered, and the answer is no."""

    permanent: bool
    sentence: str
    words: bytes = b""

    def delivery(self) -> Delivery:
        return Delivery("failed" if self.permanent else "retry", _explained(self.sentence, self.words))


def deliver_letter(outbound: Outbound, letter: EmailMessage, *, going: Callable[[], None]) -> Delivery:
    """`going()` is called once, when all but the lone dot is with the server, and commits that. When it raises,
    the line is cut and the letter has not been sent."""
    mailbox = outbound.mailbox
    assert mailbox
    with translation.override(outbound.brand.language):
        if mailbox.smtp_host:
            return _over_smtp(mailbox, letter, _recipients(outbound), going)
        if mailbox.outgoing_folder:
            return _into_folder(outbound, Path(settings.DATA, mailbox.outgoing_folder), letter, going)
        return Delivery("failed", _("This mailbox has no way out. Name an SMTP server in its settings."))


def _recipients(outbound: Outbound) -> list[str]:
    people = (*outbound.posting["to"], *outbound.posting["cc"])
    return list(dict.fromkeys(_with_ascii_domain(person["value"]) for person in people))


def _with_ascii_domain(address: str) -> str:
    local, at_sign, domain = address.rpartition("@")
    try:
        return local + at_sign + domain.encode("idna").decode()
    except UnicodeError:
        return address


def _over_smtp(mailbox: Mailbox, letter: EmailMessage, recipients: list[str], going: Callable[[], None]) -> Delivery:
    try:
        delivery = _hand_over(smtp.line_to(mailbox), mailbox, letter, recipients, going)
    except _Refusal as refusal:
        smtp.keep(mailbox)
        return refusal.delivery()
    except smtplib.SMTPResponseException as problem:  # in the greeting or while signing in
        smtp.drop(mailbox)
        return Delivery("retry", _explained(_trouble(problem), problem.smtp_error))
    except OSError as problem:
        smtp.drop(mailbox)
        return Delivery("retry", _explained(_trouble(problem), str(problem)))
    except BaseException:  # above all from `going`: without the dot nothing has been sent
        smtp.drop(mailbox)
        raise
    if delivery.outcome == "uncertain":
        smtp.drop(mailbox)
    else:
        smtp.keep(mailbox)
    return delivery


def _hand_over(
    line: smtp.Line, mailbox: Mailbox, letter: EmailMessage, recipients: Iterable[str], going: Callable[[], None]
) -> Delivery:
    addresses = [mailbox.address, *recipients]
    _check_letters_of(addresses, line)
    utf8 = not all(map(str.isascii, addresses))
    body = _on_the_wire(letter, utf8=utf8)
    _check_size(len(body), line)
    options = [f"SIZE={len(body)}"] if line.has_extn("size") else []
    _expect(
        2, line.mail(mailbox.address, [*options, "SMTPUTF8"] if utf8 else options), _("The mail server refuses us.")
    )
    for recipient in recipients:
        sentence = _("The mail server refuses the address %(address)s.") % {"address": recipient}
        _expect(2, line.rcpt(recipient), sentence)
    _expect(3, line.docmd("DATA"), _("The mail server refuses the letter."))
    line.send_body(body)
    going()
    return _last_dot(line)


def _last_dot(line: smtp.Line) -> Delivery:
    try:
        line.send(b".\r\n")
        answer = line.answer(seconds=smtp.FINAL_ANSWER_SECONDS_MAX)
    except OSError as problem:
        return _nobody_knows(str(problem))
    if answer[0] // 100 not in {2, 4, 5}:
        return _nobody_knows(_words(answer))
    try:
        _expect(2, answer, _("The mail server refuses the letter."))
    except _Refusal as refusal:
        return refusal.delivery()
    return Delivery("sent")


def _nobody_knows(words: str) -> Delivery:
    sentence = _("The connection broke before the mail server confirmed the letter. It may or may not have arrived.")
    return Delivery("uncertain", _explained(sentence, words))


def _expect(kind: int, answer: tuple[int, bytes], sentence: str) -> None:
    """An answer that is none (a broken line, say) is a trouble that passes."""
    code = answer[0]
    if code // 100 == kind:
        return
    if code == 421 or code // 100 not in {4, 5}:
        raise smtplib.SMTPResponseException(code, _words(answer))
    raise _Refusal(code // 100 == 5, sentence, _words(answer).encode())


def _check_letters_of(addresses: Iterable[str], line: smtp.Line) -> None:
    """Of the alphabet. RFC 6531: others than ASCII pass only where every server on the way can carry them."""
    for address in addresses:
        if not address.isascii() and not line.has_extn("smtputf8"):
            sentence = _("The address %(address)s has letters that the mail server cannot carry. Ask for another one.")
            raise _Refusal(True, sentence % {"address": address})


def _check_size(size: int, line: smtp.Line) -> None:
    announced = line.esmtp_features.get("size", "").strip()
    if announced.isdecimal() and 0 < int(announced) < size:
        sentence = _("The letter has %(size)d MB and the mail server takes at most %(most)d MB. Send a link instead.")
        megabyte = 1024 * 1024
        raise _Refusal(True, sentence % {"size": -(-size // megabyte), "most": int(announced) // megabyte})


def _on_the_wire(letter: EmailMessage, *, utf8: bool) -> bytes:
    """Seven bits only, whatever the server can do; with dots doubled, without the last one."""
    policy = cast(EmailPolicy, letter.policy)
    content = letter.as_bytes(policy=policy.clone(cte_type="7bit", utf8=utf8))
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", content)
    return re.sub(rb"(?m)^\.", b"..", lines if lines.endswith(b"\r\n") else lines + b"\r\n")


def _into_folder(outbound: Outbound, folder: Path, letter: EmailMessage, going: Callable[[], None]) -> Delivery:
    """A maildir. The name comes from the letter, so that a second time puts it where the first did."""
    name = f"{outbound.public_id}.slovo"
    draft = folder / "tmp" / f"{name}.{os.urandom(4).hex()}"
    try:
        for part in ("tmp", "new", "cur"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        _write(draft, letter.as_bytes())
        going()
        draft.rename(folder / "new" / name)
        _sync(folder / "new")
    except OSError as problem:
        return Delivery("retry", _explained(_("The folder for outgoing letters cannot be written."), str(problem)))
    finally:
        with suppress(OSError):  # where the folder itself is none, there is no draft either
            draft.unlink(missing_ok=True)
    return Delivery("sent")


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _trouble(problem: OSError) -> str:
    return str(next(sentence for kind, sentence in TROUBLES if isinstance(problem, kind)))


def _words(answer: tuple[int, bytes]) -> str:
    return f"{answer[0]} {answer[1].decode('utf-8', 'replace')}"


def _explained(sentence: str, words: str | bytes) -> str:
    """Our sentence, and under it what the server said."""
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    said = said.replace("\0", "")[:SERVER_WORDS_CHARACTERS_MAX].strip()
    return f"{sentence}\n{said}" if said else sentence
