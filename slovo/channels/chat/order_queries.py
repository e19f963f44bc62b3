"""In which order what visitors say is taken in: of each as they said it, whoever has it in their hands."""

from django.db.models import QuerySet

from slovo.channels.chat.models import Line
from slovo.channels.models import Inbound
from slovo.core.prepared import prepared


def earlier_line_waits(inbound: Inbound) -> bool:
    """Whether something that the same visitor said before has still to be taken in."""
    return bool(list(_earlier_line(inbound.pk)))


@prepared
def _earlier_line(inbound_id: int) -> QuerySet[Inbound, int]:
    whose = Line.objects.filter(inbound_id=inbound_id).values("visitor_id")
    rows = Inbound.objects.filter(taken_in_at=None, pk__lt=inbound_id, line__visitor_id__in=whose)
    return rows.order_by("received_at").values_list("pk", flat=True)[:1]
