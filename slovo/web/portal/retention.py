from datetime import timedelta

from slovo.core.keeping import Kept, SweptElsewhere
from slovo.web.portal.models import PortalSession, SignInCode

RUN_OUT_KEPT = timedelta(days=1)
BY = {"by": "whoever signs in next", "why": "what opens somebody's data does not lie about"}

KEPT: tuple[Kept, ...] = (
    SweptElsewhere(model=SignInCode, after="expires_at", life=RUN_OUT_KEPT, **BY),
    SweptElsewhere(model=PortalSession, after="expires_at", life=RUN_OUT_KEPT, **BY),
)
