from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from slovo.core.files import storage
from slovo.knowledge.asked_models import Feedback, NotFound
from slovo.knowledge.models import (
    Article,
    ArticleFile,
    ArticleText,
    Audience,
    OldSlug,
    ReviewRule,
    Section,
    State,
    Version,
)
from slovo.knowledge.reminder_models import ArticleReminder
from slovo.people.models import Staff

STALE_DAYS = 365  # since facts were looked up, where no day of review is set
NOT_FOUND_MAX = 200
LED_MAX = 20  # articles that were archived one after the other, each for the next


def visible_to(staff: Staff) -> QuerySet[Article]:
    return Article.objects.filter(brand_id__in=staff.brand_ids)


def versions_visible_to(staff: Staff) -> QuerySet[Version]:
    return Version.objects.filter(text__brand_id__in=staff.brand_ids)


def files_visible_to(staff: Staff) -> QuerySet[ArticleFile]:
    return ArticleFile.objects.filter(article__brand_id__in=staff.brand_ids)


def sections_visible_to(staff: Staff) -> QuerySet[Section]:
    return Section.objects.filter(brand_id__in=staff.brand_ids)


def not_found_visible_to(staff: Staff) -> QuerySet[NotFound]:
    """What was sought most often first."""
    return NotFound.objects.filter(brand_id__in=staff.brand_ids).order_by("-times", "-last_at", "-pk")


def feedback_visible_to(staff: Staff) -> QuerySet[Feedback]:
    return Feedback.objects.filter(version__text__brand_id__in=staff.brand_ids)


def stale(rows: QuerySet[Article], today: date) -> QuerySet[Article]:
    """Whose day of review has come, or whose facts were looked up long ago."""
    old = Version.objects.filter(
        text__article=OuterRef("pk"), state=State.PUBLISHED, checked_on__lt=today - timedelta(days=STALE_DAYS)
    )
    return rows.filter(Q(review_by__lte=today) | Q(Exists(old), review_by=None))


def due_for_review(at: datetime) -> QuerySet[Article]:
    """Whose day of review has come, and of whose day nobody has been reminded."""
    reminded = ArticleReminder.objects.filter(article=OuterRef("pk"), review_by=OuterRef("review_by"))
    rows = Article.objects.filter(review_by__lte=at.date(), archived_at=None)
    return rows.filter(~Exists(reminded)).order_by("review_by", "pk")


def reminders_of(staff: Staff) -> QuerySet[ArticleReminder]:
    """What they have not looked at and is still to be looked over, the longest due first."""
    rows = ArticleReminder.objects.filter(staff=staff, seen_at=None, brand_id__in=staff.brand_ids)
    rows = rows.filter(article__archived_at=None, article__review_by=F("review_by"))
    return (
        rows.select_related("article__brand").prefetch_related("article__texts__versions").order_by("review_by", "pk")
    )


def in_state(rows: QuerySet[Article], *states: State) -> QuerySet[Article]:
    """With a version in one of these states, in any language."""
    return rows.filter(Exists(Version.objects.filter(text__article=OuterRef("pk"), state__in=states)))


def in_hand(text: ArticleText) -> Version | None:
    """What is to be said next, if anybody is at it."""
    return Version.objects.filter(text=text, state__in=(State.DRAFT, State.REVIEW)).first()


def asks_for_review(brand_id: int) -> bool:
    return ReviewRule.objects.filter(brand_id=brand_id, asked_since__isnull=False).exists()


def reviewed_brands(staff: Staff) -> set[int]:
    """Those of theirs that ask for it."""
    rows = ReviewRule.objects.filter(brand_id__in=staff.brand_ids, asked_since__isnull=False)
    return set(rows.values_list("brand_id", flat=True))


def unreviewed(versions: Iterable[Version], brand_id: int, by: Staff) -> set[int]:
    """Which of them the brand has looked over first, by somebody else than whoever wrote it."""
    left = {one.pk for one in versions if one.state != State.REVIEW or one.written_by_id == by.pk}
    return left if left and asks_for_review(brand_id) else set()


def published_versions(brand_id: int) -> QuerySet[Version]:
    """All that holds now, whoever reads it: for the staff."""
    return Version.objects.filter(
        state=State.PUBLISHED, text__brand_id=brand_id, text__article__archived_at=None
    ).select_related("text__article__section")


# What readers outside may see: of one brand, for everybody, published, not in the archive.


def public_versions(brand_id: int) -> QuerySet[Version]:
    return Version.objects.filter(
        state=State.PUBLISHED,
        text__brand_id=brand_id,
        text__article__archived_at=None,
        text__article__audience=Audience.PUBLIC,
    ).select_related("text__article__section")


def versions_of_portrait(brand_id: int, portrait_id: int | None) -> QuerySet[Version]:
    """What customers of this portrait read beyond that, once it is sure who they are."""
    rows = published_versions(brand_id).filter(text__article__audience=Audience.PORTRAIT)
    return rows.filter(text__article__portrait_id=portrait_id) if portrait_id else rows.none()


def public_version(brand_id: int, language: str, slug: str) -> Version | None:
    return public_versions(brand_id).filter(text__language=language, text__slug=slug).first()


def moved_to(brand_id: int, language: str, slug: str) -> ArticleText | None:
    """Where an address leads that an article had, or that one in the archive has: where readers may go."""
    old = (
        OldSlug.objects.filter(brand_id=brand_id, language=language, slug=slug).select_related("text__article").first()
    )
    own = ArticleText.objects.filter(brand_id=brand_id, language=language, slug=slug).select_related("article")
    text = old.text if old else own.exclude(article__led_to=None).first()
    if text is None:
        return None
    article = text.article
    for _step in range(LED_MAX):
        if article.archived_at is None or article.led_to is None:
            break
        article = article.led_to
    there = {one.language: one for one in public_languages(article.pk, brand_id)}
    if article == text.article:
        return there.get(language)
    return there.get(language) or there.get(article.brand.language) or next(iter(there.values()), None)


def public_languages(article_id: int, brand_id: int) -> list[ArticleText]:
    """Where the same matter is to be read."""
    rows = public_versions(brand_id).filter(text__article_id=article_id).order_by("text__language")
    return [row.text for row in rows]


def files_of(article_id: int) -> list[ArticleFile]:
    """What it has now: what is in hand shows these, and so will the next version that is published."""
    return list(ArticleFile.objects.filter(article_id=article_id, removed_at=None).select_related("article", "file"))


def files_in(version: Version) -> list[ArticleFile]:
    """What this version shows, whatever became of it in the article."""
    if version.published_at is None:
        return files_of(version.text.article_id)
    return list(version.files.select_related("article", "file"))


def earlier_files(article_id: int) -> list[ArticleFile]:
    """What only versions have."""
    rows = ArticleFile.objects.filter(article_id=article_id, removed_at__isnull=False)
    return list(rows.select_related("article"))


def public_file(brand_id: int, public_id: UUID) -> tuple[ArticleFile, bytes] | None:
    row = (
        ArticleFile.objects.select_related("file")
        .filter(
            public_id=public_id,
            article__brand_id=brand_id,
            article__archived_at=None,
            article__audience=Audience.PUBLIC,
            versions__state=State.PUBLISHED,
        )
        .first()
    )
    return (row, storage.read(row.file)) if row else None


def file_of_portrait(brand_id: int, portrait_id: int | None, public_id: UUID) -> tuple[ArticleFile, bytes] | None:
    there = versions_of_portrait(brand_id, portrait_id).values("pk")
    row = ArticleFile.objects.select_related("file").filter(public_id=public_id, versions__in=there).first()
    return (row, storage.read(row.file)) if row else None


def helped(version_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """Of each version that was judged: how many it helped, of how many."""
    rows = (
        Feedback.objects.filter(version_id__in=version_ids)
        .values("version_id")
        .annotate(of=Count("pk"), yes=Count("pk", filter=Q(helped=True)))
        .values_list("version_id", "yes", "of")
    )
    return {pk: (yes, of) for pk, yes, of in rows}


def is_stale(article: Article, version: Version | None, at: datetime) -> bool:
    if article.review_by:
        return article.review_by <= at.date()
    checked = version.checked_on if version else None
    return checked is not None and checked < at.date() - timedelta(days=STALE_DAYS)


def newest_versions(article_ids: Collection[int]) -> dict[int, list[Version]]:
    """Of each article, of each language, the one in hand and the published one, the newest first."""
    rows = (
        Version.objects.filter(text__article_id__in=article_ids)
        .exclude(state=State.SUPERSEDED)
        .annotate(article_id=F("text__article_id"))
        .select_related("text")
        .order_by("text__language", "-number")
    )
    found: dict[int, list[Version]] = {}
    for row in rows:
        found.setdefault(row.text.article_id, []).append(row)
    return found
