"""What open pages are told, as tests ask for it."""

from slovo.core.live import queries
from slovo.core.live.models import Nudge
from slovo.core.live.queries import Place
from tests.house import until


def all_told() -> Place:
    """The last news, when nobody who writes beside us, in whichever database of the server, holds it back."""
    last = Nudge.objects.order_by("transaction_id", "pk").last()
    assert last
    until(lambda: queries.newest() == Place(last.transaction_id, last.pk), "the news")
    return queries.newest()
