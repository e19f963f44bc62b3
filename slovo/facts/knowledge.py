from dataclasses import dataclass

from slovo.facts import Fact
from slovo.facts.brands import BrandFact


@dataclass(frozen=True, kw_only=True)
class SectionSet(BrandFact):
    """A section of articles is new, or has other names or another place."""

    section_id: int


@dataclass(frozen=True, kw_only=True)
class ArticleReviewAsked(BrandFact):
    """Whether somebody else looks over what was written before readers see it."""

    asked: bool


@dataclass(frozen=True, kw_only=True)
class _ArticleFact(Fact):
    article_id: int

    @property
    def about(self) -> str:
        return f"article:{self.article_id}"


@dataclass(frozen=True, kw_only=True)
class ArticleStarted(_ArticleFact):
    audience: str
    imported: bool = False


@dataclass(frozen=True, kw_only=True)
class ArticleSet(_ArticleFact):
    """Which of its terms are others now, not what: audience, section, owner, day of review."""

    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class _ArticleTextFact(_ArticleFact):
    language: str
    number: int


@dataclass(frozen=True, kw_only=True)
class ArticleDraftKept(_ArticleTextFact):
    """What is to be said next is new or was changed; nobody outside reads it yet."""


@dataclass(frozen=True, kw_only=True)
class ArticleSentToReview(_ArticleTextFact):
    pass


@dataclass(frozen=True, kw_only=True)
class ArticleReturned(_ArticleTextFact):
    """To its author, with words."""


@dataclass(frozen=True, kw_only=True)
class ArticlePublished(_ArticleTextFact):
    """Readers see this version from now on."""


@dataclass(frozen=True, kw_only=True)
class ArticleJudged(_ArticleTextFact):
    """A reader said whether it helped."""

    helped: bool


@dataclass(frozen=True, kw_only=True)
class ArticleAddressChanged(_ArticleFact):
    """The old address leads on to the new one."""

    language: str


@dataclass(frozen=True, kw_only=True)
class ArticleFileAdded(_ArticleFact):
    file_id: int


@dataclass(frozen=True, kw_only=True)
class ArticleFileRemoved(_ArticleFact):
    """The next version does not show it any more."""

    file_id: int


@dataclass(frozen=True, kw_only=True)
class ArticleFileDeleted(_ArticleFact):
    """Out of every version."""

    file_id: int


@dataclass(frozen=True, kw_only=True)
class ArticleArchived(_ArticleFact):
    """Nobody outside reads it any more. `successor_id`: the article to which readers are led, if to any."""

    successor_id: int = 0


@dataclass(frozen=True, kw_only=True)
class ArticleUnarchived(_ArticleFact):
    pass
