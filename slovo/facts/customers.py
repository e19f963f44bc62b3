from dataclasses import dataclass

from slovo.facts import Fact


@dataclass(frozen=True, kw_only=True)
class _CustomerFact(Fact):
    customer_id: int

    @property
    def about(self) -> str:
        return f"customer:{self.customer_id}"


@dataclass(frozen=True, kw_only=True)
class CustomerCreated(_CustomerFact):
    pass


@dataclass(frozen=True, kw_only=True)
class CustomersMerged(_CustomerFact):
    merged_id: int


@dataclass(frozen=True, kw_only=True)
class CustomersUnmerged(_CustomerFact):
    merged_id: int


@dataclass(frozen=True, kw_only=True)
class CustomerChanged(_CustomerFact):
    fields: tuple[str, ...]
