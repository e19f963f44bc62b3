"""The tags of a brand: adding, renaming, merging, archiving. Which conversation has which is `actions.tag`. Actions."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from slovo.conversations import filters
from slovo.conversations.list_models import SavedView
from slovo.conversations.models import Tag
from slovo.conversations.tag_colours import TAG_COLOURS
from slovo.core.db import locked, locked_together, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.recording import record
from slovo.core.live.actions import nudge
from slovo.facts.tags import TagAdded, TagArchived, TagChanged, TagFact, TagsMerged, TagUnarchived
from slovo.people.models import Staff
from slovo.people.rights import Verb

NAME_CHARACTERS_MAX = 40
TAGS_MAX = 500
MOVED_MAX = 500  # conversations in one transaction


class UnableToTag(UnableTo):
    pass


@transaction()
def add_tag(*, brand_id: int, name: str, colour: str, by: Staff, at: datetime) -> Tag:
    by.must_at(Verb.MANAGE_TAGS, brand_id)
    if Tag.objects.filter(brand_id=brand_id).count() >= TAGS_MAX:
        raise UnableToTag(_("A brand has at most 500 tags. Merge or archive some."))
    tag = Tag(brand_id=brand_id, name=_free_name(brand_id, name), colour=_known_colour(colour))
    tag.save()
    _tell(TagAdded(brand_id=brand_id, tag_id=tag.pk), by=by, at=at)
    return tag


@transaction()
def change_tag(*, tag_id: int, name: str, colour: str, by: Staff, at: datetime) -> None:
    tag = _managed(tag_id, by)
    tag.name = _free_name(tag.brand_id, name, besides=tag)
    tag.colour = tag.colour if colour == tag.colour else _known_colour(colour)
    tag.save()
    _tell(TagChanged(brand_id=tag.brand_id, tag_id=tag.pk), by=by, at=at)


@transaction()
def merge_tags(*, kept_id: int, merged_id: int, by: Staff, at: datetime) -> None:
    """The background moves what has the merged one; views that ask for it ask for the kept one at once."""
    by_id = locked_together(Tag, {kept_id, merged_id})
    kept, merged = by_id.get(kept_id), by_id.get(merged_id)
    if not kept or not merged or kept == merged or kept.brand_id != merged.brand_id or kept.merged_into_id:
        raise UnableToTag(_("Choose two different tags of one brand."))
    by.must_at(Verb.MANAGE_TAGS, kept.brand_id)
    if merged.merged_into_id:
        raise UnableToTag(_("This tag is being merged already."))
    merged.archived_at, merged.archived_by, merged.merged_into = merged.archived_at or at, by, kept
    merged.save()
    for view in SavedView.objects.all():
        _ask_for_kept(view, kept_id=kept.pk, merged_id=merged.pk)
    _tell(TagsMerged(brand_id=kept.brand_id, tag_id=kept.pk, merged_id=merged.pk), by=by, at=at)


@transaction()
def move_merged(*, merged_id: int) -> bool:
    """The next few conversations from a merged tag to the one that is kept. Whether there are more."""
    merged = Tag.objects.filter(pk=merged_id).select_related("merged_into").first()
    if merged is None or merged.merged_into is None:
        return False
    tagged = Tag.conversations.through.objects
    moved = list(tagged.filter(tag_id=merged.pk).order_by("pk")[:MOVED_MAX])
    pairs = [tagged.model(tag_id=merged.merged_into_id, conversation_id=row.conversation_id) for row in moved]
    tagged.bulk_create(pairs, ignore_conflicts=True)
    tagged.filter(pk__in=[row.pk for row in moved]).delete()
    if len(moved) == MOVED_MAX:
        return True
    merged.delete()
    return False


@transaction()
def archive_tag(*, tag_id: int, by: Staff, at: datetime) -> None:
    tag = _managed(tag_id, by)
    if tag.archived_at:
        raise UnableToTag(_("This tag is archived already."))
    tag.archived_at, tag.archived_by = at, by
    tag.save()
    _tell(TagArchived(brand_id=tag.brand_id, tag_id=tag.pk), by=by, at=at)


@transaction()
def unarchive_tag(*, tag_id: int, by: Staff, at: datetime) -> None:
    tag = _managed(tag_id, by)
    if tag.merged_into_id:
        raise UnableToTag(_("This tag has been merged into another one. Add a new one if you need it again."))
    tag.archived_at = tag.archived_by = None
    tag.save()
    _tell(TagUnarchived(brand_id=tag.brand_id, tag_id=tag.pk), by=by, at=at)


def _managed(tag_id: int, by: Staff) -> Tag:
    tag = locked(Tag, tag_id)
    by.must_at(Verb.MANAGE_TAGS, tag.brand_id)
    return tag


def _free_name(brand_id: int, name: str, *, besides: Tag | None = None) -> str:
    name = " ".join(name.split())[:NAME_CHARACTERS_MAX]
    if not name:
        raise UnableToTag(_("A tag needs a name."))
    others = [tag for tag in Tag.objects.filter(brand_id=brand_id) if tag != besides]
    if name.casefold() in {other.name.casefold() for other in others}:
        raise UnableToTag(_("There is such a tag already. Choose another name, or merge the two."))
    return name


def _known_colour(colour: str) -> str:
    return colour if colour in TAG_COLOURS else next(iter(TAG_COLOURS))


def _ask_for_kept(view: SavedView, *, kept_id: int, merged_id: int) -> None:
    found = filters.read(view.filter).filter
    if merged_id not in {*found.tag_ids, *found.without_tag_ids}:
        return
    document: dict[str, Any] = dict(view.filter)
    for name in ("tag_ids", "without_tag_ids"):
        if name in document:
            document[name] = sorted({kept_id if one == merged_id else one for one in document[name]})
    view.filter = document
    view.save(update_fields=["filter"])


def _tell(fact: TagFact, *, by: Staff, at: datetime) -> None:
    assert fact.brand_id
    record(fact, actor=by.actor, at=at)
    nudge(f"tags:{fact.brand_id}", brand_id=fact.brand_id)
