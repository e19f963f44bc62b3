"""The environment of the few templates that are drawn many times a page: lines of lists, messages of threads.

Jinja2 draws fifty lines in a fraction of the time that Django's own templates take (docs/decisions/0005). The words,
icons and moments are the very same functions; `{% jinja "desk/thread.html" %}` stands in Django's template.
"""

import re
from typing import Any

from django.urls import reverse
from django.utils.html import escape, urlize
from django.utils.translation import gettext, ngettext
from jinja2 import Environment

from slovo.web.desk.templatetags import acts, desk

PREVIEW_LETTERS_MAX = 130  # more than the widest list has room for
FUNCTIONS = (desk.icon, desk.dot, desk.avatar, desk.due_of, desk.sending, desk.event_line)
_LINK = re.compile(r"://|@|www\.|\.(?:com|edu|gov|int|mil|net|org)\b", re.IGNORECASE)


def environment(**options: Any) -> Environment:
    env = Environment(extensions=["jinja2.ext.i18n"], **options)  # noqa: S701  (Django's backend asks for escaping)
    env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.policies["ext.i18n.trimmed"] = True
    env.filters.update(desk.register.filters | acts.register.filters)
    env.filters["links"] = links
    env.globals.update({function.__name__: function for function in FUNCTIONS})
    env.globals["url"] = url
    env.globals["preview_letters_max"] = PREVIEW_LETTERS_MAX
    return env


def url(name: str, *arguments: object) -> str:
    return reverse(name, args=arguments)


def links(text: str) -> str:
    """Addresses in it can be clicked. Most texts hold none, and looking at each of their words is slow."""
    return urlize(text, autoescape=True) if _LINK.search(text) else escape(text)
