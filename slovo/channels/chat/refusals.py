"""What a visitor cannot have, said to them."""

from slovo.core.errors import UnableTo


class UnableToChat(UnableTo):
    pass


class Blocked(UnableToChat):
    pass
