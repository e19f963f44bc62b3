from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from slovo.core.personal import MARK, Declared, Holding, Nothing, Person
from slovo.requests.extra_models import Extra
from slovo.requests.form_models import Answer, FormDraft, FormVersion, Submission
from slovo.requests.models import Choice, OptionSlot, OptionVersion, RequestOption, RequestType

COMPANY = "what the company offers and asks"


def _submitted(person: Person) -> Q:
    return Q(submission__in=Submission.objects.filter(brand_id=person.brand_id, about__in=person.keys))


HELD: tuple[Declared, ...] = (
    Nothing(RequestType, COMPANY),
    Nothing(RequestOption, COMPANY),
    Nothing(OptionVersion, COMPANY),
    Nothing(OptionSlot, "how many places are taken"),
    Nothing(FormDraft, COMPANY),
    Nothing(FormVersion, COMPANY),
    Holding(
        model=Answer,
        name=_("What they filled into forms"),
        whose=_submitted,
        told={"question": "label", "answer": "words", "at": "submission__at"},
    ),
    Holding(
        model=Submission,
        name=_("Forms that they sent"),
        whose=lambda person: Q(brand_id=person.brand_id, about__in=person.keys),
        told={"form": "request_type__slug", "language": "language", "at": "at"},
        emptied={},
        stays=_("That a form was sent, and when, without what was filled in."),
    ),
    Holding(
        model=Choice,
        name=_("Choices with their wording"),
        told={"of": "request_type__slug", "wording": "wording", "how": "how", "at": "at"},
        emptied={},
        stays=_("The company’s own words, in the version that was chosen: they prove what was agreed."),
    ),
    Holding(
        model=Extra,
        name=_("What they were given beyond"),
        told={
            "what": "what",
            "reason": "reason",
            "words": "phrase",
            "limits": "limits",
            "usual_price_in_minor_units": "usual_price_minor",
            "currency": "currency",
            "at": "recorded_at",
        },
        emptied={"what": MARK, "reason": MARK, "phrase": MARK, "limits": "", "handover_words": ""},
        stays=_("Sums and moments stay in the figures, without words."),
    ),
)
