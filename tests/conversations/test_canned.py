"""Ready replies: kept by supervisors, offered while answering, filled in for the conversation."""

import re
from html import unescape

import pytest
from django.utils import timezone

from slovo.conversations import canned
from slovo.conversations.desk_models import CannedReply
from slovo.conversations.models import Conversation
from slovo.core.journal.models import JournalEntry
from slovo.people import actions as people
from slovo.people.models import Staff
from tests.cast import Cast, arrives, letter, the_conversation

HELLO = "Здравствуйте, {customer.first_name}! С вами {agent.name}, {brand.name}. Номер: {conversation.reference}."


@pytest.fixture
def asked(cast: Cast) -> Conversation:
    arrives(letter(), cast.chainik_mail)
    return the_conversation()


def keep(cast: Cast, title: str, *, team: str = "", **texts: str) -> CannedReply:
    team_id = None
    if team:
        people.join_team(staff=cast.pavel, brand=cast.chainik, name=team)
        team_id = cast.chainik.teams.get(name=team).pk
    return canned.add(brand=cast.chainik, title=title, texts=texts, by=cast.maria, at=timezone.now(), team_id=team_id)


def offered(cast: Cast, staff: Staff, conversation: Conversation) -> list[str]:
    address = f"/conversations/{conversation.public_id}/canned-replies"
    page = cast.browser_of(staff).get(address).content.decode()
    return [unescape(text) for text in re.findall(r'data-text="(.*?)"', page, re.DOTALL)]


def form(**more: str) -> dict[str, str]:
    return {"title": "Приветствие", "shortcut": "/hi", "text_ru": HELLO, "team": "", **more}


def test_a_supervisor_adds_changes_and_archives(cast: Cast, asked: Conversation) -> None:
    browser = cast.browser_of(cast.maria)
    assert browser.post("/canned-replies/", form(brand=str(cast.chainik.pk))).status_code == 302
    reply = CannedReply.objects.get()
    assert (reply.title, reply.shortcut) == ("Приветствие", "hi")

    browser.post(f"/canned-replies/{reply.pk}/", form(title="Привет", text_en="Hello!"))
    reply.refresh_from_db()
    texts = dict(reply.texts.values_list("language", "text"))
    assert (reply.title, texts) == ("Привет", {"ru": HELLO, "en": "Hello!"})

    browser.post(f"/canned-replies/{reply.pk}/archiving")
    assert offered(cast, cast.anna, asked) == []
    kinds = JournalEntry.objects.filter(about=f"canned:{reply.pk}").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["CannedReplyAdded", "CannedReplyChanged", "CannedReplyArchived"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"text_ru": "{customer.name.__class__} {rm}"}, "Ничего не стоит за {customer.name.__class__}, {rm}."),
        ({"text_ru": ""}, "Дайте название и текст хотя бы на одном языке."),
        ({"shortcut": "bye"}, "Такое сокращение у этого бренда уже есть."),
    ],
)
def test_what_cannot_be_kept_says_why(cast: Cast, given: dict[str, str], words: str) -> None:
    canned.add(
        brand=cast.chainik, title="Пока", shortcut="bye", texts={"ru": "Пока!"}, by=cast.maria, at=timezone.now()
    )
    answer = cast.browser_of(cast.maria).post("/canned-replies/", form(brand=str(cast.chainik.pk), **given))

    assert words in unescape(answer.content.decode())
    assert CannedReply.objects.count() == 1


def test_variables_are_filled_in(cast: Cast, asked: Conversation) -> None:
    keep(cast, "Приветствие", ru=HELLO)

    assert offered(cast, cast.anna, asked) == [
        f"Здравствуйте, Ирина! С вами Анна Белкина, Чайник и Ко. Номер: {asked.reference}."
    ]


def test_what_there_is_nothing_for_stays_in_sight(cast: Cast) -> None:
    arrives(letter(sender="irina@example.com"), cast.chainik_mail)
    keep(cast, "Приветствие", ru="Здравствуйте, {customer.first_name}! {0} {} %s")

    assert offered(cast, cast.anna, the_conversation()) == ["Здравствуйте, {customer.first_name}! {0} {} %s"]


def test_a_customers_name_is_never_taken_for_a_variable(cast: Cast) -> None:
    arrives(letter(sender='"{agent.name} <b>" <irina@example.com>'), cast.chainik_mail)
    keep(cast, "Приветствие", ru="Здравствуйте, {customer.name}!")

    assert offered(cast, cast.anna, the_conversation()) == ["Здравствуйте, {agent.name} <b>!"]


def test_the_customers_language_is_chosen(cast: Cast, asked: Conversation) -> None:
    keep(cast, "Приветствие", ru="Здравствуйте!", en="Hello!")
    assert offered(cast, cast.anna, asked) == ["Здравствуйте!"]

    asked.customer.language = "en"
    asked.customer.save()
    assert offered(cast, cast.anna, asked) == ["Hello!"]


def test_a_teams_own_is_offered_to_the_team_and_no_brands_to_another(cast: Cast, asked: Conversation) -> None:
    keep(cast, "Склад", team="Склад", ru="На складе есть.")

    assert (offered(cast, cast.pavel, asked), offered(cast, cast.anna, asked)) == (["На складе есть."], [])
    arrives(letter(to="dopomoga@honey.example", message_id="<h@example.com>"), cast.honey_mail)
    assert offered(cast, cast.taras, Conversation.objects.get(brand=cast.honey)) == []


def test_without_scripts_it_is_chosen_from_a_list(cast: Cast, asked: Conversation) -> None:
    reply = keep(cast, "Приветствие", ru="Здравствуйте!")
    browser, address = cast.browser_of(cast.anna), f"/conversations/{asked.public_id}/"
    assert browser.get(address).context["canned_titles"] == [(reply.pk, "Приветствие")]

    browser.post(f"{address}draft", {"text": "Да.", "kind": "reply", "canned": reply.pk})
    assert browser.get(address).context["reply"].text == "Да.\n\nЗдравствуйте!"


def test_an_agent_keeps_none(cast: Cast) -> None:
    reply = keep(cast, "Приветствие", ru="Здравствуйте!")
    assert cast.browser_of(cast.anna).get("/canned-replies/").status_code == 403
    assert cast.browser_of(cast.anna).post(f"/canned-replies/{reply.pk}/archiving").status_code == 404
