from django.utils.translation import gettext_lazy as _

from slovo.api.actions import ANSWER_LIFE, UPLOAD_LIFE
from slovo.api.models import KeptAnswer, Upload
from slovo.api.webhooks.models import Attempt, Delivery, Reader, Webhook
from slovo.core.keeping import Choice, Days, Kept, SweptElsewhere, as_long_as, for_ever

TOLD = Choice(
    code="deliveries",
    name=_("What other programs were told by webhooks"),
    days=30,
    least=7,
    needed=_("So long it is tried, and can be told once more to a program that stood still."),
)
HOURLY = {"by": "api.sweep@1", "why": "a program that asks often would fill a day with them"}

KEPT: tuple[Kept, ...] = (
    *for_ever("the company's own, and who removed it", Webhook),
    *for_ever("how far the journal was read: one row", Reader),
    Days(model=Delivery, after="created_at", life=TOLD.life, choice=TOLD, brand="webhook__brand"),
    *as_long_as(Delivery, {Attempt: "delivery"}),
    SweptElsewhere(model=KeptAnswer, after="created_at", life=ANSWER_LIFE, **HOURLY),
    SweptElsewhere(model=Upload, after="created_at", life=UPLOAD_LIFE, **HOURLY),
)
