"""What customers care about. Actions, as in `actions.py`."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.recording import record
from slovo.core.rules import Rule
from slovo.customers.portrait_models import Portrait
from slovo.facts.standards import ExpectationArchived, ExpectationSet, UnpromisedDecided, UnpromisedNoted
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.standards.expectation_models import (
    REASON_CHARACTERS_MAX,
    WEIGHT_MAX,
    WHAT_CHARACTERS_MAX,
    WORD_CHARACTERS_MAX,
    Expectation,
    Sighting,
    Unpromised,
    UnpromisedState,
)

KINDS_MAX = 20


class UnableToSetExpectation(UnableTo):
    pass


class UnableToNoteUnpromised(UnableTo):
    pass


class UnableToDecide(UnableTo):
    pass


@transaction()
def set_expectation(
    *,
    brand: Brand,
    portrait: Portrait | None,
    what: str,
    weight: int,
    reason: str,
    kinds: Collection[str],
    by: Staff,
    at: datetime,
) -> Expectation:
    """`portrait`: of whom, None for all. `weight`: from 0, nobody looks, to WEIGHT_MAX. `kinds`: of the promises that
    serve it; whoever calls has made sure that the brand makes such."""
    by.must(Verb.MANAGE_BRAND, brand)
    what, reason = what.strip(), reason.strip()
    if not what or not reason:
        raise UnableToSetExpectation(
            _("Say what it is, and how you know how much it matters."), rule=Rule.TEXT_WITHIN_LIMITS
        )
    if len(what) > WHAT_CHARACTERS_MAX or len(reason) > REASON_CHARACTERS_MAX:
        raise UnableToSetExpectation(
            _("Say it in %(count)d characters at most.") % {"count": WHAT_CHARACTERS_MAX}, rule=Rule.TEXT_WITHIN_LIMITS
        )
    if portrait and (portrait.brand_id != brand.pk or portrait.archived_at):
        raise UnableToSetExpectation(
            _("This brand has no such portrait. Choose one of its portraits."), rule=Rule.PORTRAIT_OF_THE_BRAND
        )
    if not 0 <= weight <= WEIGHT_MAX:
        raise UnableToSetExpectation(
            _("Weigh it from 0, nobody looks, to %(most)d.") % {"most": WEIGHT_MAX}, rule=Rule.EXPECTATION_IS_WEIGHED
        )
    row, _new = Expectation.objects.update_or_create(
        brand=brand,
        portrait=portrait,
        what=what,
        defaults={
            "weight": weight,
            "reason": reason,
            "kinds": sorted(set(kinds))[:KINDS_MAX],
            "changed_at": at,
            "archived_at": None,
        },
    )
    fact = ExpectationSet(
        brand_id=brand.pk,
        expectation_id=row.pk,
        portrait=portrait.name if portrait else "",
        portrait_id=portrait.pk if portrait else None,
        weight=weight,
        kinds=tuple(row.kinds),
    )
    record(fact, actor=by.actor, at=at)
    return row


@transaction()
def archive_expectation(*, expectation_id: int, by: Staff, at: datetime) -> None:
    row = locked(Expectation, expectation_id)
    by.must(Verb.MANAGE_BRAND, row)
    if row.archived_at:
        raise UnableToSetExpectation(_("It stands on the map no longer."), rule=Rule.EXPECTATION_STANDS)
    row.archived_at = at
    row.save(update_fields=["archived_at"])
    record(ExpectationArchived(brand_id=row.brand_id, expectation_id=row.pk), actor=by.actor, at=at)


@transaction()
def note_unpromised(*, brand: Brand, words: str, source: str, by: Staff, at: datetime) -> Unpromised:
    """A customer expected what nobody had promised: counted once for each `source`, the key of a conversation."""
    by.must(Verb.NOTE, brand)
    words = " ".join(words.split())
    if not words:
        raise UnableToNoteUnpromised(
            _("Write in a few words what the customer expected."), rule=Rule.TEXT_WITHIN_LIMITS
        )
    if len(words) > WHAT_CHARACTERS_MAX:
        raise UnableToNoteUnpromised(
            _("Say it in %(count)d characters at most.") % {"count": WHAT_CHARACTERS_MAX}, rule=Rule.TEXT_WITHIN_LIMITS
        )
    row, _new = Unpromised.objects.get_or_create(
        brand=brand,
        folded=words.casefold()[:WHAT_CHARACTERS_MAX],
        defaults={"words": words, "noted_at": at, "last_at": at},
    )
    row = locked(Unpromised, row.pk)
    seen, new = Sighting.objects.get_or_create(
        unpromised=row, source=source, defaults={"at": at, "by_kind": by.actor.kind, "by_id": by.actor.id}
    )
    if not new:
        return row
    row.times, row.last_at = row.times + 1, at
    row.save(update_fields=["times", "last_at"])
    fact = UnpromisedNoted(brand_id=brand.pk, unpromised_id=row.pk, source=seen.source)
    record(fact, actor=by.actor, at=at)
    return row


@transaction()
def make_choice_of(*, unpromised_id: int, became: str, by: Staff, at: datetime) -> None:
    """Customers may choose it now. `became`: the key of an option; whoever calls has made sure that it is there."""
    row = _to_decide(unpromised_id, by)
    row.state, row.became, row.up_front = UnpromisedState.CHOICE, became, {}
    _decided(row, by=by, at=at)


@transaction()
def say_up_front(*, unpromised_id: int, texts: Mapping[str, str], by: Staff, at: datetime) -> None:
    """Customers read it before they ask. `texts`: by language."""
    row = _to_decide(unpromised_id, by)
    said = {language: text.strip() for language, text in texts.items() if text.strip()}
    if not said:
        raise UnableToDecide(
            _("Write the word that customers read, in one language at least."), rule=Rule.TEXT_WITHIN_LIMITS
        )
    if any(len(text) > WORD_CHARACTERS_MAX for text in said.values()):
        raise UnableToDecide(
            _("Say it in %(count)d characters at most.") % {"count": WORD_CHARACTERS_MAX}, rule=Rule.TEXT_WITHIN_LIMITS
        )
    row.state, row.became, row.up_front = UnpromisedState.WORD, "", said
    _decided(row, by=by, at=at)


def _to_decide(unpromised_id: int, by: Staff) -> Unpromised:
    row = locked(Unpromised, unpromised_id)
    by.must(Verb.MANAGE_BRAND, row)
    return row


def _decided(row: Unpromised, *, by: Staff, at: datetime) -> None:
    row.decided_at, row.decided_by = at, by
    row.save()
    fact = UnpromisedDecided(brand_id=row.brand_id, unpromised_id=row.pk, state=str(row.state), became=row.became)
    record(fact, actor=by.actor, at=at)
