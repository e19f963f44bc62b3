"""That somebody's data were asked for, given and erased: by whom, when and why, and nothing of what they were."""

from dataclasses import dataclass

from slovo.facts import Fact


@dataclass(frozen=True, kw_only=True)
class _OfCustomer(Fact):
    customer_id: int

    @property
    def about(self) -> str:
        return f"customer:{self.customer_id}"


@dataclass(frozen=True, kw_only=True)
class ErasureAsked(_OfCustomer):
    """By the customer, on a page of their own. `promise_id`: what is owed to them for it."""

    promise_id: int


@dataclass(frozen=True, kw_only=True)
class CustomerErasureBegun(_OfCustomer):
    """From now on nobody is found there. `why`: a short code."""

    erasure_id: int
    why: str


@dataclass(frozen=True, kw_only=True)
class CustomerErased(_OfCustomer):
    """Nothing is left but what has to stay. `rows`: how many were deleted or emptied."""

    erasure_id: int
    rows: int


@dataclass(frozen=True, kw_only=True)
class DataCopyAsked(_OfCustomer):
    """`by_themselves`: for their own page; else for the desk, with what was said among colleagues."""

    copy_id: int
    by_themselves: bool


@dataclass(frozen=True, kw_only=True)
class DataCopyTaken(_OfCustomer):
    """Somebody has downloaded a part of it."""

    copy_id: int
    part: int


@dataclass(frozen=True, kw_only=True)
class PrivacyRuleSet(Fact):
    """Within how many days a brand does what customers ask about their data; `working`: of its working days."""

    days: int
    working: bool

    @property
    def about(self) -> str:
        return f"brand:{self.brand_id}"


@dataclass(frozen=True, kw_only=True)
class KeptDaysSet(Fact):
    """For how many `days` a brand keeps each of these `kinds` of rows from now on; the others stay as they were."""

    kinds: tuple[str, ...]
    days: tuple[int, ...]

    @property
    def about(self) -> str:
        return f"brand:{self.brand_id}"


@dataclass(frozen=True, kw_only=True)
class RowsSwept(Fact):
    """What had outlived its days at the moment `as_of` (ISO) is gone. `rows`: how many of each of the `tables`."""

    as_of: str
    tables: tuple[str, ...]
    rows: tuple[int, ...]

    @property
    def about(self) -> str:
        return f"night:{self.as_of[:10]}"
