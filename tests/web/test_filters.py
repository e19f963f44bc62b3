"""What a filter finds, and what it says of a document that it cannot use."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from slovo.conversations import actions, attention, filters, lists, merging, snoozing
from slovo.conversations.filters import Filter
from slovo.conversations.models import Conversation, Tag
from slovo.people import actions as people
from slovo.people.models import Team
from slovo.promises.models import Promise
from tests.cast import IRINA, Cast, arrives, letter
from tests.pictures import PNG
from tests.web.lists import link, listed, subjects

pytestmark = pytest.mark.thorough

NOW = timezone.now()


def brings(cast: Cast, subject: str, *, sender: str = "", hours_ago: float = 1, **options: Any) -> Conversation:
    number = Conversation.objects.count()
    raw = letter(
        subject=subject, sender=sender or f"u{number}@example.com", message_id=f"<{number}@example.com>", **options
    )
    arrives(raw, cast.chainik_mail, at=timezone.now() - timedelta(hours=hours_ago))
    return Conversation.objects.latest("pk")


@pytest.fixture
def five(cast: Cast) -> dict[str, Conversation]:
    """Anna has «Моя», Pavel «Павла», nobody «Ничья»; «Ждёт» waits for its customer, «Закрыта» is closed."""
    at = timezone.now()
    made = {name: brings(cast, name) for name in ("Моя", "Павла", "Ничья", "Ждёт", "Закрыта")}
    for name, owner in (("Моя", cast.anna), ("Павла", cast.pavel), ("Ждёт", cast.anna)):
        actions.assign(conversation_id=made[name].pk, staff_id=owner.pk, team_id=None, by=cast.maria, at=at)
    actions.wait_for_customer(conversation_id=made["Ждёт"].pk, by=cast.anna, at=at)
    actions.close_conversation(conversation_id=made["Закрыта"].pk, by=cast.anna, at=at, answer_not_needed=True)
    return made


def found(cast: Cast, **document: Any) -> set[str]:
    return set(listed(cast.browser_of(cast.anna), filter=json.dumps({"version": 1} | document)))


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({}, {"Моя", "Павла", "Ничья", "Ждёт", "Закрыта"}),
        ({"state": "open"}, {"Моя", "Павла", "Ничья"}),
        ({"state": "unclosed"}, {"Моя", "Павла", "Ничья", "Ждёт"}),
        ({"state": "waiting"}, {"Ждёт"}),
        ({"state": "closed"}, {"Закрыта"}),
        ({"assignee": "me"}, {"Моя", "Ждёт"}),
        ({"assignee": "nobody"}, {"Ничья", "Закрыта"}),
        ({"assignee": "nobody", "state": "open"}, {"Ничья"}),
        ({"assignee": "somebody"}, {"Моя", "Павла", "Ждёт"}),
        ({"promise": "none"}, {"Закрыта"}),
        ({"promise": "owed"}, {"Моя", "Павла", "Ничья", "Ждёт"}),
        ({"promise": "overdue"}, set()),
        ({"channels": ["email"], "state": "open"}, {"Моя", "Павла", "Ничья"}),
        ({"channels": ["phone"]}, set()),
        ({"languages": ["uk"]}, set()),
        ({"has_file": True}, set()),
        ({"created_after": "1d"}, {"Моя", "Павла", "Ничья", "Ждёт", "Закрыта"}),
        ({"created_before": "1d"}, set()),
        ({"last_before": "2000-01-01"}, set()),
    ],
)
def test_a_filter_shows_what_is_like_that(
    cast: Cast, five: object, document: dict[str, Any], expected: set[str]
) -> None:
    assert found(cast, **document) == expected


def test_what_is_merged_is_in_no_list_and_what_is_put_off_where_it_is_asked_for(
    cast: Cast, five: dict[str, Conversation]
) -> None:
    at = timezone.now()
    snoozing.snooze(conversation_id=five["Павла"].pk, until=at + timedelta(days=1), by=cast.pavel, at=at)
    merging.merge(kept_id=five["Моя"].pk, merged_id=five["Ничья"].pk, by=cast.maria, at=at)
    shown = {state: found(cast, state=state) for state in filters.STATES}

    assert shown == {
        "any": {"Моя", "Павла", "Ждёт", "Закрыта"},
        "unclosed": {"Моя", "Ждёт"},
        "open": {"Моя"},
        "waiting": {"Ждёт"},
        "snoozed": {"Павла"},
        "closed": {"Закрыта"},
    }
    assert found(cast, assignee="nobody", state="unclosed") == set()
    counts = cast.browser_of(cast.anna).get("/conversations/").context["list"]["counts"]
    assert counts == {"mine": 2, "unassigned": 0, "open": 1, "waiting": 1, "mentions": 0}


def test_what_calls_the_reader_and_what_they_follow_is_asked_for(cast: Cast, five: dict[str, Conversation]) -> None:
    """Also where it is read now."""
    at = timezone.now()
    actions.note(conversation_id=five["Ничья"].pk, by=cast.pavel, text="@Анна, взгляни.", at=at)
    attention.follow(conversation_id=five["Павла"].pk, by=cast.anna, at=at)
    asked = {one: found(cast, attention=one, state="open") for one in filters.ATTENTION}
    assert asked == {"mentioned": {"Ничья"}, "followed": {"Павла"}}
    assert listed(cast.browser_of(cast.pavel), filter=json.dumps({"attention": "mentioned"})) == []

    merging.merge(kept_id=five["Моя"].pk, merged_id=five["Ничья"].pk, by=cast.maria, at=at)
    merging.merge(kept_id=five["Ждёт"].pk, merged_id=five["Павла"].pk, by=cast.maria, at=at)
    assert {one: found(cast, attention=one) for one in filters.ATTENTION} == {
        "mentioned": {"Моя"},
        "followed": {"Ждёт"},
    }
    attention.see_mentions(conversation_id=five["Моя"].pk, by=cast.anna, at=at)
    attention.unfollow(conversation_id=five["Ждёт"].pk, by=cast.anna, at=at)
    assert {one: found(cast, attention=one) for one in filters.ATTENTION} == {"mentioned": set(), "followed": set()}


def test_people_teams_brands_and_customers_are_asked_for_by_their_ids(
    cast: Cast, five: dict[str, Conversation]
) -> None:
    team = people.join_team(staff=cast.pavel, brand=cast.chainik, name="Возвраты")
    actions.assign(
        conversation_id=five["Павла"].pk, staff_id=cast.pavel.pk, team_id=team.pk, by=cast.maria, at=timezone.now()
    )

    assert found(cast, assignee_ids=[cast.pavel.pk]) == {"Павла"}
    assert found(cast, assignee="me", assignee_ids=[cast.pavel.pk]) == {"Моя", "Павла", "Ждёт"}
    assert found(cast, assignee="nobody", assignee_ids=[cast.pavel.pk], state="open") == {"Ничья", "Павла"}
    assert found(cast, team_ids=[Team.objects.get().pk]) == {"Павла"}
    assert found(cast, brand_ids=[cast.honey.pk]) == set()
    assert found(cast, customer_id=five["Ничья"].customer_id) == {"Ничья"}


def test_tags_are_asked_for_and_ruled_out(cast: Cast, five: dict[str, Conversation]) -> None:
    returns, urgent = (
        actions.create_tag(brand=cast.chainik, name=name, colour="#1d4ed8") for name in ("возврат", "срочно")
    )
    at = timezone.now()
    actions.tag(conversation_id=five["Моя"].pk, tag_ids=[returns.pk, urgent.pk], by=cast.anna, at=at)
    actions.tag(conversation_id=five["Ничья"].pk, tag_ids=[returns.pk], by=cast.anna, at=at)

    assert found(cast, tag_ids=[returns.pk]) == {"Моя", "Ничья"}
    assert found(cast, tag_ids=[returns.pk, urgent.pk], state="open") == {"Моя", "Ничья"}
    assert found(cast, tag_ids=[returns.pk], without_tag_ids=[urgent.pk]) == {"Ничья"}
    assert found(cast, without_tag_ids=[urgent.pk], state="open") == {"Павла", "Ничья"}


def test_files_and_languages_are_seen(cast: Cast) -> None:
    brings(cast, "С чеком", files=[("чек.png", "image/png", PNG)])
    brings(cast, "Українською", text="Добрий день! Де мій чайник, який я замовляв у вас минулого тижня?")

    assert found(cast, has_file=True) == {"С чеком"}
    assert found(cast, has_file=False) == {"Українською"}
    assert found(cast, languages=["uk"]) == {"Українською"}
    kept, merged = (Conversation.objects.get(subject=subject) for subject in ("Українською", "С чеком"))
    merging.merge(kept_id=kept.pk, merged_id=merged.pk, by=cast.maria, at=timezone.now())
    assert found(cast, has_file=True) == {"Українською"}


def test_a_promise_is_overdue_or_due_soon_by_its_own_moments(cast: Cast) -> None:
    brings(cast, "Опоздали", hours_ago=5)
    brings(cast, "Скоро", hours_ago=1.75)
    brings(cast, "Не скоро", hours_ago=0.5)

    assert Promise.objects.count() == 3
    assert found(cast, promise="overdue") == {"Опоздали"}
    assert found(cast, promise="soon") == {"Скоро"}


def test_a_customer_is_all_who_were_merged_into_them(cast: Cast) -> None:
    from slovo.customers import actions as customers

    first, second = brings(cast, "Первое", sender=IRINA), brings(cast, "Второе")
    brings(cast, "Чужое")
    customers.merge(kept_id=first.customer_id, merged_id=second.customer_id, by=cast.maria, at=timezone.now())

    for customer_id in (first.customer_id, second.customer_id):
        assert found(cast, customer_id=customer_id) == {"Первое", "Второе"}


def test_a_filter_never_shows_another_brand(cast: Cast, five: object) -> None:
    assert listed(cast.browser_of(cast.taras), filter='{"version":1,"state":"any"}') == []


@pytest.mark.parametrize(
    ("document", "kept", "notes"),
    [
        ({"version": 9, "state": "open", "mood": "angry"}, {"state": "open"}, 1),
        ({"state": "sleeping"}, {}, 1),
        ({"assignee_ids": "17"}, {}, 1),
        ({"assignee_ids": [1, "2"]}, {}, 1),
        ({"assignee_ids": [True]}, {}, 1),
        ({"tag_ids": [-1]}, {}, 1),
        ({"customer_id": 10**30}, {}, 1),
        ({"created_after": "yesterday"}, {}, 1),
        ({"created_after": "2026-02-30"}, {}, 1),
        ({"created_after": "0d"}, {}, 1),
        ({"has_file": "yes"}, {}, 1),
        ({"channels": ["E-MAIL!"]}, {}, 1),
        ({"state": ["open"]}, {}, 1),
        ({"state": None}, {}, 1),
        ([1, 2], {}, 1),
        (None, {}, 1),
        ("open", {}, 1),
        ({"created_after": "2026-02-02", "created_before": "2026-01-01"}, None, 1),
        ({"state": "closed", "promise": "owed"}, None, 1),
        ({"tag_ids": [3, 1, 3], "created_after": "7d"}, {"tag_ids": [1, 3], "created_after": "7d"}, 0),
    ],
)
def test_an_odd_document_is_read_as_far_as_it_can_be_and_says_so(
    document: Any, kept: dict[str, Any] | None, notes: int
) -> None:
    read = filters.read(document)

    assert len(read.notes) == notes
    if kept is not None:
        assert read.filter.document() == {"version": 1} | kept
        assert filters.read(read.filter.document()) == filters.Read(read.filter)


def test_every_field_can_be_read_back() -> None:
    whole = Filter(
        state="unclosed",
        assignee="nobody",
        assignee_ids=(1, 2),
        team_ids=(3,),
        tag_ids=(4,),
        without_tag_ids=(5,),
        brand_ids=(6,),
        customer_id=7,
        channels=("email",),
        languages=("ru", "uk"),
        created_after="2026-01-01",
        created_before="2026-02-01",
        last_after="30d",
        last_before="3d",
        promise="soon",
        has_file=False,
        attention="followed",
    )

    assert filters.read(json.loads(json.dumps(whole.document()))) == filters.Read(whole)


@pytest.mark.parametrize("text", ["{", "[" * 5000, '"x"', "9" * 5000, '{"state": "' + "x" * 5000 + '"}'])
def test_an_address_with_a_broken_filter_shows_all_and_says_so(cast: Cast, text: str) -> None:
    brings(cast, "Письмо")
    answer = cast.browser_of(cast.anna).get("/conversations/", {"filter": text})

    assert subjects(answer.content.decode()) == ["Письмо"]
    assert answer.context["list"]["notes"] == ("This filter cannot be read. Everything is shown.",)


@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_a_list_in_another_order_is_turned_page_by_page_and_back(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, order: str
) -> None:
    monkeypatch.setattr(lists, "LINES_MAX", 3)
    for number in range(8):
        made = brings(cast, f"Вопрос {number}", hours_ago=2 - number / 10)
        if number % 3 == 0:
            actions.close_conversation(conversation_id=made.pk, by=cast.anna, at=timezone.now(), answer_not_needed=True)
    browser = cast.browser_of(cast.anna)
    numbers = list(range(8)) if order == "oldest" else list(reversed(range(8)))
    expected = [[f"Вопрос {number}" for number in numbers[at : at + 3]] for at in (0, 3, 6)]

    pages = [browser.get("/conversations/", {"view": "all", "order": order}).content.decode()]
    while further := link(pages[-1], "next"):
        pages.append(browser.get(further).content.decode())

    assert [subjects(page) for page in pages] == expected
    back = browser.get(link(pages[2], "prev")).content.decode()
    assert subjects(back) == expected[1]
    assert subjects(browser.get(link(back, "prev")).content.decode()) == expected[0]


def test_a_tag_of_another_brand_cannot_be_chosen(cast: Cast) -> None:
    Tag.objects.create(brand=cast.honey, name="чуже")
    page = cast.browser_of(cast.anna).get("/views/new/", {"state": "open", "tags": str(Tag.objects.get().pk)})

    assert page.context["form"].document() == {"version": 1, "state": "open"}
