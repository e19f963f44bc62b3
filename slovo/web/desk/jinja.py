"""The environment of the templates of what is open all day: lists, conversations, and the frame around every page.

Jinja2 draws them in a fraction of the time that Django's own templates take (docs/decisions/0005). The words, icons
and moments are the very same functions; `{% jinja "desk/nav.html" %}` stands in Django's templates.
"""

import re
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.template import engines
from django.template.backends.base import BaseEngine
from django.template.backends.jinja2 import Jinja2, Template
from django.urls import get_script_prefix, reverse
from django.utils import translation
from django.utils.html import escape, urlize
from django.utils.safestring import mark_safe
from django.utils.translation import gettext, ngettext
from jinja2 import ChainableUndefined, Environment, pass_context

from slovo.web.desk.folding import FoldingEnvironment
from slovo.web.desk.templatetags import acts, assets, desk, listed

PREVIEW_LETTERS_MAX = 130  # more than the widest list has room for
FILTERS = (desk.register.filters, acts.register.filters, listed.register.filters)
FUNCTIONS = (
    desk.icon,
    desk.dot,
    desk.avatar,
    desk.due_of,
    desk.sending,
    desk.event_line,
    desk.page_language,
    listed.view_icon,
    assets.asset,
    assets.words_for_scripts,
)
ADDRESSES_KEPT_MAX = 1024
SHAPED = {UUID, int}  # what stands in an address as it is
SAMPLE = 7_300_000_000_000_000_001
MAIN_PAGES = ("desk/conversations.html", "desk/conversation.html")
_LINK = re.compile(r"://|@|www\.|\.(?:com|edu|gov|int|mil|net|org)\b", re.IGNORECASE)


class Templates(BaseEngine):
    """Django's backend for Jinja2 once for each language: see `folding.py`."""

    app_dirname = "jinja2"

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__({name: value for name, value in params.items() if name != "OPTIONS"})
        self._by_language = {}
        for language, _name in settings.LANGUAGES:
            options = params["OPTIONS"] | {"environment": f"{__name__}.environment", "language": language}
            self._by_language[language] = Jinja2(params | {"OPTIONS": options})

    def get_template(self, template_name: str) -> Template:
        language = translation.get_language() or settings.LANGUAGE_CODE
        return self._by_language[language].get_template(template_name)


def compile_main_pages() -> None:
    """In all languages: their icons and texts take longer to put together than a hundred pages to fill in."""
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for name in MAIN_PAGES:
                engines["jinja2"].get_template(name)


def environment(*, language: str, **options: Any) -> Environment:
    options["undefined"] = ChainableUndefined  # as in Django's templates, what is not there says nothing
    options["extensions"] = ["jinja2.ext.i18n"]

    def translate(text: str) -> str:
        with translation.override(language):
            return gettext(text)

    env = FoldingEnvironment(translate=translate, draw=desk.icon, **options)
    env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.policies["ext.i18n.trimmed"] = True
    for filters in FILTERS:
        env.filters.update(filters)
    env.filters["links"] = links
    env.globals.update({function.__name__: function for function in FUNCTIONS})
    env.globals["url"] = url
    # Names of their own: pages have views, orders and columns among their values.
    env.globals |= {"list_views": desk.views, "list_orders": listed.orders, "list_columns": listed.columns}
    env.globals["lines_of_the_list"] = pass_context(listed.lines_of_the_list)
    env.globals["preview_letters_max"] = PREVIEW_LETTERS_MAX
    return env


def url(name: str, *arguments: object) -> str:
    kinds = tuple(map(type, arguments))
    if SHAPED.issuperset(kinds):
        return _shape(get_script_prefix(), name, kinds).format(*arguments)
    return _url(get_script_prefix(), name, *arguments)


@lru_cache(maxsize=ADDRESSES_KEPT_MAX)
def _url(_prefix: str, name: str, *arguments: object) -> str:
    return reverse(name, args=arguments)


@lru_cache(maxsize=ADDRESSES_KEPT_MAX)
def _shape(_prefix: str, name: str, kinds: tuple[type[UUID] | type[int], ...]) -> str:
    """An address with `{}` where its ids stand. A conversation's page names it in thirty addresses, and each has an
    address of its own: Django takes long to put one together, and no time at all to fill it in."""
    samples = [kind(int=SAMPLE + place) if kind is UUID else SAMPLE + place for place, kind in enumerate(kinds)]
    shape = reverse(name, args=samples)
    for sample in samples:
        assert shape.count(str(sample)) == 1, shape
        shape = shape.replace(str(sample), "{}")
    return shape


def links(text: str) -> str:
    """Addresses in it can be clicked. Most texts hold none, and looking at each of their words is slow."""
    if not _LINK.search(text):
        return escape(text)
    return mark_safe(urlize(text, autoescape=True))  # noqa: S308  (it has escaped everything but its own links)
