"""Two conversations are read as one, one is split in two, and either is undone exactly."""

from datetime import timedelta

import pytest
from django.utils import timezone

from slovo.channels.email.addresses import reply_address
from slovo.conversations.models import Conversation, Message, State
from slovo.promises.models import Promise
from slovo.promises.models import State as PromiseState
from tests.cast import Cast, arrives, letter, the_last_message, work
from tests.conversations.test_collisions import post
from tests.journeys.test_a_letter_is_answered import outgoing

pytestmark = pytest.mark.thorough

VOLATILE = ("gathered_at",)  # since when others are read in it


def stood() -> dict[int, dict[str, object]]:
    """All conversations as they stand."""
    rows = Conversation.objects.values()
    return {row["id"]: {name: value for name, value in row.items() if name not in VOLATILE} for row in rows}


def owed() -> dict[str, object]:
    return dict(Promise.objects.filter(done_at=None, released_at=None).values_list("about", "due_at"))


def asks(cast: Cast, number: int, *, minutes_ago: int = 0, references: str = "", text: str = "") -> Conversation:
    headers = [("References", references)] if references else []
    raw = letter(
        text or f"Вопрос {number}?", subject=f"Дело {number}", message_id=f"<{number}@example.com>", headers=headers
    )
    arrives(raw, cast.chainik_mail, at=timezone.now() - timedelta(minutes=minutes_ago))
    return the_last_message().conversation


@pytest.fixture
def two(cast: Cast) -> tuple[Conversation, Conversation]:
    """The second is the older and due first."""
    return asks(cast, 1, minutes_ago=10), asks(cast, 2, minutes_ago=60)


def merge(cast: Cast, kept: Conversation, merged: Conversation) -> None:
    assert post(cast, cast.anna, kept, "merges", merged=merged.public_id).status_code == 302


def texts(cast: Cast, conversation: Conversation) -> list[str]:
    page = cast.browser_of(cast.anna).get(f"/conversations/{conversation.public_id}/")
    return [item.message.text.strip() for item in page.context["timeline"] if item.message]


def test_both_are_read_in_the_kept_one_in_the_order_of_time(cast: Cast, two: tuple[Conversation, Conversation]) -> None:
    kept, merged = two
    merge(cast, kept, merged)

    assert texts(cast, kept) == ["Вопрос 2?", "Вопрос 1?"]
    assert texts(cast, merged) == ["Вопрос 2?", "Вопрос 1?"]
    page = cast.browser_of(cast.anna).get("/conversations/?view=all").context["list"]["page"]
    assert [line.pk for line in page.lines] == [kept.pk]


def test_both_promises_stand_and_the_earlier_is_due_next(cast: Cast, two: tuple[Conversation, Conversation]) -> None:
    kept, merged = two
    before = owed()
    merge(cast, kept, merged)

    assert owed() == before
    kept.refresh_from_db()
    assert kept.next_promise
    assert kept.next_promise.about == merged.key


def test_one_answer_keeps_what_both_owed(cast: Cast, two: tuple[Conversation, Conversation]) -> None:
    kept, merged = two
    merge(cast, kept, merged)
    post(cast, cast.anna, kept, "replies", text="Отвечаю на оба.")
    work()

    assert {promise.state for promise in Promise.objects.all()} == {PromiseState.KEPT}
    (sent,) = outgoing(cast)
    assert sent["References"] == "<1@example.com> <2@example.com>"


def test_what_was_written_before_the_merging_answers_its_own_only(
    cast: Cast, two: tuple[Conversation, Conversation]
) -> None:
    kept, merged = two
    post(cast, cast.anna, kept, "replies", text="О первом.")
    merge(cast, kept, merged)
    work()

    assert list(owed()) == [merged.key]


def test_an_answer_to_both_keeps_both_though_they_are_merged_on_before_it_leaves(
    cast: Cast, two: tuple[Conversation, Conversation]
) -> None:
    kept, merged = two
    third = asks(cast, 3)
    merge(cast, kept, merged)
    post(cast, cast.anna, kept, "replies", text="О первом и втором.")
    merge(cast, third, kept)
    work()

    assert list(owed()) == [third.key]
    third.refresh_from_db()
    assert third.next_promise
    assert third.next_promise.about == third.key


def test_a_later_letter_to_the_merged_one_comes_into_the_kept_one(
    cast: Cast, two: tuple[Conversation, Conversation]
) -> None:
    kept, merged = two
    merge(cast, kept, merged)
    address = reply_address("help@chainik.example", merged.reference)
    arrives(letter("Ещё о втором.", to=address, message_id="<3@example.com>"), cast.chainik_mail)

    assert the_last_message().conversation == kept
    assert Conversation.objects.count() == 2


def test_waiting_and_the_next_letter_stop_and_start_both_clocks(
    cast: Cast, two: tuple[Conversation, Conversation]
) -> None:
    kept, merged = two
    merge(cast, kept, merged)
    post(cast, cast.anna, kept, "waiting")
    assert {promise.state for promise in Promise.objects.all()} == {PromiseState.PAUSED}

    asks(cast, 3, references="<2@example.com>")
    assert {promise.state for promise in Promise.objects.all()} == {PromiseState.OPEN}


def test_what_needs_no_answer_is_released_in_both(cast: Cast, two: tuple[Conversation, Conversation]) -> None:
    kept, merged = two
    merge(cast, kept, merged)
    post(cast, cast.anna, kept, "closure", answer_not_needed="yes")

    assert owed() == {}
    kept.refresh_from_db()
    assert kept.state == State.CLOSED


def test_separating_gives_back_exactly_what_was(cast: Cast, two: tuple[Conversation, Conversation]) -> None:
    kept, merged = two
    post(cast, cast.pavel, merged, "taking")
    post(cast, cast.anna, kept, "waiting")
    before, before_owed = stood(), Promise.objects.order_by("pk").values()
    rows = list(before_owed)
    merge(cast, kept, merged)
    assert stood() != before

    assert post(cast, cast.anna, merged, "unmerging").status_code == 302
    assert stood() == before
    assert list(Promise.objects.order_by("pk").values()) == rows


def test_separating_leaves_what_was_changed_since(cast: Cast, two: tuple[Conversation, Conversation]) -> None:
    kept, merged = two
    merge(cast, kept, merged)
    post(cast, cast.maria, kept, "taking")
    post(cast, cast.anna, merged, "unmerging")

    kept.refresh_from_db()
    assert kept.assignee == cast.maria
    assert (texts(cast, kept), texts(cast, merged)) == (["Вопрос 1?"], ["Вопрос 2?"])


def test_a_chain_is_read_at_its_end_and_comes_apart_again(cast: Cast, two: tuple[Conversation, Conversation]) -> None:
    first, second = two
    third = asks(cast, 3)
    before = stood()
    merge(cast, first, second)
    merge(cast, third, first)
    assert texts(cast, third) == ["Вопрос 2?", "Вопрос 1?", "Вопрос 3?"]

    post(cast, cast.anna, first, "unmerging")
    assert texts(cast, first) == ["Вопрос 2?", "Вопрос 1?"]
    post(cast, cast.anna, second, "unmerging")
    assert stood() == before


def test_itself_and_another_brands_are_not_merged(cast: Cast, two: tuple[Conversation, Conversation]) -> None:
    kept, merged = two
    merge(cast, kept, merged)
    assert post(cast, cast.anna, kept, "merges", merged=merged.public_id).status_code == 409
    arrives(letter(to="dopomoga@honey.example", message_id="<h@example.com>"), cast.honey_mail)
    honey = the_last_message().conversation

    assert post(cast, cast.orlov, kept, "merges", merged=honey.public_id).status_code == 409
    assert post(cast, cast.anna, kept, "merges", merged=honey.public_id).status_code == 404


def test_the_page_offers_the_customers_others_and_finds_by_reference(
    cast: Cast, two: tuple[Conversation, Conversation]
) -> None:
    kept, merged = two
    raw = letter(sender="u@example.com", subject="Чужое дело", message_id="<u@example.com>")
    arrives(raw, cast.chainik_mail)
    other = the_last_message().conversation
    address = f"/conversations/{kept.public_id}/merges"

    assert list(cast.browser_of(cast.anna).get(address).context["candidates"]) == [merged]
    found = cast.browser_of(cast.anna).get(address, {"q": f"#{other.reference.lower()}"})
    assert list(found.context["candidates"]) == [other]


def said(number: int) -> Message:
    return Message.objects.get(external_id=f"<{number}@example.com>")


def split(cast: Cast, conversation: Conversation, *numbers: int, subject: str = "Другое дело") -> Conversation:
    chosen = [said(number).pk for number in numbers]
    answer = post(cast, cast.anna, conversation, "splits", messages=chosen, subject=subject)
    assert answer.status_code == 302, answer.content.decode()
    return Conversation.objects.order_by("-pk")[0]


@pytest.fixture
def long(cast: Cast) -> Conversation:
    conversation = asks(cast, 1, minutes_ago=60)
    asks(cast, 2, minutes_ago=30, references="<1@example.com>")
    return conversation


def test_a_part_becomes_a_conversation_with_a_promise_of_its_own(cast: Cast, long: Conversation) -> None:
    new = split(cast, long, 2)

    assert (texts(cast, long), texts(cast, new)) == (["Вопрос 1?"], ["Вопрос 2?"])
    assert (new.subject, new.state, new.customer) == ("Другое дело", State.OPEN, long.customer)
    due = owed()
    assert due[new.key] == said(2).at + timedelta(minutes=120)
    assert due[long.key] == said(1).at + timedelta(minutes=120)
    asks(cast, 3, references="<2@example.com>")
    assert the_last_message().conversation == new


def test_the_promise_goes_along_when_nothing_that_stays_awaits_an_answer(cast: Cast) -> None:
    conversation = asks(cast, 1, minutes_ago=60)
    post(cast, cast.anna, conversation, "replies", text="Ответ на письмо.")
    work()
    asks(cast, 2, references="<1@example.com>")
    (promise,) = Promise.objects.filter(done_at=None)
    new = split(cast, conversation, 2)

    assert owed() == {new.key: promise.due_at}
    assert Promise.objects.get(done_at=None).pk == promise.pk
    assert new.first_answered_at is None


def test_bringing_back_gives_exactly_what_was(cast: Cast, long: Conversation) -> None:
    post(cast, cast.anna, long, "replies", text="Ответ.")
    work()
    asks(cast, 3, references="<2@example.com>")
    before, promises = stood(), list(Promise.objects.order_by("pk").values())
    where = list(Message.objects.order_by("pk").values_list("pk", "conversation_id"))
    new = split(cast, long, 3)
    assert stood()[long.pk] != before[long.pk]

    assert post(cast, cast.anna, new, "rejoining").status_code == 302
    assert {long.pk: stood()[long.pk]} == before
    assert list(Promise.objects.order_by("pk").values()) == promises
    assert list(Message.objects.order_by("pk").values_list("pk", "conversation_id")) == where


def test_what_was_said_in_the_new_one_is_not_lost_when_it_is_brought_back(cast: Cast, long: Conversation) -> None:
    new = split(cast, long, 2)
    asks(cast, 3, references="<2@example.com>")
    post(cast, cast.anna, new, "rejoining")

    assert texts(cast, long) == ["Вопрос 1?", "Вопрос 2?", "Вопрос 3?"]
    long.refresh_from_db()
    assert long.state == State.OPEN
    post(cast, cast.anna, long, "replies", text="На всё.")
    work()
    assert owed() == {}


@pytest.mark.parametrize(
    ("chosen", "words"), [([], "Choose at least one letter"), ([1, 2], "All letters are chosen: nothing would stay.")]
)
def test_nothing_and_everything_are_not_split_off(
    cast: Cast, long: Conversation, chosen: list[int], words: str
) -> None:
    answer = post(cast, cast.anna, long, "splits", messages=[said(number).pk for number in chosen])

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Conversation.objects.count() == 1


def test_messages_of_others_are_not_taken_along(cast: Cast, two: tuple[Conversation, Conversation]) -> None:
    first, _second = two
    asks(cast, 3, references="<1@example.com>")
    new = split(cast, first, 3, 2)

    assert texts(cast, new) == ["Вопрос 3?"]


def test_the_page_marks_all_from_a_message_on(cast: Cast, long: Conversation) -> None:
    address = f"/conversations/{long.public_id}/splits"
    page = cast.browser_of(cast.anna).get(address, {"from": said(2).pk})

    assert page.context["chosen"] == {said(2).pk}
