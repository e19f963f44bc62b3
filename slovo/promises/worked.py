"""What whoever does the work reads behind their link."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import models

from slovo.core.prepared import prepared
from slovo.people.models import Staff
from slovo.promises.link_models import digest_of
from slovo.promises.models import BY_THE_CLOCK, OWED, Kind, Promise
from slovo.promises.more_models import PromiseMove
from slovo.promises.queries import shown_as
from slovo.promises.work_models import WorkLink, WorkReport

PROMISES_MAX = 50  # on one page, the earliest first


def links_visible_to(staff: Staff) -> models.QuerySet[WorkLink]:
    rows = WorkLink.objects.filter(brand_id__in=staff.brand_ids)
    return rows.select_related("brand", "promise", "team", "made_by").order_by("-pk")


def open_links(brand_id: int, at: datetime) -> models.QuerySet[WorkLink]:
    return WorkLink.objects.filter(brand_id=brand_id, revoked_at=None, expires_at__gt=at)


def link_of(token: str, *, at: datetime) -> WorkLink | None:
    """By its token, in whatever case it was typed, while it holds."""
    link = next(iter(_links_by(digest_of(token.lower()))), None)
    return link if link and link.holds(at) else None


@prepared
def _links_by(digest: str) -> models.QuerySet[WorkLink]:
    return WorkLink.objects.filter(token_sha256=digest, revoked_at=None).select_related("brand")


def behind(link: WorkLink) -> list[Promise]:
    """One promise however it stands; else what is owed of those many, with a moment to be late for."""
    if link.promise_id:
        return list(Promise.objects.filter(pk=link.promise_id).select_related("customer", "owner", "team"))
    rows = owed_behind(link).order_by("due_at", "pk")
    return list(rows.select_related("customer", "owner", "team")[:PROMISES_MAX])


def owed_behind(link: WorkLink) -> models.QuerySet[Promise]:
    """Of a link to many: what is owed of them, with a moment to be late for."""
    rows = Promise.objects.filter(OWED, brand_id=link.brand_id, due_at__isnull=False).exclude(kind=Kind.ANSWER)
    if link.team_id:
        rows = rows.filter(team_id=link.team_id)
    if link.kind:
        rows = rows.filter(kind=link.kind)
    return rows.exclude(BY_THE_CLOCK)


def is_behind(link: WorkLink, promise: Promise) -> bool:
    if link.promise_id:
        return promise.pk == link.promise_id
    of_link = promise.brand_id == link.brand_id and not promise.is_answer
    return of_link and link.team_id in {None, promise.team_id} and link.kind in {"", promise.kind}


def last_moves(rows: Iterable[Promise]) -> dict[int, PromiseMove]:
    """Of each that was moved: the last one."""
    moved = [row.pk for row in rows if row.moved_at or row.expected_at]
    found = PromiseMove.objects.filter(promise_id__in=moved, taken_back_at=None).order_by("pk") if moved else ()
    return {move.promise_id: move for move in found}


def reports_of(promise_id: int) -> models.QuerySet[WorkReport]:
    """The first one first."""
    return WorkReport.objects.filter(promise_id=promise_id).select_related("link")


def report_by(link: WorkLink, pk: int) -> WorkReport | None:
    rows = WorkReport.objects.filter(link=link, pk=pk)
    return rows.select_related("promise__customer", "promise__owner", "promise__team").first()


def promise_shown(link: WorkLink, shown: UUID | None) -> Promise | None:
    """By its id outside, if it is behind the link; however it stands."""
    row = shown_as(Promise.objects.filter(brand_id=link.brand_id), shown) if shown else None
    return row if row and is_behind(link, row) else None
