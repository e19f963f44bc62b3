"""What the programs' face holds: what it answered to a program that asked to be answered once."""

from django.utils.translation import gettext_lazy as _

from slovo.api.models import KeptAnswer, Upload
from slovo.api.webhooks.models import Attempt, Delivery, Reader, Webhook
from slovo.core.personal import Declared, Holding, Nothing

HELD: tuple[Declared, ...] = (
    Nothing(Upload, "files of programs that no message refers to yet: gone after a day"),
    Holding(
        model=KeptAnswer,
        name=_("Answers to programs, kept for a day"),
        whose=lambda person: person.named_in("body"),
        emptied={"body": ""},
        stays=_("That a program was answered, so that it is not done twice."),
        among_us=True,
    ),
    Nothing(Webhook, "which programs want to be told"),
    Nothing(Delivery, "a fact in the words for programs: ids and plain values"),
    Nothing(Attempt, "what another computer said to a fact, which names nobody"),
    Nothing(Reader, "how far the journal was read"),
)
