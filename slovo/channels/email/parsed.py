"""What intake understands of one raw e-mail, as frozen values. Everything here is safe to store and to print
as JSON: no NUL, no lone surrogate, lengths within `parse.limits`."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

# Codes of notes, and their words.
MEANINGS = {
    "address_broken": "An address could not be read and was left out",
    "apple_resource_fork": "The resource fork of a Macintosh file was left out",
    "attachments_cut": "There are too many attachments; the rest was left out",
    "base64_repaired": "A base64 part was damaged; what could be read was kept",
    "boundary_missing": "The boundary between the parts is missing or wrong",
    "calendar": "The mail carries a calendar invitation",
    "charset_guessed": "The charset label is missing or wrong; the text was read as",
    "characters_replaced": "Some bytes mean nothing in the charset and are shown as \N{REPLACEMENT CHARACTER}",
    "control_characters": "Control characters were removed",
    "date_broken": "The date could not be read",
    "date_missing": "The mail has no date",
    "date_zone_missing": "The date names no time zone that we know; taken as UTC",
    "depth_cut": "Parts are nested too deeply; the innermost are kept as one file",
    "encrypted": "The mail is encrypted; it was kept whole as attachments",
    "encoding_unknown": "The transfer encoding is unknown; the content was taken as it is",
    "field_cut": "A header field is too long and was cut",
    "file_name_cleaned": "A file name held a path or misleading characters and was cleaned",
    "from_missing": "The mail does not say whom it is from",
    "from_several": "The mail names several senders; the first was taken",
    "header_broken": "A line of the header could not be read and was left out",
    "header_cut": "The header is too long; the rest of it was left out",
    "html_cut": "The HTML is too long and was cut",
    "html_flattened": "The HTML is nested too deeply and was flattened",
    "images_remote": "Images on other servers are not loaded until asked for",
    "list": "The mail came through a mailing list or in bulk",
    "mail_cut": "The mail is too large; only its beginning was read",
    "mail_empty": "The mail is empty",
    "name_misleads": "The sender's displayed name holds an address that is not the sender's",
    "parts_cut": "The mail has too many parts; the rest was left out",
    "partial": "The mail is one piece of a larger one",
    "quoted_printable_repaired": "A quoted-printable part was damaged; what could be read was kept",
    "recipients_cut": "There are too many recipients; the rest was left out",
    "references_cut": "There are too many references; the newest were kept",
    "signed": "The mail is signed; the signature was not verified",
    "subject_cut": "The subject is too long and was cut",
    "text_cut": "The text is too long and was cut",
    "text_from_html": "The mail has no plain text; it was made from the HTML",
    "tnef_broken": "The winmail.dat could not be read in full and was kept as it is",
    "tnef_unpacked": "Files and text were unpacked from a winmail.dat",
    "unreadable": "The mail could not be read; see the raw file",
    "uuencode_unpacked": "A file was unpacked from the text (uuencode)",
    "uuencode_broken": "A file in the text (uuencode) is damaged",
}


@dataclass(frozen=True, slots=True)
class Note:
    """Something was repaired or cut. `detail` is what the words end with: a charset, a name."""

    code: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.code}: {MEANINGS[self.code]}" + (f": {self.detail}" if self.detail else "") + "."


@dataclass(frozen=True, slots=True)
class Address:
    name: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a mail. `content_id` (without brackets) is what `cid:` in the HTML names."""

    name: str
    type: str
    content: bytes
    content_id: str = ""
    inline: bool = False

    @property
    def size(self) -> int:
        return len(self.content)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Forwarded:
    """The mail that somebody passed on: whom it came from, in truth, and what they wrote."""

    sender: Address
    to: tuple[Address, ...]
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class BouncedRecipient:
    """`action` is RFC 3464's: failed, delayed, delivered, relayed or expanded. `status` is RFC 3463's, "5.1.1"."""

    address: str
    action: str
    status: str
    diagnostic: str


@dataclass(frozen=True, slots=True)
class BounceReport:
    """`permanent`: at least one recipient will never get it. `original_message_id` is "" when not told."""

    original_message_id: str
    recipients: tuple[BouncedRecipient, ...]
    permanent: bool


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """`html` is cleaned, "" when the mail has none. `text` is always there, from the HTML if need be.

    `message_id`, `in_reply_to` and `references` keep their angle brackets. `date` is aware, or None.
    """

    sender: Address = Address()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    subject: str = ""
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    date: datetime | None = None
    text: str = ""
    html: str = ""
    reply_text: str = ""
    quote: str = ""
    signature: str = ""
    attachments: tuple[Attachment, ...] = ()
    auto_submitted: bool = False
    bounce: BounceReport | None = None
    bulk: bool = False
    may_autoreply: bool = False
    forwarded: Forwarded | None = None
    language: str = ""
    notes: tuple[Note, ...] = ()
    unreadable: bool = False
