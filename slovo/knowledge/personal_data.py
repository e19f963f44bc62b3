from django.utils.translation import gettext_lazy as _

from slovo.core.personal import Declared, Holding, Nothing
from slovo.knowledge.asked_models import ArticleWord, Feedback, NotFound
from slovo.knowledge.models import Article, ArticleFile, ArticleText, OldSlug, ReviewRule, Section, Version
from slovo.knowledge.reminder_models import ArticleReminder

ARTICLES = "articles for all: who is taken out of an answer that becomes one (`masking.py`)"

HELD: tuple[Declared, ...] = (
    Nothing(Section, ARTICLES),
    Nothing(Article, ARTICLES),
    Nothing(ArticleText, ARTICLES),
    Nothing(Version, ARTICLES),
    Nothing(Version.files.through, ARTICLES),
    Nothing(OldSlug, ARTICLES),
    Nothing(ArticleFile, ARTICLES),
    Nothing(ReviewRule, "whether the company has its articles looked over"),
    Nothing(ArticleReminder, "which colleague was reminded of which article"),
    Nothing(ArticleWord, ARTICLES),
    Holding(
        model=Feedback,
        name=_("Words to articles that name them"),
        whose=lambda person: person.named_in("words"),
        told={"words": "words", "at": "at"},
        emptied={"words": ""},
        stays=_("Whether the article helped, of a reader whom nobody knows."),
        among_us=True,
    ),
    Holding(
        model=NotFound,
        name=_("What was searched in articles and names them"),
        whose=lambda person: person.named_in("words"),
        told={"words": "words"},
        among_us=True,
    ),
)
