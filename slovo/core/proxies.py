"""From which address a visitor comes, when proxies stand before this program.

Anybody can send `X-Forwarded-For`. So only the part is believed that a proxy of ours has written: from the right end,
as long as whoever hands it on is one of them. Without proxies of ours the header is never read.
"""

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
HOPS_MAX = 10  # of proxies before this program; a longer header is somebody's joke
HOUSEHOLD_BITS = 64  # of an IPv6 address: the rest is chosen by each machine anew


def networks(names: Iterable[str]) -> list[Network]:
    """Raises ValueError for what is neither an address nor a network."""
    return [ip_network(name, strict=False) for name in names]


def visitor(remote: str, forwarded: str, ours: Sequence[Network]) -> str:
    """`remote`: who is connected with us; `forwarded`: the whole header. "" when there is no address at all, as for a
    connection through a socket of this machine."""
    here = _address(remote)
    handed_on = forwarded.rsplit(",", HOPS_MAX)[-HOPS_MAX:] if forwarded else []
    while here and handed_on and any(here in network for network in ours):
        before = _address(handed_on.pop())
        if before is None:  # nobody whom we trust writes this
            break
        here = before
    return str(here or "")


def household(address: str) -> str:
    """By which visitors are counted: an IPv6 network, since one house has more addresses than can be counted."""
    found = _address(address)
    if isinstance(found, IPv6Address):
        return str(ip_network(f"{found}/{HOUSEHOLD_BITS}", strict=False))
    return str(found or "")


def _address(text: str) -> Address | None:
    """Some proxies write a port behind it, and an IPv4 address as an IPv6 one."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
