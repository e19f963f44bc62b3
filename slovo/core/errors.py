"""What a person asked and cannot have, said in words they can act on."""

from slovo.core.rules import Rule


class UnableTo(Exception):
    """The base of every refusal. The message is for the person: what is wrong and what to do instead. The rule is for
    programs: it stays when the words change."""

    rule: Rule | None = None

    def __init__(self, message: object, *, rule: Rule | None = None) -> None:
        self.message = message
        self.rule = rule or self.rule
        super().__init__(message)

    def __str__(self) -> str:
        return str(self.message)
