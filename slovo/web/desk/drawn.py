"""Lists as HTML, kept while they say the same: two hundred desks show the same fifty lines, again at each news.

What is kept is known by everything that a line shows: the row itself, the reader's language, zone and columns, the
minute (words like "in 5 minutes"), and whether its time is short or over. Who reads it is not in it.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.template import engines
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from slovo.conversations.lines import Line
from slovo.web.desk.compressing import Kept, OfMany
from slovo.web.desk.requests import StaffRequest

BLOCKS_KEPT_MAX = 64  # of one page
LINES_KEPT_MAX = 512  # four kilobytes each, with what they are known by
_kept: dict[tuple[Any, ...], str] = {}


def lines_anew(request: StaffRequest, shown: dict[str, Any]) -> HttpResponse:
    """The answer with some lines, and with them, now and then, how many stand in each view."""
    kept = block(shown)
    if shown["list"]["counted"] and request.htmx:
        views = render_to_string("desk/nav_views.html", shown, request, using="jinja2")
        return HttpResponse([views, kept.content])
    return OfMany(kept)


def block(shown: Mapping[str, Any]) -> Kept:
    """Of a list's page. All who may see that page get the same bytes, until the page itself is read anew."""
    values, present = shown["list"], shown["present"]
    addresses = (values["given"], values["place"], values["stretch"], values["further"], values["earlier"])
    others = [(pk, sorted(other.name for other in here)) for pk, here in sorted(present.items())]
    key = repr((addresses, sorted(values["columns"]), shown["current"], others, _reader(shown["at"])))
    drawn = values["page"].drawn
    if key not in drawn:
        if len(drawn) >= BLOCKS_KEPT_MAX:
            drawn.clear()
        drawn[key] = Kept(engines["jinja2"].get_template("desk/block.html").render(dict(shown)))
    kept: Kept = drawn[key]
    return kept


def _reader(at: datetime) -> tuple[str | None, str, datetime]:
    """What words look like: language, zone, and the minute of "in 5 minutes"."""
    return get_language(), timezone.get_current_timezone_name(), at.replace(second=0, microsecond=0)


def lines(
    lines_: Iterable[Line],
    *,
    at: datetime,
    columns: frozenset[str],
    place: str,
    current: str,
    present: Mapping[int, Iterable[object]],
) -> SafeString:
    """`place`: what their addresses take along. `current`: the id of the one that is open. `present`: who else is
    before one of them, by its number; such a line is drawn anew each time."""
    look = (columns, place, *_reader(at))
    template = engines["jinja2"].get_template("desk/line.html")
    drawn = []
    for line in lines_:
        others = present.get(line.pk, ())
        here = str(line.public_id) == current
        key = (
            None
            if others
            else (line, here, line.due_at and line.due_at < at, line.warn_at and line.warn_at <= at, look)
        )
        html = _kept.get(key) if key else None
        if html is None:
            values = {"line": line, "at": at, "columns": columns, "place": place, "here": here, "others": others}
            html = template.render(values)
            if key:
                _keep(key, html)
        drawn.append(html)
    return mark_safe("".join(drawn))  # noqa: S308  (each escapes by itself)


def _keep(key: tuple[Any, ...], html: str) -> None:
    if len(_kept) >= LINES_KEPT_MAX:
        _kept.clear()
    _kept[key] = html
