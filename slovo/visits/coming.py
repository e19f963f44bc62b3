"""Who came and who did not. Actions."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.recording import record
from slovo.core.live.actions import nudge
from slovo.core.rules import Rule
from slovo.facts.visits import VisitorCame, VisitorDidNotCome
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.promises import ledger
from slovo.promises.models import NO_SHOW
from slovo.visits.models import Visit

EARLY_HOURS_MAX = 4


class UnableToMarkVisit(UnableTo):
    pass


@transaction()
def came(*, visit_id: int, by: Staff, at: datetime) -> None:
    """They are here: the promise is kept."""
    visit = locked(Visit, visit_id)
    by.must(Verb.PROMISE, visit)
    _check(visit)
    if at < visit.starts_at - timedelta(hours=EARLY_HOURS_MAX):
        raise UnableToMarkVisit(
            _("This visit is still hours away. If they came today, move it to this hour first."),
            rule=Rule.VISIT_IS_NEAR,
        )
    visit.came_at = at
    visit.save(update_fields=["came_at"])
    if visit.promise.owed:
        ledger.keep(promise_id=visit.promise_id, by=by, at=at)
    record(VisitorCame(brand_id=visit.brand_id, visit_id=visit.pk), actor=by.actor, at=at)
    nudge(visit.key, brand_id=visit.brand_id)


@transaction()
def did_not_come(*, visit_id: int, by: Staff, at: datetime) -> None:
    """We were there and they were not: nothing is owed any more, and nothing was broken."""
    visit = locked(Visit, visit_id)
    by.must(Verb.PROMISE, visit)
    _check(visit)
    if at < visit.starts_at:
        raise UnableToMarkVisit(
            _("This visit has not begun. Wait for it, or cancel it if they said so."), rule=Rule.VISIT_HAS_BEGUN
        )
    visit.missed_at = at
    visit.save(update_fields=["missed_at"])
    if visit.promise.owed:
        ledger.release_by_rule(promise_id=visit.promise_id, reason=NO_SHOW, actor=by.actor, at=at)
    record(VisitorDidNotCome(brand_id=visit.brand_id, visit_id=visit.pk), actor=by.actor, at=at)
    nudge(visit.key, brand_id=visit.brand_id)


def _check(visit: Visit) -> None:
    if not visit.is_coming:
        raise UnableToMarkVisit(_("This visit is over or cancelled. Book another one."), rule=Rule.VISIT_IS_COMING)
