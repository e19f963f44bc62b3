"""The customer's choice when they hear of another moment: wait, something else, or not at all. Actions, as in
`actions.py`. What they chose is what holds from then on.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.rules import Rule
from slovo.facts.promises import PromiseChoiceMade
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.promises import ledger, moving
from slovo.promises.choices import WORDS_READ, Open, choices_open
from slovo.promises.deeds import promise_fact
from slovo.promises.ladder_models import ALTERNATIVE_CHARACTERS_MAX, Choice, CustomerChoice, Why
from slovo.promises.ledger import HOW, ON_THEIR_PAGE
from slovo.promises.models import Promise
from slovo.promises.more_models import PromiseMove
from slovo.promises.reminder_rows import remind

IN_WORDS = "message"  # of `ledger.HOW`


class UnableToChoose(UnableTo):
    pass


@transaction()
def choose(
    *,
    promise_id: int,
    choice: str,
    at: datetime,
    until: datetime | None = None,
    words: str = "",
    how: str = ON_THEIR_PAGE,
    by: Staff | None = None,
    read_move_id: int | None = None,
) -> CustomerChoice:
    """`by`: who was told of it, in one of HOW; None: the customer, on a page of their own. `until`: how long they wait
    at most; None: until the moment that was named. `words`: what else they want, or why they cancel. `read_move_id`:
    of which move they read there, so that nobody chooses about another one."""
    promise = locked(Promise, promise_id)
    if by:
        by.must(Verb.PROMISE, promise)
    if how not in (HOW if by else (ON_THEIR_PAGE,)):
        raise UnableToChoose(_("Choose how the customer said so."), rule=Rule.WAY_IS_SAID)
    open_ = choices_open(promise, read=read_move_id is not None, by_person=by is not None)
    if open_ and read_move_id not in (None, open_.move.pk):
        raise UnableToChoose(
            _("Another time has been named since. Read what is there now."), rule=Rule.CHOICE_IS_OF_THE_NEWEST_NOTICE
        )
    if open_ is None:
        raise UnableToChoose(
            _("There is nothing to choose here any more: it is answered, done or released."), rule=Rule.CHOICE_IS_OPEN
        )
    words = words.strip()[:ALTERNATIVE_CHARACTERS_MAX]
    actor = by.actor if by else Actor("customer", str(promise.customer_id))
    if choice == Choice.WAIT:
        moving.agree(move_id=open_.move.pk, until=until, how=how, actor=actor, at=at)
    elif choice == Choice.ALTERNATIVE:
        _alternative(open_, words, how=how, by=by, at=at)
    elif choice == Choice.CANCEL:
        _cancel(promise, words, how=how, by=by, at=at)
    else:
        raise UnableToChoose(_("They may wait, ask for something else, or cancel."), rule=Rule.CHOICE_IS_ONE_OF_THREE)
    made = _chosen(promise, open_.move, choice, until=until, words=words, how=how, actor=actor, at=at)
    if choice != Choice.WAIT:
        remind(promise, why=Why.CANCELLED if choice == Choice.CANCEL else Why.ASKED, at=at)
    return made


@transaction()
def choose_in_words(
    *, promise_id: int, choice: Choice, words: str, at: datetime, until: datetime | None = None
) -> CustomerChoice | None:
    """A rule has read in `words`, which say it and nothing else, that they wait, `until` then at most, or cancel.
    Whoever owes it is reminded in either case. None, for a person: there is nothing to choose any more, an answer is to
    be called off, or they wait for less long than was asked of them."""
    promise = locked(Promise, promise_id)
    open_ = choices_open(promise)
    if open_ is None or (promise.is_answer and choice is Choice.CANCEL) or (until and until < open_.due_now):
        return None
    words = words.strip()[:ALTERNATIVE_CHARACTERS_MAX]
    if choice is Choice.WAIT:
        moving.agree(move_id=open_.move.pk, until=until, how=IN_WORDS, actor=WORDS_READ, at=at)
    else:
        assert choice is Choice.CANCEL
        ledger.release_by_customer(promise_id=promise.pk, words=words, how=IN_WORDS, read_by=WORDS_READ, at=at)
    made = _chosen(promise, open_.move, choice, until=until, words=words, how=IN_WORDS, actor=WORDS_READ, at=at)
    remind(promise, why=Why.CANCELLED if choice is Choice.CANCEL else Why.ASKED, at=at)
    return made


def _chosen(
    promise: Promise,
    move: PromiseMove,
    choice: str,
    *,
    until: datetime | None,
    words: str,
    how: str,
    actor: Actor,
    at: datetime,
) -> CustomerChoice:
    made = CustomerChoice.objects.create(
        move=move,
        choice=choice,
        until=until if choice == Choice.WAIT else None,
        words=words,
        how=how,
        by_kind=actor.kind,
        by_id=actor.id,
        at=at,
    )
    told = {"choice": choice, "until": made.until.isoformat() if made.until else None, "how": how}
    record(promise_fact(PromiseChoiceMade, promise, move_id=move.pk, **told), actor=actor, at=at)
    return made


def _alternative(open_: Open, words: str, *, how: str, by: Staff | None, at: datetime) -> None:
    if not words:
        raise UnableToChoose(_("Say what the customer would like instead."), rule=Rule.ALTERNATIVE_HAS_WORDS)
    if open_.again:
        return  # a consent that was given stays in the ledger; what they want instead is what holds
    if by:
        moving.record_consent(move_id=open_.move.pk, agrees=False, how=how, by=by, at=at)
    else:
        moving.consent_by_customer(move_id=open_.move.pk, agrees=False, at=at)


def _cancel(promise: Promise, words: str, *, how: str, by: Staff | None, at: datetime) -> None:
    words = words or _("Cancelled after hearing of the new time.")
    if promise.is_answer:
        raise UnableToChoose(
            _("Say in the conversation that no answer is needed."), rule=Rule.ANSWER_IS_RELEASED_IN_THE_CONVERSATION
        )
    if by:
        ledger.release(promise_id=promise.pk, words=words, how=how, by=by, at=at)
    else:
        ledger.release_by_customer(promise_id=promise.pk, words=words, at=at)
