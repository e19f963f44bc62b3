from datetime import timedelta

from slovo.api.actions import ANSWER_LIFE, UPLOAD_LIFE
from slovo.api.models import KeptAnswer, Upload
from slovo.api.webhooks.models import Attempt, Delivery, Reader, Webhook
from slovo.core.keeping import Days, Kept, SweptElsewhere, as_long_as, for_ever

DELIVERIES_KEPT = timedelta(days=30)
HOURLY = {"by": "api.sweep@1", "why": "a program that asks often would fill a day with them"}

KEPT: tuple[Kept, ...] = (
    *for_ever("the company's own, and who removed it", Webhook),
    *for_ever("how far the journal was read: one row", Reader),
    Days(model=Delivery, after="created_at", life=DELIVERIES_KEPT),
    *as_long_as(Delivery, {Attempt: "delivery"}),
    SweptElsewhere(model=KeptAnswer, after="created_at", life=ANSWER_LIFE, **HOURLY),
    SweptElsewhere(model=Upload, after="created_at", life=UPLOAD_LIFE, **HOURLY),
)
