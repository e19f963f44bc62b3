"""The channels there are. `config/wiring.py` adds them; nobody else needs to know which."""

from slovo.channels.adapter import Channel

_channels: dict[str, Channel] = {}


def add_channel(channel: Channel) -> None:
    _channels[channel.kind] = channel


def channel(kind: str) -> Channel:
    return _channels[kind]


def kinds() -> list[str]:
    return sorted(_channels)
