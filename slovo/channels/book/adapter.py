"""The book of complaints and suggestions as a channel: an entry is filed as a program files it; answers leave as
letters."""

from slovo.channels.api.adapter import ApiChannel


class BookChannel(ApiChannel):
    kind = "book"
    at_home = False
