from datetime import datetime

from slovo.core.journal.actor import Actor
from slovo.facts.conversations import (
    AnswerNotNeeded,
    ConversationAssigned,
    ConversationCustomerChanged,
    ConversationMoved,
    ConversationRejoined,
    ConversationReopened,
    ConversationsMerged,
    ConversationSplit,
    ConversationsUnmerged,
    ConversationWaits,
    MessageReceived,
    ReplyFailed,
    ReplySent,
)
from slovo.promises import actions, following
from slovo.standards import queries as standards

CUSTOMERS_TURN = Actor("rule", "customers_turn")


def message_received(fact: MessageReceived, *, at: datetime) -> None:
    if not fact.awaits_answer:
        return
    _promise_answer(fact, since=at)
    if fact.merged:
        actions.resume_answer(about=fact.about, merged=fact.merged, at=at)


def reply_sent(fact: ReplySent, *, at: datetime) -> None:
    author = Actor("staff", str(fact.staff_id)) if fact.staff_id else Actor("rule", "")
    sent_at = datetime.fromisoformat(fact.sent_at)
    actions.fulfil_answer(about=fact.about, merged=fact.merged, done_at=sent_at, actor=author)
    actions.note_heard(about=fact.about, merged=fact.merged, at=sent_at)
    if fact.awaited_since:
        _promise_answer(fact, since=datetime.fromisoformat(fact.awaited_since))


def conversation_waits(fact: ConversationWaits, *, at: datetime) -> None:
    actions.pause_answer(about=fact.about, merged=fact.merged, actor=CUSTOMERS_TURN, at=at)


def our_turn_again(fact: ConversationReopened | ReplyFailed, *, at: datetime) -> None:
    actions.resume_answer(about=fact.about, merged=fact.merged, at=at)


def answer_not_needed(fact: AnswerNotNeeded, *, at: datetime) -> None:
    actions.release_answer(about=fact.about, merged=fact.merged, reason="no_answer_needed", actor=CUSTOMERS_TURN, at=at)


def conversation_assigned(fact: ConversationAssigned, *, at: datetime) -> None:
    for about in (fact.about, *fact.merged):
        following.go_with_work(
            about=about, owner_id=fact.staff_id, team_id=fact.team_id, was_owner_id=fact.was_staff_id, at=at
        )


def conversation_customer_changed(fact: ConversationCustomerChanged, *, at: datetime) -> None:
    following.owe_to(about=fact.about, customer_id=fact.customer_id, at=at)


def conversations_merged(fact: ConversationsMerged | ConversationsUnmerged, *, at: datetime) -> None:
    """What either owes stays owed, each with its own deadline; who answers one answers the other."""
    about = f"conversation:{fact.merged_id}"
    following.go_with_work(about=about, owner_id=fact.owner_id, team_id=fact.team_id, at=at)


def conversation_split(fact: ConversationSplit, *, at: datetime) -> None:
    new = f"conversation:{fact.new_id}"
    if fact.promise_of_id:
        following.pass_on(about=f"conversation:{fact.promise_of_id}", to=new, at=at)
    elif fact.awaited_since:
        _promise_answer(fact, about=new, since=datetime.fromisoformat(fact.awaited_since))


def conversation_rejoined(fact: ConversationRejoined, *, at: datetime) -> None:
    if fact.promise_of_id:
        following.pass_on(about=f"conversation:{fact.new_id}", to=f"conversation:{fact.promise_of_id}", at=at)


def conversation_moved(fact: ConversationMoved, *, at: datetime) -> None:
    assert fact.brand_id
    following.change_brand(
        about=fact.about, brand_id=fact.brand_id, customer_id=fact.customer_id, owner_id=fact.owner_id, at=at
    )


def _promise_answer(fact: MessageReceived | ReplySent | ConversationSplit, *, since: datetime, about: str = "") -> None:
    """By the service level of brand and channel. Without one the brand promises nothing."""
    assert fact.brand_id
    level = standards.service_level(brand_id=fact.brand_id, channel=fact.channel)
    if level is None:
        return
    actions.promise_answer(
        brand_id=fact.brand_id,
        customer_id=fact.customer_id,
        about=about or fact.about,
        owner_id=fact.owner_id,
        team_id=fact.team_id,
        calendar=level.calendar,
        minutes=level.first_answer_minutes if fact.first else level.next_answer_minutes,
        warning_minutes=level.warning_minutes,
        at=since,
    )
