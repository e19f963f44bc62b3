"""What a customer has said about being written to, in words."""

from django.utils.translation import gettext as _

from slovo.customers.consent_models import Consent, How, Purpose


def words_of(said: Consent) -> str:
    """«No letters about their own matters: on their page»."""
    what = {
        (Purpose.SERVICE, True): _("Letters about their own matters"),
        (Purpose.SERVICE, False): _("No letters about their own matters"),
        (Purpose.MARKETING, True): _("Agrees to advertising"),
        (Purpose.MARKETING, False): _("No advertising"),
    }[Purpose(said.purpose), said.given]
    if not said.is_proven:
        what = _("Ticked advertising on a form, not confirmed, and so it counts for nothing")
    how = {
        How.PAGE: _("on their page"),
        How.DESK: _("to a colleague"),
        How.API: _("through a program"),
    }[How(said.how)]
    parts = [f"{what}: {how}", said.channel, said.words]
    return ", ".join(filter(None, parts))
