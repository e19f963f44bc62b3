"""What the portal holds: who has signed in. The letters with codes stand at the door out, under the customer's name."""

from django.utils.translation import gettext_lazy as _

from slovo.core.personal import Declared, Holding
from slovo.web.portal.models import PortalSession, SignInCode

HELD: tuple[Declared, ...] = (
    Holding(
        model=SignInCode,
        name=_("Codes to sign in"),
        told={"expires_at": "expires_at", "used_at": "used_at"},
    ),
    Holding(
        model=PortalSession,
        name=_("Browsers that are signed in"),
        told={"begun_at": "begun_at", "expires_at": "expires_at"},
    ),
)
