"""What whoever does the work reads of a promise, and what followed from their report: honestly, in plain words."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from slovo.promises.models import Promise
from slovo.promises.more_models import PromiseMove
from slovo.promises.work_models import Outcome, WorkLink, WorkReport
from slovo.promises.work_reasons import REASONS
from slovo.web.desk.words import moments
from slovo.web.portal.words import ahead


@dataclass(frozen=True, slots=True)
class Work:
    """`state`: a code, as customers' pages have them. `known`: whether the customer knows of the new time."""

    id: UUID
    what: str
    state: str
    when: str
    customer: str
    known: str
    may_report: bool


def work(row: Promise, move: PromiseMove | None, link: WorkLink, *, at: datetime) -> Work:
    open_ = row.owed and row.due_at is not None and row.called_off_at is None
    return Work(
        id=row.shown_id,
        what=row.what,
        state=_state(row, at),
        when=_when(row, at),
        customer=first_name(row) if link.names_customer else "",
        known=_known(move) if open_ and move else "",
        may_report=open_,
    )


def first_name(row: Promise) -> str:
    return next(iter(row.customer.name.split()), "")


def followed(report: WorkReport, link: WorkLink, *, at: datetime) -> str:
    """What happens now, said once behind the tap."""
    promise = report.promise
    what = {"what": promise.what}
    if report.outcome == Outcome.DONE:
        return _("«%(what)s» is done. Thank you.") % what
    assert report.due_at
    words = what | {"when": ahead(report.due_at, at), "who": str(promise.owner or promise.team or link.brand)}
    if report.outcome == Outcome.TOLD:
        if name := first_name(promise) if link.names_customer else "":
            words |= {"name": name}
            return _("«%(what)s»: %(name)s will be written to now. The new time: %(when)s.") % words
        return _("«%(what)s»: the customer will be written to now. The new time: %(when)s.") % words
    if report.outcome == Outcome.NIGHT:
        return (
            _("«%(what)s»: it is late where the customer is, and nobody is written to now. %(who)s: asked to decide.")
            % words
        )
    return _("«%(what)s»: the time stays as it is, for now. %(who)s: asked to speak with the customer.") % words


def reasons() -> list[tuple[str, str]]:
    """To choose from, in the reader's language."""
    language = (get_language() or "en")[:2]
    return [(code, words.get(language, words["en"])) for code, words in REASONS.items()]


def _state(row: Promise, at: datetime) -> str:
    if row.released_at:
        return "cancelled"
    if row.done_at:
        return "done"
    if row.called_off_at:
        return "cancelled"
    return "late" if row.due_at and row.due_at < at else "open"


def _when(row: Promise, at: datetime) -> str:
    if row.released_at:
        return _("Cancelled: it is not needed any more.")
    if row.done_at:
        return _("Done %(moment)s") % {"moment": moments.ago(row.done_at, at)}
    if row.called_off_at:
        return _("Called off by us: it need not be done any more.")
    honest = row.honest_at
    if honest is None:
        return _("We wait for the customer’s answer.")
    if honest > at:
        return ahead(honest, at)
    return _("was promised by %(moment)s") % {"moment": moments.on_day(honest, at)}


def _known(move: PromiseMove) -> str:
    if move.notice_sent_at:
        return _("The customer knows of the new time.")
    return _("The customer does not know of the new time yet.")
