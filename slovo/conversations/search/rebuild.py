"""The index anew, in batches from the newest message down, while everything goes on and searches are answered."""

from collections.abc import Sequence
from datetime import datetime

from slovo.conversations.list_models import SearchRebuild
from slovo.conversations.models import Message
from slovo.conversations.search.indexing import MESSAGES_AT_ONCE, documents, whole
from slovo.core.db import transaction
from slovo.core.search import index
from slovo.core.search.documents import Document


@transaction()
def begin(*, at: datetime) -> SearchRebuild:
    newest = Message.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return SearchRebuild.objects.create(started_at=at, before_id=newest + 1, total=newest)


def unfinished() -> SearchRebuild | None:
    return SearchRebuild.objects.filter(finished_at=None).order_by("-pk").first()


def prepare(rebuild: SearchRebuild) -> list[Document]:
    """The next batch, read outside of any transaction."""
    return documents(whole.filter(pk__lt=rebuild.before_id).order_by("-pk")[:MESSAGES_AT_ONCE])


@transaction()
def apply(rebuild: SearchRebuild, batch: Sequence[Document], *, at: datetime) -> None:
    """What stood between the messages of the batch without being one goes away."""
    low = batch[-1].id if len(batch) == MESSAGES_AT_ONCE else 0
    index.replace_range(low, rebuild.before_id - 1, batch)
    rebuild.before_id = low
    rebuild.finished_at = None if low else at
    rebuild.save(update_fields=["before_id", "finished_at"])
