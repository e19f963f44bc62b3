"""Views that people keep: own ones by everybody, a team's and a brand's by its supervisors. Actions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from slovo.conversations import filters, lists
from slovo.conversations.list_models import ListLook, SavedView
from slovo.conversations.saved_views import DENSITIES, ICONS, known_columns
from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.recording import record
from slovo.facts.lists import ViewKept, ViewRemoved
from slovo.people.models import Staff, Team
from slovo.people.rights import Verb

NAME_CHARACTERS_MAX = 60
OWN_VIEWS_MAX = 50


class UnableToKeepView(UnableTo):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """All that is chosen of a view. `document`: of its filter."""

    name: str
    document: dict[str, Any]
    icon: str = ""
    colour: str = ""
    columns: Sequence[str] = ()
    density: str = ""
    order: str = "due"


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """One's own when both are None."""

    team_id: int | None = None
    brand_id: int | None = None


@transaction()
def keep_view(*, shape: Shape, whose: Whose, by: Staff, at: datetime) -> SavedView:
    by.must_somewhere(Verb.READ)
    brand_id = _brand_of(whose, by)
    if not brand_id and SavedView.objects.filter(owner=by).count() >= OWN_VIEWS_MAX:
        raise UnableToKeepView(_("You have 50 views of your own. Remove one that you no longer open."))
    last = SavedView.objects.aggregate(last=Max("position"))["last"] or 0
    view = SavedView(
        owner=None if brand_id else by,
        team_id=whose.team_id,
        brand_id=None if whose.team_id else whose.brand_id,
        position=last + 1,
        kept_by=by,
        kept_at=at,
    )
    _put_on(view, shape)
    view.save()
    record(ViewKept(brand_id=brand_id, view_id=view.pk), actor=by.actor, at=at)
    return view


@transaction()
def change_view(*, view_id: int, shape: Shape, by: Staff, at: datetime) -> None:
    view = _changeable(view_id, by)
    _put_on(view, shape)
    view.save()
    record(ViewKept(brand_id=_brand_id(view), view_id=view.pk), actor=by.actor, at=at)


@transaction()
def move_view(*, view_id: int, up: bool, by: Staff, at: datetime) -> None:
    """Past its neighbour among the views that the mover may order."""
    view = _changeable(view_id, by)
    same = SavedView.objects.filter(owner=view.owner_id, team=view.team_id, brand=view.brand_id)
    place = (view.position, view.pk)
    in_order = [one for one in same.order_by("position", "pk") if one.pk != view.pk]
    ahead = [one for one in in_order if (one.position, one.pk) < place]
    behind = in_order[len(ahead) :]
    neighbour = (ahead[-1] if ahead else None) if up else (behind[0] if behind else None)
    if neighbour is None:
        return
    view.position, neighbour.position = neighbour.position, view.position
    view.save(update_fields=["position"])
    neighbour.save(update_fields=["position"])
    record(ViewKept(brand_id=_brand_id(view), view_id=view.pk), actor=by.actor, at=at)


@transaction()
def remove_view(*, view_id: int, by: Staff, at: datetime) -> None:
    view = _changeable(view_id, by)
    ListLook.objects.filter(view=str(view.public_id)).delete()
    brand_id = _brand_id(view)
    view.delete()
    record(ViewRemoved(brand_id=brand_id, view_id=view_id), actor=by.actor, at=at)


@transaction()
def choose_look(*, view: str, columns: Sequence[str], density: str, by: Staff) -> None:
    """Of one list, for oneself. No columns: as the view says."""
    chosen = {"columns": known_columns(columns), "density": density if density in DENSITIES else ""}
    ListLook.objects.update_or_create(staff=by, view=view, defaults=chosen)


def _changeable(view_id: int, by: Staff) -> SavedView:
    view = locked(SavedView, view_id)
    if view.owner_id != by.pk:
        by.must_at(Verb.SHARE_VIEWS, _brand_id(view) or 0)
    return view


def _brand_id(view: SavedView) -> int | None:
    return view.brand_id or (view.team.brand_id if view.team else None)


def _brand_of(whose: Whose, by: Staff) -> int | None:
    brand_id = whose.brand_id
    if whose.team_id:
        team = Team.objects.filter(pk=whose.team_id).first()
        if team is None:
            raise UnableToKeepView(_("This team is gone. Choose another one."))
        brand_id = team.brand_id
    if brand_id:
        by.must_at(Verb.SHARE_VIEWS, brand_id)
    return brand_id


def _put_on(view: SavedView, shape: Shape) -> None:
    view.name = " ".join(shape.name.split())[:NAME_CHARACTERS_MAX]
    if not view.name:
        raise UnableToKeepView(_("A view needs a name. Say in a word or two what it shows."))
    found = filters.read(shape.document)
    if found.notes:
        raise UnableToKeepView(found.notes[0])
    view.filter = found.filter.document()
    view.icon = shape.icon if shape.icon in ICONS else ""
    view.colour = shape.colour
    view.columns = known_columns(shape.columns)
    view.density = shape.density if shape.density in DENSITIES else ""
    view.order = shape.order if shape.order in lists.ORDERS else "due"
