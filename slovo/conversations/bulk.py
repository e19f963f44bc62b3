"""The same change of many conversations, in batches in the background, and its undoing. Actions, as in `actions.py`."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.transaction import atomic
from django.utils import translation
from django.utils.translation import gettext as _

from slovo.conversations import bulk_steps, queries
from slovo.conversations.bulk_steps import KINDS, UnableToChangeMany
from slovo.conversations.list_models import BulkChange, BulkItem, ItemState
from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.recording import record
from slovo.core.live.actions import nudge
from slovo.facts.lists import ManyChanged, ManyPutBack
from slovo.people.models import Staff
from slovo.people.rights import Verb

ITEMS_MAX = 10_000
BATCH_MAX = 10  # of one transaction: nobody's reply may wait for more
WORDS_CHARACTERS_MAX = 300
IDS_A_QUESTION = 500


@transaction()
def begin_change(
    *, kind: str, arguments: dict[str, Any], conversation_ids: Collection[int], by: Staff, at: datetime
) -> BulkChange:
    """The background does the rest, one conversation after another by the ordinary action."""
    by.must_somewhere(Verb.CHANGE_MANY)
    assert kind in KINDS
    if len(conversation_ids) > ITEMS_MAX:
        raise UnableToChangeMany(_("At most 10,000 conversations are changed at once. Narrow the view down first."))
    seen = _seen(conversation_ids, by)
    pks = [pk for pk in dict.fromkeys(conversation_ids) if pk in seen]
    if not pks:
        raise UnableToChangeMany(_("Choose the conversations first: tick them in the list."))
    change = BulkChange.objects.create(
        brand_id=seen[pks[0]], kind=kind, arguments=arguments, total=len(pks), by=by, at=at
    )
    BulkItem.objects.bulk_create([BulkItem(change=change, conversation_id=pk) for pk in pks], batch_size=1000)
    fact = ManyChanged(brand_id=change.brand_id, change_id=change.pk, kind=kind, total=change.total)
    record(fact, actor=by.actor, at=at)
    return change


@transaction()
def undo_change(*, change_id: int, by: Staff, at: datetime) -> None:
    """One's own. What has not been done yet is called off."""
    change = locked(BulkChange, change_id)
    by.must_at(Verb.CHANGE_MANY, change.brand_id)
    if change.by_id != by.pk:
        raise UnableToChangeMany(_("Only who made this change can undo it. Ask them, or change it anew."))
    if change.undo_asked_at:
        raise UnableToChangeMany(_("This change is being undone already."))
    change.items.filter(state=ItemState.WAITING).update(state=ItemState.SPARED)
    change.undo_asked_at, change.done_at = at, change.done_at or at
    change.save()
    fact = ManyPutBack(brand_id=change.brand_id, change_id=change.pk, kind=change.kind, total=change.total)
    record(fact, actor=by.actor, at=at)


@transaction()
def go_on(*, change_id: int, at: datetime) -> bool:
    """The next few conversations. Whether there are more."""
    change = locked(BulkChange, change_id)
    if not change.runs:
        return False
    undoing = change.undo_asked_at is not None
    batch = list(change.items.filter(state=ItemState.DONE if undoing else ItemState.WAITING).order_by("pk")[:BATCH_MAX])
    with translation.override(change.by.language or "en"):
        for item in batch:
            _one(item, change, undoing=undoing, at=at)
    more = len(batch) == BATCH_MAX
    if not more:
        if undoing:
            change.undone_at = at
        else:
            change.done_at = at
        change.save()
    nudge(change.key, brand_id=change.brand_id)
    return more


def _one(item: BulkItem, change: BulkChange, *, undoing: bool, at: datetime) -> None:
    step = bulk_steps.step_back if undoing else bulk_steps.take_step
    try:
        with atomic():
            step(item, change, by=change.by, at=at)
    except UnableTo as problem:
        item.state = ItemState.KEPT if undoing else ItemState.REFUSED
        item.words = str(problem)[:WORDS_CHARACTERS_MAX]
    item.save()


def _seen(conversation_ids: Collection[int], by: Staff) -> dict[int, int]:
    """Of these, those that this person sees: id → brand id."""
    asked = list(conversation_ids)
    found: dict[int, int] = {}
    for start in range(0, len(asked), IDS_A_QUESTION):
        rows = queries.visible_to(by).filter(pk__in=asked[start : start + IDS_A_QUESTION])
        found |= dict(rows.values_list("pk", "brand_id"))
    return found
