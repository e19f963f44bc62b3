from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from slovo.callbacks.models import CallAttempt, Callback, CallbackRule, MissedCall
from slovo.core.personal import Declared, Holding, Nothing, Person, of_customer

FIGURES = _("Moments and outcomes stay in the figures, without numbers and words.")


def _of_callback(person: Person) -> Q:
    return Q(callback__in=Callback.objects.filter(of_customer(person)))


HELD: tuple[Declared, ...] = (
    Nothing(CallbackRule, "how the company calls back"),
    Holding(
        model=MissedCall,
        name=_("Missed calls"),
        whose=_of_callback,
        told={"at": "at"},
    ),
    Holding(
        model=CallAttempt,
        name=_("Calls to them"),
        whose=_of_callback,
        told={"at": "at", "outcome": "outcome", "words": "words"},
        emptied={"words": ""},
        stays=FIGURES,
    ),
    Holding(
        model=Callback,
        name=_("Wishes to be called"),
        told={"phone": "phone", "words": "words", "how": "asked_how", "state": "state", "at": "made_at"},
        emptied={"phone": "", "words": "", "language": ""},
        stays=FIGURES,
    ),
)
