from dataclasses import dataclass

from slovo.facts import Fact, RegardingFact


@dataclass(frozen=True, kw_only=True)
class _TypeFact(Fact):
    request_type_id: int

    @property
    def about(self) -> str:
        return f"request_type:{self.request_type_id}"


@dataclass(frozen=True, kw_only=True)
class RequestTypeChanged(_TypeFact):
    """A type of request is new, or has other names or rules."""

    slug: str
    demands_choice: bool


@dataclass(frozen=True, kw_only=True)
class RequestTypeArchived(_TypeFact):
    pass


@dataclass(frozen=True, kw_only=True)
class RequestOptionChanged(_TypeFact):
    """An option is new, or has other words or rules: its version `number`. `capacity`: so many `per` period."""

    option_id: int
    number: int
    promise_kind: str
    promise_minutes: int | None
    capacity: int | None
    per: str


@dataclass(frozen=True, kw_only=True)
class RequestOptionArchived(_TypeFact):
    option_id: int


@dataclass(frozen=True, kw_only=True)
class _ChoiceFact(RegardingFact):
    choice_id: int
    option_id: int


@dataclass(frozen=True, kw_only=True)
class ChoiceMade(_ChoiceFact):
    """`how`: a code. `number`: of the version that was read. `starts_on` (ISO): of the period in which a place was
    taken."""

    request_type_id: int
    customer_id: int
    number: int
    how: str
    starts_on: str | None
    promise_id: int | None


@dataclass(frozen=True, kw_only=True)
class ChoiceGivenBack(_ChoiceFact):
    """It is not wanted any more; its place is free again."""

    starts_on: str | None


@dataclass(frozen=True, kw_only=True)
class _ExtraFact(RegardingFact):
    extra_id: int


@dataclass(frozen=True, kw_only=True)
class ExtraRecorded(_ExtraFact):
    """The customer gets more than was promised."""

    customer_id: int
    asked_for: bool


@dataclass(frozen=True, kw_only=True)
class ExtraAnnounced(_ExtraFact):
    """The customer has been told that it is a gift. `how`: a code."""

    how: str


@dataclass(frozen=True, kw_only=True)
class ExtraTakenBack(_ExtraFact):
    """The answer in which it was recorded is dropped, and nobody has been told of it."""


@dataclass(frozen=True, kw_only=True)
class FormDrafted(_TypeFact):
    """Somebody works on the form of this type. Customers see nothing of it yet."""


@dataclass(frozen=True, kw_only=True)
class FormDropped(_TypeFact):
    """What somebody worked on is not wanted. What is published stays."""


@dataclass(frozen=True, kw_only=True)
class FormPublished(_TypeFact):
    """From now on customers fill in its version `number`."""

    number: int


@dataclass(frozen=True, kw_only=True)
class FormSubmitted(RegardingFact):
    """A customer has filled in the version `number` of the form, on its page."""

    submission_id: int
    request_type_id: int
    customer_id: int
    number: int
