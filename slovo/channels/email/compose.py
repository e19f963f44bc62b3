"""A letter as it goes onto the wire."""

import re
from collections.abc import Iterable
from email.message import EmailMessage
from email.utils import format_datetime

from slovo.channels.email import addresses
from slovo.channels.email.headers import POLICY, address, one_line
from slovo.channels.models import Outbound
from slovo.core.files import storage

SUBJECT_CHARACTERS_MAX = 900
LATIN_BYTES_MAX = 1.2  # of a character on average
# A letter that is attached is a file like any other: it may not be written in base64 under its own type.
FILE_TYPE = re.compile(r"(application|audio|font|image|model|text|video)/[a-z0-9][a-z0-9.+_-]{0,100}", re.IGNORECASE)
INVITATION = re.compile(r"text/calendar; method=(REQUEST|CANCEL)")  # RFC 6047: the type says what the file asks for


def compose(outbound: Outbound) -> EmailMessage:
    """The same bytes for every attempt: the id was fixed when it was queued. (Where files come after two versions of
    the text, the inner boundary is another.)"""
    posting, mailbox = outbound.posting, outbound.mailbox
    assert mailbox
    letter = EmailMessage(policy=POLICY)
    letter["From"] = address(posting["from_name"], mailbox.address)
    for header in ("To", "Cc"):
        if people := posting[header.lower()]:
            letter[header] = [address(person["name"], person["value"]) for person in people]
    if posting["reply_token"] and mailbox.subaddressing:
        reply_to = addresses.reply_address(mailbox.address, posting["reply_token"])
        letter["Reply-To"] = address(posting["from_name"], reply_to)
    letter["Subject"] = one_line(posting["subject"])[:SUBJECT_CHARACTERS_MAX]
    letter["Date"] = format_datetime(outbound.queued_at)
    letter["Message-ID"] = outbound.external_id
    for header, ids in (("In-Reply-To", [posting["in_reply_to"]]), ("References", posting["references"])):
        if known := _ids(ids):
            letter[header] = known
    if posting.get("automatic"):
        letter["Auto-Submitted"] = "auto-generated"  # RFC 3834
    letter.set_content(posting["text"], cte=_encoding(posting["text"]))
    if posting["html"]:
        letter.add_alternative(posting["html"], subtype="html", cte=_encoding(posting["html"]))
    for part in outbound.files.select_related("file") if posting["files"] else ():
        if invitation := INVITATION.fullmatch(part.type):
            text = storage.read(part.file).decode()
            params = {"method": invitation[1]}
            letter.add_attachment(text, "calendar", cte="base64", filename=one_line(part.name), params=params)
            continue
        type_ = part.type if FILE_TYPE.fullmatch(part.type) else "application/octet-stream"
        maintype, _slash, subtype = type_.partition("/")
        letter.add_attachment(storage.read(part.file), maintype=maintype, subtype=subtype, filename=one_line(part.name))
    if letter.is_multipart():  # else the library looks for one that is nowhere in the text
        letter.set_boundary(f"=_{outbound.public_id.hex}")
    return letter


def _encoding(text: str) -> str:
    """The shorter one: a Cyrillic letter takes six characters in quoted-printable."""
    return "quoted-printable" if len(text.encode()) < len(text) * LATIN_BYTES_MAX else "base64"


def _ids(ids: Iterable[str]) -> str:
    """Those that a header can hold: mail programs in the wild write some that it cannot."""
    return " ".join(external_id for external_id in ids if external_id.isascii() and external_id.isprintable())
