"""`slovo mail take < message`: a raw message from a pipe (Postfix, fetchmail, procmail, getmail).

The exit status tells the program before the pipe what to do, in its own numbers (sysexits.h): 0 is said only
after the message is safe, 75 means "keep it and come again".
"""

import argparse
import os
import sys
from email.parser import BytesHeaderParser

from django.db.utils import DatabaseError, InterfaceError

from slovo.channels.email.parse.addresses import parse_addresses
from slovo.channels.email.parse.limits import HEADER_BYTES_MAX, MAIL_BYTES_MAX
from slovo.channels.email.parse.notes import Notes
from slovo.config.cli.setup import django_ready
from slovo.config.schema import UnableToStartOnThisSchema, must_be_current

WRONG_DATA, UNKNOWN_RECIPIENT, COME_AGAIN = os.EX_DATAERR, os.EX_NOUSER, os.EX_TEMPFAIL
RECIPIENT_FIELDS = ("X-Original-To", "Delivered-To", "Envelope-To", "To", "Cc")  # the surest first


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--recipient",
        action="append",
        default=[],
        metavar="ADDRESS",
        help="for whom it is (several times for several); else the message's own header tells",
    )
    parser.add_argument("--sender", default="", metavar="ADDRESS", help="the envelope's sender, if known")


def run(arguments: argparse.Namespace) -> int:
    raw = sys.stdin.buffer.read(MAIL_BYTES_MAX + 1)
    if not raw.strip():
        return _refused("there is no message on standard input.", WRONG_DATA)
    if len(raw) > MAIL_BYTES_MAX:
        return _refused(f"the message is larger than {MAIL_BYTES_MAX // 1024 // 1024} MB.", WRONG_DATA)
    django_ready()
    try:
        must_be_current()
        return _take(raw, arguments)
    except (UnableToStartOnThisSchema, DatabaseError, InterfaceError, OSError) as problem:
        return _refused(f"the message cannot be stored now ({problem}).", COME_AGAIN)


def _take(raw: bytes, arguments: argparse.Namespace) -> int:
    from django.utils import timezone

    from slovo.channels import queries
    from slovo.channels.actions import DoorClosed
    from slovo.channels.email.actions import Brought, take

    named = arguments.recipient or _recipients_in(raw)
    ours = [address for address in named if queries.mailbox_for(address)]
    if not ours:
        for_whom = ", ".join(named[:5]) or "nobody"
        remedy = "Open a mailbox for that address, or name one that is open with --recipient."
        return _refused(f"the message is for {for_whom}, and no mailbox has that address. {remedy}", UNKNOWN_RECIPIENT)
    try:
        take(letters=[Brought(raw=raw, sender=arguments.sender, recipients=ours, peer="", at=timezone.now())])
    except DoorClosed as problem:
        return _refused(str(problem), COME_AGAIN)
    return 0


def _recipients_in(raw: bytes) -> list[str]:
    """Of the first field that names a mailbox of ours, so that a copy for somebody else opens nothing twice."""
    from slovo.channels import queries

    headers = BytesHeaderParser().parsebytes(raw[:HEADER_BYTES_MAX])
    seen: list[str] = []
    for field in RECIPIENT_FIELDS:
        values = ", ".join(str(value) for value in headers.get_all(field, []))
        addresses = [person.address for person in parse_addresses(values, Notes())]
        if ours := [address for address in addresses if queries.mailbox_for(address)]:
            return ours
        seen += addresses
    return seen


def _refused(sentence: str, status: int) -> int:
    print(f"slovo mail take: {sentence}", file=sys.stderr)
    return status
