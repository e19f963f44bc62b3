"""Headers as they go onto the wire.

The standard library loses blanks between encoded words, believes that "=?…?=" typed by a person is one, and encodes
a message id that is longer than a line, so that no mail program would thread the letter. So the folding is ours.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from email.headerregistry import Address, AddressHeader, HeaderRegistry, UnstructuredHeader
from email.policy import SMTP, EmailPolicy
from typing import Any

LINE_CHARACTERS_MAX = 76
WORD_CHARACTERS_MAX = 900  # RFC 5322 ends a line at 998
ENCODED_WORD_BYTES_MAX = 45  # 60 characters of base64 and the frame: below the 75 of RFC 2047
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
SPECIALS = frozenset('()<>[]:;@\\,."')


class _Text(UnstructuredHeader):
    name: str

    @classmethod
    def parse(cls, value: str, kwds: dict[str, Any]) -> None:
        """Words of a person, not of the wire: what looks encoded is meant so."""
        kwds["parse_tree"], kwds["decoded"] = cls.value_parser(""), value

    def fold(self, *, policy: EmailPolicy) -> str:
        text = str(self)
        return _folded(self.name, text.split() if _is_plain(text) else _encoded_words(text), policy)


class _Ids(UnstructuredHeader):
    name: str

    def fold(self, *, policy: EmailPolicy) -> str:
        return _folded(self.name, str(self).split(), policy)


class _Addresses(AddressHeader):
    name: str

    def fold(self, *, policy: EmailPolicy) -> str:
        last = len(self.addresses) - 1
        words: list[str] = []
        for number, address in enumerate(self.addresses):
            words += _display_name(address.display_name)
            words.append(f"<{address.addr_spec}>" + ("," if number < last else ""))
        return _folded(self.name, words, policy)


KINDS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (_Text, ("subject",)),
    (_Ids, ("message-id", "in-reply-to", "references")),
    (_Addresses, ("from", "to", "cc", "reply-to")),
)


def _registry() -> HeaderRegistry:
    registry = HeaderRegistry()
    for kind, names in KINDS:
        for name in names:
            registry.map_to_type(name, kind)
    return registry


POLICY = SMTP.clone(header_factory=_registry())


def one_line(text: str) -> str:
    """No line break and no control character reaches a header, so nobody can add headers of their own."""
    return " ".join(CONTROLS.sub(" ", text).split())


def address(name: str, value: str) -> Address:
    local, _at, domain = value.rpartition("@")
    return Address(display_name=one_line(name), username=local, domain=domain)


def _folded(name: str, words: Iterable[str], policy: EmailPolicy) -> str:
    lines = [f"{name}:"]
    for word in words:
        if len(lines[-1]) + 1 + len(word) > LINE_CHARACTERS_MAX and lines[-1] != f"{name}:":
            lines.append("")
        lines[-1] += f" {word}"
    return policy.linesep.join(lines) + policy.linesep


def _display_name(name: str) -> list[str]:
    if not _is_plain(name):
        return list(_encoded_words(name))
    if SPECIALS.isdisjoint(name):
        return name.split()
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}"'.split()


def _is_plain(text: str) -> bool:
    return text.isascii() and "=?" not in text and all(len(word) < WORD_CHARACTERS_MAX for word in text.split())


def _encoded_words(text: str) -> Iterator[str]:
    """RFC 2047. Each holds whole characters, and blanks between them do not count."""
    piece = b""
    for character in text:
        encoded = character.encode("utf-8", "replace")
        if len(piece) + len(encoded) > ENCODED_WORD_BYTES_MAX:
            yield _encoded_word(piece)
            piece = b""
        piece += encoded
    if piece:
        yield _encoded_word(piece)


def _encoded_word(piece: bytes) -> str:
    return f"=?utf-8?b?{b64encode(piece).decode()}?="
