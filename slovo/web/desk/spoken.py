"""How what rules write to customers reads: the brand's own words filled with an example, in each language."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.customers.models import Customer
from slovo.promises import notice_words
from slovo.promises import queries as promises
from slovo.promises.models import Promise
from slovo.recovery import queries as recovery
from slovo.recovery.models import Compensation
from slovo.recovery.rule_models import Gives
from slovo.recovery.saying import GIFTS, WHAT, usual_words, words_of

LATER = timedelta(hours=3)
VALID = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Spoken:
    """`apology`: the brand's own words, "" for the usual ones. `read`, `notice`: as customers read it."""

    code: str
    language: str
    apology: str
    usual: str
    read: str
    notice: str


def in_each_language(brand: Brand, *, at: datetime, typed: tuple[str, str] | None = None) -> Iterator[Spoken]:
    """`typed`: a language and words of apology in it that are not kept yet."""
    notices = promises.own_notice_texts(brand.pk)
    for code, language in settings.LANGUAGES:
        own = typed[1] if typed and typed[0] == code else recovery.words_of(brand.pk, code)
        usual = usual_words(code)
        with translation.override(code):
            example, reason = _("Your new kettle"), _("The car broke down.")
            gift = words_of(_code(brand, at), code)
        yield Spoken(
            code=code,
            language=str(language),
            apology=own,
            usual=usual,
            read=(own or usual).replace(WHAT, example).replace(GIFTS, gift),
            notice=_notice(brand, notices, code, what=example, reason=reason, at=at),
        )


def _notice(
    brand: Brand, own: dict[tuple[str, str], str], language: str, *, what: str, reason: str, at: datetime
) -> str:
    named = {"ru": "Ирина", "uk": "Ірина"}.get(language, "Iryna")
    due, now = (
        notice_words.spoken(moment, at=at, zone=brand.zone, language=language)
        for moment in (at + LATER, at + 2 * LATER)
    )
    parts = (
        notice_words.words("opening", language, own, name=named, brand=brand.name),
        notice_words.words("line", language, own, what=what, was=due, now=now, reason=reason),
        notice_words.words("choice", language, own),
        notice_words.words("closing", language, own, name=named, brand=brand.name),
    )
    return "\n\n".join(filter(None, parts))


def _code(brand: Brand, at: datetime) -> Compensation:
    """An example, which nobody keeps."""
    return Compensation(
        brand=brand,
        customer=Customer(brand=brand),
        promise=Promise(brand=brand),
        gives=Gives.CODE.value,
        percent=10,
        code="SLOVO-10",
        valid_until=at + VALID,
    )
