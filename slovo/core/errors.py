"""What a person asked and cannot have, said in words they can act on."""


class UnableTo(Exception):
    """The base of every refusal. The message is for the person: what is wrong and what to do instead."""

    def __init__(self, message: object) -> None:
        self.message = message
        super().__init__(message)

    def __str__(self) -> str:
        return str(self.message)
