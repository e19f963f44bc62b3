"""People in From, To, Cc and Reply-To, as programs of the wild write them, in linear time."""

import re
from dataclasses import dataclass, field

from slovo.channels.email.parse.headers import Headers, decode_words
from slovo.channels.email.parse.limits import ADDRESS_CHARS_MAX, NAME_CHARS_MAX, RECIPIENTS_MAX
from slovo.channels.email.parse.notes import Notes
from slovo.channels.email.parse.sanitize import clean_line
from slovo.channels.email.parsed import Address

# Every repetition that may fail to end is bounded, so that no input makes the scan quadratic.
_TOKEN = re.compile(
    r"""(?P<word>=\?[^?\s"]{1,80}\?[bBqQ]\?[^?]{0,2000}+\?=)
    |(?P<quoted>"(?:[^"\\]|\\.){0,300}+")
    |(?P<angle><[^<>]{0,500}+>)
    |(?P<comment>\((?:[^()\\]|\\.|\([^()]{0,200}+\)){0,500}+\))
    |(?P<end>[,;])
    |(?P<colon>:)
    |(?P<open><)
    |(?P<blank>\s++)
    |(?P<text>[^"(<,;:=\s\\]++)
    |(?P<sign>.)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_COMMENT = re.compile(r"\([^()]{0,200}+\)")
_ROUTE = re.compile(r"^@[^:]*:")
_LOCAL = re.compile(r"[\w.+-]{1,64}", re.ASCII)  # MAILER-DAEMON, root: a program on the same machine
_NOBODY = re.compile(r"undisclosed|unlisted|recipients?\b", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s<>\"',;:()\[\]]{1,64}@[^\s<>\"',;:()]{1,255}")


@dataclass(slots=True)
class _Mailbox:
    phrase: list[str] = field(default_factory=list)
    literal: list[str] = field(default_factory=list)  # as written, for an address without brackets
    comment: str = ""
    angle: str | None = None
    angle_open: bool = False

    def is_bare_address(self) -> bool:
        return len(self.literal) == 1 and self.angle is None and bool(_ADDRESS.fullmatch(self.literal[0]))


def field_addresses(headers: Headers, name: str, notes: Notes) -> tuple[Address, ...]:
    """All people of a field; a field that comes twice counts as one."""
    value = ", ".join(headers.to_text(raw) for raw in headers.raw_all(name)[:10])
    return parse_addresses(value, notes, headers.hint)


def parse_addresses(value: str, notes: Notes, hint: str = "") -> tuple[Address, ...]:
    people: list[Address] = []
    mailbox, loose = _Mailbox(), ""
    for match in _TOKEN.finditer(value):
        kind = match.lastgroup or ""
        if kind == "end":
            loose = _add(people, mailbox, loose, notes, hint)
            mailbox = _Mailbox()
            if len(people) >= RECIPIENTS_MAX:
                notes.add("recipients_cut")
                return tuple(people)
        elif kind == "colon" and mailbox.angle is None and "@" not in "".join(mailbox.literal):
            mailbox = _Mailbox()  # what stood before it was the name of a group
        elif kind == "blank" and mailbox.is_bare_address() and _ADDRESS.match(value, match.end()):
            loose = _add(people, mailbox, loose, notes, hint)  # the comma is missing
            mailbox = _Mailbox()
        else:
            _take(mailbox, kind, match[0])
    _add_loose(people, _add(people, mailbox, loose, notes, hint), notes, hint)
    return tuple(people)


def _take(mailbox: _Mailbox, kind: str, token: str) -> None:
    if mailbox.angle_open and kind not in {"comment", "quoted"}:
        mailbox.angle = (mailbox.angle or "") + token.strip("<> ")
    elif kind == "angle":
        mailbox.angle = mailbox.angle if mailbox.angle and "@" in mailbox.angle else token[1:-1]
    elif kind == "open":
        mailbox.angle, mailbox.angle_open = mailbox.angle or "", True
    elif kind == "comment":
        mailbox.comment = mailbox.comment or _ESCAPE.sub(r"\1", token[1:-1])
        mailbox.phrase.append(" ")
    elif kind == "quoted":
        mailbox.phrase.append(_ESCAPE.sub(r"\1", token[1:-1]))
        mailbox.literal.append(token)
    elif token not in '"\\' and not (mailbox.angle and token == ">"):
        mailbox.phrase.append(" " if kind == "blank" else token)
        mailbox.literal.append(token)


def _add(people: list[Address], mailbox: _Mailbox, loose: str, notes: Notes, hint: str) -> str:
    """`loose`, and what is returned: words before a comma without an address, which may begin a name: who writes
    `Last, First <a@example.com>` has forgotten the quotes."""
    phrase = "".join(mailbox.phrase).strip()
    if mailbox.angle is None and "@" not in phrase:
        _add_loose(people, loose, notes, hint)
        return phrase
    if mailbox.angle is not None:
        named = f"{loose}, {phrase}" if loose and phrase else phrase
        loose = "" if phrase else loose
        address, name = _bare(mailbox.angle), named or mailbox.comment
    else:
        address, name = _without_brackets("".join(mailbox.literal).strip(), phrase)
        name = name or mailbox.comment
    _add_loose(people, loose, notes, hint)
    if mailbox.angle is not None and "@" not in address and (inside := _ADDRESS.search(phrase)):
        address, name = inside[0], phrase.replace(inside[0], "")
    _add_person(people, address, name, notes, hint)
    return ""


def _add_loose(people: list[Address], words: str, notes: Notes, hint: str) -> None:
    """A program on the same machine, or nobody."""
    address, name = (words, "") if _LOCAL.fullmatch(words) and not _NOBODY.match(words) else ("", words)
    if not address and "@" in (shown := decode_words(words, notes, hint)) and "=?" in words:
        address, name = _read_again(shown)
    _add_person(people, address, name, notes, hint)


def _read_again(decoded: str) -> tuple[str, str]:
    """Of a program that encoded the address together with the name: (address, name)."""
    people = parse_addresses(decoded, Notes())
    return (people[0].address, people[0].name) if len(people) == 1 else ("", decoded)


def _add_person(people: list[Address], address: str, name: str, notes: Notes, hint: str) -> None:
    if address:
        people.append(Address(_shown(decode_words(name, notes, hint)), clean_line(address, ADDRESS_CHARS_MAX)))
    elif name:
        notes.add("address_broken", clean_line(decode_words(name, notes, hint), 80))


def _without_brackets(literal: str, phrase: str) -> tuple[str, str]:
    """An address alone, or with a name that forgot the brackets: (address, name)."""
    if literal.startswith('"') and '"@' in literal:
        return literal, ""
    found = _ADDRESS.search(phrase)
    if not found:
        return _bare(phrase), ""
    return _bare(found[0]), (phrase[: found.start()] + phrase[found.end() :]).strip(" \t'\"[]")


def _bare(address: str) -> str:
    """Without blanks and comments, which may stand anywhere but within quotes."""
    local, sign, rest = address.rpartition('"@')
    if sign:
        return f'{local.strip()}"@{_bare(rest)}'
    address = "".join(_COMMENT.sub("", address).split())
    address = _ROUTE.sub("", address).strip("'<>[]" if "[" not in address[1:] else "'<>")
    return re.sub(r"^mailto:", "", address, flags=re.IGNORECASE).rstrip(".,;")


def _shown(name: str) -> str:
    name = clean_line(name, NAME_CHARS_MAX)
    while len(name) > 1 and name[0] == name[-1] and name[0] in "'\"":
        name = name[1:-1].strip()
    return name


def misleads(sender: Address) -> bool:
    """Whether the displayed name holds an address that is not the sender's own: a common forgery."""
    found = _ADDRESS.search(sender.name)
    return bool(found) and found[0].lower().rstrip(".") != sender.address.lower()  # type: ignore[index]
