"""What an answer promises, from the field in which it is written: offered, taken, dismissed, asked once, taken back."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from html import unescape
from unittest import mock
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from slovo.conversations.models import Message
from slovo.core.ids import new_id
from slovo.people.models import Staff
from slovo.promises.models import Promise, State
from tests.cast import Cast, arrives, letter, the_conversation, the_last_message

QUERIES_OF_A_KEPT_DRAFT = 12
QUERIES_OF_A_CALENDAR = 1  # by which a moment in the words is reckoned
QUERIES_OF_A_HISTORY = 2
TEXT = "Здравствуйте! Отправим чайник завтра до 18:00."
ASKED = "This answer names a time."
Form = Mapping[str, str | list[str]]


@pytest.fixture(autouse=True)
def asked(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)


def address(noun: str = "") -> str:
    return f"/conversations/{the_conversation().public_id}/{noun}"


def writes(cast: Cast, text: str, said: Form | None = None, *, who: Staff | None = None) -> str:
    """The page keeps the draft; what then stands under the field."""
    body = urlencode({"text": text, **(said or {})}, doseq=True)
    answer = cast.browser_of(who or cast.anna).put(address("draft"), body)
    assert answer.status_code == 200
    return str(answer.json()["promises"])


def sends(cast: Cast, text: str, said: Form | None = None) -> HttpResponse:
    answer: HttpResponse = cast.browser_of(cast.anna).post(address("replies"), {"text": text, **(said or {})})
    return answer


def fields(shown: str) -> dict[str, list[str]]:
    """What a browser would send of these, without the buttons."""
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", shown):
        name, value = (re.search(rf'{key}="([^"]*)"', tag) for key in ("name", "value"))
        if name and value and name[1].startswith(("promise_", "dismissed", "asked")):
            found.setdefault(name[1], []).append(unescape(value[1]))
    kinds = re.findall(r'<option value="(\w+)" selected', shown)
    return found | ({"promise_kind": kinds} if "promise_what" in found else {})


def button(shown: str, name: str) -> list[str]:
    return [unescape(mark) for mark in re.findall(rf'name="{name}" value="([^"]*)"', shown)]


def taken(cast: Cast, text: str = TEXT) -> dict[str, list[str]]:
    """What stands in the form once the first offer has been taken."""
    [mark, *_more] = button(writes(cast, text), "promise_it")
    return fields(writes(cast, text, {"promise_it": mark}))


def made() -> list[Promise]:
    return list(Promise.objects.exclude(kind="answer").order_by("pk"))


def tomorrow_at_six() -> datetime:
    moscow = ZoneInfo("Europe/Moscow")
    day = timezone.now().astimezone(moscow) + timedelta(days=1)
    return day.replace(hour=18, minute=0, second=0, microsecond=0)


@pytest.mark.parametrize(
    "text", ["Отправим завтра до 18:00.", "Відправимо завтра до 18:00.", "We will ship it tomorrow by 6 pm."]
)
def test_what_the_words_promise_is_offered_while_one_writes_and_nothing_is_promised(cast: Cast, text: str) -> None:
    shown = writes(cast, text)

    assert len(button(shown, "promise_it")) == len(button(shown, "no_promise")) == 1
    assert fields(writes(cast, text, {"promise_it": button(shown, "promise_it")[0]}))["promise_kind"] == ["delivery"]
    assert made() == []


def test_an_answer_without_a_time_is_offered_nothing(cast: Cast) -> None:
    assert "<button" not in writes(cast, "Спасибо за письмо!")
    assert sends(cast, "Спасибо за письмо!").status_code == 302


def test_taken_it_is_promised_when_the_answer_is_sent(cast: Cast) -> None:
    said = taken(cast)
    assert made() == []
    assert sends(cast, TEXT, said).status_code == 302

    [promise] = made()
    assert (promise.what, promise.kind, promise.owner) == ("Отправим чайник", "delivery", cast.anna)
    assert (promise.due_at, promise.zone) == (tomorrow_at_six(), "Europe/Moscow")
    assert promise.about == the_conversation().key
    assert "Отправим чайник" in cast.browser_of(cast.anna).get(address()).content.decode()


def test_its_words_kind_and_moment_are_the_authors(cast: Cast) -> None:
    later = tomorrow_at_six() + timedelta(days=1)
    said = taken(cast) | {
        "promise_what": ["Курьер у вас"],
        "promise_kind": ["visit"],
        "promise_due": [f"{later:%FT%R}"],
    }
    assert sends(cast, TEXT, said).status_code == 302

    [promise] = made()
    assert (promise.what, promise.kind) == ("Курьер у вас", "visit")
    assert promise.due_at
    assert promise.due_at > tomorrow_at_six()


def test_the_last_second_of_a_day_is_not_lost_in_a_field_without_seconds(cast: Cast) -> None:
    sends(cast, "Отправим завтра.", taken(cast, "Отправим завтра."))
    [promise] = made()
    assert promise.due_at
    assert f"{promise.due_at.astimezone(ZoneInfo('Europe/Moscow')):%H:%M:%S}" == "23:59:59"


def test_what_was_taken_stays_with_the_draft_and_is_taken_back_with_one_click(cast: Cast) -> None:
    said = taken(cast)
    page = cast.browser_of(cast.anna).get(address()).content.decode()
    assert fields(page) == said

    shown = writes(cast, TEXT, said | {"promise_not": said["promise_mark"]})
    assert fields(shown) == {}
    assert len(button(shown, "promise_it")) == 1


def test_a_time_of_ours_that_is_not_recorded_is_stopped_once(cast: Cast) -> None:
    stopped = sends(cast, TEXT)
    page = stopped.content.decode()
    assert stopped.status_code == 422
    assert ASKED in page
    assert len(button(page, "promise_it")) == len(button(page, "no_promise")) == 1
    assert not Message.objects.filter(direction="out").exists()

    assert sends(cast, TEXT, fields(page)).status_code == 302
    assert made() == []


def test_a_moment_that_came_after_the_question_is_asked_for_too(cast: Cast) -> None:
    said = fields(sends(cast, TEXT).content.decode())
    assert sends(cast, TEXT + " Деньги вернём в пятницу.", said).status_code == 422


def test_what_is_no_promise_is_not_asked_again_for_the_same_words(cast: Cast) -> None:
    text = "Перезвоним завтра до 18:00."
    [mark] = button(writes(cast, text), "no_promise")
    shown = writes(cast, text, {"no_promise": mark})
    assert button(shown, "promise_it") == []
    assert sends(cast, text).status_code == 422  # a form that has not said it

    longer = writes(cast, "Да, обязательно перезвоним завтра до 18:00!", fields(shown))
    assert button(longer, "promise_it") == []
    assert sends(cast, "Да, обязательно перезвоним завтра до 18:00!", fields(longer)).status_code == 302
    assert made() == []


def test_the_same_words_in_another_sentence_are_another_promise(cast: Cast) -> None:
    text = "Отправим чайник завтра. Деньги вернём завтра."
    both = button(writes(cast, text), "promise_it")
    assert len(both) == 2
    shown = writes(cast, text, {"no_promise": both[0]})

    assert button(shown, "promise_it") == both[1:]
    assert sends(cast, text, fields(shown)).status_code == 422


def test_without_scripts_the_buttons_keep_the_draft(cast: Cast) -> None:
    page = sends(cast, TEXT).content.decode()
    form = {"text": TEXT, "kind": "reply", "promise_it": button(page, "promise_it")[0]}
    assert cast.browser_of(cast.anna).post(address("draft"), form).status_code == 302

    page = cast.browser_of(cast.anna).get(address()).content.decode()
    assert sends(cast, TEXT, fields(page)).status_code == 302
    assert [promise.what for promise in made()] == ["Отправим чайник"]


def test_the_same_answer_twice_promises_once(cast: Cast) -> None:
    said = taken(cast) | {"draft_id": [str(new_id())]}
    sends(cast, TEXT, said)
    assert sends(cast, TEXT, said).status_code == 302
    assert len(made()) == 1


def test_undone_it_was_never_promised_and_the_draft_remembers(cast: Cast) -> None:
    said = taken(cast)
    sends(cast, TEXT, said)
    undone = cast.browser_of(cast.anna).post(f"/messages/{the_last_message().public_id}/taking-back")

    assert undone.status_code == 302
    [promise] = made()
    assert (promise.state, promise.release_reason) == (State.RELEASED, "mistake")
    assert fields(cast.browser_of(cast.anna).get(address()).content.decode()) == said


def test_a_planned_answer_is_asked_too_and_strikes_out_after_hours(cast: Cast) -> None:
    leaves_at = (tomorrow_at_six() - timedelta(hours=1)).isoformat()
    assert sends(cast, TEXT, {"leaves_at": leaves_at}).status_code == 422
    text = f"Отправим чайник {tomorrow_at_six() + timedelta(days=10):%d.%m.%Y} до 18:00."
    assert sends(cast, text, taken(cast, text) | {"leaves_at": leaves_at}).status_code == 302
    with mock.patch.object(timezone, "now", return_value=timezone.now() + timedelta(hours=2)):
        cast.browser_of(cast.anna).post(f"/messages/{the_last_message().public_id}/taking-back")

    assert [promise.state for promise in made()] == [State.RELEASED]


def test_words_that_mean_another_moment_when_the_answer_leaves_are_stopped(cast: Cast) -> None:
    said = taken(cast, "Отправим чайник послезавтра до 18:00.")
    leaves_at = (tomorrow_at_six() - timedelta(hours=1)).isoformat()
    stopped = sends(cast, "Отправим чайник послезавтра до 18:00.", said | {"leaves_at": leaves_at})

    assert stopped.status_code == 422
    assert "When this leaves, “послезавтра до 18:00” means another moment." in stopped.content.decode()
    assert made() == []


def test_nothing_is_promised_for_before_the_answer_leaves(cast: Cast) -> None:
    leaves_at = (tomorrow_at_six() + timedelta(days=2)).isoformat()
    said = taken(cast) | {"leaves_at": leaves_at}
    text = "Отправим чайник."
    assert "due before the answer leaves" in sends(cast, text, said).content.decode()

    said |= {"leaves_at": (tomorrow_at_six() - timedelta(hours=1)).isoformat()}
    assert sends(cast, text, said).status_code == 302
    moved = cast.browser_of(cast.anna).post(
        f"/messages/{the_last_message().public_id}/departure", {"leaves_at": leaves_at}
    )
    assert moved.status_code == 409


def test_a_planned_answer_leaves_at_no_moment_at_which_its_words_mean_another_one(cast: Cast) -> None:
    """«Завтра», written for tomorrow, is the day after: sent now the customer would wait for it a day earlier."""
    tomorrow = tomorrow_at_six()
    due_at = tomorrow + timedelta(days=1)
    planned = {"leaves_at": (tomorrow - timedelta(hours=3)).isoformat(), "promise_due": [f"{due_at:%Y-%m-%dT%H:%M}"]}
    assert sends(cast, TEXT, taken(cast) | planned).status_code == 302
    assert [one.due_at for one in made()] == [due_at]
    departure = f"/messages/{the_last_message().public_id}/departure"

    refused = cast.browser_of(cast.anna).post(departure, {"leaves_at": ""})
    assert refused.status_code == 409
    assert "Then “завтра до 18:00” would mean another moment than is promised." in refused.content.decode()

    sooner = cast.browser_of(cast.anna).post(departure, {"leaves_at": (tomorrow - timedelta(hours=5)).isoformat()})
    assert sooner.status_code == 302


def test_a_conversation_in_which_something_is_promised_is_not_closed_with_it(cast: Cast) -> None:
    stopped = sends(cast, TEXT, taken(cast) | {"then_close": "yes"})
    assert stopped.status_code == 422
    assert "the conversation stays open" in stopped.content.decode()
    assert made() == []


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("promise_what", " ", "Say in the customer’s words"),
        ("promise_kind", "answer", "Choose one of its kinds"),
        ("promise_due", "", "Choose a day and a time first."),
        ("promise_due", "2020-01-01T10:00", "due before the answer leaves"),
    ],
)
def test_what_cannot_be_promised_sends_nothing(cast: Cast, field: str, value: str, words: str) -> None:
    stopped = sends(cast, TEXT, taken(cast) | {field: [value]})
    assert stopped.status_code == 422
    assert words in unescape(stopped.content.decode())
    assert (made(), Message.objects.filter(direction="out").count()) == ([], 0)


def test_a_promise_whose_words_were_taken_out_says_so(cast: Cast) -> None:
    said = taken(cast)
    assert "does not name this moment any more" not in writes(cast, TEXT, said)
    assert "does not name this moment any more" in writes(cast, "Здравствуйте!", said)


def test_notes_to_colleagues_promise_nothing(cast: Cast) -> None:
    body = urlencode({"text": TEXT, "kind": "note"})
    assert "promises" not in cast.browser_of(cast.anna).put(address("draft"), body).json()


@pytest.mark.parametrize(
    ("text", "kinds"),
    [("Спасибо за письмо!", 0), (TEXT, 1), (f"{TEXT} Перезвоним через час. Деньги вернём завтра.", 3)],
)
def test_a_saving_asks_for_the_history_of_what_is_promised_and_for_nothing_else(
    cast: Cast, text: str, kinds: int
) -> None:
    writes(cast, "Здравствуйте!")
    with CaptureQueriesContext(connection) as asking:
        writes(cast, text)
    assert (
        len(asking) == QUERIES_OF_A_KEPT_DRAFT + (QUERIES_OF_A_CALENDAR if kinds else 0) + kinds * QUERIES_OF_A_HISTORY
    )
