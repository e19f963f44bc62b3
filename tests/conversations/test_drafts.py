"""Words are kept as they are typed, and colleagues see that somebody is writing."""

from urllib.parse import urlencode

import pytest
from django.test.client import Client

from slovo.conversations.desk_models import Draft
from slovo.conversations.models import Conversation
from slovo.core.ids import new_id
from slovo.core.live.models import Nudge
from slovo.people.models import Staff
from tests.cast import Cast, arrives, letter, the_conversation


@pytest.fixture
def asked(cast: Cast) -> Conversation:
    arrives(letter(), cast.chainik_mail)
    return the_conversation()


def types(browser: Client, conversation: Conversation, text: str, **more: object) -> tuple[int, int]:
    """The status, and the version that the page goes on from."""
    answer = browser.put(f"/conversations/{conversation.public_id}/draft", urlencode({"text": text, **more}))
    return answer.status_code, answer.json()["version"] if answer.status_code == 200 else -1


def form(cast: Cast, staff: Staff, conversation: Conversation) -> tuple[str, str]:
    context = cast.browser_of(staff).get(f"/conversations/{conversation.public_id}/").context
    return context["reply"].text, context["note"].text


def test_what_was_typed_is_there_on_another_machine(cast: Cast, asked: Conversation) -> None:
    browser = cast.browser_of(cast.anna)
    assert types(browser, asked, "Здрав") == (200, 1)
    assert types(browser, asked, "Здравствуйте", version=1) == (200, 2)
    assert types(browser, asked, "Не забыть про крышку", kind="note") == (200, 1)

    assert form(cast, cast.anna, asked) == ("Здравствуйте", "Не забыть про крышку")
    assert form(cast, cast.pavel, asked) == ("", "")


def test_a_colleague_sees_who_writes_what(cast: Cast, asked: Conversation) -> None:
    types(cast.browser_of(cast.anna), asked, "Он уже")

    page = cast.browser_of(cast.maria).get(f"/conversations/{asked.public_id}/").content.decode()
    assert "Анна Белкина пишет черновик…" in page
    assert "Он уже" in page
    own = cast.browser_of(cast.anna).get(f"/conversations/{asked.public_id}/").content.decode()
    assert "is writing a draft" not in own


def test_open_pages_are_told_when_a_draft_begins_and_ends_but_not_at_every_letter(
    cast: Cast, asked: Conversation
) -> None:
    browser, told = cast.browser_of(cast.anna), Nudge.objects.filter(key=asked.key)
    before = told.count()
    for text in ("О", "Он", "Он уже"):
        types(browser, asked, text)
    assert told.count() == before + 1

    types(browser, asked, "  ")
    assert (told.count(), Draft.objects.count()) == (before + 2, 0)


def test_sending_ends_the_draft_and_a_late_saving_does_not_bring_it_back(cast: Cast, asked: Conversation) -> None:
    browser, draft_id = cast.browser_of(cast.anna), new_id()
    types(browser, asked, "Он уже в пути.", draft_id=draft_id)
    browser.post(f"/conversations/{asked.public_id}/replies", {"text": "Он уже в пути.", "draft_id": draft_id})

    assert types(browser, asked, "Он уже в пути.", draft_id=draft_id) == (200, 0)
    assert Draft.objects.count() == 0


def test_a_note_ends_its_own_draft_only(cast: Cast, asked: Conversation) -> None:
    browser = cast.browser_of(cast.anna)
    types(browser, asked, "Ответ")
    types(browser, asked, "Заметка", kind="note")
    browser.post(f"/conversations/{asked.public_id}/notes", {"text": "Заметка"})

    assert form(cast, cast.anna, asked) == ("Ответ", "")


def test_two_windows_do_not_overwrite_one_another(cast: Cast, asked: Conversation) -> None:
    browser = cast.browser_of(cast.anna)
    types(browser, asked, "Первое окно")
    types(browser, asked, "Первое окно, дальше", version=1)

    assert types(browser, asked, "Второе окно", version=1)[0] == 409
    assert form(cast, cast.anna, asked)[0] == "Первое окно, дальше"


def test_without_scripts_a_button_keeps_it(cast: Cast, asked: Conversation) -> None:
    browser = cast.browser_of(cast.anna)
    address = f"/conversations/{asked.public_id}/draft"
    assert browser.post(address, {"text": "Потом допишу", "kind": "reply"}).status_code == 302

    assert form(cast, cast.anna, asked) == ("Потом допишу", "")
