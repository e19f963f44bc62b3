"""Tables that are not ours."""

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session

from slovo.core.personal import Declared, Nothing
from slovo.people.personal_data import STAFF

HELD: tuple[Declared, ...] = (
    Nothing(Permission, "Django's own list"),
    Nothing(Group, "not used"),
    Nothing(Group.permissions.through, "not used"),
    Nothing(ContentType, "Django's own list"),
    Nothing(Session, STAFF),
    Nothing(EmailAddress, STAFF),
    Nothing(EmailConfirmation, STAFF),
    Nothing(Authenticator, STAFF),
    Nothing(UserSession, STAFF),
)
