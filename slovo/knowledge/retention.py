from datetime import timedelta

from slovo.core.keeping import Days, Kept, as_long_as, for_ever
from slovo.knowledge.asked_models import ArticleWord, Feedback, NotFound
from slovo.knowledge.models import Article, ArticleFile, ArticleText, OldSlug, Section, Version

NOT_FOUND_KEPT = timedelta(days=180)
FEEDBACK_KEPT = timedelta(days=730)

KEPT: tuple[Kept, ...] = (
    *for_ever("the company's own", Section, Article),
    *as_long_as(Article, {ArticleText: "article", ArticleFile: "article"}),
    *as_long_as(ArticleText, {Version: "text", OldSlug: "text", ArticleWord: "text"}),
    Days(model=NotFound, after="last_at", life=NOT_FOUND_KEPT),
    Days(model=Feedback, after="at", life=FEEDBACK_KEPT),
)
