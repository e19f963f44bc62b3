"""Oleg brings Irina three things and taps a delay of each: she gets one letter, and it is still in time."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from slovo.core import limits
from slovo.core.journal.models import JournalEntry
from slovo.promises import replay
from slovo.promises.ladder_models import CustomerNotice
from slovo.promises.models import Promise, State
from slovo.promises.notice_rows import GATHER_SECONDS
from tests.cast import BOHDAN, Cast, arrives, letter, work, work_at
from tests.conversations.test_notices_together import writes
from tests.journeys.test_a_letter_is_answered import outgoing
from tests.promises.ladders import at_any_hour, clock_strikes, ladder, tell
from tests.promises.stories import now_of
from tests.web.portal.pages import promised_to_irina
from tests.web.portal.test_work_links import Courier, has

THINGS = ("Чайник", "Чашка", "Сахарница")
GATHERED = timedelta(seconds=GATHER_SECONDS)


@pytest.fixture(autouse=True)
def asked(cast: Cast) -> None:
    limits.forget()
    arrives(letter(), cast.chainik_mail)
    at_any_hour(cast)


def three(cast: Cast, **more: Any) -> list[Promise]:
    return [promised_to_irina(cast, what=what, **more) for what in THINGS]


def delays(oleg: Courier, promise: Promise) -> None:
    address, fields = oleg.fills("delay", minutes="20", reason="traffic")
    answer = oleg.client.post(address, fields | {"promise": str(promise.shown_id)})
    assert answer.status_code == 303
    work()


def letters(cast: Cast) -> list[str]:
    """What is in each."""
    if not Path(cast.outgoing, "new").exists():
        return []
    return [one.get_body(("plain",)).get_content() for one in outgoing(cast)]


def test_with_the_last_tap_all_three_are_one_letter(cast: Cast) -> None:
    promises = three(cast)
    oleg = has(cast, kind="delivery")
    for promise in promises[:2]:
        delays(oleg, promise)
    assert (letters(cast), "Клиент ещё не знает о новом времени" in oleg.reads()) == ([], True)

    delays(oleg, promises[2])

    [text] = letters(cast)
    assert [text.count(f"{thing}: мы обещали") for thing in THINGS] == [1, 1, 1]
    assert {now_of(promise).state for promise in promises} == {State.MOVED}
    work_at(timezone.now() + 2 * GATHERED)
    assert len(letters(cast)) == 1
    assert replay.compare().agrees


def test_who_taps_no_more_is_not_waited_for(cast: Cast) -> None:
    promises = three(cast)
    oleg = has(cast, kind="delivery")
    for promise in promises[:2]:
        delays(oleg, promise)
    work_at(timezone.now() + GATHERED)

    [text] = letters(cast)
    assert [f"{thing}: мы обещали" in text for thing in THINGS] == [True, True, False]
    assert [now_of(promise).state for promise in promises] == [State.MOVED, State.MOVED, State.OPEN]
    assert JournalEntry.objects.filter(kind="CustomerNoticeDue").count() == 1


def test_what_is_tapped_after_the_letter_is_the_next_one(cast: Cast) -> None:
    promises = three(cast)
    oleg = has(cast, kind="delivery")
    delays(oleg, promises[0])
    work_at(timezone.now() + GATHERED)
    for promise in promises[1:]:
        delays(oleg, promise)

    assert [[f"{thing}: мы обещали" in text for thing in THINGS] for text in letters(cast)] == [
        [True, False, False],
        [False, True, True],
    ]


def test_near_the_deadline_nothing_is_waited_for(cast: Cast) -> None:
    promises = three(cast, hours=1 / 20)  # three minutes
    delays(has(cast, kind="delivery"), promises[0])

    assert len(letters(cast)) == 1
    assert now_of(promises[0]).state == State.MOVED


def test_done_meanwhile_it_is_not_spoken_of(cast: Cast) -> None:
    promises = three(cast)
    oleg = has(cast, kind="delivery")
    delays(oleg, promises[0])
    delays(oleg, promises[1])
    address, fields = oleg.fills("done")
    assert oleg.client.post(address, fields | {"promise": str(promises[0].shown_id)}).status_code == 303
    work_at(timezone.now() + GATHERED)

    [text] = letters(cast)
    assert [f"{thing}: мы обещали" in text for thing in THINGS] == [False, True, False]


def test_by_links_of_their_own_they_are_one_letter_while_the_first_waits(cast: Cast) -> None:
    """The cook has a link to one thing, the courier to all that is brought."""
    promises = three(cast)
    delays(has(cast, kind="delivery"), promises[0])
    delays(has(cast, promises[1]), promises[1])

    assert [[f"{thing}: мы обещали" in text for thing in THINGS] for text in letters(cast)] == [[True, True, False]]


def test_another_customer_has_a_letter_of_their_own(cast: Cast) -> None:
    promises = three(cast)
    theirs = writes(cast, 2, sender=f"Богдан <{BOHDAN}>")
    other = promised_to_irina(cast, what="Чашка Богдана", conversation=theirs)
    oleg = has(cast, kind="delivery")
    delays(oleg, other)  # nothing else is brought to him: he hears of it at once
    for promise in promises:
        delays(oleg, promise)

    assert ["Богдана" in text for text in letters(cast)] == [True, False]
    assert CustomerNotice.objects.count() == 2


def test_what_is_due_another_day_is_not_waited_for(cast: Cast) -> None:
    today = promised_to_irina(cast, what="Чайник")
    promised_to_irina(cast, what="Чашка", hours=30)

    delays(has(cast, kind="delivery"), today)

    assert len(letters(cast)) == 1


def test_a_letter_of_many_has_an_end(cast: Cast) -> None:
    promises = [promised_to_irina(cast, what=f"Вещь № {number}.") for number in range(1, 8)]
    oleg = has(cast, kind="delivery")
    for promise in promises:
        delays(oleg, promise)
    work_at(timezone.now() + GATHERED)

    assert [text.count("мы обещали") for text in letters(cast)] in ([2, 5], [5, 2])
    assert {now_of(promise).state for promise in promises} == {State.MOVED}


def test_what_a_rule_tells_them_meanwhile_stands_in_the_same_letter(cast: Cast) -> None:
    """A letter waits for the courier's next tap, and the ladder of the workshop tells her of her kettle's repair."""
    things = [promised_to_irina(cast, what=what) for what in THINGS[:2]]
    repair = promised_to_irina(cast, what="Починка самовара", kind="repair")
    assert repair.due_at
    before = int((repair.due_at - timezone.now()).total_seconds() / 60)
    ladder(cast, tell(before), kind="repair", at=timezone.now())
    delays(has(cast, kind="delivery"), things[0])
    assert letters(cast) == []

    clock_strikes(timezone.now() + timedelta(seconds=70))

    [text] = letters(cast)
    assert [f"{what}: мы обещали" in text for what in (THINGS[0], "Починка самовара")] == [True, True]
    work_at(timezone.now() + 2 * GATHERED)
    assert len(letters(cast)) == 1
    assert {now_of(promise).state for promise in (things[0], repair)} == {State.MOVED}
