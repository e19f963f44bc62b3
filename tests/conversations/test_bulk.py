"""Many conversations are changed at once, each by its own rules, and the change can be undone."""

import re
from collections.abc import Iterable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from slovo.conversations import actions, bulk, merging, snoozing
from slovo.conversations.list_models import BulkChange, BulkItem
from slovo.conversations.models import Conversation, State
from slovo.core.journal.models import JournalEntry
from slovo.core.live.models import Nudge
from slovo.people import actions as people
from slovo.people.models import Staff
from slovo.people.rights import Role
from slovo.promises.models import Promise
from tests.cast import IRINA, SYSTEM, Cast, arrives, letter, work
from tests.privacy.nights import sweeps_at

pytestmark = pytest.mark.thorough

QUERIES_OF_A_CHANGE = 6


def brings(cast: Cast, subject: str, *, sender: str = "") -> Conversation:
    number = Conversation.objects.count()
    raw = letter(subject=subject, sender=sender or f"u{number}@example.com", message_id=f"<{number}@example.com>")
    arrives(raw, cast.chainik_mail, at=timezone.now() - timedelta(hours=1) + timedelta(minutes=number))
    return Conversation.objects.latest("pk")


@pytest.fixture
def three(cast: Cast) -> list[Conversation]:
    return [brings(cast, f"Вопрос {number}") for number in (1, 2, 3)]


def asks(
    cast: Cast, staff: Staff, change: str, chosen: Iterable[Conversation] | None = None, view: str = "open"
) -> str:
    """The address of the change."""
    given = {"all": "yes"} if chosen is None else {"picks": ",".join(str(one.pk) for one in chosen)}
    answer = cast.browser_of(staff).post(f"/changes/?view={view}", {"change": change, **given})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def undone(cast: Cast, staff: Staff, address: str) -> None:
    answer = cast.browser_of(staff).post(address.replace("/?", "/undoing?"))
    assert answer.status_code == 302, answer.content.decode()
    work()


def named(cast: Cast, staff: Staff, address: str) -> list[tuple[str, str]]:
    """Conversations that could not be changed, or not put back, and why."""
    page = cast.browser_of(staff).get(address).content.decode()
    found = re.findall(r'<li><a href="/conversations/[^"]+">(.*?)</a> <span class="quiet">(.*?)</span></li>', page)
    return [(unescape(subject), unescape(words)) for subject, words in found]


def rows(*fields: str) -> list[Any]:
    return list(Conversation.objects.order_by("pk").values_list(*fields, flat=len(fields) == 1))


def everything() -> list[Any]:
    """All that a change may touch, exactly."""
    tags = [sorted(one.tags.values_list("name", flat=True)) for one in Conversation.objects.order_by("pk")]
    promises = Promise.objects.order_by("pk").values()
    own = ("assignee", "team", "closed_at", "closed_by", "waiting_since", "queue_position", "next_promise")
    own += ("snoozed_until", "snoozed_by")
    return [rows(*own), tags, list(promises)]


def test_the_chosen_ones_are_assigned_and_the_rest_stays(cast: Cast, three: list[Conversation]) -> None:
    address = asks(cast, cast.anna, f"assign:{cast.pavel.pk}", three[:2])
    assert rows("assignee__name") == [None, None, None]
    work()

    assert rows("assignee__name") == ["Павел Громов", "Павел Громов", None]
    assert list(Promise.objects.order_by("pk").values_list("owner__name", flat=True)) == [
        "Павел Громов",
        "Павел Громов",
        None,
    ]
    page = cast.browser_of(cast.anna).get(address)
    assert (page.context["passed"], page.context["counts"]) == (2, {"done": 2})


def test_all_of_a_view_are_changed(cast: Cast, three: list[Conversation]) -> None:
    actions.wait_for_customer(conversation_id=three[1].pk, by=cast.anna, at=timezone.now())
    asks(cast, cast.anna, f"assign:{cast.anna.pk}", view="open")
    work()

    assert rows("assignee__name") == ["Анна Белкина", None, "Анна Белкина"]


@pytest.mark.parametrize("change", ["assign", "team", "tag", "untag", "close:needless", "wait", "reopen", "snooze"])
def test_undo_restores_exactly_what_was(cast: Cast, three: list[Conversation], change: str) -> None:
    team = people.join_team(staff=cast.pavel, brand=cast.chainik, name="Возвраты")
    tags = [actions.create_tag(brand=cast.chainik, name=name, colour="#1d4ed8") for name in ("возврат", "срочно")]
    at = timezone.now()
    first, second, third = three
    actions.assign(conversation_id=first.pk, staff_id=cast.anna.pk, team_id=None, by=cast.maria, at=at)
    actions.tag(conversation_id=first.pk, tag_ids=[tags[0].pk, tags[1].pk], by=cast.anna, at=at)
    actions.wait_for_customer(conversation_id=second.pk, by=cast.anna, at=at)
    actions.close_conversation(conversation_id=third.pk, by=cast.pavel, at=at, answer_not_needed=True)
    before = everything()
    tomorrow = (at + timedelta(days=1)).isoformat()
    numbers = {"assign": cast.pavel.pk, "team": team.pk, "tag": tags[0].pk, "untag": tags[0].pk, "snooze": tomorrow}

    address = asks(cast, cast.anna, f"{change}:{numbers[change]}" if change in numbers else change, three)
    work()
    changed = everything()
    undone(cast, cast.anna, address)

    assert changed != before
    assert everything() == before


def test_what_cannot_be_done_is_named_with_its_reason_and_the_others_are_done(
    cast: Cast, three: list[Conversation]
) -> None:
    at = timezone.now()
    actions.close_conversation(conversation_id=three[1].pk, by=cast.anna, at=at, answer_not_needed=True)
    address = asks(cast, cast.anna, "close:needless", three)
    work()

    assert [one.state for one in Conversation.objects.order_by("pk")] == [State.CLOSED] * 3
    assert named(cast, cast.anna, address) == [("Вопрос 2", "Someone has already closed this conversation.")]
    assert cast.browser_of(cast.anna).get(address).context["counts"] == {"done": 2, "refused": 1}


def test_closing_many_needs_the_word_that_no_answer_is_needed(cast: Cast, three: list[Conversation]) -> None:
    address = asks(cast, cast.pavel, "close", three[:1])
    work()

    assert named(cast, cast.pavel, address) == [
        ("Вопрос 1", "Клиент ещё ждёт ответа. Напишите его или отметьте, что ответ не нужен.")
    ]
    assert three[0].state == State.OPEN


def test_undo_leaves_what_others_have_changed_since_and_names_them(cast: Cast, three: list[Conversation]) -> None:
    address = asks(cast, cast.anna, f"assign:{cast.anna.pk}", three)
    work()
    at = timezone.now()
    actions.assign(conversation_id=three[1].pk, staff_id=cast.pavel.pk, team_id=None, by=cast.maria, at=at)
    undone(cast, cast.anna, address)

    assert rows("assignee__name") == [None, "Павел Громов", None]
    assert named(cast, cast.anna, address) == [("Вопрос 2", "Мария Ветрова has changed this since; it stays as it is.")]


def test_many_are_put_off_and_what_is_due_soon_says_why_not(cast: Cast, three: list[Conversation]) -> None:
    late = timezone.now() - timedelta(hours=1, minutes=45)
    arrives(letter(subject="Спешит", sender="x@example.com", message_id="<x@example.com>"), cast.chainik_mail, at=late)
    until = timezone.now() + timedelta(days=1)
    address = asks(cast, cast.anna, f"snooze:{until.isoformat()}")
    work()

    assert rows("snoozed_until") == [until, until, until, None]
    assert named(cast, cast.anna, address) == [
        ("Спешит", "An answer is due soon or already. Write it, wait for the customer, or say that none is needed.")
    ]


def test_undo_of_closing_brings_back_what_was_put_off(cast: Cast, three: list[Conversation]) -> None:
    until = timezone.now() + timedelta(days=1)
    snoozing.snooze(conversation_id=three[0].pk, until=until, by=cast.pavel, at=timezone.now())
    before = everything()
    address = asks(cast, cast.anna, "close:needless", three)
    work()
    assert rows("snoozed_until") == [None, None, None]
    undone(cast, cast.anna, address)

    assert everything() == before


def test_what_is_merged_into_another_is_left_alone_and_says_so(cast: Cast, three: list[Conversation]) -> None:
    first, second, third = three
    address = asks(cast, cast.anna, f"assign:{cast.pavel.pk}", three)
    merging.merge(kept_id=first.pk, merged_id=second.pk, by=cast.maria, at=timezone.now())
    work()

    assert rows("assignee__name") == ["Павел Громов", None, "Павел Громов"]
    assert named(cast, cast.anna, address) == [
        ("Вопрос 2", "It has been merged into another conversation. Change that one instead.")
    ]
    merging.merge(kept_id=first.pk, merged_id=third.pk, by=cast.maria, at=timezone.now())
    undone(cast, cast.anna, address)
    assert rows("assignee__name") == [None, None, "Павел Громов"]
    assert ("Вопрос 3", "It has been merged into another since; it stays as it is.") in named(cast, cast.anna, address)


def test_undo_of_closing_owes_again_what_was_owed_in_all_that_is_read_there(
    cast: Cast, three: list[Conversation]
) -> None:
    merging.merge(kept_id=three[0].pk, merged_id=three[1].pk, by=cast.maria, at=timezone.now())
    before = everything()
    address = asks(cast, cast.anna, "close:needless", three[:1])
    work()
    assert Promise.objects.filter(released_at=None).count() == 1
    undone(cast, cast.anna, address)

    assert everything() == before


def test_undo_of_closing_leaves_what_the_customer_has_opened_again(cast: Cast) -> None:
    brings(cast, "Первое"), brings(cast, "Второе", sender=IRINA)
    address = asks(cast, cast.anna, "close:needless")
    work()
    headers = [("In-Reply-To", "<1@example.com>")]
    arrives(letter("И ещё вопрос.", message_id="<more@example.com>", headers=headers), cast.chainik_mail)
    assert [one.state for one in Conversation.objects.order_by("pk")] == [State.CLOSED, State.OPEN]
    undone(cast, cast.anna, address)

    assert [one.state for one in Conversation.objects.order_by("pk")] == [State.OPEN, State.OPEN]
    assert named(cast, cast.anna, address) == [("Второе", "The customer has written since; it stays as it is.")]
    assert Promise.objects.filter(done_at=None, released_at=None).count() == 2


def test_a_change_goes_on_in_batches_and_can_be_stopped_half_way(
    cast: Cast, three: list[Conversation], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "BATCH_MAX", 1)
    address = asks(cast, cast.anna, f"assign:{cast.pavel.pk}", three)
    change = BulkChange.objects.get()
    assert bulk.go_on(change_id=change.pk, at=timezone.now())
    half_way = cast.browser_of(cast.anna).get(address).context
    assert (half_way["passed"], half_way["counts"]) == (1, {"done": 1, "waiting": 2})
    assert Nudge.objects.filter(key=change.key).count() == 1
    undone(cast, cast.anna, address)

    assert rows("assignee__name") == [None, None, None]
    assert cast.browser_of(cast.anna).get(address).context["counts"] == {"spared": 2, "undone": 1}


def test_a_change_is_undone_once_and_by_who_made_it(cast: Cast, three: list[Conversation]) -> None:
    address = asks(cast, cast.anna, "wait", three)
    work()
    undoing = address.replace("/?", "/undoing?")

    assert cast.browser_of(cast.pavel).post(undoing).status_code == 404
    refused = cast.browser_of(cast.maria).post(undoing)
    assert (refused.status_code, BulkItem.objects.filter(state="done").count()) == (409, 3)
    undone(cast, cast.anna, address)
    assert cast.browser_of(cast.anna).post(undoing).status_code == 409


def test_conversations_of_another_brand_are_not_changed(cast: Cast, three: list[Conversation]) -> None:
    answer = cast.browser_of(cast.taras).post("/changes/", {"change": "wait", "picks": str(three[0].pk)})

    assert (answer.status_code, BulkChange.objects.count()) == (409, 0)


@pytest.mark.parametrize("change", ["", "tag:", "burn:1", "close" * 50])
def test_an_unknown_change_is_refused_in_words(cast: Cast, three: list[Conversation], change: str) -> None:
    answer = cast.browser_of(cast.anna).post("/changes/", {"change": change, "all": "yes"})

    assert (answer.status_code, BulkChange.objects.count()) == (409, 0)


def test_a_tag_of_another_brand_is_refused_for_each(cast: Cast, three: list[Conversation]) -> None:
    tag = actions.create_tag(brand=cast.honey, name="мёд", colour="#1d4ed8")
    address = asks(cast, cast.anna, f"tag:{tag.pk}", three[:1])
    work()

    assert named(cast, cast.anna, address) == [
        ("Вопрос 1", "These tags belong to another brand. Choose tags of this one.")
    ]


def test_who_has_lost_the_right_meanwhile_changes_nothing_more(cast: Cast, three: list[Conversation]) -> None:
    address = asks(cast, cast.anna, "wait", three)
    people.change_work(staff=cast.anna, brand=cast.chainik, role=None, teams=(), by=cast.orlov, at=timezone.now())
    work()

    assert {one.state for one in Conversation.objects.all()} == {State.OPEN}
    assert cast.browser_of(cast.maria).get(address).context["counts"] == {"refused": 3}


def test_more_than_ten_thousand_are_too_many(
    cast: Cast, three: list[Conversation], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "ITEMS_MAX", 2)
    answer = cast.browser_of(cast.anna).post("/changes/?view=open", {"change": "wait", "all": "yes"})

    assert (answer.status_code, BulkChange.objects.count()) == (409, 0)


def test_old_changes_are_forgotten(cast: Cast, three: list[Conversation]) -> None:
    asks(cast, cast.anna, "wait", three)
    work()
    sweeps_at(timezone.now() + timedelta(days=29))
    assert BulkItem.objects.count() == 3
    sweeps_at(timezone.now() + timedelta(days=31))

    assert (BulkChange.objects.count(), BulkItem.objects.count()) == (0, 0)


def test_the_journal_has_the_change_and_each_part_of_it(cast: Cast, three: list[Conversation]) -> None:
    address = asks(cast, cast.anna, "close:needless", three)
    work()
    undone(cast, cast.anna, address)
    entries = JournalEntry.objects.filter(actor_kind="staff", actor_id=str(cast.anna.pk)).order_by("pk")
    kinds = list(entries.values_list("kind", flat=True))

    assert {kind: kinds.count(kind) for kind in kinds} == {
        "ManyChanged": 1,
        "AnswerNotNeeded": 3,
        "ConversationClosed": 3,
        "ManyPutBack": 1,
        "PromisePutBack": 3,
        "ConversationPutBack": 3,
    }


def test_the_form_offers_what_can_be_done_with_the_chosen_ones(cast: Cast, three: list[Conversation]) -> None:
    people.give_role(staff=cast.taras, brand=cast.honey, role=Role.AGENT, actor=SYSTEM, at=timezone.now())
    browser = cast.browser_of(cast.anna)
    chosen = browser.get("/changes/new/", {"pick": [str(one.pk) for one in three[:2]]})
    of_all = browser.get("/changes/new/", {"view": "open", "all": "yes"})

    assert (chosen.context["number"], of_all.context["number"]) == (2, 3)
    offered = dict(chosen.context["choices"])
    assert [name.partition(",")[0] for _code, name in offered["Put it off"]][:2] == ["Later today", "Tomorrow morning"]
    assert [name for _code, name in offered["Assign to"]] == [
        "Анна Белкина",
        "Дмитрий Орлов",
        "Мария Ветрова",
        "Павел Громов",
        "Nobody",
    ]


def test_the_page_of_a_change_asks_as_often_for_one_as_for_three(cast: Cast, three: list[Conversation]) -> None:
    asked = []
    for chosen in (three[:1], three):
        address = asks(cast, cast.anna, "close", chosen)
        work()
        with CaptureQueriesContext(connection) as asking:
            cast.browser_of(cast.anna).get(address)
        asked.append(len(asking))

    assert asked == [QUERIES_OF_A_CHANGE, QUERIES_OF_A_CHANGE]
