"""Mentions, following, relations, another brand, paper."""

import pytest
from django.test.client import Client

from slovo.conversations.desk_models import Follower, Mention
from slovo.conversations.mention_rows import named_in
from slovo.conversations.models import Conversation, Message
from slovo.customers.models import Customer
from slovo.people.models import Staff
from slovo.people.rights import Role
from slovo.promises.models import Promise
from tests.cast import Cast, arrives, hire, letter, the_conversation, the_last_message, work
from tests.conversations.test_collisions import post

pytestmark = pytest.mark.thorough


@pytest.fixture
def asked(cast: Cast) -> Conversation:
    arrives(letter(), cast.chainik_mail)
    return the_conversation()


def lines(browser: Client, view: str) -> list[int]:
    return [line.pk for line in browser.get(f"/conversations/?view={view}").context["list"]["page"].lines]


def count(cast: Cast, staff: Staff) -> int:
    return int(cast.browser_of(staff).get("/conversations/").context["list"]["counts"]["mentions"])


def test_a_note_calls_a_colleague_who_sees_it_counted_and_says_seen(cast: Cast, asked: Conversation) -> None:
    post(cast, cast.anna, asked, "notes", text="@Павел Громов, проверь склад. И @maria тоже.")

    assert set(Mention.objects.values_list("staff", flat=True)) == {cast.pavel.pk, cast.maria.pk}
    assert (count(cast, cast.pavel), count(cast, cast.orlov)) == (1, 0)
    assert lines(cast.browser_of(cast.pavel), "mentions") == [asked.pk]

    post(cast, cast.pavel, asked, "seen-mentions")
    assert (count(cast, cast.pavel), count(cast, cast.maria)) == (0, 1)
    assert lines(cast.browser_of(cast.pavel), "mentions") == []


def test_whoever_answers_has_seen_what_called_them(cast: Cast, asked: Conversation) -> None:
    post(cast, cast.anna, asked, "notes", text="@Павел?")
    post(cast, cast.pavel, asked, "notes", text="Есть.")

    assert count(cast, cast.pavel) == 0


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("@анна белкина", ["Анна Белкина"]),
        ("@Анна", ["Анна Белкина"]),
        ("(@Павел)", ["Павел Громов"]),
        ("@Мария", []),  # two of that name
        ("@мария ветрова", ["Мария Ветрова"]),
        ("@Аннапурна и anna@chainik.example", []),
        ("Павел", []),
    ],
)
def test_who_is_named(cast: Cast, text: str, called: list[str]) -> None:
    other = hire("Мария Лесная", "lesnaya@chainik.example", {cast.chainik: Role.AGENT}, language="ru")

    assert [one.name for one in named_in(text, [cast.anna, cast.pavel, cast.maria, other])] == called


def test_nobody_calls_themselves_or_people_of_another_brand(cast: Cast, asked: Conversation) -> None:
    post(cast, cast.anna, asked, "notes", text="@Анна Белкина @Тарас Бондар")

    assert Mention.objects.count() == 0


def test_a_conversation_is_followed_and_no_longer(cast: Cast, asked: Conversation) -> None:
    browser = cast.browser_of(cast.pavel)
    for _twice in range(2):
        post(cast, cast.pavel, asked, "following", follow="yes")
    assert (lines(browser, "followed"), Follower.objects.count()) == ([asked.pk], 1)

    post(cast, cast.pavel, asked, "following", follow="no")
    assert lines(browser, "followed") == []


def test_related_ones_are_linked_by_reference_and_let_go(cast: Cast, asked: Conversation) -> None:
    arrives(letter(subject="Другое", message_id="<2@example.com>"), cast.chainik_mail)
    other = the_last_message().conversation
    post(cast, cast.anna, asked, "relations", reference=f"#{other.reference.lower()}")
    post(cast, cast.anna, other, "relations", reference=asked.reference)

    def related(conversation: Conversation) -> list[int]:
        page = cast.browser_of(cast.anna).get(f"/conversations/{conversation.public_id}/")
        return [line.pk for line in page.context["related"]]

    assert (related(asked), related(other)) == ([other.pk], [asked.pk])
    post(cast, cast.anna, other, "relations", unrelated=asked.public_id)
    assert (related(asked), related(other)) == ([], [])


def test_a_made_up_reference_and_itself_are_refused_in_words(cast: Cast, asked: Conversation) -> None:
    unknown = post(cast, cast.anna, asked, "relations", reference="XXXXXXXX")
    itself = post(cast, cast.anna, asked, "relations", reference=asked.reference)

    assert (unknown.status_code, itself.status_code) == (409, 409)
    assert "No conversation has this reference." in unknown.content.decode()


def move(cast: Cast, staff: Staff, conversation: Conversation) -> int:
    return int(post(cast, staff, conversation, "brand", brand=cast.honey.pk).status_code)


def test_a_letter_to_the_wrong_brand_is_moved_with_what_is_promised(cast: Cast, asked: Conversation) -> None:
    due_at = Promise.objects.get().due_at
    post(cast, cast.anna, asked, "taking")
    assert move(cast, cast.orlov, asked) == 302

    moved = the_conversation()
    assert (moved.brand, moved.mailbox, moved.assignee) == (cast.honey, cast.honey_mail, None)
    assert (moved.customer.brand, moved.customer.name) == (cast.honey, "Ирина Соколова")
    assert the_last_message().customer == moved.customer
    promise = Promise.objects.get()
    assert (promise.due_at, promise.brand, promise.customer, promise.owner) == (
        due_at,
        cast.honey,
        moved.customer,
        None,
    )
    assert lines(cast.browser_of(cast.taras), "open") == [asked.pk]
    assert lines(cast.browser_of(cast.anna), "all") == []

    assert post(cast, cast.taras, moved, "replies", text="Вітаємо!").status_code == 302
    work()
    assert not Promise.objects.get().owed


def test_the_customer_whom_the_other_brand_knows_is_found(cast: Cast, asked: Conversation) -> None:
    arrives(letter(to="dopomoga@honey.example", message_id="<h@example.com>"), cast.honey_mail)
    known = Customer.objects.get(brand=cast.honey)
    move(cast, cast.orlov, asked)

    asked.refresh_from_db()
    assert asked.customer == known
    assert Customer.objects.filter(brand=cast.honey).count() == 1


def test_the_same_mail_at_both_brands_can_be_moved_together(cast: Cast, asked: Conversation) -> None:
    arrives(letter(), cast.honey_mail)

    assert move(cast, cast.orlov, asked) == 302
    assert Message.objects.filter(brand=cast.honey).count() == 2


def test_only_who_works_for_both_moves_it(cast: Cast, asked: Conversation) -> None:
    assert move(cast, cast.anna, asked) == 404
    assert move(cast, cast.taras, asked) == 404
    asked.refresh_from_db()
    assert asked.brand == cast.chainik


def test_what_is_still_leaving_is_not_moved_from_under_it(cast: Cast, asked: Conversation) -> None:
    post(cast, cast.anna, asked, "replies", text="Он в пути.")
    answer = post(cast, cast.orlov, asked, "brand", brand=cast.honey.pk)

    assert answer.status_code == 409
    assert "Ответ ещё не ушёл." in answer.content.decode()


def test_a_conversation_on_paper_is_all_of_it_and_nothing_else(cast: Cast, asked: Conversation) -> None:
    post(cast, cast.anna, asked, "notes", text="Для своих.")
    page = cast.browser_of(cast.anna).get(f"/conversations/{asked.public_id}/paper")

    assert [message.text.strip() for message in page.context["said"]] == ["Здравствуйте! Где мой чайник?", "Для своих."]
    assert "<form" not in page.content.decode()
