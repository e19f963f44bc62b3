"""Which endpoint may say it in other words, as a brand's administrator decides; and trying one out. Actions."""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from slovo.assistant import masks, voice_line, voice_queries
from slovo.assistant.retrieval import Passage
from slovo.assistant.voice_judging import judged
from slovo.assistant.voice_line import Heard, Line
from slovo.assistant.voice_models import MODEL_CHARACTERS_MAX, SECONDS_MAX, SECONDS_USUAL, Outcome, Voice
from slovo.brands.models import Brand
from slovo.core import outgoing
from slovo.core.db import transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.recording import record
from slovo.facts.assistant import AssistantVoiceSet
from slovo.people.models import Staff
from slovo.people.rights import Verb

KEY_CHARACTERS_MAX = 500
KEY = re.compile(r"[\x21-\x7e]*")
SAMPLES = {  # invented: (question, title, passage)
    "ru": (
        "Можно ли вернуть чайник после покупки?",
        "Как вернуть чайник",
        "Чайник можно вернуть в течение 14 дней после покупки. Деньги приходят на карту за 3 дня.",
    ),
    "uk": (
        "Чи можна повернути чайник після купівлі?",
        "Як повернути чайник",
        "Чайник можна повернути протягом 14 днів після купівлі. Гроші надходять на картку за 3 дні.",
    ),
    "en": (
        "Can I return a kettle after buying it?",
        "How to return a kettle",
        "A kettle can be returned within 14 days after buying it. The money arrives on the card in 3 days.",
    ),
}


class UnableToSetVoice(UnableTo):
    pass


@dataclass(frozen=True, kw_only=True)
class Terms:
    """`key`: "" for the one that is kept, which goes only to where it was given for. `address`: "" for none."""

    address: str
    model: str
    key: str = ""
    seconds: int = SECONDS_USUAL


@dataclass(frozen=True, slots=True)
class Trial:
    """`words`: its answer to an invented question, "" unless it may be said."""

    outcome: Outcome
    words: str
    heard: Heard


@transaction()
def set_voice(*, brand: Brand, terms: Terms, on: bool, by: Staff, at: datetime) -> Voice:
    """From the next message on."""
    by.must(Verb.MANAGE_BRAND, brand)
    voice = Voice.objects.filter(brand=brand).first() or Voice(brand=brand)
    line = _line(voice, terms, needed=on)
    before = (voice.address, voice.model, voice.key, voice.seconds)
    now = (line.address, line.model, line.key, terms.seconds)
    names = ("address", "model", "key", "seconds")
    fields = [name for name, old, new in zip(names, before, now, strict=True) if old != new]
    voice.address, voice.model, voice.key, voice.seconds = now
    voice.on_since = (voice.on_since or at) if on else None
    voice.failures_in_row, voice.spared_until = 0, None
    voice.save()
    record(AssistantVoiceSet(brand_id=brand.pk, on=on, fields=tuple(fields)), actor=by.actor, at=at)
    return voice


def try_voice(*, brand: Brand, terms: Terms, by: Staff) -> Trial:
    """Ask it what was invented here. Nothing is kept, and nothing of anybody leaves."""
    by.must(Verb.MANAGE_BRAND, brand)
    line = _line(voice_queries.voice_of(brand.pk), terms, needed=True)
    language = brand.language if brand.language in SAMPLES else "en"
    asked, title, text = SAMPLES[language]
    question, passage = masks.masked(asked, names=()), Passage("", title, text)
    body = voice_line.body_of(model=line.model, question=question.text, title=title, passages=[text], language=language)
    heard = voice_line.ask(line, body)
    return Trial(*judged(heard, question=question, passage=passage, language=language), heard)


def _line(voice: Voice, terms: Terms, *, needed: bool) -> Line:
    address = terms.address.strip().rstrip("/").removesuffix("/chat/completions")
    model, key = terms.model.strip(), terms.key.strip()
    if address:
        _check(address)
    if not key and _origin(address) == _origin(voice.address):
        key = voice.key
    if needed and not (address and model):
        raise UnableToSetVoice(_("Name the address of the endpoint and its model first."))
    if len(model) > MODEL_CHARACTERS_MAX or len(key) > KEY_CHARACTERS_MAX or not KEY.fullmatch(key):
        raise UnableToSetVoice(_("A key has no spaces and only plain letters, figures and signs. Copy it once more."))
    if not 1 <= terms.seconds <= SECONDS_MAX:
        raise UnableToSetVoice(_("It is waited for from one to %(most)d seconds.") % {"most": SECONDS_MAX})
    return Line(address, model, key, terms.seconds)


def _check(address: str) -> None:
    outgoing.check(address)
    parts = urlsplit(address)
    if parts.query or parts.fragment:
        raise UnableToSetVoice(_("Give the address up to /v1, without what follows a question mark."))
    if parts.scheme != "https" and not outgoing.is_excepted(address):
        raise UnableToSetVoice(
            _("What customers ask goes over https:// only. An administrator of the machine can allow http:// inside.")
        )


def _origin(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.netloc.lower()
