from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from slovo.core.personal import Declared, Holding, Nothing, of_customer
from slovo.privacy.models import Copy, CopyPart, Erasure, KeptDays, PrivacyRule

HELD: tuple[Declared, ...] = (
    Nothing(Erasure, "that somebody was erased, by whom, when and why; by what they are found only until it is done"),
    Nothing(PrivacyRule, "how soon the company answers"),
    Nothing(KeptDays, "how long the company keeps what"),
    Holding(
        model=CopyPart,
        name=_("Files with copies of all this"),
        whose=lambda person: Q(copy__in=Copy.objects.filter(of_customer(person))),
        file="file",
        among_us=True,
    ),
    Holding(
        model=Copy,
        name=_("Copies of all this"),
        told={"asked_at": "asked_at", "made_at": "made_at"},
    ),
)
