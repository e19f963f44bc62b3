"""What the API shows of articles."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from slovo.api.answers import Shape, moment
from slovo.api.kinds import Shown
from slovo.api.resources.requests import TextsShown, texts_shown
from slovo.core.secrets import sealed
from slovo.knowledge import queries
from slovo.knowledge.models import Article, Section, State, Version

SECTION = "section"


class VersionShown(Shown):
    """`source`, `checked_on`: of the facts in it."""

    number: int
    state: str
    title: str
    summary: str
    body: str
    source: str
    checked_on: date | None
    written_at: datetime
    published_at: datetime | None


class ArticleTextShown(Shown):
    """In one language. `published`: what readers see; `draft`: what is to be said next."""

    language: str
    slug: str
    published: VersionShown | None
    draft: VersionShown | None


class ArticleShown(Shown):
    id: UUID
    brand: UUID
    section: UUID | None
    owner: UUID | None
    review_by: date | None
    audience: str
    portrait: UUID | None
    stale: bool
    archived_at: datetime | None
    led_to: UUID | None
    texts: list[ArticleTextShown]


class ArticlePage(Shown):
    data: list[ArticleShown]
    next: str | None


class SectionShown(Shown):
    id: UUID
    brand: UUID
    slug: str
    names: TextsShown
    place: int


class SectionPage(Shown):
    data: list[SectionShown]
    next: str | None


class FoundShown(Shown):
    article: UUID
    language: str
    title: str
    summary: str
    slug: str


class FoundList(Shown):
    data: list[FoundShown]


def shapes(rows: Sequence[Article], at: datetime) -> list[Shape]:
    found = queries.newest_versions([row.pk for row in rows])
    return [_shape(row, found.get(row.pk, []), at) for row in rows]


def _shape(row: Article, versions: list[Version], at: datetime) -> Shape:
    by_text: dict[str, list[Version]] = {}
    for version in versions:
        by_text.setdefault(version.text.language, []).append(version)
    published = [one for one in versions if one.state == State.PUBLISHED]
    return {
        "id": row.public_id,
        "brand": row.brand.public_id,
        "section": sealed(SECTION, row.section_id) if row.section_id else None,
        "owner": row.owner.public_id if row.owner else None,
        "review_by": row.review_by.isoformat() if row.review_by else None,
        "audience": row.audience,
        "portrait": sealed("portrait", row.portrait_id) if row.portrait_id else None,
        "stale": any(queries.is_stale(row, one, at) for one in published),
        "archived_at": moment(row.archived_at),
        "led_to": row.led_to.public_id if row.led_to else None,
        "texts": [_text(own) for own in by_text.values()],
    }


def _text(versions: list[Version]) -> Shape:
    of_state = {version.state: _version(version) for version in versions}
    text = versions[0].text
    return {
        "language": text.language,
        "slug": text.slug,
        "published": of_state.get(State.PUBLISHED),
        "draft": of_state.get(State.DRAFT) or of_state.get(State.REVIEW),
    }


def _version(version: Version) -> Shape:
    plain = ("number", "state", "title", "summary", "body", "source")
    return {
        **{name: getattr(version, name) for name in plain},
        "checked_on": version.checked_on.isoformat() if version.checked_on else None,
        "written_at": moment(version.written_at),
        "published_at": moment(version.published_at),
    }


def section_shapes(rows: Sequence[Section]) -> list[Shape]:
    return [
        {
            "id": sealed(SECTION, row.pk),
            "brand": row.brand.public_id,
            "slug": row.slug,
            "names": texts_shown(row.names),
            "place": row.place,
        }
        for row in rows
    ]
