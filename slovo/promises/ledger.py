"""What people promise, say of it, keep and are released from. Actions, as in `actions.py`.

An answer has ways of its own: it is kept by answering, and released by saying that none is needed.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from slovo.brands.models import Brand
from slovo.core.db import locked, transaction
from slovo.core.errors import UnableTo
from slovo.core.journal.actor import Actor
from slovo.core.journal.recording import record
from slovo.core.rows import update
from slovo.core.rules import Rule
from slovo.facts.promises import PromiseNewsSaid, PromiseOwedAgain
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.promises import news_rows, queries
from slovo.promises.checks import check_check_ins, check_chosen, check_moment, check_responsible, check_zone
from slovo.promises.deeds import fulfil, made, promise_fact, released
from slovo.promises.models import (
    BY_CUSTOMER,
    BY_MISTAKE,
    NEWS_CHARACTERS_MAX,
    WHAT_CHARACTERS_MAX,
    WORDS_CHARACTERS_MAX,
    Kind,
    Promise,
)
from slovo.promises.timing import look_again, set_next_step

WARNING_MINUTES = 60
MISTAKE_MINUTES_MAX = 15  # after which whoever was promised something has read it
HOW = ("phone", "message", "in_person", "other")  # a customer said something to a person
ON_THEIR_PAGE = "page"  # they said it themselves


class UnableToPromise(UnableTo):
    pass


class UnableToSayNews(UnableTo):
    pass


class UnableToKeepPromise(UnableTo):
    pass


class UnableToReleasePromise(UnableTo):
    pass


class UnableToOweAgain(UnableTo):
    pass


@transaction()
def make(
    *,
    brand: Brand,
    customer_id: int,
    about: str,
    kind: str,
    what: str,
    due_at: datetime,
    by: Staff,
    at: datetime,
    zone: str = "",
    owner_id: int | None = None,
    team_id: int | None = None,
    check_ins: Collection[datetime] = (),
) -> Promise:
    """Something is promised by a person or a program. Without anybody named, whoever promises is responsible.

    `about`: the key of what it is about; whoever calls has made sure that it is this customer's, of this brand.
    `zone`: in which the moment was said, else the brand's. `check_ins`: when its owner is asked what is true then.
    """
    by.must(Verb.PROMISE, brand)
    if owner_id is None and team_id is None and by.as_colleague:
        owner_id = by.pk
    if owner_id not in (None, by.pk):
        check_chosen(brand.pk, owner_id, team_id, by=by, due_at=due_at, at=at, refusal=UnableToPromise)
    return make_by_rule(
        brand=brand,
        customer_id=customer_id,
        about=about,
        kind=kind,
        what=what,
        due_at=due_at,
        actor=by.actor,
        at=at,
        zone=zone,
        owner_id=owner_id,
        team_id=team_id,
        check_ins=check_ins,
    )


@transaction()
def make_by_rule(
    *,
    brand: Brand,
    customer_id: int,
    about: str,
    kind: str,
    what: str,
    due_at: datetime,
    actor: Actor,
    at: datetime,
    zone: str = "",
    owner_id: int | None = None,
    team_id: int | None = None,
    warning_minutes: int = WARNING_MINUTES,
    everybodys: bool = False,
    check_ins: Collection[datetime] = (),
) -> Promise:
    """As `make`; whoever calls answers for the right to. `everybodys`: it may have nobody yet, for it stands in a queue
    that all see, or comes by the clock (`models.EVERYBODYS`)."""
    what, zone = what.strip(), zone or brand.zone
    _check(brand, kind=kind, what=what, due_at=due_at, zone=zone, at=at)
    check_check_ins(check_ins, due_at=due_at, at=at, refusal=UnableToPromise)
    if owner_id or team_id or not everybodys:
        check_responsible(brand.pk, owner_id=owner_id, team_id=team_id, at=at, refusal=UnableToPromise)
    promise = Promise(
        brand=brand,
        customer_id=customer_id,
        about=about,
        kind=kind,
        what=what,
        owner_id=owner_id,
        team_id=team_id,
        made_by_kind=actor.kind,
        made_by_id=actor.id,
        made_at=at,
        calendar=brand.main_calendar,
        warning_minutes=warning_minutes,
        check_ins=[moment.isoformat() for moment in sorted(set(check_ins))] or None,
    )
    promise.set_moment(due_at, zone=zone, at=at)
    return made(promise, actor=actor)


@transaction()
def say_news(*, promise_id: int, now: str, next: str, by: Staff, at: datetime, told: str = "") -> None:
    """What the customer reads of it: what happens now, and what is next. `told`: how they have heard it, of HOW; "":
    they are told on their channel, unless nothing is new."""
    promise = locked(Promise, promise_id)
    by.must(Verb.PROMISE, promise)
    now, next_ = now.strip(), next.strip()
    if not promise.owed:
        raise UnableToSayNews(
            _("Nothing is owed here any more, so there is nothing to say of it."), rule=Rule.PROMISE_IS_OWED
        )
    if not now and not next_:
        raise UnableToSayNews(_("Say what happens now or what is next."), rule=Rule.NEWS_SAYS_SOMETHING)
    if max(len(now), len(next_)) > NEWS_CHARACTERS_MAX:
        raise UnableToSayNews(
            _("Say it in %(count)d characters at most.") % {"count": NEWS_CHARACTERS_MAX}, rule=Rule.TEXT_WITHIN_LIMITS
        )
    if told not in ("", *HOW):
        raise UnableToSayNews(_("Choose how the customer was told."), rule=Rule.WAY_IS_SAID)
    new = (now, next_) != (promise.now, promise.next)
    promise.now, promise.next, promise.news_at, promise.asked_at = now, next_, at, None
    look_again(promise, at=at)
    update(promise, "now", "next", "news_at", "asked_at", "next_step_at")
    record(promise_fact(PromiseNewsSaid, promise), actor=by.actor, at=at)
    if new and not told:
        news_rows.tell(promise, actor=by.actor, at=at)


@transaction()
def keep(*, promise_id: int, by: Staff, at: datetime) -> None:
    """It is done now. Nobody says afterwards that it was done earlier."""
    promise = locked(Promise, promise_id)
    by.must(Verb.PROMISE, promise)
    if promise.is_answer:
        raise UnableToKeepPromise(
            _("An answer is kept by answering: write it in the conversation."), rule=Rule.ANSWER_IS_KEPT_BY_ANSWERING
        )
    if not promise.owed:
        raise UnableToKeepPromise(
            _("Nothing is owed here any more: it is done or released."), rule=Rule.PROMISE_IS_OWED
        )
    fulfil(promise, done_at=at, actor=by.actor)


@transaction()
def keep_by_rule(*, promise_id: int, done_at: datetime, actor: Actor, said_at: datetime | None = None) -> None:
    """What a rule had promised left the house at `done_at`. Nothing, where it is settled. `said_at`: as in `fulfil`."""
    promise = locked(Promise, promise_id)
    if promise.owed:
        fulfil(promise, done_at=done_at, actor=actor, said_at=said_at)


@transaction()
def release_by_rule(*, promise_id: int, reason: str, actor: Actor, at: datetime) -> None:
    """What a rule had promised makes no sense any more. `reason`: a short code. Nothing, where it is settled."""
    promise = locked(Promise, promise_id)
    if promise.owed:
        released(promise, reason=reason, actor=actor, at=at)


@transaction()
def release(*, promise_id: int, words: str, how: str, by: Staff, at: datetime) -> None:
    """The customer does not want it any more. `words`: who said so and why; `how` they said it, of HOW."""
    promise = locked(Promise, promise_id)
    by.must(Verb.PROMISE, promise)
    if how not in HOW:
        raise UnableToReleasePromise(_("Choose how the customer said so."), rule=Rule.WAY_IS_SAID)
    if not words.strip():
        wanted = _("Write who released us and why: only the customer can.")
        raise UnableToReleasePromise(wanted, rule=Rule.WORDS_OF_THE_CUSTOMER)
    _release(promise, words, how=how, actor=by.actor, at=at)


@transaction()
def release_by_customer(
    *, promise_id: int, words: str, at: datetime, how: str = ON_THEIR_PAGE, read_by: Actor | None = None
) -> None:
    """They say so themselves, on a page of their own, or in words that a rule has read (`read_by`)."""
    promise = locked(Promise, promise_id)
    _release(promise, words, how=how, actor=read_by or Actor("customer", str(promise.customer_id)), at=at)


@transaction()
def strike_out(*, promise_id: int, by: Staff, at: datetime) -> None:
    """It was written down by mistake: nobody has promised it. Soon, or it is not believed."""
    promise = locked(Promise, promise_id)
    by.must(Verb.PROMISE, promise)
    _must_be_releasable(promise)
    late = promise.broken_at or (promise.due_at and at > promise.due_at)
    if late or promise.moved_at or at - promise.made_at > timedelta(minutes=MISTAKE_MINUTES_MAX):
        words = _("It has stood too long to be a mistake. Keep it, move it, or ask the customer to release you.")
        raise UnableToReleasePromise(words, rule=Rule.MISTAKE_IS_FRESH)
    released(promise, reason=BY_MISTAKE, actor=by.actor, at=at)


@transaction()
def strike_out_unsaid(*, promise_id: int, actor: Actor, at: datetime) -> bool:
    """The letter that made it never left the house, however long it lay there: nobody knows of it. False when it is
    kept, released or moved already, by somebody who knew more."""
    promise = locked(Promise, promise_id)
    if not promise.owed or promise.moved_at or promise.broken_at:
        return False
    released(promise, reason=BY_MISTAKE, actor=actor, at=at)
    return True


@transaction()
def owe_again(*, promise_id: int, by: Staff, at: datetime) -> None:
    """It had been said to be done, or released, and is not. The deadline is what it was."""
    promise = locked(Promise, promise_id)
    by.must(Verb.PROMISE, promise)
    if promise.is_answer:
        raise UnableToOweAgain(
            _("What was answered is answered. A new letter makes a new promise."), rule=Rule.ANSWERED_STAYS_ANSWERED
        )
    if promise.owed:
        raise UnableToOweAgain(_("It is owed already."), rule=Rule.PROMISE_IS_SETTLED)
    promise.done_at = promise.said_done_at = promise.released_at = None
    promise.release_reason = promise.release_how = promise.release_words = ""
    set_next_step(promise, after=at)
    update(promise)
    record(promise_fact(PromiseOwedAgain, promise), actor=by.actor, at=at)


def _release(promise: Promise, words: str, *, how: str, actor: Actor, at: datetime) -> None:
    _must_be_releasable(promise)
    promise.release_words = words.strip()[:WORDS_CHARACTERS_MAX]
    released(promise, reason=BY_CUSTOMER, how=how, actor=actor, at=at)


def _must_be_releasable(promise: Promise) -> None:
    if promise.is_answer:
        raise UnableToReleasePromise(
            _("Say in the conversation that no answer is needed."), rule=Rule.ANSWER_IS_RELEASED_IN_THE_CONVERSATION
        )
    if not promise.owed:
        raise UnableToReleasePromise(
            _("Nothing is owed here any more: it is done or released."), rule=Rule.PROMISE_IS_OWED
        )


def _check(brand: Brand, *, kind: str, what: str, due_at: datetime, zone: str, at: datetime) -> None:
    if kind == Kind.ANSWER or kind not in queries.kinds_at(brand.pk):
        raise UnableToPromise(
            _("This brand makes no promises of this kind. Choose one of its kinds."), rule=Rule.KIND_OF_THE_BRAND
        )
    if not what:
        raise UnableToPromise(_("Say in the customer’s words what is promised."), rule=Rule.PROMISE_HAS_WORDS)
    if len(what) > WHAT_CHARACTERS_MAX:
        raise UnableToPromise(
            _("Say it in %(count)d characters at most.") % {"count": WHAT_CHARACTERS_MAX}, rule=Rule.TEXT_WITHIN_LIMITS
        )
    check_zone(zone, refusal=UnableToPromise)
    check_moment(due_at, at=at, refusal=UnableToPromise)
