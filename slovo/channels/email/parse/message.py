"""One raw mail, whatever its bytes are, to `ParsedMail`: the front door of this package."""

import codecs
import dataclasses
import re
from urllib.parse import unquote

from slovo.channels.email.parse import automatic, bounces
from slovo.channels.email.parse.addresses import field_addresses, misleads
from slovo.channels.email.parse.bodies import Body, File, given_name, limited, read_body
from slovo.channels.email.parse.data_images import take_large_images
from slovo.channels.email.parse.dates import parse_date
from slovo.channels.email.parse.entities import Budget, Entity, parse_entity, walk
from slovo.channels.email.parse.forwards import forwarded_in_text, is_forward_subject
from slovo.channels.email.parse.html_clean import clean_html, content_ids
from slovo.channels.email.parse.html_guard import bounded
from slovo.channels.email.parse.html_text import html_to_text
from slovo.channels.email.parse.ids import message_id, references
from slovo.channels.email.parse.limits import (
    DEPTH_MAX,
    MAIL_BYTES_MAX,
    SPLIT_CHARS_MAX,
    SPLIT_TAGS_MAX,
    SUBJECT_CHARS_MAX,
    TEXT_CHARS_MAX,
)
from slovo.channels.email.parse.notes import Notes
from slovo.channels.email.parse.sanitize import clean_line, clean_text
from slovo.channels.email.parsed import Address, Attachment, Forwarded, ParsedMail
from slovo.channels.email.quotes import SplitReply, split_reply
from slovo.core.text import language_of

_LEADING = b"\xef\xbb\xbf\r\n"
_FIRST_LINE_ENDS_IN_CR = re.compile(rb"[^\r\n]*+\r[^\r\n]")


def parse_mail(raw: bytes) -> ParsedMail:
    """Never raises. What could not be read at all comes back with `unreadable` and its notes."""
    notes = Notes()
    try:
        return _parse(raw, notes)
    except Exception as problem:  # one poison message must not stop the rest, whatever we overlooked
        notes.add("unreadable", type(problem).__name__)
        return ParsedMail(notes=notes.all(), unreadable=True)


def _in_lines(raw: bytes) -> bytes:
    """A mail that an editor saved as UTF-16, or a Macintosh with its own line ends, as every other program has it."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raw = raw.decode("utf_16", "replace").encode("utf-8", "replace")
    if b"\n" in raw and not _FIRST_LINE_ENDS_IN_CR.match(raw):
        return raw
    return raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


@dataclasses.dataclass(slots=True)
class _Said:
    """What a mail says, ready to be shown."""

    text: str
    html: str
    raw_html: str
    files: list[File]


def _parse(raw: bytes, notes: Notes) -> ParsedMail:
    if len(raw) > MAIL_BYTES_MAX:
        notes.add("mail_cut")
        raw = raw[:MAIL_BYTES_MAX]
    raw = _in_lines(raw)
    if not raw.strip():
        notes.add("mail_empty")
    budget = Budget(notes)
    top = parse_entity(raw, budget, start=len(raw) - len(raw.lstrip(_LEADING)))
    top.headers.hint = budget.hint
    said = _said(read_body(top, notes), notes)
    split = _split(said)
    envelope = _envelope(top, notes)
    mail = dataclasses.replace(
        envelope,
        text=said.text,
        html=said.html,
        reply_text=split.reply,
        quote=split.quote,
        signature=split.signature,
        attachments=_attachments(said, notes),
        forwarded=_forwarded(envelope.subject, said.text, top, budget),
        language=language_of(split.reply) or language_of(said.text) or language_of(envelope.subject),
    )
    return dataclasses.replace(_judged(mail, top, notes), notes=notes.all())


def _said(body: Body, notes: Notes) -> _Said:
    raw_html, images = take_large_images(body.html, notes)
    raw_html = clean_text(bounded(raw_html, notes), notes)
    html = clean_html(raw_html, notes) if raw_html.strip() else ""
    text = clean_text(body.text, notes)
    if not text.strip() and html:
        text = html_to_text(html)
        notes.add("text_from_html")
    if len(text) > TEXT_CHARS_MAX:
        notes.add("text_cut")
        text = text[:TEXT_CHARS_MAX]
    return _Said(text.strip("\n"), html, raw_html if html else "", limited(body.files + images, notes))


def _split(said: _Said) -> SplitReply:
    """What is too long to be searched in time stays where the searched part ended."""
    html = said.raw_html
    if len(html) > 2 * SPLIT_CHARS_MAX or html.count("<") > SPLIT_TAGS_MAX:
        html = ""
    split = split_reply(said.text[:SPLIT_CHARS_MAX], html)
    rest = said.text[SPLIT_CHARS_MAX:]
    if not rest:
        return split
    if split.quote or split.signature:
        return SplitReply(split.reply, split.quote + rest, split.signature)
    return SplitReply(split.reply + rest, "", "")


def _attachments(said: _Said, notes: Notes) -> tuple[Attachment, ...]:
    shown = content_ids(said.html)
    shown |= {unquote(content_id) for content_id in shown}
    return tuple(
        Attachment(
            file.name,
            file.type,
            file.content,
            clean_line(file.content_id, 500),
            file.in_place or file.content_id in shown,
        )
        for file in said.files
    )


def _envelope(top: Entity, notes: Notes) -> ParsedMail:
    headers = top.headers
    subject = headers.text("subject")
    if len(subject) > SUBJECT_CHARS_MAX:
        notes.add("subject_cut")
    return ParsedMail(
        sender=_sender(top, notes),
        to=field_addresses(headers, "to", notes),
        cc=field_addresses(headers, "cc", notes),
        reply_to=field_addresses(headers, "reply-to", notes),
        subject=clean_line(subject, SUBJECT_CHARS_MAX),
        message_id=message_id(headers.plain("message-id")),
        in_reply_to=message_id(headers.plain("in-reply-to")),
        references=references(headers.plain("references"), notes),
        date=parse_date(headers.text("date"), notes),
    )


def _sender(top: Entity, notes: Notes) -> Address:
    people = field_addresses(top.headers, "from", notes)
    if not people:
        notes.add("from_missing")
        people = field_addresses(top.headers, "sender", Notes())
    if len(people) > 1:
        notes.add("from_several")
    sender = next((person for person in people if person.address), Address())
    if misleads(sender):
        notes.add("name_misleads", sender.name)
    return sender


def _judged(mail: ParsedMail, top: Entity, notes: Notes) -> ParsedMail:
    headers = top.headers
    report = bounces.bounce_report(top, mail.sender, mail.text, notes)
    report_type = _report_type(top)
    by_machine = bool(report) or automatic.is_automatic(headers, top.type, report_type, mail.text)
    bulk = automatic.is_bulk(headers)
    if bulk:
        notes.add("list")
    silent = by_machine or bulk or "from_missing" in notes
    silent = (
        silent
        or automatic.asks_for_silence(headers)
        or automatic.has_null_path(headers)
        or automatic.reads_nothing(mail.sender)
    )
    return dataclasses.replace(mail, auto_submitted=by_machine, bounce=report, bulk=bulk, may_autoreply=not silent)


def _report_type(top: Entity) -> str:
    """A multipart/report that forgot to say of what is known by its parts."""
    said = (part.type.removeprefix("message/") for part in top.children if part.type != "message/rfc822")
    return top.parameters.get("report-type").lower() or next((one for one in said if "/" not in one), "")


def _forwarded(subject: str, text: str, top: Entity, budget: Budget) -> Forwarded | None:
    found = forwarded_in_text(subject, text)
    if found:
        return found
    embedded = [
        part for part in walk(top) if part.type == "message/rfc822" or given_name(part).lower().endswith(".eml")
    ]
    if len(embedded) != 1 or top.type == "multipart/report":
        return None
    if not is_forward_subject(subject) and text.strip():
        return None
    return _attached(embedded[0], budget)


def _attached(part: Entity, budget: Budget) -> Forwarded | None:
    """The mail inside a mail, read only as far as to tell whose it is and what it says."""
    inner_notes = Notes()
    budget = Budget(inner_notes, parts_left=budget.parts_left)
    content = part.content(inner_notes).lstrip(_LEADING)
    inner = parse_entity(content, budget, depth=DEPTH_MAX // 2)
    envelope = _envelope(inner, inner_notes)
    if not envelope.sender.address:
        return None
    said = _said(read_body(inner, inner_notes), inner_notes)
    return Forwarded(envelope.sender, envelope.to, envelope.subject, said.text)
