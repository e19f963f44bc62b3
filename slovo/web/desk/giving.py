"""A gift that is named in the answer while that is written: what is given, and what stands of it under the field.

It is recorded when it is chosen, and taken back when the answer is dropped before it has left.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext as _

from slovo.conversations import queries as conversations
from slovo.conversations.models import Conversation
from slovo.conversations.timeline import Item
from slovo.people.models import Staff
from slovo.requests import extras, queries
from slovo.requests.extra_models import Extra
from slovo.requests.extras import Gift
from slovo.web.desk.offering import minor_in
from slovo.web.desk.requests import whole_number
from slovo.web.money import price_words


@dataclass(frozen=True, slots=True)
class Named:
    """`stands`: whether the text says it."""

    extra: Extra
    stands: bool


def gift_in(given: QueryDict, *, brand_id: int, language: str) -> Gift:
    """`like`: the id of what was given before and is given again, for another reason; else what the form says.
    `language`: the customer's."""
    like = whole_number(given.get("like", ""))
    before = next((one for one in queries.given_before(brand_id) if one.pk == like), None)
    if before:
        return Gift(
            what=before.what,
            reason=given.get("reason", ""),
            phrase=_phrase_again(before, language),
            usual_price_minor=before.usual_price_minor,
            currency=before.currency if before.usual_price_minor is not None else "",
            limits=before.limits,
            handover_words=before.handover_words,
        )
    currency = given.get("currency", "").strip().upper()[:3]
    usual = minor_in(given.get("usual_price", ""), currency)
    what = given.get("what", "").strip()
    return Gift(
        what=what,
        reason=given.get("reason", ""),
        phrase=given.get("phrase", "").strip() or (_ready(what, language) if what else ""),
        usual_price_minor=usual,
        currency=currency if usual is not None else "",
        limits=given.get("limits", ""),
        handover_words=given.get("handover_words", ""),
    )


def given_before(conversation: Conversation) -> list[tuple[Extra, str]]:
    """With its usual price in words."""
    rows = queries.given_before(conversation.brand_id)
    return [(one, price_words(one.usual_price_minor, one.currency)) for one in rows]


def with_answer(staff: Staff, found: Iterable[Extra], text: str, said: Iterable[Item] = ()) -> list[Named]:
    """Of what was `found` what this person gives with the answer that they write: the text names it, or they have not
    answered since. `said`: what stands in the thread."""
    answered = max((one.at for one in said if one.message and one.message.staff == staff), default=None)
    own = [one for one in found if one.drafted_by_id == staff.pk and not one.announced_at and not one.taken_back_at]
    named = [Named(one, _says(text, one)) for one in own]
    if not text.strip():
        return []
    return [one for one in named if one.stands or not answered or answered < one.extra.recorded_at]


def in_form(given: QueryDict, conversation: Conversation) -> list[Extra]:
    """Those that the form names. Asks nothing where it names none."""
    ids = {whole_number(text) for text in [*given.getlist("gift"), given.get("gift_not", "")]} - {None}
    return [one for one in queries.extras_about(*conversations.keys(conversation)) if one.pk in ids] if ids else []


def without(given: QueryDict, found: Iterable[Extra], text: str) -> str:
    """The text without the sentence of what shall not be given after all: `gift_not`."""
    dropped = next((one for one in found if str(one.pk) == given.get("gift_not")), None)
    if dropped is None:
        return text
    words = r"\s+".join(map(re.escape, dropped.phrase.split()))
    return re.sub(rf"[ \t]*{words}", "", text, count=1).strip()


def drop(given: QueryDict, found: list[Extra], text: str, *, by: Staff, at: datetime) -> list[Extra]:
    """What was given with an answer that is empty now, or shall not be given, is taken back. What is left."""
    dropped = [one for one in found if not text.strip() or str(one.pk) == given.get("gift_not")]
    if dropped:
        extras.take_back(extra_ids=[one.pk for one in dropped], by=by, at=at)
    return [one for one in found if one not in dropped]


def _says(text: str, extra: Extra) -> bool:
    return extra.phrase in " ".join(text.split())


def _phrase_again(before: Extra, language: str) -> str:
    """The words that were chosen then; a ready sentence in the language of this customer."""
    ready = {_ready(before.what, one) for one, _name in settings.LANGUAGES}
    return _ready(before.what, language) if before.phrase in ready else before.phrase


def _ready(what: str, language: str) -> str:
    with translation.override(language):
        return _("As a gift from us: %(what)s.") % {"what": what}
