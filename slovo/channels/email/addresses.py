"""The ids that we give away and later recognise: reply addresses, Message-IDs, references in subjects.

Each holds a signature, so that nobody can make one up.
"""

import re
import uuid

from slovo.core.secrets import is_signature, signature

_TOKEN = re.compile(r"\+([0-9a-z]{8})-([0-9a-z]{16})@", re.IGNORECASE)
_SUBJECT = re.compile(r"\[#([0-9A-Z]{8})\]")
_MESSAGE_ID = re.compile(r"<([0-9a-f-]{36})\.([a-z2-7]{16})@[^<>\s]+>", re.IGNORECASE)


def reply_address(address: str, reference: str) -> str:
    """help@shop.example → help+7kq2m9xa-abcdefghijklmnop@shop.example"""
    local, _at, domain = address.rpartition("@")
    return f"{local}+{reference.lower()}-{signature('reply', reference)}@{domain}"


def reference_in_address(address: str) -> str:
    """The conversation's reference, if the address is one that we signed; else ""."""
    found = _TOKEN.search(address)
    if not found:
        return ""
    reference = found[1].upper()
    return reference if is_signature("reply", reference, found[2]) else ""


def reference_in_subject(subject: str) -> str:
    found = _SUBJECT.search(subject)
    return found[1] if found else ""


def message_id(public_id: uuid.UUID, domain: str) -> str:
    return f"<{public_id}.{signature('message', str(public_id))}@{domain}>"


def is_our_message_id(text: str) -> bool:
    found = _MESSAGE_ID.fullmatch(text)
    return bool(found and is_signature("message", found[1].lower(), found[2]))
