from datetime import datetime

from slovo.core.db import transaction
from slovo.core.limits import ROW_LIFE
from slovo.core.limits.models import Counter


@transaction()
def sweep(*, at: datetime) -> int:
    """Names that nobody has used for long."""
    gone, _ = Counter.objects.filter(touched_at__lt=at - ROW_LIFE).delete()
    return gone
