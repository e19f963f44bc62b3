"""From bytes to text when the label of the charset is missing, misspelt or a lie.

A label is believed while the text it gives looks like text. Otherwise the candidates are compared by how
Russian or Ukrainian they look (`cyrillic.score`).
"""

import codecs
import re
from functools import lru_cache

from slovo.channels.email.parse.cyrillic import looks_wrong, score
from slovo.channels.email.parse.limits import CHARSET_SAMPLE_CHARS
from slovo.channels.email.parse.notes import Notes

CYRILLIC = ("cp1251", "koi8_u", "koi8_r", "cp866", "iso8859_5", "mac_cyrillic", "cp1125")
_LATIN = frozenset({"cp1252", "ascii", "iso8859_15", "iso8859_2", "cp1250", "cp437", "cp850", "mac_roman"})
_NOT_TEXT = frozenset(
    [
        "base64",
        "bz2",
        "hex",
        "idna",
        "mbcs",
        "oem",
        "palmos",
        "punycode",
        "quopri",
        "raw_unicode_escape",
        "rot_13",
        "undefined",
        "unicode_escape",
        "uu",
        "zlib",
    ]
)
# Labels of the wild, without "-", "_", blanks and the prefixes "x-" and "cs", to Python's names.
_ALIASES = {
    **dict.fromkeys(("koi8", "koi8r", "koi"), "koi8_r"),
    **dict.fromkeys(("koi8u", "koi8ru", "koi8uni"), "koi8_u"),
    **dict.fromkeys(("cp1251", "win1251", "windows1251", "1251", "win", "ansi1251", "windowscyrillic"), "cp1251"),
    **dict.fromkeys(("cp866", "ibm866", "866", "dos", "dos866", "alt", "cp866nr", "msdos866"), "cp866"),
    **dict.fromkeys(("cp1125", "866u", "ruscii", "cp866u", "ibm1125"), "cp1125"),
    **dict.fromkeys(
        ("maccyrillic", "macukrainian", "macukraine", "maccyr", "10007", "cp10007", "macintoshcyrillic"),
        "mac_cyrillic",
    ),
    **dict.fromkeys(("iso88595", "88595", "isoir144", "cyrillic", "iso885951988", "isocyrillic"), "iso8859_5"),
    **dict.fromkeys(("utf8", "unicode11utf8", "utf8mb4", "utf", "65001", "cp65001", "unicodeutf8", "utf8bom"), "utf_8"),
    **dict.fromkeys(("utf7", "unicode11utf7", "unicode20utf7", "65000"), "utf_7"),
    **dict.fromkeys(("utf16", "unicode", "ucs2", "iso10646ucs2", "utf16le", "utf16be", "unicodefffe"), "utf_16"),
    **dict.fromkeys(("utf32", "ucs4", "utf32le", "utf32be"), "utf_32"),
    **dict.fromkeys(
        (
            "iso88591",
            "latin1",
            "88591",
            "l1",
            "isoir100",
            "iso885911987",
            "cp1252",
            "windows1252",
            "1252",
            "ansi",
        ),
        "cp1252",
    ),
    **dict.fromkeys(("usascii", "ascii", "ansix341968", "646", "iso646us", "us", "7bit"), "ascii"),
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "euccn"), "gb18030"),
    **dict.fromkeys(("ksc56011987", "euckr", "ksc5601", "cp949"), "cp949"),
    **dict.fromkeys(("shiftjis", "sjis", "windows31j", "cp932"), "cp932"),
    **dict.fromkeys(("iso88598i", "iso88598e"), "iso8859_8"),
    **dict.fromkeys(("macintosh", "mac", "macroman"), "mac_roman"),
    **dict.fromkeys(("unknown8bit", "unknown", "userdefined", "8bit", "default", "none", "autodetect", "binary"), ""),
}
_PREFIX = re.compile(r"^(?:x-|cs|charset=)+(?=\w)")
_BOMS = (
    (codecs.BOM_UTF8, "utf_8"),
    (codecs.BOM_UTF32_LE, "utf_32_le"),  # begins as UTF-16's does
    (codecs.BOM_UTF32_BE, "utf_32_be"),
    (codecs.BOM_UTF16_LE, "utf_16_le"),
    (codecs.BOM_UTF16_BE, "utf_16_be"),
)
_UTF7_CYRILLIC = re.compile(rb"\+B[A-P][A-Za-z0-9+/]{4,}")
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{3,40})", re.IGNORECASE)
_META_BYTES = 4096
_HIGH_RUN = re.compile(rb"[\x80-\xff]{2}")
_HIGH_BESIDE_ASCII = re.compile(rb"[A-Za-z][\x80-\xff]|[\x80-\xff][A-Za-z]")


@lru_cache(maxsize=512)
def canonical(label: str) -> str:
    """Python's name of the charset that a label means, "" when it means none."""
    label = label.strip(" \t\"'<>;,.").lower().partition("*")[0]
    key = re.sub(r"[^a-z0-9]", "", _PREFIX.sub("", label))
    if key in _ALIASES:
        return _ALIASES[key]
    try:
        name = codecs.lookup(label).name.replace("-", "_")
    except (LookupError, ValueError):
        return ""
    return "" if name in _NOT_TEXT or name.startswith("base64") else name


def decode(data: bytes, label: str, notes: Notes, hint: str = "") -> str:
    """The text of `data`. `hint`: a charset that the rest of the mail uses, tried when `label` says nothing."""
    for bom, name in _BOMS:
        if data.startswith(bom) and len(data) > len(bom):
            return data[len(bom) :].decode(name, "replace")
    charset = canonical(label)
    if charset in {"utf_16", "utf_32"}:
        return _wide(data, charset, notes)
    if data.isascii():
        return _ascii(data, charset)
    if charset == "utf_7":
        charset = ""
    return _eight_bit(data, charset, canonical(hint), notes)


def decode_html(data: bytes, label: str, notes: Notes) -> str:
    """As `decode`; the document's own <meta> stands in for a missing label."""
    if not canonical(label) and (meta := _META.search(data, 0, _META_BYTES)):
        label = meta[1].decode("ascii", "replace")
        label = "" if canonical(label) in {"utf_16", "utf_32"} else label  # it could not have been read, then
    return decode(data, label, notes)


def _ascii(data: bytes, charset: str) -> str:
    if charset == "utf_7" or (charset in {"", "ascii"} and _UTF7_CYRILLIC.search(data)):
        return _decoded(data, "utf_7") or data.decode("ascii")
    if charset.startswith(("iso2022", "hz")):
        return data.decode(charset, "replace")
    return data.decode("ascii")


def _decoded(data: bytes, charset: str) -> str | None:
    try:
        return data.decode(charset)
    except (UnicodeError, LookupError):
        return None


def _wide(data: bytes, charset: str, notes: Notes) -> str:
    """UTF-16 and 32 without a byte order mark: the rare byte of a pair, 0 or 4, tells the order."""
    if charset == "utf_32":
        guesses = ("utf_32_be", "utf_32_le")
        return next((text for guess in guesses if (text := _decoded(data, guess))), data.decode("utf_32", "replace"))
    sample = data[:CHARSET_SAMPLE_CHARS]
    high = [sum(sample[start::2].count(byte) for byte in (0, 4)) for start in (0, 1)]
    if max(high) * 4 < len(sample):
        return decode(data, "", notes) if sample else ""
    return data.decode("utf_16_be" if high[0] >= high[1] else "utf_16_le", "replace")


def _eight_bit(data: bytes, charset: str, hint: str, notes: Notes) -> str:
    labelled = _decoded(data, charset) if charset else None
    if labelled is not None and charset == "utf_8":
        return labelled
    unicode_text = _decoded(data, "utf_8")
    if unicode_text is not None and not _prefers_single_byte(unicode_text, labelled, charset):
        if charset:
            notes.add("charset_guessed", "utf-8")
        return unicode_text
    if charset == "utf_8" and _mostly_utf8(data):
        return _by_lines(data, hint, notes)
    if labelled is not None and not _is_suspect(labelled, charset):
        return labelled
    if charset in _LATIN and _HIGH_RUN.search(data) and not _HIGH_BESIDE_ASCII.search(data):
        labelled = None  # no word of a Latin script is all accents
    return _best(data, charset if labelled is not None else "", hint, notes)


def _prefers_single_byte(unicode_text: str, labelled: str | None, charset: str) -> bool:
    """«её» in KOI8-R is by chance valid UTF-8, a Latin letter: the label wins where its text is the better one."""
    if labelled is None or charset not in CYRILLIC:
        return False
    sample = CHARSET_SAMPLE_CHARS
    return score(labelled[:sample]) > max(score(unicode_text[:sample]), 0)


def _is_suspect(text: str, charset: str) -> bool:
    if charset in CYRILLIC or charset in _LATIN or charset.startswith("iso8859_1"):
        return looks_wrong(_sample(text))
    return False


def _sample(text: str) -> str:
    """The stretch of a text that starts at its first letter beyond ASCII."""
    start = next((index for index, letter in enumerate(text) if letter > "\x7f"), 0) if not text.isascii() else 0
    start = max(0, start - 20)
    return text[start : start + CHARSET_SAMPLE_CHARS]


def _best(data: bytes, charset: str, hint: str, notes: Notes) -> str:
    """The candidate that reads best; the labelled one wins unless another is clearly better."""
    names = dict.fromkeys(
        name for name in (charset, hint, *CYRILLIC, "cp1252") if name and name not in {"utf_8", "ascii"}
    )
    start = max(0, next((index for index, byte in enumerate(data) if byte > 0x7F), 0) - 20)
    sample = data[start : start + CHARSET_SAMPLE_CHARS]
    scores = {name: score(sample.decode(name, "replace")) for name in names}
    best = max(scores, key=lambda name: scores[name])
    if charset and charset in scores and scores[best] - scores[charset] < _margin(sample):
        best = charset
    if best != charset:
        notes.add("charset_guessed", best.replace("_", "-"))
    text = data.decode(best, "replace")
    if "\ufffd" in text:
        notes.add("characters_replaced")
    return text


def _margin(sample: bytes) -> float:
    """What another charset must win by. A few letters prove little, so the label keeps them."""
    letters = len(sample.translate(None, bytes(range(128))))
    return 4.0 + 0.1 * letters


def _mostly_utf8(data: bytes) -> bool:
    text = data[: CHARSET_SAMPLE_CHARS * 4].decode("utf_8", "replace")
    wrong = text.count("\ufffd")
    right = sum(letter > "\x7f" for letter in text) - wrong
    return right > wrong * 3


def _by_lines(data: bytes, hint: str, notes: Notes) -> str:
    """UTF-8 with a foreign line in it, such as a footer that a list server put below."""
    lines = []
    for line in data.split(b"\n"):
        text = _decoded(line, "utf_8")
        if text is None and not _mostly_utf8(line):
            text = _best(line, "", hint, notes)
        elif text is None:
            notes.add("characters_replaced")
            text = line.decode("utf_8", "replace")
        lines.append(text)
    return "\n".join(lines)
