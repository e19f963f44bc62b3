from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from slovo.assistant.flow_models import Flow, FlowTurn, FlowVersion
from slovo.assistant.models import AssistantRule, Turn
from slovo.assistant.voice_models import Voice, VoiceCall
from slovo.conversations.models import Message
from slovo.core.personal import Declared, Holding, Nothing, Person

COMPANY = "what the company's assistant says, and how"
FIGURES = _("That the assistant spoke, and how it ended, stays in the figures, without words.")


def _heard(person: Person) -> Q:
    return Q(heard__in=Message.objects.filter(conversation__customer_id__in=person.ids))


HELD: tuple[Declared, ...] = (
    Nothing(AssistantRule, COMPANY),
    Nothing(Flow, COMPANY),
    Nothing(FlowVersion, COMPANY),
    Nothing(Voice, COMPANY),
    Holding(
        model=VoiceCall,
        name=_("What was sent to the endpoint, masked"),
        whose=_heard,
        told={"to": "address", "sent": "body", "answer": "answer", "at": "asked_at"},
        emptied={"body": "", "answer": ""},
        stays=FIGURES,
        among_us=True,
    ),
    Holding(
        model=FlowTurn,
        name=_("Answers to the assistant’s questions"),
        whose=lambda person: Q(turn__in=Turn.objects.filter(_heard(person))),
        told={"step": "step", "took": "took"},
        emptied={"took": [], "left": {}},
        stays=FIGURES,
        among_us=True,
    ),
    Holding(
        model=Turn,
        name=_("Turns of the assistant"),
        whose=_heard,
        told={"move": "move", "quoted": "passages", "at": "at"},
        emptied={"passages": []},
        stays=FIGURES,
        among_us=True,
    ),
)
