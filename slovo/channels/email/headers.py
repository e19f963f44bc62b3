"""Headers as they go onto the wire.

The standard library loses blanks between encoded words, believes that "=?…?=" typed by a person is one, and encodes
a message id that is longer than a line, so that no mail program would thread the letter. So the folding is ours.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from email.headerregistry import Address, AddressHeader, Group, HeaderRegistry, UnstructuredHeader
from email.policy import EmailPolicy
from typing import Any

LINE_CHARACTERS_MAX = 76
WORD_CHARACTERS_MAX = 900  # RFC 5322 ends a line at 998
ENCODED_WORD_BYTES_MAX = 45  # 60 characters of base64 and the frame: below the 75 of RFC 2047
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
SPECIALS = frozenset('()<>[]:;@\\,."')


class _AsGiven(UnstructuredHeader):
    name: str

    @classmethod
    def parse(cls, value: str, kwds: dict[str, Any]) -> None:
        """Words of a person, not of the wire: what looks encoded is meant so."""
        kwds["parse_tree"], kwds["decoded"] = cls.value_parser(""), value


class _Text(_AsGiven):
    def fold(self, *, policy: EmailPolicy) -> str:
        text = str(self)
        return _folded(self.name, text.split() if _is_plain(text) else _encoded_words(text), policy)


class _Ids(_AsGiven):
    def fold(self, *, policy: EmailPolicy) -> str:
        return _folded(self.name, str(self).split(), policy)


class _Addresses(AddressHeader):
    name: str

    @classmethod
    def parse(cls, value: str | Address | Sequence[Address], kwds: dict[str, Any]) -> None:
        """Where they are whole already, nothing is left to be read in them."""
        if isinstance(value, str):
            super().parse(value, kwds)
            return
        addresses = [value] if isinstance(value, Address) else value
        kwds["groups"] = [Group(None, [address]) for address in addresses]
        kwds["parse_tree"], kwds["decoded"] = cls.value_parser(""), ", ".join(map(str, addresses))

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


# Written by us or by the library, in ASCII and never longer than a line: there is nothing in them to be read.
AS_IT_IS = frozenset({"auto-submitted", "content-transfer-encoding", "content-type", "date", "mime-version"})


class _Registry(HeaderRegistry):
    """The library makes a class anew for every header of every letter."""

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[str, type] = {}
        for kind, names in KINDS:
            for name in names:
                self.map_to_type(name, kind)

    def __getitem__(self, name: str) -> type:
        if name not in self._known:
            self._known[name] = super().__getitem__(name)
        return self._known[name]


class _Wire(EmailPolicy):
    """The library reads a header when it is set, and again for each parameter: a quarter of composing a letter."""

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:
        if name.lower() in AS_IT_IS and isinstance(value, str) and value.isascii() and value.isprintable():
            return name, value
        return super().header_store_parse(name, value)

    def header_fetch_parse(self, name: str, value: str) -> Any:
        return value if name.lower() in AS_IT_IS else super().header_fetch_parse(name, value)


POLICY = _Wire(linesep="\r\n", header_factory=_Registry())


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
