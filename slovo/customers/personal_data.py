"""Who a customer is. Declared to go last: by their addresses other domains find what else is theirs."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from slovo.core.personal import Declared, Holding, Nothing
from slovo.customers.consent_models import Consent, ConsentLetter
from slovo.customers.models import Customer, Identity
from slovo.customers.portrait_models import Portrait

HELD: tuple[Declared, ...] = (
    Holding(
        model=ConsentLetter,
        name=_("Letters that asked to confirm a consent"),
        whose=lambda person: Q(consent__customer_id__in=person.ids),
        told={"at": "at"},
        emptied={},
        stays=_("They prove that nobody is asked twice, and name nobody any more."),
    ),
    Nothing(Portrait, "a kind of customers, and none of them"),
    Holding(
        model=Consent,
        name=_("Consents and objections"),
        told={
            "purpose": "purpose",
            "channel": "channel",
            "given": "given",
            "words": "words",
            "how": "how",
            "at": "at",
            "confirms_letter_of": "confirms",
        },
        emptied={},
        stays=_("They prove what was agreed and when, and name nobody any more."),
    ),
    Holding(
        model=Identity,
        name=_("Addresses and numbers"),
        told={"kind": "kind", "value": "value", "since": "created_at"},
    ),
    Holding(
        model=Customer,
        name=_("Name, language, time zone and portrait"),
        whose=lambda person: Q(pk__in=person.ids),
        told={
            "name": "name",
            "language": "language",
            "time_zone": "zone",
            "portrait": "portrait__name",
            "since": "created_at",
        },
        emptied={"name": "", "folded_name": "", "language": "", "zone": "", "portrait": None},
        stays=_("A row without a name holds together what has to stay."),
    ),
)
