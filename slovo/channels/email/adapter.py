"""E-mail as a channel: from raw bytes to what every channel shares, and back onto the wire."""

import hashlib
import re
from collections.abc import Callable
from email.parser import BytesHeaderParser

from slovo.channels.adapter import Clues, Delivery, Part, Person, Trouble, Understood
from slovo.channels.email import addresses
from slovo.channels.email.compose import compose
from slovo.channels.email.parse import parse_mail
from slovo.channels.email.parsed import Address, ParsedMail
from slovo.channels.email.transport import deliver_letter
from slovo.channels.models import Inbound, Outbound
from slovo.channels.queries import own_addresses
from slovo.customers.identity import normal_email
from slovo.customers.models import Identity

HEADER_BYTES_MAX = 64 * 1024
_DMARC = re.compile(r"(?:^|;)\s*dmarc\s*=\s*(\w+)")
_SAID_BY_OTHERS = re.compile(r'"[^"]*"|\([^()]*\)')  # the sender may have a hand in quoted values and comments
NO_REPLY_NAMES = ("noreply", "no-reply", "donotreply", "do-not-reply", "no_reply")


class EmailChannel:
    kind = "email"
    at_home = False

    def understand(self, inbound: Inbound, raw: bytes) -> Understood:
        mail = parse_mail(raw)
        ours = own_addresses()
        sender = _sender(mail, ours)
        recipients = [person for person in map(_person, (*mail.to, *mail.cc)) if not _is_ours(person, ours)]
        return Understood(
            fingerprint=fingerprint(mail, raw),
            sender=sender,
            reply_to=_person(mail.reply_to[0]) if mail.reply_to else None,
            recipients=tuple(recipients),
            subject=mail.subject,
            text=mail.text,
            reply_text=mail.reply_text,
            quote=mail.quote,
            signature=mail.signature,
            html=mail.html,
            language=mail.language,
            external_id=mail.message_id,
            written_at=mail.date,
            clues=_clues(mail, inbound),
            parts=tuple(
                Part(part.name, part.type, part.content, part.content_id, part.inline) for part in mail.attachments
            ),
            automatic=_is_automatic(mail, raw, sender, ours),
            verified=_verified(mail, raw, inbound, sender, ours),
            trouble=_trouble(mail),
            original_sender=_person(mail.forwarded.sender) if mail.forwarded else None,
            notes=tuple((note.code, note.detail) for note in mail.notes),
            unreadable=mail.unreadable,
        )

    def external_id(self, outbound: Outbound) -> str:
        assert outbound.mailbox
        return addresses.message_id(outbound.public_id, outbound.mailbox.domain)

    def deliver(self, outbound: Outbound, *, going: Callable[[], None]) -> Delivery:
        return deliver_letter(outbound, compose(outbound), going=going)


def fingerprint(mail: ParsedMail, raw: bytes) -> str:
    """The same for one mail however it came (relays add headers above), different for different mails,
    even under one Message-ID. A mail without id and date is like no other: all its bytes count."""
    if not mail.message_id and not mail.date:
        return hashlib.sha256(raw).hexdigest()
    _headers, _blank, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    parts = (mail.message_id, mail.date and mail.date.isoformat(), mail.sender.address, mail.subject)
    head = "\0".join(str(part) for part in parts).encode()
    return hashlib.sha256(head + b"\0" + body.rstrip()).hexdigest()


def _person(address: Address) -> Person:
    return Person(Identity.EMAIL, normal_email(address.address), address.name)


def _is_ours(person: Person, ours: set[str]) -> bool:
    local, _at, domain = person.value.rpartition("@")
    return person.value in ours or f"{local.partition('+')[0]}@{domain}" in ours


def _sender(mail: ParsedMail, ours: set[str]) -> Person:
    """Who wrote it. A form on a site writes in its own name, with the person in Reply-To."""
    sender = _person(mail.sender)
    reply_to = _person(mail.reply_to[0]) if mail.reply_to else None
    by_a_form = _is_ours(sender, ours) or sender.value.partition("@")[0] in NO_REPLY_NAMES
    return reply_to if by_a_form and reply_to and reply_to.value and not _is_ours(reply_to, ours) else sender


def _clues(mail: ParsedMail, inbound: Inbound) -> Clues:
    recipients = [str(value) for value in inbound.envelope.get("recipients", [])]
    recipients += [address.address for address in (*mail.to, *mail.cc)]
    tokens = filter(None, map(addresses.reference_in_address, recipients))
    nearest_first = dict.fromkeys([*filter(None, [mail.in_reply_to]), *reversed(mail.references)])
    return Clues(
        address_token=next(tokens, ""),
        external_ids=tuple(nearest_first),
        subject_token=addresses.reference_in_subject(mail.subject),
    )


def _is_automatic(mail: ParsedMail, raw: bytes, sender: Person, ours: set[str]) -> bool:
    """A machine wrote it, or nobody could be answered: no promise to answer, and never a loop."""
    nobody = sender.value.partition("@")[0] in NO_REPLY_NAMES
    by_list = mail.bulk and not _came_through_us(raw, ours)
    return mail.auto_submitted or mail.bounce is not None or by_list or nobody or _is_ours(sender, ours)


def _came_through_us(raw: bytes, ours: set[str]) -> bool:
    """Our own address may be a list (a Google group, say) that passes customers' letters on to the mailbox."""
    headers = BytesHeaderParser().parsebytes(raw[:HEADER_BYTES_MAX])
    named = " ".join(str(value) for name in ("List-Id", "List-Post") for value in headers.get_all(name, [])).lower()
    return any(address in named or address.replace("@", ".") in named for address in ours)


def _verified(mail: ParsedMail, raw: bytes, inbound: Inbound, sender: Person, ours: set[str]) -> bool | None:
    """Who is named in Reply-To alone is vouched for by nobody, unless our own form says so."""
    author = _person(mail.sender)
    if sender.value == author.value or _is_ours(author, ours):
        return verified(raw, inbound)
    return False if inbound.mailbox and inbound.mailbox.authserv_id else None


def verified(raw: bytes, inbound: Inbound) -> bool | None:
    """What the mailbox's own server found out about the sender (RFC 8601). None: nobody checked.

    Only a header under the server's own name counts: anybody can write the others."""
    trusted = inbound.mailbox.authserv_id.lower() if inbound.mailbox else ""
    if not trusted:
        return None
    headers = BytesHeaderParser().parsebytes(raw[:HEADER_BYTES_MAX])
    for value in headers.get_all("Authentication-Results", []):
        name, _semicolon, results = str(value).partition(";")
        if (name.split() or [""])[0].lower() != trusted:
            continue
        verdicts = _DMARC.findall(_SAID_BY_OTHERS.sub("", results.lower()))
        return False if "fail" in verdicts else True if "pass" in verdicts else None
    return None


def _trouble(mail: ParsedMail) -> Trouble | None:
    report = mail.bounce
    if not report or not report.original_message_id:
        return None
    explanation = "\n".join(
        filter(None, (f"{failed.address}: {failed.diagnostic or failed.status}" for failed in report.recipients))
    )
    return Trouble(report.original_message_id, permanent=report.permanent, explanation=explanation)
