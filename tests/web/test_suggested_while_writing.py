"""Under an answer that promises something stands what was really achieved; one tap takes that time, in the text too."""

import re
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from slovo.conversations.desk_models import Draft
from slovo.promises import ledger
from slovo.promises.models import Promise
from tests.cast import Cast, arrives, letter, the_conversation
from tests.promises.stories import HOUR, promised
from tests.web.test_promising import QUERIES_OF_A_CALENDAR, QUERIES_OF_A_KEPT_DRAFT, fields

TEXT = "Здравствуйте! Починим чайник завтра до 18:00."
QUERIES_OF_ADVICE = 7  # of a kind: what was done and is late, calendars, what is open, what can be had sooner


@pytest.fixture(autouse=True)
def asked(cast: Cast) -> None:
    arrives(letter(), cast.chainik_mail)


def repairs_took(cast: Cast, *hours: float) -> None:
    at = timezone.now()
    for number, needed in enumerate(hours):
        made_at = at - timedelta(days=20) + number * HOUR
        promise = promised(cast, at=made_at, due_at=made_at + timedelta(days=30), kind="repair")
        ledger.keep(promise_id=promise.pk, by=cast.anna, at=made_at + needed * HOUR)


def writes(cast: Cast, text: str, said: dict[str, Any] | None = None) -> dict[str, str]:
    address = f"/conversations/{the_conversation().public_id}/draft"
    answer = cast.browser_of(cast.anna).put(address, urlencode({"text": text, **(said or {})}, doseq=True))
    assert answer.status_code == 200
    return dict(answer.json())


def takes(cast: Cast, text: str) -> dict[str, str]:
    shown = writes(cast, text)["promises"]
    mark = re.search(r'name="promise_then" value="([^"]*)"', shown)
    assert mark
    return writes(cast, text, fields(shown) | {"promise_then": unescape(mark[1])})


def test_what_was_achieved_and_the_honest_wait_stand_under_the_offer(cast: Cast) -> None:
    repairs_took(cast, *([50.0] * 8 + [60.0] * 4))
    shown = unescape(writes(cast, TEXT)["promises"])
    assert "12 of the last 12 were done in" in shown
    assert "with 15 % to spare, say" in shown
    assert "As busy as it is now they wait from" in shown


@pytest.mark.parametrize("hours", [[], [50.0] * 9])
def test_where_nobody_knows_nothing_is_said(cast: Cast, hours: list[float]) -> None:
    repairs_took(cast, *hours)
    shown = writes(cast, TEXT)["promises"]
    assert "Починим чайник" in unescape(shown) or "завтра до 18:00" in shown
    assert "promise_then" not in shown and "to spare" not in shown


def test_one_tap_promises_it_for_that_time_and_the_answer_says_so(cast: Cast) -> None:
    """What the customer reads is what the ledger holds."""
    repairs_took(cast, *([50.0] * 12))
    kept = takes(cast, TEXT)

    [pledge] = Draft.objects.get().promised["pledges"]  # type: ignore[index]  # something is promised
    assert kept["text"].startswith("Здравствуйте! Починим чайник ")
    assert "завтра" not in kept["text"]
    assert Draft.objects.get().text == kept["text"]
    said = fields(kept["promises"])
    assert "does not name this moment" not in kept["promises"]
    browser = cast.browser_of(cast.anna)
    sent = browser.post(f"/conversations/{the_conversation().public_id}/replies", {"text": kept["text"], **said})
    assert sent.status_code == 302
    repair = Promise.objects.get(about=the_conversation().key, kind="repair")
    assert repair.due_at and repair.due_at.isoformat() == pledge[2]
    assert repair.due_at >= timezone.now() + 50 * HOUR


def test_what_is_promised_already_takes_it_too(cast: Cast) -> None:
    repairs_took(cast, *([50.0] * 12))
    shown = writes(cast, TEXT)["promises"]
    mark = re.search(r'name="promise_it" value="([^"]*)"', shown)
    assert mark
    promised_as_said = writes(cast, TEXT, {"promise_it": unescape(mark[1])})["promises"]
    was = fields(promised_as_said)["promise_was"]

    said = fields(promised_as_said)
    then = writes(cast, TEXT, said | {"promise_then": said["promise_mark"]})

    assert fields(then["promises"])["promise_was"] > was
    assert len(fields(then["promises"])["promise_was"]) == 1
    assert "promise_then" not in then["promises"]  # it is taken


@pytest.mark.parametrize(
    ("text", "number"),
    [("Здравствуйте!", 0), (TEXT, 1), (f"{TEXT} И второй чайник починим завтра до 19:00.", 1)],
)
def test_an_answer_that_promises_nothing_asks_nothing_more(cast: Cast, text: str, number: int) -> None:
    repairs_took(cast, *([50.0] * 12))
    writes(cast, "Добрый день!")
    with CaptureQueriesContext(connection) as asking:
        writes(cast, text)
    assert len(asking) == QUERIES_OF_A_KEPT_DRAFT + number * (QUERIES_OF_A_CALENDAR + QUERIES_OF_ADVICE)


def test_beside_a_promise_made_by_hand_stands_the_wait_as_well(cast: Cast) -> None:
    repairs_took(cast, *([50.0] * 12))
    page = cast.browser_of(cast.anna).get(f"/conversations/{the_conversation().public_id}/promises?kind=repair")
    assert "As busy as it is now they wait from" in page.content.decode()
