"""A customer's own page as a channel: what they write is filed as a program files it; answers leave as letters."""

from slovo.channels.api.adapter import ApiChannel


class PageChannel(ApiChannel):
    kind = "page"
    at_home = False
