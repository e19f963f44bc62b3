"""What a page asks for besides itself: the desk's own styles and scripts, and the words that these say."""

from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from slovo.web.desk import assets
from slovo.web.desk.templatetags.desk import WORDS_FOR_SCRIPTS

register = template.Library()


class _AsWritten(DjangoJSONEncoder):
    """A Cyrillic letter is two bytes then, not six."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options | {"ensure_ascii": False})


@register.simple_tag
def asset(kind: str) -> str:
    """The address of all styles (`css`) or scripts (`js`) as one file, or of the icon (`svg`)."""
    return assets.address(kind)


@register.simple_tag
def words_for_scripts() -> SafeString:
    """What the page's modules say, in the reader's language."""
    return json_script({name: _(words) for name, words in WORDS_FOR_SCRIPTS.items()}, "words", _AsWritten)
