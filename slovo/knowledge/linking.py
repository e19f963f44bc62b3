"""Links from one imported article to another: where they lead here, in the same language."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from django.conf import settings

from slovo.brands.models import Brand
from slovo.knowledge import markdown
from slovo.knowledge.drafting import Words
from slovo.knowledge.models import IMPORTED_CHARACTERS_MAX, Article, ArticleText, Audience, Version

_UNWANTED = re.compile(r"[^\w\s-]")

Bodies = Mapping[tuple[str, str], str]  # (known as, language) → what comes along says


class Left(StrEnum):
    """Why nothing leads from the words of a link."""

    GONE = "gone"
    KIND = "kind"
    SIZE = "size"
    REFUSED = "refused"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Link:
    """To the article that stands at this place elsewhere, at this heading of it."""

    place: str
    anchor: str = ""


def known_as(place: str) -> str:
    return place[-IMPORTED_CHARACTERS_MAX:]


def is_here(brand: Brand, place: str, language: str) -> bool:
    return known_as(place) in _texts(brand, language, [place])


def led(
    words: Words, links: Mapping[str, Link], *, brand: Brand, language: str, bodies: Bodies
) -> tuple[Words, list[tuple[str, Left]]]:
    """Their links lead to the articles' public addresses; of the rest, as they are written, why they do not."""
    texts = _texts(brand, language, [link.place for link in links.values()])
    targets, left = {}, []
    for written, link in links.items():
        place = known_as(link.place)
        text = texts.get(place)
        if text is None:
            left.append((written, Left.REFUSED if (place, language) in bodies else Left.GONE))
        elif not _is_open(text.article):
            left.append((written, Left.HIDDEN))
        else:
            body = bodies.get((place, language)) or _body(text)
            targets[written] = f"{_address(brand, text)}{_anchor(body, link.anchor)}"
    return replace(words, body=markdown.led(words.body, targets)), left


def _texts(brand: Brand, language: str, places: Collection[str]) -> dict[str, ArticleText]:
    """What was imported from these places, and has words in this language."""
    if not places:
        return {}
    wanted = [known_as(place) for place in places]
    rows = ArticleText.objects.filter(brand=brand, language=language, article__imported_as__in=wanted)
    return {str(row.article.imported_as): row for row in rows.select_related("article")}


def _is_open(article: Article) -> bool:
    """To everybody, as soon as it is published; one in the archive, if its address leads on."""
    return article.audience == Audience.PUBLIC and (article.archived_at is None or article.led_to_id is not None)


def _body(text: ArticleText) -> str:
    newest = Version.objects.filter(text=text).first()
    return newest.body if newest else ""


def _address(brand: Brand, text: ArticleText) -> str:
    """Without the host: it holds wherever this house is moved to."""
    return f"{urlsplit(settings.HELP_PAGES).path}{brand.slug}/{text.language}/{text.slug}/"


def _anchor(body: str, wanted: str) -> str:
    """Of the heading that is meant, by how it is called here or by others; "" if there is none."""
    wanted = unquote(wanted).lower()
    times: dict[str, int] = {}
    for heading in markdown.headings(body) if wanted else ():
        name = "-".join(_UNWANTED.sub("", heading.words.lower()).split(" "))
        count = times[name] = times.get(name, -1) + 1  # as others tell headings with the same words apart
        if wanted in {heading.id, heading.id.removeprefix(markdown.ANCHOR), f"{name}-{count}" if count else name}:
            return f"#{heading.id}"
    return ""
