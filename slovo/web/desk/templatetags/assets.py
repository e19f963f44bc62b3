"""What a page asks for besides itself: the desk's own styles and scripts, and the words that these say."""

from functools import lru_cache
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from slovo.web.desk import assets

register = template.Library()

WORDS_FOR_SCRIPTS = {
    "in": gettext_noop("in %(span)s"),
    "late": gettext_noop("late by %(span)s"),
    "instant": gettext_noop("in less than a minute"),
    "hours": gettext_noop("%(count)d h"),
    "minutes": gettext_noop("%(count)d min"),
    "arrived": gettext_noop("Something new in this conversation."),
    "come": gettext_noop("New in the list: %(what)s."),
    "ran_out": gettext_noop("The promised time has run out: %(what)s."),
    "ran_out_here": gettext_noop("The promised time of this conversation has run out."),
    "seconds": gettext_noop("%(count)d s"),
    "nothing_fits": gettext_noop("Nothing fits. Try another word, the beginning of a name or a number."),
    "search_for": gettext_noop("Search for “%(what)s”"),
    "remove": gettext_noop("Remove"),
    "chosen": gettext_noop("Chosen: %(count)d"),
    "nothing": gettext_noop("Nothing is found."),
    "draft_kept": gettext_noop("The draft is kept."),
    "draft_here": gettext_noop("The draft is only in this browser: the server could not keep it."),
    "apart": gettext_noop("No connection. New letters will show when it is back."),
}


class _AsWritten(DjangoJSONEncoder):
    """A Cyrillic letter is two bytes then, not six."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options | {"ensure_ascii": False})


@register.simple_tag
def asset(file: str) -> str:
    """The address of joined styles or scripts, or of the icon: one of `assets.FILES`."""
    return assets.address(file)


@register.simple_tag
def words_for_scripts() -> SafeString:
    """What the page's modules say, in the reader's language."""
    return _words_in(get_language())


@lru_cache
def _words_in(_language: str | None) -> SafeString:
    return json_script({name: _(words) for name, words in WORDS_FOR_SCRIPTS.items()}, "words", _AsWritten)
