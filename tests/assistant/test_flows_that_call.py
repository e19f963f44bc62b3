"""The flow that asks for a call back: the times that the widget's own form offers, and what is promised by them."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone, translation
from django.utils.formats import date_format

from slovo.assistant.flow_models import FlowTurn
from slovo.callbacks import actions as callbacks
from slovo.callbacks import queries as calls
from slovo.callbacks.models import Callback
from slovo.conversations import chat_waiting
from slovo.core import limits
from slovo.promises.models import Promise
from tests.assistant.stories import a_chat_with_the_bot, a_running, asks, options, words
from tests.callbacks.stories import E164, PHONE, ruled
from tests.cast import Cast
from tests.channels.chat.visitors import Browser

SOON, ANOTHER = "Как можно скорее", "Другое время"
BEGIN = (f"Перезвоните мне на {PHONE}", "Про чайник")


@pytest.fixture(autouse=True)
def nobody_asked_before() -> None:
    limits.forget()
    chat_waiting.forget()


@pytest.fixture
def irina(cast: Cast) -> Browser:
    """With the question before her, when she would like to talk. The brand has its times open."""
    ruled(cast, at=timezone.now(), page_open=True)
    chat = a_chat_with_the_bot(cast)
    a_running(cast, "callback")
    return asks(Browser(chat).comes(name="Ирина"), *BEGIN)


def spoken(moment: datetime, cast: Cast) -> str:
    with translation.override("ru"):
        local = moment.astimezone(cast.chainik.tz)
        return f"{date_format(local, 'D, j E')}, {local:%H:%M}"


def test_the_times_are_those_of_the_widgets_own_form(cast: Cast, irina: Browser) -> None:
    free = [datetime.fromisoformat(one["at"]) for one in irina.get("times").json()["times"]]

    soon, *times, another = options(irina)

    assert (soon, another, len(times)) == (SOON, ANOTHER, 2)
    assert set(times) <= {spoken(one, cast) for one in free}
    assert times[0] == spoken(free[0], cast)


def test_the_time_that_is_chosen_is_promised_and_taken_from_the_others(cast: Cast, irina: Browser) -> None:
    first = options(irina)[1]
    asks(irina, first)

    callback = Callback.objects.get()
    assert callback.slot_starts_at
    assert callback.slot_ends_at
    assert (spoken(callback.slot_starts_at, cast), callback.promise.due_at) == (first, callback.slot_ends_at)
    assert (callback.phone, callback.words, callback.promise.kind) == (E164, "Про чайник", "callback")
    local = callback.slot_ends_at.astimezone(cast.chainik.tz)
    assert words(irina).startswith(f"Записал: перезвоним на {E164}. Позвоним ")
    assert words(irina).endswith(f"не позже {local:%H:%M}.")
    assert callback.slot_starts_at.isoformat() not in [one["at"] for one in irina.get("times").json()["times"]]
    assert FlowTurn.objects.latest("pk").callback == callback


@pytest.mark.parametrize("said", [SOON, "1", "лучше прямо сейчас", "как можно скорее, пожалуйста"])
def test_as_soon_as_possible_has_no_time_of_its_own(cast: Cast, irina: Browser, said: str) -> None:
    asks(irina, said)

    callback = Callback.objects.get()
    assert callback.slot_starts_at is None
    assert words(irina).startswith(f"Записал: перезвоним на {E164}. Позвоним до ")


def test_other_times_are_offered_to_who_wants_one_later(cast: Cast, irina: Browser) -> None:
    before = options(irina)
    asks(irina, "не сейчас, позже")

    assert words(irina) == "Вот ещё свободное время."
    assert (options(irina)[0], options(irina)[-1]) == (SOON, ANOTHER)
    assert not set(options(irina)[1:-1]) & set(before[1:-1])


def test_a_moment_in_words_of_their_own_is_the_time_in_which_it_lies(cast: Cast, irina: Browser) -> None:
    free = calls.slots(cast.chainik, calls.rule_of(cast.chainik), at=timezone.now())
    wanted = next(one for one in free if one.starts_at > timezone.now() + timedelta(days=1))
    local = (wanted.starts_at + timedelta(minutes=10)).astimezone(cast.chainik.tz)

    asks(irina, f"{local:%d.%m.%Y в %H:%M}")

    assert Callback.objects.get().slot_starts_at == wanted.starts_at


def test_a_time_that_somebody_took_meanwhile_is_said_to_be_taken(cast: Cast, irina: Browser) -> None:
    chosen = FlowTurn.objects.latest("pk").offered[0]
    callbacks.ask_by_customer(brand=cast.chainik, phone="+79000000099", slot_starts_at=chosen, at=timezone.now())

    asks(irina, "2")

    assert words(irina).split("\n\n")[0] == "Это время только что заняли. Давайте выберем другое."
    assert spoken(chosen, cast) not in options(irina)
    asks(irina, options(irina)[1])
    assert Callback.objects.get(phone=E164).slot_starts_at


def test_who_is_to_be_called_already_hears_when_that_is(cast: Cast, irina: Browser) -> None:
    chosen = FlowTurn.objects.latest("pk").offered[0]
    callbacks.ask_by_customer(brand=cast.chainik, phone=PHONE, slot_starts_at=chosen, at=timezone.now())

    asks(irina, SOON)

    assert Promise.objects.filter(kind="callback").count() == 1
    until = (chosen + timedelta(minutes=30)).astimezone(cast.chainik.tz)
    assert words(irina).endswith(f"не позже {until:%H:%M}.")


def test_where_all_times_are_taken_it_is_as_soon_as_possible(cast: Cast) -> None:
    ruled(cast, at=timezone.now(), page_open=True, slot_capacity=0)
    chat = a_chat_with_the_bot(cast)
    a_running(cast, "callback")

    irina = asks(Browser(chat).comes(), *BEGIN)

    assert words(irina).startswith(f"Записал: перезвоним на {E164}. Позвоним до ")
