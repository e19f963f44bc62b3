"""From empty to the first answered letter: every step is read from what there is."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from slovo.channels.email.actions import note_well
from slovo.channels.models import Mailbox
from slovo.core.journal.actor import SYSTEM
from slovo.core.live.models import Nudge
from slovo.people import actions as people
from slovo.people.models import Staff
from tests.cast import Cast, arrives, letter, the_conversation, work

pytestmark = pytest.mark.thorough

STEPS = (
    "Бренд и рабочее время",
    "Почтовый ящик подключён и проверен",
    "Первое письмо получено",
    "Первый ответ отправлен",
    "Коллеги приглашены",
)


def told(page: str) -> list[tuple[str, str]]:
    """(step, "готово", "дальше" or "")."""
    found = re.findall(
        r'<li class="(?:done|current|)".*?<a href="[^"]*">(.*?)</a>.*?<span class="small[^>]*>(.*?)</span>', page, re.S
    )
    return [(unescape(words), state.strip()) for words, state in found]


@pytest.fixture
def newcomer(db: None) -> Client:
    """The first administrator of a company that has just been founded."""
    at = timezone.now()
    first = people.add_staff(email="first@localhost.localdomain", name="—", actor=SYSTEM, at=at, language="ru")
    form = {
        "name": "Вера Ким",
        "email": "vera@samovar.example",
        "password": "самовар-на-углях",
        "company": "Самовар",
        "address": "hello@samovar.example",
        "language": "ru",
        "zone": "Europe/Moscow",
    }
    browser = Client()
    assert browser.post(f"/welcome/{people.invite(staff=first, at=at)}/", form).status_code == 302
    return browser


def test_the_steps_are_taken_one_by_one_until_nothing_is_left(newcomer: Client, tmp_path) -> None:
    mailbox = Mailbox.objects.get()

    def states() -> list[str]:
        shown = told(newcomer.get("/guide/").content.decode())
        assert [step for step, _state in shown] == list(STEPS)
        return [state for _step, state in shown]

    assert states() == ["готово", "дальше", "", "", ""]

    arrives(letter(to="hello@samovar.example"), mailbox)
    assert states() == ["готово", "дальше", "готово", "", ""]

    Mailbox.objects.update(outgoing_folder=str(tmp_path / "outgoing"))
    assert states() == ["готово", "готово", "готово", "дальше", ""]

    newcomer.post(f"/conversations/{the_conversation().public_id}/replies", {"text": "Уже в пути."})
    work()
    assert states() == ["готово", "готово", "готово", "готово", "дальше"]

    form = {"name": "Олег", "email": "oleg@samovar.example", "brand": mailbox.brand_id, "role": "agent"}
    newcomer.post("/people/", form)
    assert states() == ["готово"] * 5


def test_an_open_page_asks_for_the_steps_anew_when_a_mailbox_was_read(newcomer: Client, client: Client) -> None:
    mailbox, at = Mailbox.objects.get(), timezone.now()
    page = newcomer.get("/guide/").content.decode()
    assert 'data-live="mailboxes" hx-get="/guide/?part=steps"' in page

    note_well(mailbox=mailbox, at=at)
    note_well(mailbox=mailbox, at=at + timedelta(minutes=2))

    assert list(Nudge.objects.filter(key="mailboxes").values_list("brand_id", flat=True)) == [mailbox.brand_id]
    part = newcomer.get("/guide/?part=steps").content.decode()
    assert ([step for step, _state in told(part)], "<html" in part) == (list(STEPS), False)
    state = newcomer.get(f"/mailboxes/{mailbox.pk}/?part=state").content.decode()
    assert ("Всё в порядке" in state, "<html" in state) == (True, False)
    assert client.get(f"/mailboxes/{mailbox.pk}/?part=state").status_code == 302


def test_the_empty_list_shows_them_until_they_are_put_away(newcomer: Client) -> None:
    assert [step for step, _state in told(newcomer.get("/conversations/").content.decode())] == list(STEPS)

    newcomer.post("/guide/dismissal")

    page = newcomer.get("/conversations/").content.decode()
    assert told(page) == []
    assert "Всё спокойно" in page
    assert Staff.objects.get(email="vera@samovar.example").guide_dismissed_at is not None
    assert len(told(newcomer.get("/guide/").content.decode())) == 5


def test_who_has_just_begun_is_not_praised_for_a_list_without_letters(newcomer: Client, tmp_path) -> None:
    page = newcomer.get("/conversations/").content.decode()
    assert ("Здесь пока пусто." in page, "Отличная работа!" in page) == (True, False)

    arrives(letter(to="hello@samovar.example"), Mailbox.objects.get())
    Mailbox.objects.update(outgoing_folder=str(tmp_path / "outgoing"))
    newcomer.post(f"/conversations/{the_conversation().public_id}/replies", {"text": "Уже в пути."})
    work()
    page = newcomer.get("/conversations/").content.decode()
    assert ("Здесь пока пусто." in page, "Отличная работа!" in page) == (False, True)


def test_a_list_with_something_in_it_shows_none_of_them(newcomer: Client) -> None:
    arrives(letter(to="hello@samovar.example"), Mailbox.objects.get())

    assert told(newcomer.get("/conversations/").content.decode()) == []


def test_the_letter_for_trying_out_is_sent_to_ones_own_mailbox(newcomer: Client, settings) -> None:
    settings.MAIL_LISTENER = ("127.0.0.1", 2599)
    page = unescape(newcomer.get("/guide/").content.decode())

    assert "swaks --server 127.0.0.1:2599 --from you@example.com --to hello@samovar.example" in page
    assert 'smtplib.SMTP("127.0.0.1", 2599).sendmail("you@example.com", "hello@samovar.example"' in page


def test_it_is_for_administrators(cast: Cast) -> None:
    assert cast.browser_of(cast.anna).get("/guide/").status_code == 403
    assert told(cast.browser_of(cast.anna).get("/conversations/").content.decode()) == []
    assert cast.browser_of(cast.orlov).get("/guide/").status_code == 200
