"""Why somebody is erased, in words."""

from django.utils.translation import gettext_lazy as _

from slovo.privacy.models import Why

WHYS = [
    (Why.ASKED, _("They have asked for it")),
    (Why.WITHDRAWN, _("They have withdrawn their consent")),
    (Why.NOT_NEEDED, _("It is needed no more")),
    (Why.UNLAWFUL, _("It should not have been kept")),
]
