"""The normal form of an address or a number, under which a person is found again."""

import unicodedata

import phonenumbers

EMAIL_CHARACTERS_MAX = 254


def normal_email(address: str) -> str:
    """Compared as everybody writes it: without case, in one Unicode form. "" if it is no address."""
    address = unicodedata.normalize("NFKC", address.strip().strip("<>")).casefold()
    local, at_sign, domain = address.rpartition("@")
    if not (local and at_sign and domain) or len(address) > EMAIL_CHARACTERS_MAX or any(c.isspace() for c in address):
        return ""
    return f"{local}@{_ascii(domain.rstrip('.'))}"


def home_country(language: str) -> str:
    """Where numbers without a country code are read from (ISO 3166), for a brand of this language."""
    return "RU" if language == "ru" else "UA"


def normal_phone(number: str, *, country: str) -> str:
    """E.164, "+79000000012". `country` (ISO 3166) reads numbers without a country code. "" if it is none."""
    try:
        parsed = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(parsed):
        return ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _ascii(domain: str) -> str:
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return domain
