"""Words and signs around lists. Every template has them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from slovo.conversations.list_models import BulkChange, SavedView
from slovo.conversations.tag_colours import TAG_COLOURS
from slovo.web.desk import drawn
from slovo.web.desk.templatetags import desk
from slovo.web.desk.words import changes, listed, moments

register = template.Library()


@register.filter
def list_name(shown: Mapping[str, Any]) -> str:
    """What stands above a list."""
    if shown["view"] == "filter":
        return _("Filter")
    return str(shown["saved"] or desk.view_words(shown["view"]))


@register.simple_tag
def view_icon(view: SavedView) -> SafeString:
    return desk.dot(view.colour) if view.colour and not view.icon else desk.icon(view.icon or "bookmark")


@register.simple_tag
def orders() -> list[tuple[str, str]]:
    return [(code, str(words)) for code, words in listed.ORDERS.items()]


@register.simple_tag
def columns() -> list[tuple[str, str]]:
    return [(code, str(words)) for code, words in listed.COLUMNS.items()]


@register.filter
def change_words(change: BulkChange) -> str:
    return changes.change_words(change.kind)


@register.simple_tag
def item_words(counts: Mapping[str, int]) -> list[tuple[str, str]]:
    return changes.item_words(counts)


@register.simple_tag
def tag_colours() -> list[tuple[str, str]]:
    return [(colour, str(words)) for colour, words in TAG_COLOURS.items()]


@register.filter
def room_words(code: str) -> str:
    return str(listed.ROOM[code])


@register.filter
def waited(since: datetime, now: datetime) -> str:
    """«2 h 15 min»."""
    return moments.span(now - since)


@register.simple_tag(takes_context=True)
def lines_of_the_list(context: template.Context) -> SafeString:
    shown = context["list"]
    return drawn.lines(
        shown["page"].lines,
        at=context["at"],
        columns=shown["columns"],
        place=shown["place"],
        current=str(context.get("current") or ""),
        present=context.get("present") or {},
    )
