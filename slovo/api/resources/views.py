"""Lists that are asked for again and again: built in, or kept by a person, a team or a brand."""

from uuid import UUID

from django.http import HttpResponse
from ninja import Router

from slovo.api.access import ApiRequest, reads
from slovo.api.answers import answer
from slovo.api.kinds import Shown
from slovo.conversations import counting, lists, queries, saved_views
from slovo.conversations.filters import BUILT_IN

router = Router(tags=["conversations"])
COUNTED_MAX = 10  # built-in views and kept ones together


class ViewShown(Shown):
    """`id`: of one that somebody keeps. `count`: exact below 1000, which says «more»; null where nobody counts."""

    id: UUID | None
    name: str
    count: int | None


class Views(Shown):
    data: list[ViewShown]
    next: None


@router.get("/views", response=Views)
@reads()
def views(request: ApiRequest) -> HttpResponse:
    """Views of conversations: the built-in ones by `name`, then those that are kept by `id`, are values of `view=` of
    their list."""
    kept = list(saved_views.visible_to(request.by))
    by = request.by
    counted: dict[str, lists.Rows] = {
        name: lists.BuiltIn(name, by.pk, tuple(by.brand_ids)) for name in queries.COUNTED_VIEWS
    }
    for view in kept[: COUNTED_MAX - len(counted)]:
        counted[str(view.public_id)] = saved_views.shown_by(view, by, at=request.at)
    counts = dict(zip(counted, counting.counts(list(counted.values())), strict=True))
    built_in = [{"id": None, "name": name, "count": counts.get(name)} for name in BUILT_IN]
    own = [{"id": one.public_id, "name": one.name, "count": counts.get(str(one.public_id))} for one in kept]
    return answer({"data": built_in + own, "next": None})
