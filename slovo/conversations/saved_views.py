"""Views that people have kept: who sees which, whose conversations they show, how they may look."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from slovo.conversations import filters, queries
from slovo.conversations.list_models import ListLook, SavedView
from slovo.conversations.models import Conversation
from slovo.core.prepared import prepared
from slovo.people.models import Staff, Team
from slovo.people.rights import Verb

COLUMNS = ("customer", "subject", "preview", "tags", "assignee", "team", "brand", "due", "last")
USUAL_COLUMNS = ("customer", "subject", "preview", "tags", "assignee", "due")
DENSITIES = ("comfortable", "compact")
ICONS = ("bookmark", "star", "flame", "flag", "truck", "wallet", "heart", "bug", "gift", "phone", "globe", "clock")


def visible_to(staff: Staff) -> QuerySet[SavedView]:
    """One's own, those of one's teams, and those of one's brands; a supervisor's are all of the brand."""
    return _visible(staff.pk, list(staff.brand_ids), _led(staff))


def seen_by(staff: Staff) -> list[SavedView]:
    """The same, for the list beside which they stand in every page."""
    return _seen(staff.pk, staff.brand_ids, _led(staff))


def _led(staff: Staff) -> list[int]:
    return [brand_id for brand_id in staff.brand_ids if staff.may_at(Verb.SHARE_VIEWS, brand_id)]


def _visible(staff_id: int, brand_ids: Collection[int], led: Collection[int]) -> QuerySet[SavedView]:
    teams = Team.members.through.objects.filter(staff_id=staff_id).values("team_id")
    in_teams = Q(team_id__in=teams, team__brand_id__in=brand_ids) | Q(team__brand_id__in=led)
    mine = Q(owner_id=staff_id) | in_teams | Q(brand_id__in=brand_ids)
    return SavedView.objects.filter(mine).select_related("team").order_by("position", "pk")


_seen = prepared(_visible)


def brand_ids_of(view: SavedView, staff: Staff) -> list[int]:
    """Whose conversations it shows this reader: a team's view shows its brand's."""
    brand_id = view.brand_id or (view.team.brand_id if view.team else None)
    return [one for one in staff.brand_ids if brand_id in {None, one}]


def shown_by(view: SavedView, staff: Staff, *, at: datetime) -> QuerySet[Conversation]:
    """The conversations that it shows this reader now."""
    rows = queries.matching(staff, filters.read(view.filter).filter, at=at)
    return rows.filter(brand_id__in=brand_ids_of(view, staff))


def may_change(view: SavedView, staff: Staff) -> bool:
    if view.owner_id:
        return view.owner_id == staff.pk
    brand_id = view.brand_id or (view.team.brand_id if view.team else 0)
    return staff.may_at(Verb.SHARE_VIEWS, brand_id or 0)


def look_of(staff: Staff, view: str) -> ListLook | None:
    return next(iter(_looks(staff.pk, view)), None)


@prepared
def _looks(staff_id: int, view: str) -> QuerySet[ListLook]:
    return ListLook.objects.filter(staff_id=staff_id, view=view)


def known_columns(columns: Sequence[str]) -> list[str]:
    """Whom it is from is always shown: a line must be told from the others."""
    chosen = [name for name in COLUMNS if name in columns]
    return ["customer", *chosen] if chosen and "customer" not in chosen else chosen
