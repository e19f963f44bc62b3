"""Reports that a mail did not arrive: RFC 3464 where a server speaks it, else the words of the common servers."""

import re

from slovo.channels.email.parse.automatic import has_null_path
from slovo.channels.email.parse.entities import Entity, walk
from slovo.channels.email.parse.headers import Headers, decode_words, split_header
from slovo.channels.email.parse.ids import message_id
from slovo.channels.email.parse.limits import BOUNCED_RECIPIENTS_MAX
from slovo.channels.email.parse.notes import Notes
from slovo.channels.email.parse.sanitize import clean_line
from slovo.channels.email.parsed import Address, BouncedRecipient, BounceReport

_TROUBLE = frozenset({"failed", "delayed"})
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_SMTP_CODE = re.compile(r"(?:^|[\s:#\"'>\[(])([45]\d\d)(?=[\s\-,:;]|$)")
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_SENDERS = re.compile(r"^(?:mailer[._-]?daemon|postmaster|mail[._-]?delivery|mdaemon|mail\.daemon)", re.IGNORECASE)
_SENDER_NAMES = re.compile(
    r"mail delivery (?:sub)?system|mailer.?daemon|mail delivery (?:service|agent)|почтов\w+ (?:систем|робот)",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"undeliver(?:ed|able)|delivery (?:status notification|failure|failed|has failed|problem|delayed)|"
    r"mail delivery (?:failed|failure|system)|"
    r"returned mail|failure notice|non.?delivery|could not be delivered|message delayed|warning: message|"
    r"mail system error|"
    r"недоставлен|не доставлен|доставка .{0,40}не (?:удалась|выполнена)|не удалось доставить|невозможно доставить|"
    r"сбой доставки|ошибка доставки|"
    r"не вдалося доставити|недоставлен|помилка доставки|неможливо доставити|повідомлення не доставлено",
    re.IGNORECASE,
)
_TEXT = re.compile(
    r"this is the qmail-send program|this message was created automatically by mail delivery software|"
    r"this is the mail system at host|"
    r"could not be delivered to|delivery (?:has failed )?to (?:these|the following) recipients?|"
    r"permanent (?:fatal )?errors?|"
    r"the following address(?:es|\(es\))? (?:failed|had)|your message (?:wasn'?t|was not|could not be|"
    r"couldn'?t be) delivered|"
    r"unable to deliver|i'?m sorry to have to inform you|user unknown|mailbox (?:is )?(?:full|unavailable)|"
    r"не удалось доставить|не может быть доставлено|не было доставлено|невозможно доставить|недоставленное сообщение|"
    r"не вдалося доставити|не може бути доставлен|не було доставлено",
    re.IGNORECASE,
)
_DELAYED = re.compile(
    r"\bdelayed\b|has not (?:yet )?been delivered|will (?:be )?(?:keep trying|retr)|warning message only|"
    r"no need to (?:re-?send|retry)|"
    r"задерж|попытки .{0,40}(?:продолж|будут)|затрим|спроби .{0,40}(?:трива|продовж)",
    re.IGNORECASE,
)
_TEMPORARY_WORDS = re.compile(r"mailbox (?:is )?full|over quota|try again later|переполнен|переповнен", re.IGNORECASE)
_COPY = re.compile(
    r"^[ \t-]{0,10}(?:-{2,}\s*)?(?:this is a copy of|below this line is a copy|original message|message header follows|"
    r"копия (?:вашего )?(?:сообщения|письма)|исходное сообщение|заголовки исходного|original message headers)",
    re.IGNORECASE | re.MULTILINE,
)
_MESSAGE_ID = re.compile(r"^[ \t>]*message-id:\s*(<[^<>\s]{1,900}>)", re.IGNORECASE | re.MULTILINE)
_DIAGNOSTIC_CHARS_MAX = 1_000
_SEARCHED_CHARS = 20_000


def bounce_report(top: Entity, sender: Address, text: str, notes: Notes) -> BounceReport | None:
    """None for what arrived, for receipts and for ordinary mail."""
    parts = list(walk(top))
    status = next(
        (part for part in parts if part.type in {"message/delivery-status", "message/global-delivery-status"}),
        None,
    )
    if status:
        recipients = [one for one in _recipients(status, notes) if one.action in _TROUBLE]
        known = any(part.type.startswith("message/") and part is not status for part in parts)
        if recipients:
            return _report(parts, text, recipients, notes)
        if known or _recipients(status, notes):
            return None
    if top.parameters.get("report-type").lower() == "disposition-notification":
        return None
    return _from_words(top, parts, sender, text, notes)


def _report(parts: list[Entity], text: str, recipients: list[BouncedRecipient], notes: Notes) -> BounceReport:
    permanent = any(one.action == "failed" and not one.status.startswith("4") for one in recipients)
    return BounceReport(_original_id(parts, text, notes), tuple(recipients[:BOUNCED_RECIPIENTS_MAX]), permanent)


def _recipients(status: Entity, notes: Notes) -> list[BouncedRecipient]:
    """One group of fields a recipient, below the group that speaks of the whole mail."""
    raw = status.content(notes).replace(b"\r\n", b"\n").lstrip(b"\n") + b"\n"
    found: list[BouncedRecipient] = []
    for group in re.split(rb"\n[ \t]*\n+", raw)[: BOUNCED_RECIPIENTS_MAX + 1]:
        fields, _ = split_header(group + b"\n\n", 0, len(group) + 2, Notes())
        address = _typed(fields, "final-recipient") or _typed(fields, "original-recipient")
        if not address:
            continue
        found.append(
            BouncedRecipient(
                address=clean_line(address.strip("<> "), 320),
                action=fields.token("action"),
                status=_status(fields.plain("status")) or _status(fields.plain("diagnostic-code")),
                diagnostic=clean_line(decode_words(_typed(fields, "diagnostic-code"), notes), _DIAGNOSTIC_CHARS_MAX),
            )
        )
    return found


def _typed(fields: Headers, name: str) -> str:
    """`rfc822; anna@example.org` without the type."""
    kind, separator, value = fields.plain(name).partition(";")
    return value.strip() if separator else kind.strip()


def _status(text: str) -> str:
    match = _STATUS.search(text)
    return match[0] if match else ""


def _original_id(parts: list[Entity], text: str, notes: Notes) -> str:
    for part in parts:
        if part.type in {
            "message/rfc822",
            "text/rfc822-headers",
            "message/rfc822-headers",
            "message/global",
            "message/global-headers",
        }:
            content = part.content(notes).lstrip(b"\r\n")
            headers, _ = split_header(content, 0, len(content), Notes())
            if headers.has("message-id"):
                return message_id(headers.plain("message-id"))
    match = _MESSAGE_ID.search(text)
    return match[1] if match else ""


def _from_words(top: Entity, parts: list[Entity], sender: Address, text: str, notes: Notes) -> BounceReport | None:
    """A server that does not speak RFC 3464: it must say who it is *and* what went wrong."""
    headers = top.headers
    failed = headers.plain("x-failed-recipients")
    from_server = (
        bool(_SENDERS.match(sender.address)) or bool(_SENDER_NAMES.search(sender.name)) or has_null_path(headers)
    )
    said = text[:_SEARCHED_CHARS]
    tells = bool(_SUBJECT.search(headers.text("subject"))) or bool(_TEXT.search(said))
    if not (failed or (from_server and tells)):
        return None
    copy = _COPY.search(said)
    explanation = said[: copy.start()] if copy else said
    diagnostic = clean_line(explanation, _DIAGNOSTIC_CHARS_MAX)
    status, permanent = _verdict(explanation, headers.text("subject"))
    own = sender.address.lower()
    addresses = [
        address for address in dict.fromkeys(_ADDRESS.findall(failed or explanation)) if address.lower() != own
    ]
    action = "failed" if permanent or not _DELAYED.search(explanation) else "delayed"
    recipients = tuple(
        BouncedRecipient(address, action, status, diagnostic) for address in addresses[:BOUNCED_RECIPIENTS_MAX]
    )
    return BounceReport(_original_id(parts, text, notes), recipients, permanent)


def _verdict(explanation: str, subject: str) -> tuple[str, bool]:
    """(status, whether trying again is no use)"""
    status = _status(explanation)
    code = _SMTP_CODE.search(explanation)
    if status[:1] in {"4", "5"}:
        return status, status[0] == "5" and not _DELAYED.search(subject)
    if code:
        return "", code[1].startswith("5")
    return "", not (_DELAYED.search(subject) or _DELAYED.search(explanation) or _TEMPORARY_WORDS.search(explanation))
