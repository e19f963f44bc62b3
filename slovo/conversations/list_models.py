"""Tables of the desk's lists and of the search: what people keep of them, how each likes to look, changes of many."""

from enum import StrEnum

from django.db import models
from django.db.models import Q

from slovo.brands.models import Brand
from slovo.core.ids import new_id
from slovo.people.models import Staff, Team


class SavedView(models.Model):
    """A filter with a name: somebody's own, a team's or a whole brand's.

    `filter`: a document as `filters.read` reads it. `columns`: names of COLUMNS, empty for the usual ones.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    owner = models.ForeignKey(Staff, models.CASCADE, null=True, related_name="own_views")
    team = models.ForeignKey(Team, models.CASCADE, null=True, related_name="views")
    brand = models.ForeignKey(Brand, models.CASCADE, null=True, related_name="views")
    name = models.CharField(max_length=60)
    icon = models.CharField(max_length=30, blank=True)
    colour = models.CharField(max_length=7, blank=True)
    filter = models.JSONField(default=dict)
    columns = models.JSONField(default=list)
    density = models.CharField(max_length=11, blank=True)
    order = models.CharField(max_length=8, default="due")
    position = models.PositiveIntegerField(default=0)
    kept_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="view_is_somebodys",
                condition=Q(owner__isnull=False, team=None, brand=None)
                | Q(owner=None, team__isnull=False, brand=None)
                | Q(owner=None, team=None, brand__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        return f"view:{self.pk}"


class ListLook(models.Model):
    """How one person likes to see one view. `view`: a built-in view's name, or a saved view's public id."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="list_looks", db_index=False)
    view = models.CharField(max_length=36)
    columns = models.JSONField(default=list)
    density = models.CharField(max_length=11, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "view"], name="one_look_a_view")]


class ItemState(StrEnum):
    """Of one conversation in a change of many. `kept`: not undone, because somebody has changed it since."""

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"
    UNDONE = "undone"
    KEPT = "kept"
    SPARED = "spared"  # it was called off before its turn came


class BulkChange(models.Model):
    """The same change of many conversations, done in the background, and its undoing.

    `kind`: one of `bulk_steps.KINDS`, with its `arguments`. `brand`: of the first conversation; its desks are nudged.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    brand = models.ForeignKey(Brand, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=12)
    arguments = models.JSONField(default=dict)
    total = models.PositiveIntegerField()
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    undo_asked_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(name="change_by", fields=["by", "-at"]), models.Index(name="change_at", fields=["at"])]
        constraints = [
            models.CheckConstraint(
                name="undone_when_asked", condition=Q(undone_at=None) | Q(undo_asked_at__isnull=False)
            )
        ]

    @property
    def key(self) -> str:
        return f"change:{self.pk}"

    @property
    def runs(self) -> bool:
        return self.undone_at is None if self.undo_asked_at else self.done_at is None


class BulkItem(models.Model):
    """`before`, `after`: how that part of the conversation stood which the change is about. `words`: why not."""

    change = models.ForeignKey(BulkChange, models.CASCADE, related_name="items", db_index=False)
    conversation = models.ForeignKey("conversations.Conversation", models.CASCADE, related_name="+", db_index=False)
    state = models.CharField(max_length=7, default=ItemState.WAITING.value)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["change", "conversation"], name="once_a_change")]
        indexes = [
            models.Index(name="change_items", fields=["change", "state", "id"]),
            models.Index(name="change_conversation", fields=["conversation"]),
        ]


class SavedSearch(models.Model):
    """A person's own question that they ask again and again."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="saved_searches")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=400)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["staff", "name"], name="one_saved_search_a_name")]

    def __str__(self) -> str:
        return self.name


class SearchRebuild(models.Model):
    """How far the index has been made anew: all messages from `before_id` on are done."""

    started_at = models.DateTimeField()
    before_id = models.BigIntegerField()
    total = models.BigIntegerField()
    finished_at = models.DateTimeField(null=True)
