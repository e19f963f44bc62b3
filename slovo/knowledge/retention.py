from django.utils.translation import gettext_lazy as _

from slovo.core.keeping import Choice, Days, Kept, as_long_as, for_ever
from slovo.knowledge.asked_models import ArticleWord, Feedback, NotFound
from slovo.knowledge.models import Article, ArticleFile, ArticleText, OldSlug, ReviewRule, Section, Version
from slovo.knowledge.reminder_models import ArticleReminder

SOUGHT = Choice(
    code="sought",
    name=_("What readers searched for and did not find"),
    days=180,
    least=30,
    needed=_("So long it shows what is missing often, and not what was missing once."),
)
JUDGED = Choice(
    code="judged",
    name=_("Whether an article helped, and what readers wrote about it"),
    days=730,
    least=30,
    needed=_("So long its authors have to read it."),
)

KEPT: tuple[Kept, ...] = (
    *for_ever("the company's own", Section, Article, ReviewRule),
    *as_long_as(Article, {ArticleText: "article", ArticleFile: "article", ArticleReminder: "article"}),
    *as_long_as(Version, {Version.files.through: "version"}),
    *as_long_as(ArticleText, {Version: "text", OldSlug: "text", ArticleWord: "text"}),
    Days(model=NotFound, after="last_at", life=SOUGHT.life, choice=SOUGHT, brand="brand"),
    Days(model=Feedback, after="at", life=JUDGED.life, choice=JUDGED, brand="version__text__brand"),
)
