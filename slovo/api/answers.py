"""Answers: one thing with its version, a page of many, nothing at all."""

import base64
import hashlib
import json
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Any, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.http import HttpResponse
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from pydantic import BaseModel

from slovo.api.access import ApiRequest
from slovo.api.idempotency import SHOWN_ONCE
from slovo.api.kinds import Paged
from slovo.api.problems import Refused, WrongField
from slovo.core.secrets import is_signature, signature
from slovo.core.walking import along_an_index

RowT = TypeVar("RowT", bound=models.Model)
Shape = dict[str, Any]
# Filters that leave so few rows that they are brought and sorted.
OF_ONE = ("customer", "conversation", "order", "visit", "owner", "promise", "number", "email", "phone")
FEW = (*OF_ONE, "assignee", "team", "tag", "view", "updated_since")


def answer(data: Any, *, status: int = 200, headers: dict[str, str] | None = None) -> HttpResponse:
    return HttpResponse(_text(data), status=status, content_type="application/json", headers=headers or {})


def shown_once(data: Any, *, headers: dict[str, str]) -> HttpResponse:
    """What was made, with a secret that nobody can ask for again: it is not kept for the same Idempotency-Key."""
    response = answer(data, status=201, headers=headers)
    setattr(response, SHOWN_ONCE, True)
    return response


def nothing() -> HttpResponse:
    return HttpResponse(status=204)


def one(
    request: ApiRequest, shape: Shape, kind: type[BaseModel], *, fields: str = "", status: int = 200
) -> HttpResponse:
    """One thing with its ETag: of the whole, whatever part of it is asked for."""
    version = version_of(shape)
    asked = parse_etags(request.headers.get("If-None-Match", ""))
    if request.method == "GET" and ("*" in asked or version in asked or f"W/{version}" in asked):
        return HttpResponse(status=304, headers={"ETag": version})
    return answer(selected([shape], kind, fields)[0], status=status, headers={"ETag": version})


def version_of(shape: Shape) -> str:
    return f'"{hashlib.sha256(_text(shape).encode()).hexdigest()[:32]}"'


def must_match(request: ApiRequest, shape: Callable[[], Shape]) -> None:
    """If-Match: the change is made only to the version that the program has read."""
    wanted = parse_etags(request.headers.get("If-Match", ""))
    if wanted and "*" not in wanted and version_of(shape()) not in wanted:
        raise Refused(412, "changed-meanwhile")


def page(
    request: ApiRequest,
    rows: models.QuerySet[RowT],
    *,
    paged: Paged,
    order: str,
    shapes: Callable[[list[RowT]], Sequence[Shape]],
    kind: type[BaseModel],
    parts: Sequence[Q] = (Q(),),
) -> HttpResponse:
    """The next `limit` rows by key, not by number: a page costs the same however deep it lies, and a row that comes
    in meanwhile moves nothing. `order`: a field, with "-" for the greatest first; the id decides between equals.
    `parts`: of the rows, each of which has an index of its own."""
    field, backwards = order.lstrip("-"), order.startswith("-")
    if paged.after:
        rows = rows.filter(_behind(field, backwards, _values_of(request.path, paged.after, field)))
    ordered = rows.order_by(order) if field == "pk" else rows.order_by(order, "-pk" if backwards else "pk")
    few = any(getattr(paged, name, None) for name in FEW)
    number = paged.limit + 1
    if few:
        found = list(ordered[:number])
    else:
        with along_an_index():
            found = _first(
                _walks(ordered, request.by.brand_ids, parts), field=field, backwards=backwards, number=number
            )
    shown, more = found[: paged.limit], len(found) > paged.limit
    data = selected(shapes(shown), kind, paged.fields)
    return linked(request, data, _cursor_of(request.path, shown[-1], field) if more else "")


def _walks(
    ordered: models.QuerySet[RowT], brand_ids: Collection[int], parts: Sequence[Q]
) -> list[models.QuerySet[RowT]]:
    """In an index each brand's rows lie in order. Those of several brands asked for at once do not: a database would
    bring and sort them all, so each brand is asked for its first ones."""
    if len(brand_ids) < 2 or not _each_of_a_brand(ordered.model):
        return [ordered.filter(part) for part in parts]
    return [ordered.filter(part, brand_id=brand_id) for brand_id in brand_ids for part in parts]


def _first(walks: Sequence[models.QuerySet[RowT]], *, field: str, backwards: bool, number: int) -> list[RowT]:
    if len(walks) == 1:
        return list(walks[0][:number])
    bare = (walk.prefetch_related(None)[:number] for walk in walks)
    merged = merge(*bare, key=lambda row: (getattr(row, field), row.pk), reverse=backwards)
    found = list(islice(merged, number))
    asked: Any = walks[0]
    models.prefetch_related_objects(found, *asked._prefetch_related_lookups)  # once for all of them
    return found


def _each_of_a_brand(model: type[models.Model]) -> bool:
    brand = next((one for one in model._meta.concrete_fields if one.name == "brand"), None)
    return brand is not None and not brand.null


def linked(request: ApiRequest, data: Sequence[Shape], cursor: str) -> HttpResponse:
    query = {**request.GET.dict(), "after": cursor}
    link = request.build_absolute_uri(f"{request.path}?{urlencode(query)}") if cursor else None
    headers = {"Link": f'<{link}>; rel="next"'} if link else {}
    return answer({"data": data, "next": link}, headers=headers)


def closed(place: str, values: Sequence[object]) -> str:
    """A cursor: opaque, and of no use at another list."""
    text = base64.urlsafe_b64encode(_text(values).encode()).decode().rstrip("=")
    return f"{text}.{signature('cursor', place + text)}"


def opened(place: str, cursor: str) -> list[Any]:
    text, _dot, claimed = cursor.partition(".")
    if not claimed or not is_signature("cursor", place + text, claimed):
        raise WrongField("after", _("This cursor is not one of this list. Begin anew without it."))
    values: list[Any] = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    return values


def moment(at: datetime | None) -> str | None:
    return at.isoformat().replace("+00:00", "Z") if at else None


def _cursor_of(place: str, row: models.Model, field: str) -> str:
    value = getattr(row, field)
    return closed(place, [row.pk] if field == "pk" else [row.pk, value])


def _values_of(place: str, cursor: str, field: str) -> list[Any]:
    values = opened(place, cursor)
    if len(values) != (1 if field == "pk" else 2):  # of the same list in another order
        raise WrongField("after", _("This cursor is not one of this list. Begin anew without it."))
    return values if field == "pk" else [values[0], datetime.fromisoformat(values[1])]


def _behind(field: str, backwards: bool, values: list[Any]) -> Q:
    beyond = "lt" if backwards else "gt"
    if field == "pk":
        return Q(**{f"pk__{beyond}": values[0]})
    # The first condition says nothing new, but an index can begin with it.
    return Q(**{f"{field}__{beyond}e": values[1]}) & (
        Q(**{f"{field}__{beyond}": values[1]}) | Q(**{f"pk__{beyond}": values[0]})
    )


def selected(shapes: Sequence[Shape], kind: type[BaseModel], fields: str) -> Sequence[Shape]:
    if not fields:
        return shapes
    wanted = [name.strip() for name in fields.split(",") if name.strip()]
    for name in wanted:
        if name not in kind.model_fields:
            raise WrongField("fields", _("There is no field «%(name)s» here.") % {"name": name})
    return [{name: shape[name] for name in wanted} for shape in shapes]


def _text(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=_value)


def _value(value: object) -> str:
    if isinstance(value, datetime):
        text = moment(value)
        assert text
        return text
    assert isinstance(value, UUID), type(value)
    return str(value)
