from slovo.core.keeping import Kept, as_long_as, for_ever
from slovo.people.models import Invitation, Membership, Staff, Team, Token

KEPT: tuple[Kept, ...] = (
    *for_ever("who did what is asked years later", Staff),
    *for_ever("the company's own", Team),
    *for_ever("which program did what is asked years later; a token that ran out opens nothing", Token),
    *as_long_as(Team, {Team.members.through: "team"}),
    *as_long_as(Staff, {Membership: "staff", Invitation: "staff"}),
)
