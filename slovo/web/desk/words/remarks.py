"""What was repaired or cut while a letter was read, for who answers it. The codes are those of the e-mail channel."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _

REMARKS = {
    "address_broken": _("One address in the letter could not be read and was left out."),
    "apple_resource_fork": _("A service part of a Macintosh file was left out."),
    "attachments_cut": _("There are too many attachments: the rest is only in the original."),
    "base64_repaired": _("An attachment arrived damaged: what could be read is here."),
    "boundary_missing": _("The letter is put together wrongly: something may be missing here."),
    "calendar": _("The letter carries a calendar invitation."),
    "charset_guessed": _("The letter does not name its alphabet correctly: it was worked out."),
    "characters_replaced": _("Some characters could not be read and are shown as �."),
    "control_characters": _("Invisible control characters were removed."),
    "date_broken": _("The letter’s own date could not be read."),
    "date_missing": _("The letter has no date of its own."),
    "date_zone_missing": _("The letter’s date names no time zone."),
    "depth_cut": _("Letters inside letters go too deep: the innermost are kept as a file."),
    "encrypted": _("The letter is encrypted: it can only be read from the original."),
    "encoding_unknown": _("A part is encoded in an unknown way and was taken as it is."),
    "field_cut": _("An overlong line of the header was cut."),
    "file_name_cleaned": _("A misleading file name was cleaned."),
    "from_missing": _("The letter does not say whom it is from."),
    "from_several": _("The letter names several senders: the first was taken."),
    "header_broken": _("A line of the header could not be read."),
    "header_cut": _("The header is too long: the rest is only in the original."),
    "html_cut": _("The designed letter is too long and was cut."),
    "html_flattened": _("The letter’s design is too complicated and was simplified."),
    "images_remote": _("Images from the internet are not loaded until you ask for them."),
    "list": _("The letter came through a mailing list or in bulk."),
    "mail_cut": _("The letter is too large: only its beginning is shown. The original holds all of it."),
    "mail_empty": _("The letter is empty."),
    "name_misleads": _("The sender’s name holds an address that is not theirs. Be careful."),
    "parts_cut": _("The letter has too many parts: the rest is only in the original."),
    "partial": _("This is one piece of a larger letter."),
    "quoted_printable_repaired": _("The text arrived damaged: what could be read is here."),
    "recipients_cut": _("There are too many recipients: not all are shown."),
    "references_cut": _("The list of earlier letters was cut."),
    "signed": _("The letter is signed. The signature was not checked."),
    "subject_cut": _("The subject is too long and was cut."),
    "text_cut": _("The text is too long and was cut. The original holds all of it."),
    "text_from_html": _("The letter has no plain text: it was made from the design."),
    "tnef_broken": _("An Outlook attachment could not be unpacked in full."),
    "tnef_unpacked": _("Files were unpacked from an Outlook attachment (winmail.dat)."),
    "unreadable": _("The letter could not be read. Open the original."),
    "uuencode_unpacked": _("A file was unpacked from the text."),
    "uuencode_broken": _("A file inside the text is damaged."),
}
# Nothing that whoever answers would do differently: the original tells them.
UNSPOKEN = frozenset(
    {"apple_resource_fork", "control_characters", "date_zone_missing", "references_cut", "text_from_html"}
)


def remark_words(remarks: Iterable[Sequence[str]]) -> list[str]:
    """`remarks`: (code, detail) each, as a message keeps them."""
    codes = dict.fromkeys(remark[0] for remark in remarks)
    return [str(REMARKS.get(code, code)) for code in codes if code not in UNSPOKEN]
