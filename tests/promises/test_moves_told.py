"""Another moment, of which nobody has said how the customer knows: they are written to, or somebody is told to."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from slovo.conversations.models import Conversation
from slovo.promises.ladder_models import CustomerNotice, NoticeLine
from slovo.promises.models import Promise, State
from tests.api.programs import program_of
from tests.cast import Cast, arrives, at_one_instant, letter, work_at
from tests.journeys.test_a_letter_is_answered import outgoing
from tests.promises.ladders import reminded
from tests.promises.stories import now_of, promised

MOSCOW = ZoneInfo("Europe/Moscow")
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def at(hour: int, minute: int = 0, *, day: int = 1) -> datetime:
    """In December, by the clocks in Moscow."""
    return datetime(2026, 12, day, hour, minute, tzinfo=MOSCOW)


@pytest.fixture
def talk(cast: Cast) -> Conversation:
    """Irina has written."""
    arrives(letter(), cast.chainik_mail, at=at(10))
    return Conversation.objects.get()


def moves(cast: Cast, promise: Promise, due_at: datetime, *, moment: datetime, told: str | None = None) -> None:
    """A program of Anna's does."""
    given = {"due_at": due_at.isoformat(), "reason": "Курьер застрял в снегу", "told": told}
    with at_one_instant(moment):
        answer = program_of(cast.anna).post(f"promises/{promise.shown_id}/moves", given)
    assert answer.status_code == 201, answer.content.decode()


def later(moment: datetime) -> None:
    for minute in (0, 3, 4):
        work_at(moment + minute * MINUTE)


def words(cast: Cast) -> list[str]:
    """Of the letters that left."""
    if not Path(cast.outgoing, "new").exists():
        return []
    return [mail.get_body(("plain",)).get_content() for mail in outgoing(cast)]  # type: ignore[union-attr]  # all have


def test_the_customer_reads_why_until_when_and_what_they_can_choose(cast: Cast, talk: Conversation) -> None:
    promise = promised(cast, at=at(10), due_at=at(18), about=talk.key)

    moves(cast, promise, at(12, day=2), moment=at(11))
    assert now_of(promise).due_at == at(18)  # they have not heard of it
    later(at(11))

    [sent] = words(cast)
    assert "Курьер застрял в снегу." in sent
    assert "12:00" in sent
    assert NoticeLine.objects.get().offers_choice
    assert (now_of(promise).state, now_of(promise).due_at) == (State.MOVED, at(12, day=2))


def test_at_the_desk_we_write_unless_somebody_says_that_they_told_them(cast: Cast, talk: Conversation) -> None:
    promise, other = (promised(cast, at=at(10), due_at=at(18), about=talk.key) for _time in range(2))
    anna = cast.browser_of(cast.anna)
    form = {"due": "2026-12-02T12:00", "reason": "Снегопад"}
    with at_one_instant(at(11)):
        page = anna.get(f"/promises/{promise.shown_id}/").content.decode()
        anna.post(f"/promises/{promise.shown_id}/moves", form | {"told": ""})
        anna.post(f"/promises/{other.shown_id}/moves", form | {"told": "phone"})
        writing = anna.get(f"/promises/{promise.shown_id}/").content.decode()

    offered = ["Write to them now", 'label="I have told them just now"', 'value="phone"']
    places = [page.index(part, page.index('<select id="told"')) for part in offered]
    assert places == sorted(places)
    assert "We write to them." in writing
    assert [now_of(one).state for one in (promise, other)] == [State.OPEN, State.MOVED]
    later(at(11))
    assert len(words(cast)) == 1
    assert now_of(promise).state == State.MOVED


def test_what_was_told_by_phone_is_not_written(cast: Cast, talk: Conversation) -> None:
    promise = promised(cast, at=at(10), due_at=at(18), about=talk.key)

    moves(cast, promise, at(12, day=2), moment=at(11), told="phone")
    later(at(11))

    assert words(cast) == []
    assert now_of(promise).state == State.MOVED


def test_two_that_are_moved_together_are_one_letter(cast: Cast, talk: Conversation) -> None:
    both = [promised(cast, at=at(10), due_at=at(18), about=talk.key) for _time in range(2)]

    for one in both:
        moves(cast, one, at(12, day=2), moment=at(11))
    later(at(11))

    assert len(words(cast)) == 1
    assert [now_of(one).state for one in both] == [State.MOVED, State.MOVED]


def test_what_is_taken_back_before_it_is_written_is_told_to_nobody(cast: Cast, talk: Conversation) -> None:
    promise = promised(cast, at=at(10), due_at=at(18), about=talk.key)
    moves(cast, promise, at(12, day=2), moment=at(11))
    move = promise.moves.get()
    with at_one_instant(at(11, 1)):
        cast.browser_of(cast.anna).post(f"/promises/{promise.shown_id}/moves/{move.pk}/taking-back")

    later(at(11, 1))

    assert words(cast) == []
    assert now_of(promise).due_at == at(18)


def test_at_night_it_waits_for_the_morning(cast: Cast, talk: Conversation) -> None:
    promise = promised(cast, at=at(10), due_at=at(12, day=2), about=talk.key)

    moves(cast, promise, at(15, day=2), moment=at(23))
    later(at(23))
    assert words(cast) == []

    later(at(8, day=2))
    assert len(words(cast)) == 1
    assert now_of(promise).due_at == at(15, day=2)


def test_where_the_morning_is_too_late_a_person_is_asked_to_tell_them(cast: Cast, talk: Conversation) -> None:
    promise = promised(cast, at=at(10), due_at=at(7, day=2), about=talk.key)

    moves(cast, promise, at(15, day=2), moment=at(23))
    later(at(23))

    assert (words(cast), CustomerNotice.objects.count()) == ([], 0)
    assert reminded() == [("Дмитрий Орлов", "untold"), ("Мария Ветрова", "untold")]


def test_whom_no_channel_reaches_somebody_is_reminded_to_tell(cast: Cast) -> None:
    promise = promised(cast, at=at(10), due_at=at(18))

    moves(cast, promise, at(12, day=2), moment=at(11))
    later(at(11))

    assert CustomerNotice.objects.get().dropped_at
    assert reminded() == [("Дмитрий Орлов", "untold"), ("Мария Ветрова", "untold")]
    assert now_of(promise).due_at == at(18)
