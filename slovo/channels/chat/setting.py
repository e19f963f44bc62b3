"""A brand's chat as its administrator writes it down. Actions, as in `actions.py`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Max
from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.channels.chat.identity import new_secret
from slovo.channels.chat.models import Chat, ConsentWords, Contact, Purpose, VisitorKey
from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.recording import record
from slovo.facts.chat import ChatSecretRenewed, ChatSet
from slovo.people.models import Staff
from slovo.people.rights import Verb

ORIGINS_MAX = 20
WORDS_CHARACTERS_MAX = 1_000
CHATS_MAX = 20
WAIT_MINUTES_MAX = 24 * 60
KEPT_DAYS_MAX = 3_650
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


class UnableToSetChat(UnableTo):
    pass


@dataclass(frozen=True, kw_only=True)
class Terms:
    """`consents`: purpose → words by language; no words: nothing is asked. `colour`: "" for the brand's."""

    origins: Sequence[str]
    languages: Sequence[str]
    words: Mapping[str, str]
    consents: Mapping[str, Mapping[str, str]]
    colour: str = ""
    contact: str = Contact.ASKED
    request_type: str = ""
    chats_max: int = 4
    long_wait_minutes: int = 5
    open: bool = True
    kept_days: int | None = None


@transaction()
def set_chat(*, brand: Brand, terms: Terms, by: Staff, at: datetime) -> Chat:
    by.must(Verb.MANAGE_BRAND, brand)
    _check(terms)
    chat = Chat.objects.filter(brand=brand).first() or Chat(brand=brand, secret=new_secret())
    chat.origins = list(dict.fromkeys(_origin_of(one) for one in terms.origins))
    chat.languages = [code for code, _name in settings.LANGUAGES if code in terms.languages]
    chat.words = {language: text.strip() for language, text in terms.words.items() if text.strip()}
    chat.consents = _consents(chat, terms.consents)
    chat.colour, chat.contact, chat.request_type = terms.colour, terms.contact, terms.request_type
    chat.chats_max, chat.long_wait_minutes = terms.chats_max, terms.long_wait_minutes
    chat.kept_days = terms.kept_days
    chat.open_since = (chat.open_since or at) if terms.open else None
    chat.save()
    for purpose, asked in chat.consents.items():
        which = {"chat": chat, "purpose": purpose, "version": asked["version"]}
        ConsentWords.objects.get_or_create(**which, defaults={"words": asked["words"]})
    record(ChatSet(brand_id=brand.pk, chat_id=chat.pk, open=terms.open), actor=by.actor, at=at)
    return chat


@transaction()
def renew_secret(*, chat_id: int, by: Staff, at: datetime) -> None:
    """Whoever got hold of the old one can sign nothing any more, and reads nothing that it has opened: each browser of
    somebody for whom the site vouched has to be vouched for anew."""
    chat = locked(Chat, chat_id, "brand")
    by.must(Verb.MANAGE_BRAND, chat.brand)
    chat.secret = new_secret()
    chat.save(update_fields=["secret"])
    VisitorKey.objects.filter(visitor__chat=chat).exclude(visitor__person="").delete()
    record(ChatSecretRenewed(brand_id=chat.brand_id, chat_id=chat.pk), actor=by.actor, at=at)


def _origin_of(address: str) -> str:
    """As browsers name a site: "https://shop.example", without path and without a port that goes without saying."""
    try:
        parts = urlsplit(address.strip().lower())
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        raise UnableToSetChat(
            _("«%(address)s» is not the address of a site, such as https://shop.example.") % {"address": address}
        )
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + (f":{port}" if port and port != usual else "")


def _check(terms: Terms) -> None:
    if len(terms.origins) > ORIGINS_MAX:
        raise UnableToSetChat(_("A chat stands on twenty sites at most."))
    if not set(terms.languages) & {code for code, _name in settings.LANGUAGES}:
        raise UnableToSetChat(_("Choose at least one language in which visitors are spoken to."))
    if terms.colour and not COLOUR.fullmatch(terms.colour):
        raise UnableToSetChat(_("A colour is written as #1f6f5c."))
    texts = [*terms.words.values(), *(text for words in terms.consents.values() for text in words.values())]
    if any(len(text) > WORDS_CHARACTERS_MAX for text in texts):
        raise UnableToSetChat(_("Say it in %(count)d characters at most.") % {"count": WORDS_CHARACTERS_MAX})
    if terms.contact not in set(Contact):
        raise UnableToSetChat(_("Choose whether visitors are asked how to reach them."))
    if not 1 <= terms.chats_max <= CHATS_MAX:
        raise UnableToSetChat(_("One person has from one to twenty chats at once."))
    if not 1 <= terms.long_wait_minutes <= WAIT_MINUTES_MAX:
        raise UnableToSetChat(_("Another way is offered after a minute to a day of waiting."))
    if terms.kept_days is not None and not 1 <= terms.kept_days <= KEPT_DAYS_MAX:
        raise UnableToSetChat(_("Visitors are forgotten after one day to ten years of silence."))


def _consents(chat: Chat, wanted: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """Other words are another version, also after a while in which nothing was asked: no version has ever had other
    words."""
    last = ConsentWords.objects.filter(chat_id=chat.pk).values_list("purpose").annotate(last=Max("version"))
    versions, found = dict(last), {}
    for purpose in Purpose:
        words = {language: text.strip() for language, text in wanted.get(purpose, {}).items() if text.strip()}
        known = chat.consents.get(purpose)
        if known and known["words"] == words:
            found[purpose.value] = known
        elif words:
            found[purpose.value] = {"version": versions.get(purpose.value, 0) + 1, "words": words}
    return found
