"""`slovo mail …`: why does this mail look so?"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from slovo.channels.email.parse import parse_mail
from slovo.channels.email.parse.limits import MAIL_BYTES_MAX
from slovo.channels.email.parsed import Address, Forwarded, ParsedMail
from slovo.channels.email.quotes import split_reply
from slovo.config.cli import mail_take


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    inspect = actions.add_parser("inspect", help="what intake understands of raw messages")
    inspect.add_argument("files", nargs="+", metavar="FILE", help="a raw message; - reads standard input")
    inspect.add_argument("--json", action="store_true", help="one line of JSON per file")
    inspect.set_defaults(perform=_inspect)
    reply = actions.add_parser("reply-text", help="the reply in a message body, without quote and signature")
    reply.add_argument("--html", action="store_true", help="standard input is HTML")
    reply.set_defaults(perform=_reply_text)
    _add_take(actions)


def _add_take(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    take = actions.add_parser("take", help="take in a raw message from standard input")
    mail_take.add_arguments(take)
    take.set_defaults(perform=mail_take.run)


def run(arguments: argparse.Namespace) -> int:
    status: int = arguments.perform(arguments)
    return status


def _inspect(arguments: argparse.Namespace) -> int:
    status = 0
    for name in arguments.files:
        try:
            raw = _read(name)
        except OSError as problem:
            print(f"slovo mail: {name} cannot be read: {problem.strerror or problem}.", file=sys.stderr)
            status = 1
            continue
        mail = parse_mail(raw)
        _write(json.dumps(as_json(mail), ensure_ascii=False) if arguments.json else "\n".join(_readable(name, mail)))
    return status


def _read(name: str) -> bytes:
    """At most one byte more than a mail may have, so that an endless file ends."""
    if name == "-":
        return sys.stdin.buffer.read(MAIL_BYTES_MAX + 1)
    with Path(name).open("rb") as file:
        return file.read(MAIL_BYTES_MAX + 1)


def _write(line: str) -> None:
    """In UTF-8 whatever the terminal's locale says."""
    sys.stdout.flush()
    sys.stdout.buffer.write(line.encode() + b"\n")
    sys.stdout.buffer.flush()


def _reply_text(arguments: argparse.Namespace) -> int:
    body = sys.stdin.buffer.read(MAIL_BYTES_MAX).decode("utf-8-sig", "replace").replace("\r\n", "\n")
    split = split_reply("", body) if arguments.html else split_reply(body)
    _write(split.reply)
    return 0


def as_json(mail: ParsedMail) -> dict[str, Any]:
    return {
        "from": _person(mail.sender),
        "to": [_person(person) for person in mail.to],
        "cc": [_person(person) for person in mail.cc],
        "reply_to": [_person(person) for person in mail.reply_to],
        "subject": mail.subject,
        "message_id": mail.message_id,
        "in_reply_to": mail.in_reply_to,
        "references": list(mail.references),
        "date": mail.date.isoformat() if mail.date else None,
        "text": mail.text,
        "html": mail.html,
        "reply_text": mail.reply_text,
        "quote": mail.quote,
        "signature": mail.signature,
        "attachments": [
            {
                "name": file.name,
                "type": file.type,
                "size": file.size,
                "sha256": file.sha256,
                "inline": file.inline,
            }
            for file in mail.attachments
        ],
        "auto_submitted": mail.auto_submitted,
        "bounce": mail.bounce is not None,
        "may_autoreply": mail.may_autoreply,
        "forwarded": _forwarded(mail.forwarded),
        "language": mail.language,
        "notes": [str(note) for note in mail.notes],
    }


def _person(person: Address) -> dict[str, str]:
    return {"name": person.name, "address": person.address}


def _forwarded(forwarded: Forwarded | None) -> dict[str, Any] | None:
    if forwarded is None:
        return None
    return {
        "from": _person(forwarded.sender),
        "to": [_person(person) for person in forwarded.to],
        "subject": forwarded.subject,
        "text": forwarded.text,
    }


def _readable(name: str, mail: ParsedMail) -> Iterator[str]:
    yield f"== {name}"
    for title, people in (
        ("From", [mail.sender]),
        ("To", mail.to),
        ("Cc", mail.cc),
        ("Reply-To", mail.reply_to),
    ):
        if people:
            yield f"{title + ':':<13}{', '.join(f'{one.name} <{one.address}>'.strip() for one in people)}"
    yield f"Subject:     {mail.subject}"
    yield f"Date:        {mail.date.isoformat() if mail.date else 'none'}"
    yield f"Message-ID:  {mail.message_id}"
    if mail.in_reply_to:
        yield f"In-Reply-To: {mail.in_reply_to}"
    if mail.references:
        yield f"References:  {' '.join(mail.references)}"
    yield f"Language:    {mail.language or 'not known'}"
    may = _yes(mail.may_autoreply)
    yield f"Automatic:   {_yes(mail.auto_submitted)}; bounce: {_yes(mail.bounce is not None)}; may autoreply: {may}"
    for file in mail.attachments:
        yield f"Attachment:  {file.name} ({file.type}, {file.size} bytes{', shown in place' if file.inline else ''})"
    if mail.forwarded:
        whose = mail.forwarded.sender
        yield f"Forwarded:   {mail.forwarded.subject}, from {whose.name} <{whose.address}>"
    for note in mail.notes:
        yield f"Note:        {note}"
    for title, text in (("Reply", mail.reply_text), ("Quote", mail.quote), ("Signature", mail.signature)):
        if text:
            yield f"-- {title} --\n{text}"


def _yes(value: bool) -> str:
    return "yes" if value else "no"
