"""What a visitor says: the raw thing of this channel, as JSON. Its files are stored before it."""

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """`files`: (id of the stored file, name, type) each. `name`: how they are called, "" if they did not say."""

    visitor: str
    thread: int
    client_id: str
    name: str
    vouched_for: bool
    language: str
    text: str
    files: tuple[tuple[int, str, str], ...] = ()

    def raw(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False).encode()

    @classmethod
    def read(cls, raw: bytes) -> "Said":
        given = json.loads(raw)
        return cls(**{**given, "files": tuple((pk, name, type_) for pk, name, type_ in given["files"])})


def matter(visitor: str, thread: int) -> str:
    """By which a message finds the conversation that it continues."""
    return f"chat:{visitor}:{thread}"
