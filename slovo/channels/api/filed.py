"""What a program files: the raw thing of this channel, as JSON."""

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Filed:
    """`kind` and `value` are a normalised identity, both "" when nobody can be named. `external_id`: the program's own
    name for the message, which makes a second filing of it harmless. `continues`: the reference of a conversation."""

    kind: str
    value: str
    name: str
    subject: str
    text: str
    language: str = ""
    external_id: str = ""
    continues: str = ""
    files: tuple[str, ...] = ()

    def raw(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False).encode()

    @classmethod
    def read(cls, raw: bytes) -> "Filed":
        given = json.loads(raw)
        return cls(**{**given, "files": tuple(given["files"])})
