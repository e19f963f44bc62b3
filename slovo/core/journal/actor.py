from dataclasses import dataclass
from typing import Literal

Kind = Literal["staff", "customer", "worker", "rule", "integration", "system"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it. `id` is the row's id, or the name of a rule or a program."""

    kind: Kind
    id: str


STAFF_KINDS = ("staff", "integration")  # whose `id` is that of a row of the staff
SYSTEM = Actor("system", "")
