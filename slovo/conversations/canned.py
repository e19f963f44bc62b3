"""Ready replies: who keeps them. Actions, as in `actions.py`."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.conversations.canned_words import unknown_names
from slovo.conversations.desk_models import CannedReply, CannedText
from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.recording import record
from slovo.facts.conversations import CannedReplyAdded, CannedReplyArchived, CannedReplyChanged
from slovo.people.models import Staff
from slovo.people.rights import Verb

TEXT_CHARACTERS_MAX = 20_000


class UnableToKeepCannedReply(UnableTo):
    pass


@transaction()
def add(
    *,
    brand: Brand,
    title: str,
    texts: Mapping[str, str],
    by: Staff,
    at: datetime,
    shortcut: str = "",
    team_id: int | None = None,
) -> CannedReply:
    """`texts`: language → words, with variables as `canned_words` knows them."""
    by.must(Verb.MANAGE_CANNED, brand)
    canned = CannedReply(brand=brand)
    _write(canned, title, texts, shortcut, team_id)
    record(CannedReplyAdded(brand_id=brand.pk, canned_id=canned.pk), actor=by.actor, at=at)
    return canned


@transaction()
def change(
    *,
    canned_id: int,
    title: str,
    texts: Mapping[str, str],
    by: Staff,
    at: datetime,
    shortcut: str = "",
    team_id: int | None = None,
) -> None:
    canned = locked(CannedReply, canned_id)
    by.must(Verb.MANAGE_CANNED, canned)
    _write(canned, title, texts, shortcut, team_id)
    record(CannedReplyChanged(brand_id=canned.brand_id, canned_id=canned.pk), actor=by.actor, at=at)


@transaction()
def archive(*, canned_id: int, by: Staff, at: datetime) -> None:
    """It is offered no longer; what was sent with it stays."""
    canned = locked(CannedReply, canned_id)
    by.must(Verb.MANAGE_CANNED, canned)
    if canned.archived_at:
        return
    canned.archived_at, canned.archived_by = at, by
    canned.save(update_fields=["archived_at", "archived_by"])
    record(CannedReplyArchived(brand_id=canned.brand_id, canned_id=canned.pk), actor=by.actor, at=at)


def _write(canned: CannedReply, title: str, texts: Mapping[str, str], shortcut: str, team_id: int | None) -> None:
    shortcut = shortcut.strip().lstrip("/")[:40]
    given = {language: text.strip() for language, text in texts.items() if text.strip()}
    if not title.strip() or not given:
        raise UnableToKeepCannedReply(_("Give it a title and words in at least one language."))
    if any(len(text) > TEXT_CHARACTERS_MAX for text in given.values()):
        raise UnableToKeepCannedReply(_("These words are too long for a ready reply. Shorten them."))
    unknown = sorted({name for text in given.values() for name in unknown_names(text)})
    if unknown:
        words = _("Nothing stands behind %(names)s. Choose one of the variables named below.")
        raise UnableToKeepCannedReply(words % {"names": ", ".join(f"{{{name}}}" for name in unknown)})
    twins = CannedReply.objects.filter(brand=canned.brand, archived_at=None).exclude(pk=canned.pk)
    if shortcut and twins.filter(shortcut=shortcut).exists():
        raise UnableToKeepCannedReply(_("Another ready reply of this brand has this shortcut. Choose another."))
    if team_id and not canned.brand.teams.filter(pk=team_id).exists():
        raise UnableToKeepCannedReply(_("This team belongs to another brand. Choose one of this brand."))
    canned.title, canned.shortcut, canned.team_id = title.strip()[:120], shortcut, team_id
    canned.save()
    canned.texts.all().delete()
    CannedText.objects.bulk_create(
        CannedText(reply=canned, language=language, text=text) for language, text in given.items()
    )
