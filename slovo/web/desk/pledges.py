"""What the pages of the ledger show: promises with what they are about, and one with its history in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from slovo.core.errors import UnableTo
from slovo.core.journal.actor import STAFF_KINDS
from slovo.core.journal.models import JournalEntry
from slovo.people import queries as people
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.promises import queries
from slovo.promises.choices import choices_open, was_read
from slovo.promises.forecast import latest
from slovo.promises.forecast_rows import PromiseForecast
from slovo.promises.ladder_models import Choice
from slovo.promises.ledger import HOW
from slovo.promises.models import Promise
from slovo.promises.more_models import PromiseKind, PromiseMove
from slovo.web.desk.requests import moment
from slovo.web.desk.things import Thing, things_of
from slovo.web.desk.words import pledges as words
from slovo.web.desk.words.pledges import KINDS, KindNames, how_words
from slovo.web.desk.words.pledges_told import told


@dataclass(frozen=True, slots=True)
class Row:
    promise: Promise
    what: str
    kind: str
    about: Thing | None
    customer: Thing | None
    told: PromiseForecast | None


@dataclass(frozen=True, slots=True)
class Told:
    """A line of its history."""

    entry: JournalEntry
    who: Staff | None
    words: str


def rows(staff: Staff, promises: Iterable[Promise], names: KindNames) -> list[Row]:
    promises = list(promises)
    things = things_of(staff, [key for one in promises for key in (one.about, _customer_key(one))])
    told = latest(promises)
    return [_row(one, things, names, told.get(one.pk)) for one in promises]


def _row(promise: Promise, things: dict[str, Thing], names: KindNames, told: PromiseForecast | None) -> Row:
    about = None if promise.about == _customer_key(promise) else things.get(promise.about)
    kind = names.of(promise.kind, promise.brand_id)
    return Row(promise, words.what_words(promise), kind, about, things.get(_customer_key(promise)), told)


def _customer_key(promise: Promise) -> str:
    return f"customer:{promise.customer_id}"


def kind_choices(own: Sequence[PromiseKind]) -> list[tuple[str, str]]:
    """The shipped kinds, and those of the reader's brands."""
    names = KindNames(own)
    found = {str(kind): str(name) for kind, name in KINDS.items()}
    for row in own:
        found[row.slug] = names.of(row.slug, row.brand_id)
    return sorted(found.items(), key=lambda pair: pair[1].casefold())


def whole(staff: Staff, promise: Promise) -> dict[str, Any]:
    """All that a page of one promise shows."""
    at = timezone.now()
    entries = queries.facts_of(promise)
    moves = list(queries.moves_of(promise.pk))
    [row] = rows(staff, [promise], KindNames(queries.own_kinds([promise.brand_id])))
    pending = next((move for move in moves if move.awaits_notice), None)
    return {
        "row": row,
        "promise": promise,
        "moves": [(move, words.move_words(move, at)) for move in moves],
        "pending": pending,
        "being_told": pending is not None and queries.is_being_told(pending.pk),
        "unanswered": _unanswered(moves),
        "read": choices_open(promise, by_person=True) if moves and was_read(moves[-1]) else None,
        "instead": [(code, said) for code, said in words.CHOICES.items() if code != Choice.WAIT],
        "history": _history(entries, {move.pk: move for move in moves}),
        "may_promise": staff.may(Verb.PROMISE, promise),
        "choices": words.CHOICES.items(),
        "how": [(how, how_words(how)) for how in HOW],
        "colleagues": people.colleague_names_at(promise.brand_id),
        "teams": people.teams_at(promise.brand_id),
        "at": at,
    }


def _unanswered(moves: Sequence[PromiseMove]) -> PromiseMove | None:
    """The last one to which the customer has not agreed."""
    return next((move for move in reversed(moves) if move.lacks_consent), None)


def _history(entries: Sequence[JournalEntry], moves: dict[int, PromiseMove]) -> list[Told]:
    ids = {entry.pk: int(entry.actor_id) for entry in entries if entry.actor_kind in STAFF_KINDS}
    owners = {entry.data["owner_id"] for entry in entries if entry.data.get("owner_id")}
    teams = {entry.data["team_id"] for entry in entries if entry.data.get("team_id")}
    persons = people.by_ids({*ids.values(), *owners})
    named = people.teams_by_ids(teams)
    return [
        Told(entry, persons.get(ids.get(entry.pk, 0)), told(entry, moves=moves, persons=persons, teams=named))
        for entry in entries
    ]


def needed_moment(text: str) -> datetime:
    found = moment(text)
    if found is None:
        raise UnableTo(_("Choose a day and a time first."))
    return found
