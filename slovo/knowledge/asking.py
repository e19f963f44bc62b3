"""What readers say and seek. Actions, as in `actions.py`."""

import re
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.text import WORD, fold
from slovo.facts.knowledge import ArticleJudged
from slovo.knowledge.asked_models import ASKED_CHARACTERS_MAX, FEEDBACK_CHARACTERS_MAX, Feedback, NotFound
from slovo.knowledge.models import State, Version

VISITOR = Actor("customer", "")
_ADDRESS = re.compile(r"\S*@\S*|\bhttps?://\S*|\bwww\.\S*", re.IGNORECASE)
_DIGITS = re.compile(r"\d")


class UnableToJudge(UnableTo):
    pass


@transaction()
def say_helped(*, version_id: int, visitor: str, helped: bool, words: str, at: datetime) -> Feedback:
    """One of a visitor to a version: saying it again changes what was said."""
    version = locked(Version, version_id, "text")
    if version.state != State.PUBLISHED:
        raise UnableToJudge(_("This article has changed meanwhile. Read it anew."))
    row, _new = Feedback.objects.update_or_create(
        version=version,
        visitor=visitor,
        defaults={"helped": helped, "words": words.strip()[:FEEDBACK_CHARACTERS_MAX], "at": at},
    )
    fact = ArticleJudged(
        brand_id=version.text.brand_id,
        article_id=version.text.article_id,
        language=version.text.language,
        number=version.number,
        helped=helped,
    )
    record(fact, actor=VISITOR, at=at)
    return row


@transaction()
def note_not_found(*, brand_id: int, language: str, words: str, at: datetime) -> None:
    said = _without_personal_data(words)
    if not said:
        return
    row, new = NotFound.objects.get_or_create(
        brand_id=brand_id, language=language, words=said, defaults={"first_at": at, "last_at": at}
    )
    if not new:
        NotFound.objects.filter(pk=row.pk).update(times=F("times") + 1, last_at=at)


def _without_personal_data(words: str) -> str:
    """The words alone, folded: no address, and nothing that has a digit in it."""
    bare = _ADDRESS.sub(" ", words)
    kept = [fold(word) for word in WORD.findall(bare) if not _DIGITS.search(word)]
    return " ".join(kept)[:ASKED_CHARACTERS_MAX].strip()
