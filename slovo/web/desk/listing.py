"""The list that an address asks for: which view or filter, from which place on, how it looks, what is beside it."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from slovo.conversations import filters, lists, queries, saved_views, shared_pages
from slovo.conversations.filters import BUILT_IN, Filter
from slovo.conversations.list_models import SavedView
from slovo.conversations.lists import Page, Place
from slovo.core.live.queries import Place as News
from slovo.people.models import Staff
from slovo.web.desk.requests import StaffRequest, whole_number

PARAMETERS = ("view", "filter", "order", "brand")
PLACES = ("after", "before")
FROM_TOP = "top"  # all lines down to `before`, not those nearest to it
COUNTED_MAX = 10  # built-in views and saved ones together
FILTER_CHARACTERS_MAX = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`view`: a built-in view's name, a saved view's public id, or "filter" for one that has no name yet."""

    view: str
    filter: Filter
    notes: tuple[str, ...]
    saved: SavedView | None
    views: list[SavedView]
    order: str
    brand_id: int | None
    brand_ids: list[int]


def query(request: HttpRequest) -> str:
    """Which list the reader came from: every link and form of the screen takes it along."""
    return urlencode({name: request.GET[name] for name in (*PARAMETERS, *PLACES) if name in request.GET})


def query_of_list(request: HttpRequest, *, without: str = "", **more: object) -> str:
    """The same without the place. `more`: places, say; None is left out."""
    given = {name: request.GET[name] for name in PARAMETERS if name in request.GET and name != without}
    return urlencode(given | {name: value for name, value in more.items() if value is not None})


def asked(request: StaffRequest) -> Asked:
    staff, view = request.user, request.GET.get("view", "")
    views = saved_views.seen_by(staff) if is_counted(request) or view not in ("", *BUILT_IN) else []
    saved = next((one for one in views if str(one.public_id) == view), None)
    notes: tuple[str, ...] = ()
    if saved:
        found = filters.read(saved.filter)
        wanted, notes = found.filter, found.notes
    elif "filter" in request.GET:
        found = filters.read(read_json(request.GET["filter"]))
        view, wanted, notes = "filter", found.filter, found.notes
    else:
        view = view if view in BUILT_IN else "open"
        wanted = BUILT_IN[view]
    order = request.GET.get("order", "") or (saved.order if saved else "")
    brand_id = whole_number(request.GET.get("brand", ""))
    theirs = saved_views.brand_ids_of(saved, staff) if saved else staff.brand_ids
    brand_ids = [one for one in theirs if brand_id in {None, one} and one in (wanted.brand_ids or (one,))]
    return Asked(
        view=view,
        filter=wanted,
        notes=notes,
        saved=saved,
        views=views,
        order=order if order in lists.ORDERS else "due",
        brand_id=brand_id,
        brand_ids=brand_ids,
    )


def shown(request: StaffRequest, at: datetime) -> dict[str, Any]:
    """All that the templates of a list need."""
    staff, wanted = request.user, asked(request)
    after, before = (lists.Place.parse(request.GET.get(name, "")) for name in PLACES)
    from_top, heard = FROM_TOP in request.GET, News.parse(request.GET.get("heard", ""))
    page = shared_pages.page(
        lists.BuiltIn(wanted.view, staff.pk, tuple(wanted.brand_ids))
        if wanted.view in BUILT_IN
        else queries.matching(staff, wanted.filter, at=at),
        brand_ids=wanted.brand_ids,
        heard=heard,
        after=after,
        before=before,
        from_top=from_top,
        order=wanted.order,
        state=wanted.filter.state,
    )
    columns, density = look(staff, wanted)
    addresses = _addresses(request, page, after=after, before=before)
    return addresses | {
        "view": wanted.view,
        "saved": wanted.saved,
        "saved_views": wanted.views,
        "filter": json.dumps(wanted.filter.document(), ensure_ascii=False, separators=(",", ":")),
        "notes": wanted.notes,
        "order": wanted.order,
        "brand_id": wanted.brand_id,
        "page": page,
        "heard": heard,
        "columns": columns,
        "density": density,
        "counts": counts(staff, wanted, at=at, heard=heard) if addresses["counted"] else {},
        "brands": sorted((place.brand for place in staff.places), key=lambda brand: brand.name),
    }


def _addresses(request: HttpRequest, page: Page, *, after: Place | None, before: Place | None) -> dict[str, Any]:
    """`stretch`: these lines anew, however many they have become. `place`: what a line's own address takes along."""
    part = request.GET.get("part", "")
    up = before is not None and after is None and FROM_TOP not in request.GET
    further = page.after if part != "block" or not up else None
    earlier = page.before if part != "block" or up else None
    rest = None if up else before
    top = 1 if page.begins is None and page.ends else None
    return {
        "query": query_of_list(request),
        "given": [(name, request.GET[name]) for name in PARAMETERS if name in request.GET],
        "unbranded": query_of_list(request, without="brand"),
        "unordered": query_of_list(request, without="order"),
        "stretch": query_of_list(request, after=page.begins, before=page.ends, top=top),
        "place": query_of_list(request, after=page.begins),
        "further": query_of_list(request, after=further, before=rest) if further else "",
        "earlier": query_of_list(request, before=earlier) if earlier else "",
        "is_all": page.begins is None and page.ends is None,
        "counted": is_counted(request),
    }


def is_counted(request: HttpRequest) -> bool:
    """Whether the views stand beside the list, with how many are in each."""
    return request.GET.get("part", "") != "block" or "counts" in request.GET


def look(staff: Staff, wanted: Asked) -> tuple[frozenset[str], str]:
    """Which columns, and how close together: as the reader chose for this view, else as the view says."""
    own = saved_views.look_of(staff, wanted.view)
    columns = (own.columns if own else []) or (wanted.saved.columns if wanted.saved else [])
    density = (own.density if own else "") or (wanted.saved.density if wanted.saved else "")
    known = saved_views.known_columns(columns) or saved_views.USUAL_COLUMNS
    return frozenset(known), density if density in saved_views.DENSITIES else "comfortable"


def counts(staff: Staff, wanted: Asked, *, at: datetime, heard: News | None = None) -> dict[str, int]:
    """Of the built-in views and of the first saved ones."""
    brand_ids = tuple(one for one in staff.brand_ids if wanted.brand_id in {None, one})
    counted: dict[str, lists.Rows] = {name: lists.BuiltIn(name, staff.pk, brand_ids) for name in queries.COUNTED_VIEWS}
    for view in wanted.views[: COUNTED_MAX - len(counted)]:
        rows = saved_views.shown_by(view, staff, at=at)
        counted[str(view.public_id)] = rows.filter(brand_id=wanted.brand_id) if wanted.brand_id else rows
    return dict(zip(counted, shared_pages.counts(list(counted.values()), heard=heard), strict=True))


def read_json(text: str) -> object:
    try:
        return json.loads(text) if len(text) <= FILTER_CHARACTERS_MAX else None
    except (ValueError, RecursionError):
        return None
