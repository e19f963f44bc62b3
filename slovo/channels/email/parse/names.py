"""Names of attached files: fit to be shown and saved, or made up from the type."""

import re

from slovo.channels.email.parse.limits import FILE_NAME_CHARS_MAX
from slovo.channels.email.parse.notes import Notes

# Control characters, and the marks that turn "exe.gpj" round on the screen.
_MISLEADING = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+")
_BLANKS = re.compile(r"\s+")
_EXTENSIONS = {
    "application/gzip": "gz",
    "application/ics": "ics",
    "application/json": "json",
    "application/msword": "doc",
    "application/ms-tnef": "dat",
    "application/pdf": "pdf",
    "application/pgp-encrypted": "asc",
    "application/pgp-keys": "asc",
    "application/pgp-signature": "asc",
    "application/pkcs7-mime": "p7m",
    "application/pkcs7-signature": "p7s",
    "application/rtf": "rtf",
    "application/vnd.ms-excel": "xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/x-pkcs7-mime": "p7m",
    "application/x-pkcs7-signature": "p7s",
    "application/xml": "xml",
    "application/zip": "zip",
    "audio/amr": "amr",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "audio/wav": "wav",
    "image/bmp": "bmp",
    "image/gif": "gif",
    "image/heic": "heic",
    "image/jpeg": "jpg",
    "image/jpg": "jpg",
    "image/png": "png",
    "image/svg+xml": "svg",
    "image/tiff": "tif",
    "image/webp": "webp",
    "message/delivery-status": "txt",
    "message/disposition-notification": "txt",
    "message/rfc822": "eml",
    "text/calendar": "ics",
    "text/css": "css",
    "text/csv": "csv",
    "text/html": "html",
    "text/plain": "txt",
    "text/rfc822-headers": "txt",
    "text/rtf": "rtf",
    "text/vcard": "vcf",
    "text/x-vcard": "vcf",
    "text/xml": "xml",
    "video/3gpp": "3gp",
    "video/mp4": "mp4",
    "video/quicktime": "mov",
}
_STEMS = {
    "application/ms-tnef": "winmail",
    "application/pgp-encrypted": "version",
    "application/pgp-signature": "signature",
    "application/pkcs7-mime": "smime",
    "application/pkcs7-signature": "smime",
    "application/x-pkcs7-mime": "smime",
    "application/x-pkcs7-signature": "smime",
    "message/delivery-status": "delivery-status",
    "message/disposition-notification": "disposition-notification",
    "message/rfc822": "message",
    "text/calendar": "invite",
    "text/rfc822-headers": "headers",
}


def file_name(given: str, media_type: str, notes: Notes) -> str:
    """A name without a path, without tricks, never empty."""
    cleaned = clean_file_name(given)
    if cleaned != given.strip() and given.strip():
        notes.add("file_name_cleaned", cleaned)
    return cleaned or default_name(media_type)


def default_name(media_type: str) -> str:
    stem = _STEMS.get(media_type) or (
        media_type.partition("/")[0] if media_type.startswith(("image/", "audio/", "video/")) else "attachment"
    )
    return f"{stem}.{_EXTENSIONS.get(media_type, 'bin')}"


def clean_file_name(given: str) -> str:
    name = _BLANKS.sub(" ", _MISLEADING.sub("", given)).strip()
    name = re.split(r"[/\\]", name.rstrip("/\\"))[-1].strip().rstrip(". ").strip()
    if len(name) <= FILE_NAME_CHARS_MAX:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > 10:
        return name[:FILE_NAME_CHARS_MAX].rstrip()
    return f"{stem[: FILE_NAME_CHARS_MAX - len(extension) - 1].rstrip()}.{extension}"
