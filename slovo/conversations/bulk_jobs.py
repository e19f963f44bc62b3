"""Changes of many conversations, in the background: what was chosen in a list, what had a tag that is merged."""

from collections.abc import Callable
from functools import partial

from django.utils import timezone

from slovo.conversations import bulk, tags
from slovo.core.tasks import task


@task("conversations.change_many@1", queue="default")
def change_many(change_id: int) -> Callable[[], None]:
    """A batch, and itself again for the next one: in between others write."""
    return partial(_change_many, change_id)


def _change_many(change_id: int) -> None:
    if bulk.go_on(change_id=change_id, at=timezone.now()):
        change_many.enqueue(change_id=change_id)


@task("conversations.move_merged_tag@1", queue="default")
def move_merged_tag(merged_id: int) -> Callable[[], None]:
    return partial(_move_merged_tag, merged_id)


def _move_merged_tag(merged_id: int) -> None:
    if tags.move_merged(merged_id=merged_id):
        move_merged_tag.enqueue(merged_id=merged_id)
