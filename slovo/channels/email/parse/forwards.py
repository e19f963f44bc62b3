"""A mail passed on: who wrote it first. In the text (below a marker or a header block) or as an attached mail."""

import dataclasses
import re

from slovo.channels.email.parse.addresses import parse_addresses
from slovo.channels.email.parse.limits import ADDRESS_CHARS_MAX, FORWARD_CHARS_MAX, NAME_CHARS_MAX, SUBJECT_CHARS_MAX
from slovo.channels.email.parse.notes import Notes
from slovo.channels.email.parse.sanitize import clean_line
from slovo.channels.email.parsed import Address, Forwarded

_SUBJECT = re.compile(
    r"^\s*(?:\[[^\]]{1,60}\]\s*)?(?:fwd?|fw|пересл(?:ано|анное|ать)?|пер|прсл|вперед|wg|tr)\.?\s*(?:\[\d+\]|\(\d+\))?\s*:",
    re.IGNORECASE,
)
_REPLY_SUBJECT = re.compile(r"^\s*(?:re|aw|отв|ответ|на|відп|вiдп)\.?\s*(?:\[\d+\]|\(\d+\))?\s*:", re.IGNORECASE)
# Said only when something is passed on.
_MARKERS = re.compile(
    r"^[ \t>]{0,10}[-=_*–—]{0,40}[ \t]*(?:"
    r"(?:begin )?forwarded (?:message|mail|by\b.{0,80})|forwarded message from .{0,120}|this is a forwarded message|"
    r"(?:начало )?(?:переадресованно[ей]|пересылаемо[ей]|пересланно[ей]|перенаправленно[ей]) (?:сообщени[ея]|"
    r"письм[оа])|"
    r"(?:начало )?переслан[а-я]{0,5}(?: сообщение| письмо)?|пересылаемое сообщение от .{0,120}|"
    r"это переслан[а-я]{0,5} (?:сообщение|письмо)|"
    r"початок (?:листа|повідомлення), що пересилається|(?:початок )?(?:пересланого|переадресованого) (?:повідомлення|"
    r"листа)|"
    r"(?:пересилане|переслане|переадресоване|перенаправлене) (?:повідомлення|лист)|пересланий лист|"
    r"пересланий лист від .{0,120}|це переслане повідомлення"
    r")[ \t]*:?[ \t]*[-=_*–—]{0,40}[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_ORIGINAL = re.compile(
    r"^[ \t>]{0,10}[-_*–—]{2,40}[ \t]*(?:original message|original mail|исходное сообщение|исходное письмо|"
    r"оригинальное сообщение|"
    r"вихідне повідомлення|оригінальне повідомлення|початкове повідомлення|"
    r"оригінал повідомлення)[ \t]*:?[ \t]*[-_*–—]{2,40}[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_ATTRIBUTION = re.compile(
    r"^(?!>).{0,200}(?:\bwrote|пишет|писал[аи]?|написал[аи]?|пише|писав|писала|написав|написала)\s*(?:\(.{0,20}\))?\s*:\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_KEYS = {
    "from": "from от от\xa0кого від від\xa0кого кому\xa0від відправник отправитель sender von",
    "to": "to кому получатель получатели одержувач одержувачі recipient recipients",
    "subject": "subject тема",
    "other": "date sent дата отправлено отправленные "
    "дата\xa0отправки надіслано відправлено когда коли cc copy копия копія "
    "копія\xa0(сс) "
    "bcc скрытая\xa0копия reply-to ответить получено received importance важность attachments вложения вкладення "
    "message-id organization to\xa0cc время час files файлы файли прикреплённые\xa0файлы прикрепленные\xa0файлы "
    "прикріплені\xa0файли",
}
_KEY_OF = {word.replace("\xa0", " "): kind for kind, words in _KEYS.items() for word in words.split(" ")}
_LINE = re.compile(r"^[ \t]*[*_]{0,2}([^\W\d_][^:\n*]{0,24}?)[*_]{0,2}\s{0,2}:[*_]{0,2}[ \t]*(.*)$")
# Yandex: 05.02.2024, 10:00, "Anna" <anna@example.org>:
_SPOKEN = re.compile(
    r"^[ \t]*\d{1,2}[./]\d{1,2}[./]\d{4},? (?:в )?\d{1,2}:\d{2}(?::\d{2})?,? (.{0,200}?)[ "
    r"\t]*[<(]([^\s<>()@]{1,64}@[^\s<>()]{1,255})[>)][ \t]*:[ \t]*$"
)
_OPENING = re.compile(r"\A={0,80}8<={1,80}[^=\n]{0,100}={0,80}[ \t]*\n")
_CLOSING = re.compile(
    r"^(?:={0,80}8<={1,80}[^=\n]{0,100}={0,80}|-{3,} ?(?:конец|завершение|кінець|end of) .{0,60}-{3,}|"
    r"-{3,} ?end forwarded message ?-{3,})[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_BLOCK_LINES_MAX = 40


def forwarded_in_text(subject: str, text: str) -> Forwarded | None:
    """The first mail passed on in a text, or None when the mail is no forward."""
    text = text[:FORWARD_CHARS_MAX]
    by_subject = bool(_SUBJECT.match(subject))
    marker = _MARKERS.search(text)
    if marker and _ATTRIBUTION.search(text, 0, marker.start()):
        marker = None  # a forward inside what a reply quotes
    if not by_subject and (not marker or (_REPLY_SUBJECT.match(subject) and text[: marker.start()].strip())):
        return None
    starts = [found.end() for found in (marker, _ORIGINAL.search(text) if by_subject else None) if found]
    for start in [*starts, 0] if by_subject else starts:
        if found := _first_block(text, start, anywhere=start == 0):
            inner = found.subject or _SUBJECT.sub("", subject).strip()
            return dataclasses.replace(found, subject=inner, text=_without_ends(found.text))
    return None


def _without_ends(text: str) -> str:
    """Without the lines with which The Bat! and Yandex fence what is passed on."""
    text = _OPENING.sub("", text.strip("\n"), count=1)
    closing = _CLOSING.search(text)
    return (text[: closing.start()] if closing else text).strip("\n").rstrip()


def _first_block(text: str, start: int, *, anywhere: bool) -> Forwarded | None:
    """The header block at `start`, or with `anywhere` the first one below it."""
    lines = [_unquoted(line) for line in text[start:].split("\n")]
    for index, line in enumerate(lines):
        if not line.strip():
            continue
        found = _block(lines, index)
        if found or not anywhere:
            return found
    return None


def _unquoted(line: str) -> str:
    return re.sub(r"^[ \t]*>[ \t]?", "", line)


def _block(lines: list[str], index: int) -> Forwarded | None:
    if spoken := _SPOKEN.match(lines[index]):
        sender = Address(clean_line(spoken[1].strip("\"' "), NAME_CHARS_MAX), clean_line(spoken[2], ADDRESS_CHARS_MAX))
        return Forwarded(sender, (), "", "\n".join(lines[index + 1 :]))
    fields, end = _fields(lines, index)
    if "from" not in fields or not ({"subject", "to", "other"} & fields.keys()):
        return None
    notes = Notes()
    people = parse_addresses(_plain(fields["from"]), notes)
    sender = people[0] if people else Address(clean_line(_plain(fields["from"]), NAME_CHARS_MAX))
    return Forwarded(
        sender=sender,
        to=parse_addresses(_plain(fields.get("to", "")), notes),
        subject=clean_line(fields.get("subject", ""), SUBJECT_CHARS_MAX),
        text="\n".join(lines[end:]),
    )


def _plain(value: str) -> str:
    """`*Name* <a@b>`, `Name [mailto:a@b]` and `a@b <mailto:a@b>`, as Outlook and links in HTML give them."""
    value = re.sub(r"(?<!\S)\*([^*<>]{1,200})\*(?=\s|$)", r"\1", value)
    value = re.sub(r"[\[<]mailto:([^\]>]{1,320})[\]>]", r"<\1>", value, flags=re.IGNORECASE)
    value = re.sub(r"\[([^\[\]\s]{1,100}@[^\[\]\s]{1,200})\]", r"<\1>", value)
    return re.sub(r"<?([^\s<>]{1,320}@[^\s<>]{1,200}?)>?\s*<+\1>+", r"<\1>", value)


def _fields(lines: list[str], index: int) -> tuple[dict[str, str], int]:
    """The fields that begin at a line, and the line where the text begins."""
    fields: dict[str, str] = {}
    last = ""
    position = index
    for position in range(index, min(len(lines), index + _BLOCK_LINES_MAX)):
        line = lines[position]
        if not line.strip():
            if last and (position + 1 >= len(lines) or not _kind(lines[position + 1]) or _complete(fields)):
                return fields, position + 1
            continue
        kind = _kind(line)
        if kind:
            match = _LINE.match(line)
            assert match
            fields.setdefault(kind, match[2].strip())
            last = kind
        elif last and line[:1] in " \t":
            fields[last] += " " + line.strip()
        elif last and not fields[last]:  # the value stands below its name
            fields[last] = line.strip()
        else:
            return (fields, position) if last else ({}, position)
    return fields, position + 1


def _complete(fields: dict[str, str]) -> bool:
    return {"from", "to", "subject"} <= fields.keys()


def _kind(line: str) -> str:
    match = _LINE.match(line)
    return _KEY_OF.get(match[1].strip().lower(), "") if match else ""


def is_forward_subject(subject: str) -> bool:
    return bool(_SUBJECT.match(subject))
