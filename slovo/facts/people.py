from dataclasses import dataclass

from slovo.facts import Fact


@dataclass(frozen=True, kw_only=True)
class StaffFact(Fact):
    staff_id: int

    @property
    def about(self) -> str:
        return f"staff:{self.staff_id}"


@dataclass(frozen=True, kw_only=True)
class StaffJoined(StaffFact):
    pass


@dataclass(frozen=True, kw_only=True)
class StaffLeft(StaffFact):
    pass


@dataclass(frozen=True, kw_only=True)
class StaffAway(StaffFact):
    """Until a moment (ISO): what they owe passes to their teams."""

    until: str


@dataclass(frozen=True, kw_only=True)
class StaffShiftsSet(StaffFact):
    """At which hours they work, or that nobody has said so."""

    has_shifts: bool


@dataclass(frozen=True, kw_only=True)
class StaffShiftOver(StaffFact):
    """Their shift is over, and the next begins `until` (ISO): what they owe before that passes to their teams."""

    until: str


@dataclass(frozen=True, kw_only=True)
class StaffBack(StaffFact):
    """Before that moment."""


@dataclass(frozen=True, kw_only=True)
class MembershipGiven(StaffFact):
    role: str


@dataclass(frozen=True, kw_only=True)
class MembershipTaken(StaffFact):
    pass


@dataclass(frozen=True, kw_only=True)
class StaffInvited(StaffFact):
    """They have a new one-time link."""


@dataclass(frozen=True, kw_only=True)
class TeamsChanged(StaffFact):
    team_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class StaffSignedIn(StaffFact):
    pass


@dataclass(frozen=True, kw_only=True)
class _TokenFact(StaffFact):
    """About whom it lets in: a person or an integration."""

    token_id: int


@dataclass(frozen=True, kw_only=True)
class TokenIssued(_TokenFact):
    scopes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TokenRevoked(_TokenFact):
    pass


@dataclass(frozen=True, kw_only=True)
class StaffPreferencesChanged(StaffFact):
    pass


@dataclass(frozen=True, kw_only=True)
class StaffPhotoChanged(StaffFact):
    """Another one, none, or customers may see it, or no more."""
