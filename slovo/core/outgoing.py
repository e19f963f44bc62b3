"""One guard for everything that fetches what somebody else named: nobody reaches inside our network through us.

A name is resolved once, every address is looked at, and the connection goes to the very address that was looked at:
a name that answers differently the second time gains nothing. The Host header and the name in TLS stay as given.
"""

import socket
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from queue import Empty, SimpleQueue
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from slovo.core.errors import UnableTo

PORTS = {"http": {80, 8080}, "https": {443, 8443}}
URL_CHARACTERS_MAX = 500
# Beside what `is_global` knows: addresses that carry another one inside, and what clouds answer on.
INSIDE = [
    ip_network(network)
    for network in ("100.64.0.0/10", "192.0.0.0/24", "168.63.129.16/32", "fec0::/10", "fc00::/7", "64:ff9b::/32")
]

Address = IPv4Address | IPv6Address


class UnableToReach(UnableTo):
    """The address is not one that we call."""


class NoAnswer(Exception):
    """What went wrong on the way, as the network says it."""


class TooSlow(NoAnswer):
    """The other side answers too slowly as a whole, however lively each piece of it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`body`: its beginning."""

    status: int
    body: bytes


def check(url: str) -> None:
    """What can be said about an address without asking the network."""
    import httpx  # see `post`

    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        httpx.URL(url)  # what calls it must read it as we do
    except (ValueError, httpx.InvalidURL):
        host, port = "", None
    if not host or parts.scheme not in PORTS or len(url) > URL_CHARACTERS_MAX or not url.isascii():
        raise UnableToReach(
            _("This is not an address that can be called. It begins with https:// and has a host name.")
        )
    if parts.username is not None or parts.password is not None:
        raise UnableToReach(_("An address with a password in it is not called. Check the signature instead."))
    if port not in {None, *PORTS[parts.scheme]} and not _is_excepted(host, ()):
        raise UnableToReach(
            _("This port is not called. Use 443, 8443, 80 or 8080; an administrator of the machine can allow others.")
        )
    literal = _literal(host)
    if literal and _is_inside(literal) and not _is_excepted(host, (literal,)):
        raise UnableToReach(_("This address lies inside a network. An administrator of the machine can allow it."))


def is_excepted(url: str) -> bool:
    """Whether an administrator of the machine has named its host, or the network in which its address lies."""
    return _is_excepted(urlsplit(url).hostname or "", ())


def post(url: str, *, content: bytes, headers: dict[str, str], seconds: float, answer_bytes_max: int) -> Answer:
    """Call it: no redirects, no proxies, at most `seconds` in all, at most `answer_bytes_max` read of the answer.

    Raises UnableToReach, or NoAnswer for what went wrong on the way.
    """
    from slovo.core.calling import post_to  # what calls takes megabytes, and most houses call nobody

    check(url)
    return post_to(url, content=content, headers=headers, seconds=seconds, answer_bytes_max=answer_bytes_max)


def addresses_of(host: str, port: int, *, seconds: float) -> list[str]:
    """Where a host may be reached: looked at, every one of them. One bad address condemns the name."""
    found = _resolved(host, port, seconds)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    looked_at = [ip_address(address.partition("%")[0]) for address in addresses]
    if not _is_excepted(host, looked_at) and any(map(_is_inside, looked_at)):
        raise UnableToReach(_("This address lies inside a network. An administrator of the machine can allow it."))
    return addresses


def _resolved(host: str, port: int, seconds: float) -> list[Any]:
    """In a thread of its own: the system's resolver knows no deadline, and waits half a minute for a dead server."""
    answers: SimpleQueue[list[Any] | Exception] = SimpleQueue()

    def ask() -> None:
        try:
            answers.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as problem:
            answers.put(problem)

    threading.Thread(target=ask, name=f"resolving {host}", daemon=True).start()
    try:
        found = answers.get(timeout=seconds)
    except Empty:
        raise TooSlow("timed out") from None
    if isinstance(found, Exception):
        raise NoAnswer(f"{host}: {found}") from found
    return found


def _is_inside(address: Address) -> bool:
    if isinstance(address, IPv6Address):
        carried = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if any(inner is not None for inner in carried):
            return True  # nobody names a public service like that
        if int(address) < 2**32:
            return True  # ::127.0.0.1, as some systems still understand it
    if not address.is_global or address.is_multicast or address.is_reserved:
        return True
    return any(address in network for network in INSIDE if network.version == address.version)


def _is_excepted(host: str, addresses: Iterable[Address]) -> bool:
    """Named by SLOVO_OUTGOING_ALLOWED, as a host or with all its addresses in networks."""
    allowed = settings.OUTGOING_ALLOWED
    if host.lower() in {name.lower() for name in allowed}:
        return True
    networks = [network for network in map(_network, allowed) if network]
    literal = _literal(host)
    all_of_them = list(addresses) or ([literal] if literal else [])
    return bool(all_of_them) and all(
        any(address.version == network.version and address in network for network in networks)
        for address in all_of_them
    )


def _network(text: str) -> IPv4Network | IPv6Network | None:
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host.strip("[]"))
    except ValueError:
        return None
