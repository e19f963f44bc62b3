"""The brand's articles inside the widget: found while one types, read, judged, as on their pages."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from slovo.channels.chat.actions import UnableToChat
from slovo.core import limits
from slovo.knowledge import asking, markdown, queries
from slovo.knowledge.models import Version
from slovo.knowledge.search import TYPED_LETTERS_MIN, search
from slovo.web.portal.articles.feedback import FEEDBACK_AN_HOUR_MAX
from slovo.web.portal.articles.views import QUESTION_CHARACTERS_MAX, SEARCHES_NOTED_AN_HOUR_MAX, SUGGESTIONS_MAX
from slovo.web.portal.frame import whence
from slovo.web.widget.asked import HOUR, LOOKING, Asked, Limit, TooOften, answers, written

FIRST_MAX = 8  # shown before anything is typed
SEEKING = Limit("seek", HOUR, of_visitor=1_200, of_address=12_000)
JUDGING = Limit("judge", HOUR, of_visitor=60, of_address=600)


@answers("GET", limit=SEEKING)
def articles(asked: Asked) -> dict[str, Any]:
    """`q`: while it is typed; `whole`: to its end, so that what nobody has written about is noted."""
    words = written(asked.request.GET.get("q", "")).strip()[:QUESTION_CHARACTERS_MAX]
    whole, language, brand_id = "whole" in asked.request.GET, _language(asked), asked.chat.brand_id
    if not whole and len(words) < TYPED_LETTERS_MIN:
        rows = queries.public_versions(brand_id).filter(text__language=language).defer("body")
        return {"found": _listed(rows.order_by("title")[:FIRST_MAX])}
    found = search(brand_id, words, language=language, typing=not whole, limit=SUGGESTIONS_MAX)
    if whole and words and not found and _may_note(asked):
        asking.note_not_found(brand_id=brand_id, language=language, words=words, at=asked.at)
    return {"found": _listed(one.version for one in found)}


@answers("GET", limit=LOOKING)
def article(asked: Asked) -> dict[str, Any]:
    """`slug`."""
    version, brand = _version(asked, asked.request.GET.get("slug", "")), asked.chat.brand
    files = {
        one.name: reverse("help_file", "slovo.web.portal.urls", [brand.slug, one.public_id, one.name])
        for one in queries.files_in(version)
    }
    where = [brand.slug, version.text.language, version.text.slug]
    return {
        "title": version.title,
        "language": version.text.language,
        "html": markdown.shown(version.body, files=files).html,
        "address": reverse("help_article", "slovo.web.portal.urls", where),
    }


@answers("POST", limit=JUDGING, brings=True)
def judge(asked: Asked) -> dict[str, Any]:
    """`slug`; `helped`: whether it did; `words`, if there are any to say."""
    version, visitor, helped = _version(asked, asked.text("slug")), whence(asked.request), asked.given.get("helped")
    if not isinstance(helped, bool):
        raise UnableToChat(_("This could not be read. Load the page again."))
    taken = limits.take(f"helped:{visitor}", limit=FEEDBACK_AN_HOUR_MAX, seconds=HOUR, at=asked.at)
    if not taken.allowed:
        raise TooOften(taken.reset_seconds)
    asking.say_helped(version_id=version.pk, visitor=visitor, helped=helped, words=asked.text("words"), at=asked.at)
    return {"words": _("Thank you. What you said is read by whoever looks after this article.")}


def _version(asked: Asked, slug: str) -> Version:
    brand_id, language, wanted = asked.chat.brand_id, _language(asked), written(slug)
    found = queries.public_version(brand_id, language, wanted)
    if found is None and (there := queries.moved_to(brand_id, language, wanted)):
        found = queries.public_version(brand_id, there.language, there.slug)
    if found is None:
        raise UnableToChat(_("There is no such article"))
    return found


def _language(asked: Asked) -> str:
    """Theirs, if there is anything in it; else the brand's own, else one in which there is."""
    brand = asked.chat.brand
    found = set(queries.public_versions(brand.pk).values_list("text__language", flat=True).order_by().distinct())
    return next((one for one in (asked.language, brand.language, *sorted(found)) if one in found), asked.language)


def _listed(versions: Iterable[Version]) -> list[dict[str, str]]:
    return [{"slug": one.text.slug, "title": one.title, "summary": one.summary} for one in versions]


def _may_note(asked: Asked) -> bool:
    name = f"sought:{whence(asked.request)}"
    return limits.take(name, limit=SEARCHES_NOTED_AN_HOUR_MAX, seconds=HOUR, at=asked.at).allowed
