from slovo.core.personal import Declared, Nothing
from slovo.people.models import Invitation, Membership, Staff, Team, Token

STAFF = "about the staff, and no customer"

HELD: tuple[Declared, ...] = (
    Nothing(Staff, STAFF),
    Nothing(Team, STAFF),
    Nothing(Team.members.through, STAFF),
    Nothing(Membership, STAFF),
    Nothing(Invitation, STAFF),
    Nothing(Token, STAFF),
)
