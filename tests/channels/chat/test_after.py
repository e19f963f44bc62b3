"""A chat is over: the visitor says how it was, and takes it with them."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from slovo.channels.models import Outbound
from slovo.core import limits
from slovo.core.limits.models import Counter
from slovo.promises.rating_models import PromiseRating
from slovo.recovery.models import RecoveryTask
from tests.cast import Cast, at_one_instant, the_conversation, work
from tests.channels.chat.visitors import Browser, a_chat, token_for


@pytest.fixture
def irina(cast: Cast) -> Browser:
    return Browser(a_chat(cast)).comes(name="Ирина")


def anna_posts(cast: Cast, noun: str, **given: Any) -> None:
    response = cast.browser_of(cast.anna).post(f"/conversations/{the_conversation().public_id}/{noun}", given)
    assert response.status_code < 400, response.content.decode()
    work()


def talked(cast: Cast, visitor: Browser) -> None:
    visitor.says("Где мой чайник? https://evil.example")
    work()
    anna_posts(cast, "replies", text="Он в пути.")


def over(cast: Cast, visitor: Browser) -> None:
    talked(cast, visitor)
    anna_posts(cast, "closure")


def mark_shown(visitor: Browser) -> Any:
    return visitor.get("news").json()["mark"]


def letters() -> list[Outbound]:
    return list(Outbound.objects.filter(channel="email").order_by("pk"))


def test_how_it_was_is_asked_when_it_is_over_and_can_be_said_once_more(cast: Cast, irina: Browser) -> None:
    talked(cast, irina)
    assert mark_shown(irina) is None
    anna_posts(cast, "closure")
    assert mark_shown(irina) == {"score": 0}

    first = irina.post("ratings", {"score": 5})
    irina.post("ratings", {"score": 4, "words": "Быстро."})

    assert (first.status_code, first.json()["words"]) == (200, "Спасибо! Теперь мы знаем, как всё прошло.")
    row = PromiseRating.objects.get()
    assert (row.score, row.words, row.promise.about) == (4, "Быстро.", the_conversation().key)
    assert mark_shown(irina) == {"score": 4}
    page = cast.browser_of(cast.anna).get(f"/conversations/{the_conversation().public_id}/").content.decode()
    assert "4 of 5. «Быстро.»" in page


def test_a_low_mark_asks_for_somebody_who_sees_to_it(cast: Cast, irina: Browser) -> None:
    over(cast, irina)
    irina.post("ratings", {"score": 1, "words": "Никто не помог."})
    work()

    assert RecoveryTask.objects.get().rating == PromiseRating.objects.get()


def test_nobody_rates_what_is_not_theirs_or_not_over(cast: Cast, irina: Browser) -> None:
    assert irina.post("ratings", {"score": 5}).status_code == 422
    talked(cast, irina)
    assert irina.post("ratings", {"score": 5}).status_code == 422
    anna_posts(cast, "closure")
    bohdan = Browser(irina.chat).comes(name="Богдан")

    assert bohdan.post("ratings", {"score": 1}).status_code == 422
    assert Browser(irina.chat).post("ratings", {"score": 1}).status_code == 401
    wrong = [0, 6, -1, 10**40, "5", None, 4.5]
    assert [irina.post("ratings", {"score": one}).status_code for one in wrong] == [422] * len(wrong)
    assert irina.post("ratings", {"score": 5, "words": "а" * 501}).status_code == 422
    assert not PromiseRating.objects.exists()


def test_a_mark_is_not_given_again_and_again(cast: Cast, irina: Browser) -> None:
    over(cast, irina)

    with at_one_instant():
        answers = [irina.post("ratings", {"score": 1 + time % 5}).status_code for time in range(32)]

    assert answers == [200] * 30 + [429] * 2


def test_the_chat_goes_as_a_letter_to_whom_the_visitor_names(cast: Cast, irina: Browser) -> None:
    talked(cast, irina)

    response = irina.post("transcripts", {"email": "Irina@Example.com"})
    work()

    assert response.json()["words"] == "Чат отправлен на irina@example.com."
    letter = letters()[0]
    posting = letter.posting
    assert (letter.state, posting["to"][0]["value"]) == ("sent", "irina@example.com")
    assert posting["subject"].startswith("Ваш чат с ")
    assert "Анна Белкина:\nОн в пути." in posting["text"]
    assert "evil.example" not in posting["text"]
    page = cast.browser_of(cast.anna).get(f"/conversations/{the_conversation().public_id}/").content.decode()
    assert "The visitor had the chat sent as a letter" in page
    assert irina.reads() == ["Где мой чайник? https://evil.example", "Он в пути."]


def test_nothing_is_sent_to_strangers_by_our_hand(cast: Cast, irina: Browser) -> None:
    irina.says("Купите слона!")
    work()
    assert irina.post("transcripts", {"email": "victim@example.com"}).status_code == 422
    anna_posts(cast, "replies", text="Нет, спасибо.")

    assert irina.post("transcripts", {"email": "no address"}).status_code == 422
    assert Browser(irina.chat).post("transcripts", {"email": "victim@example.com"}).status_code == 401
    assert Browser(irina.chat).comes().post("transcripts", {"email": "victim@example.com"}).status_code == 422
    cast.browser_of(cast.anna).post(f"/conversations/{the_conversation().public_id}/blocking", {"blocked": "yes"})
    assert irina.post("transcripts", {"email": "victim@example.com"}).status_code == 403
    assert letters() == []


def test_one_address_is_not_flooded_whoever_asks(cast: Cast) -> None:
    chat = a_chat(cast)
    laptop, phone = Browser(chat), Browser(chat, address="198.51.100.9")
    for device in (laptop, phone):
        device.is_identified(token_for(chat, id="77", name="Ирина"))
    laptop.post("consents", {"purpose": "talk", "version": 1})
    talked(cast, laptop)

    answers = [one.post("transcripts", {"email": "victim@example.com"}).status_code for one in (laptop, phone) * 2]

    assert answers == [200, 200, 200, 429]
    more = [laptop.post("transcripts", {"email": "irina@example.com"}).status_code for _time in range(2)]
    assert more == [200, 429]  # the sixth of that visitor
    assert len(letters()) == 4


def test_what_was_said_in_another_matter_stays_out_of_the_letter(
    cast: Cast, irina: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    irina.says("Старый секрет.")
    work()
    tomorrow = timezone.now() + timedelta(days=2)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    irina.says("Где мой чайник?")
    monkeypatch.undo()
    work()
    newest = cast.browser_of(cast.anna)
    from slovo.conversations.models import Conversation

    place = Conversation.objects.order_by("-pk")[0].public_id
    newest.post(f"/conversations/{place}/replies", {"text": "Он в пути."})
    work()

    irina.post("transcripts", {"email": "irina@example.com"})

    text = letters()[0].posting["text"]
    assert ("Старый секрет." in text, "Где мой чайник?" in text) == (False, True)


@pytest.mark.parametrize("noun", ["config", "news", "wait", "times"])
def test_who_asks_without_end_waits(cast: Cast, irina: Browser, noun: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PORTIONS", 10**9)  # each is written down
    assert irina.get(noun).status_code == 200
    Counter.objects.update(used=10**9)
    limits.forget()

    refused = irina.get(noun)

    assert (refused.status_code, int(refused["Retry-After"]) <= 5400) == (429, True)
