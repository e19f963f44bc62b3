"""The words by which published articles are found: each with its dictionary forms, the same on both databases.

Articles are thousands, not millions, and are found by what customers type: a plain table does, ranked as letters are.
"""

from collections import Counter
from collections.abc import Iterator

from slovo.core.db import in_transaction
from slovo.core.text import forms, lemmas_in_a_text
from slovo.knowledge.asked_models import ArticleWord
from slovo.knowledge.markdown import plain
from slovo.knowledge.models import Article, ArticleText, State, Version

TITLE_WEIGHT, SUMMARY_WEIGHT = 6, 3
WORDS_MAX = 5_000  # of one article, the commonest first
AT_ONCE = 500


def index(text: ArticleText, version: Version) -> None:
    assert in_transaction()
    ArticleWord.objects.filter(text=text).delete()
    ArticleWord.objects.bulk_create(_words(text, version), batch_size=AT_ONCE)


def forget(article: Article) -> None:
    assert in_transaction()
    ArticleWord.objects.filter(text__article=article).delete()


def put_back(article: Article) -> None:
    rows = Version.objects.filter(text__article=article, state=State.PUBLISHED).select_related("text")
    for version in rows:
        index(version.text, version)


def _words(text: ArticleText, version: Version) -> Iterator[ArticleWord]:
    mentions: Counter[str] = Counter()
    for words, weight in (
        (version.title, TITLE_WEIGHT),
        (version.summary, SUMMARY_WEIGHT),
        (plain(version.body), 1),
    ):
        for form in forms(words):
            mentions[form] += weight
    for form, times in mentions.most_common(WORDS_MAX):
        for lemma in sorted(lemmas_in_a_text(form, text.language)):
            yield ArticleWord(
                text=text, brand_id=text.brand_id, language=text.language, form=form, lemma=lemma, mentions=times
            )
