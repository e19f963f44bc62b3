"""A brand's own kinds of promises, and other rules for the shipped ones. Actions, as in `actions.py`."""

import re
from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.core.db import transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.recording import record
from slovo.core.rules import Rule
from slovo.facts.kinds import PromiseKindArchived, PromiseKindChanged
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.promises.kinds import Kind
from slovo.promises.more_models import SLUG_CHARACTERS_MAX, PromiseKind

MOVES_MAX = 20
SILENCE_MINUTES_MAX = 366 * 24 * 60
NAME_CHARACTERS_MAX = 60
_SLUG = re.compile(r"[a-z][a-z0-9_]*")


class UnableToChangeKind(UnableTo):
    pass


@transaction()
def set_kind(
    *,
    brand: Brand,
    slug: str,
    names: Mapping[str, str],
    moves_without_consent_max: int,
    silence_minutes: int | None,
    told_at_night: bool = False,
    by: Staff,
    at: datetime,
) -> PromiseKind:
    """A kind that is new here, or other names and rules for one that is not; an archived one comes back. Promises
    moved before keep the rule under which they were."""
    by.must(Verb.MANAGE_BRAND, brand)
    names = {language: name.strip()[:NAME_CHARACTERS_MAX] for language, name in names.items() if name.strip()}
    if not _SLUG.fullmatch(slug) or len(slug) > SLUG_CHARACTERS_MAX:
        raise UnableToChangeKind(
            _("Give it a short name for programs: Latin letters, figures and underscores, %(count)d at most.")
            % {"count": SLUG_CHARACTERS_MAX},
            rule=Rule.KIND_HAS_NAMES,
        )
    if not names and slug not in set(Kind):
        raise UnableToChangeKind(
            _("Give it a name that customers read, in one language at least."), rule=Rule.KIND_HAS_NAMES
        )
    if not 0 <= moves_without_consent_max <= MOVES_MAX:
        raise UnableToChangeKind(
            _("It may be moved without consent %(count)d times at most.") % {"count": MOVES_MAX},
            rule=Rule.KIND_WITHIN_LIMITS,
        )
    if silence_minutes is not None and not 0 < silence_minutes <= SILENCE_MINUTES_MAX:
        raise UnableToChangeKind(_("Silence lasts from a minute to a year."), rule=Rule.KIND_WITHIN_LIMITS)
    kind, _new = PromiseKind.objects.update_or_create(
        brand=brand,
        slug=slug,
        defaults={
            "names": names,
            "moves_without_consent_max": moves_without_consent_max,
            "silence_minutes": silence_minutes,
            "told_at_night": told_at_night,
            "archived_at": None,
        },
    )
    fact = PromiseKindChanged(
        brand_id=brand.pk,
        kind_id=kind.pk,
        slug=slug,
        moves_without_consent_max=moves_without_consent_max,
        silence_minutes=silence_minutes,
        told_at_night=told_at_night,
    )
    record(fact, actor=by.actor, at=at)
    return kind


@transaction()
def archive_kind(*, brand: Brand, slug: str, by: Staff, at: datetime) -> None:
    """No promises of it are made any more; those that were made stand. Of a shipped one only the brand's rules go."""
    by.must(Verb.MANAGE_BRAND, brand)
    kind = PromiseKind.objects.filter(brand=brand, slug=slug, archived_at=None).first()
    if kind is None:
        raise UnableToChangeKind(_("This brand has no kind of its own with this name."), rule=Rule.KIND_OF_THE_BRAND)
    kind.archived_at = at
    kind.save(update_fields=["archived_at"])
    record(PromiseKindArchived(brand_id=brand.pk, kind_id=kind.pk), actor=by.actor, at=at)
