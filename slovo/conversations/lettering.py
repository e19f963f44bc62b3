"""A brand's own words in what rules write about visits, calls and what came. Actions, as in `actions.py`."""

from collections.abc import Mapping
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.conversations import letter_words
from slovo.conversations.letter_models import LetterText
from slovo.core.db import transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.recording import record
from slovo.facts.kinds import LetterWordsChanged
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.promises.notice_words import LANGUAGES

TEXT_CHARACTERS_MAX = 2000


class UnableToSetLetterWords(UnableTo):
    pass


@transaction()
def set_words(*, brand: Brand, texts: Mapping[tuple[str, str], str], by: Staff, at: datetime) -> None:
    """`texts`: by part and language; an empty one is the shipped one again. What is not named stays."""
    by.must(Verb.MANAGE_BRAND, brand)
    plain = {key: text.replace("\r\n", "\n").strip() for key, text in texts.items()}
    for (part, language), text in plain.items():
        _check(part, language, text)
    LetterText.objects.bulk_create(
        [
            LetterText(brand=brand, part=part, language=language, text=text)
            for (part, language), text in plain.items()
            if text
        ],
        update_conflicts=True,
        unique_fields=["brand", "part", "language"],
        update_fields=["text"],
    )
    gone = [Q(part=part, language=language) for (part, language), text in plain.items() if not text]
    if gone:
        LetterText.objects.filter(reduce(or_, gone), brand=brand).delete()
    record(LetterWordsChanged(brand_id=brand.pk), actor=by.actor, at=at)


def _check(part: str, language: str, text: str) -> None:
    if part not in letter_words.PARTS or language not in LANGUAGES:
        raise UnableToSetLetterWords(_("There is no such part of a letter."))
    if len(text) > TEXT_CHARACTERS_MAX:
        raise UnableToSetLetterWords(_("Say it in %(count)d characters at most.") % {"count": TEXT_CHARACTERS_MAX})
    wrong = letter_words.unknown_names(part, text)
    if wrong:
        known = ", ".join(f"{{{name}}}" for name in letter_words.PARTS[part])
        raise UnableToSetLetterWords(
            _("“{%(name)s}” means nothing here. Known names: %(known)s.") % {"name": wrong[0], "known": known}
        )
