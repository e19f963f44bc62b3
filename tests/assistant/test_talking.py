"""`slovo assistant talk`: what the bot says to whom, and when it calls a person."""

import io
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slovo.assistant import talking
from slovo.assistant.measuring import DATA, articles
from slovo.assistant.retrieval import Library
from slovo.assistant.source import Source
from slovo.config.cli import main

OVER = {"ru": "Я бот, а дальше вам ответит человек.", "uk": "Я бот, а далі вам відповість людина."}
OVER |= {"en": "I am a bot, and a person answers you from here on."}
PUER = {
    "ru": "сколько раз можно проливать пуэр",
    "uk": "пуер скільки разів можна заливати? яка перша заварка",
    "en": "how many infusions from one pu-erh",
}


@pytest.fixture
def talk(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    def said(language: str, *lines: str) -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{one}\n" for one in lines)))
        assert main(["assistant", "talk", "--lang", language]) == 0
        return capsys.readouterr().out

    return said


@pytest.mark.parametrize("language", ["ru", "uk", "en"])
def test_it_says_it_is_a_bot_quotes_the_article_word_for_word_and_names_it(talk, language: str) -> None:
    (article,) = (one for one in articles(DATA / "articles", language) if one.id == "tea/puer")

    said = talk(language, PUER[language]).split("\n\n")

    assert said[0].startswith({"ru": "Я бот.", "uk": "Я бот.", "en": "I am a bot."}[language])
    assert article.title in said[0]
    assert said[1:3] == [article.body.strip(), f"{language}/tea/puer.md"]


@pytest.mark.parametrize(
    ("language", "asked"),
    [
        ("ru", "позовите человека"),
        ("ru", "дайте мне поговорить с кем-то живым, можно живого человека"),
        ("ru", "соедините с оператором пожалуйста"),
        ("ru", "я не хочу с ботом, где менеджер"),
        ("uk", "покличте людину"),
        ("uk", "хочу поговорити з живою людиною"),
        ("uk", "з'єднайте з оператором"),
        ("en", "a person please"),
        ("en", "can i talk to a human"),
        ("en", "get me a real person"),
    ],
)
def test_whoever_asks_for_a_person_is_handed_over_at_once(talk, language: str, asked: str) -> None:
    assert talk(language, asked).startswith(OVER[language])


@pytest.mark.parametrize(
    ("language", "asked"),
    [
        ("ru", "это безобразие, где мой чай"),
        ("uk", "та скільки можна! ганьба"),
        ("en", "this is ridiculous"),
        ("en", "WHERE IS MY PARCEL ALREADY"),
    ],
)
def test_an_angry_visitor_is_handed_over_at_once(talk, language: str, asked: str) -> None:
    assert talk(language, asked).startswith(OVER[language])


@pytest.mark.parametrize(
    ("language", "doubt"),
    [
        ("ru", "нет"),
        ("ru", "вы уверены?"),
        ("uk", "ні, не те"),
        ("uk", "не допомогло"),
        ("en", "no"),
        ("en", "are you sure?"),
    ],
)
def test_after_a_doubt_a_person_is_told_what_was_asked_and_quoted(talk, language: str, doubt: str) -> None:
    said = talk(language, PUER[language], doubt)

    (article,) = (one for one in articles(DATA / "articles", language) if one.id == "tea/puer")
    over, summary = said.split("\n\n")[-2:]
    assert over.startswith(OVER[language])
    assert [PUER[language] in summary, doubt in summary, f"«{article.title}»" in summary] == [True, True, True]


def test_it_says_nothing_twice_and_nothing_after_it_has_handed_over(talk) -> None:
    said = talk("en", PUER["en"], PUER["en"], PUER["en"], "hello?")

    assert (said.count("Break five grams"), said.count(OVER["en"])) == (1, 1)
    assert "What the bot quoted was no help." in said


@pytest.mark.parametrize(
    ("language", "greeting", "answer"),
    [
        ("ru", "Здравствуйте!", "Здравствуйте! Я бот."),
        ("ru", "Добрый день", "Здравствуйте! Я бот."),
        ("uk", "Доброго дня!", "Вітаємо! Я бот."),
        ("en", "hi", "Hello! I am a bot."),
    ],
)
def test_a_bare_greeting_is_answered_with_one_and_only_once(talk, language: str, greeting: str, answer: str) -> None:
    said = talk(language, greeting, PUER[language], greeting).split("\n\n")

    assert said[0].startswith(answer)
    assert said[1].startswith(("Я бот. В", "Я бот. У", "I am a bot. Our"))
    assert said[-2].startswith(OVER[language])


def test_two_rounds_are_enough(talk) -> None:
    said = talk("en", PUER["en"], "should i keep tea in the fridge", "how do i book a doctor")

    assert (said.count("I am a bot. Our article"), said.count(OVER["en"])) == (2, 1)
    assert "The bot has had its two rounds." in said


def test_what_helped_begins_anew_and_is_answered_once(talk) -> None:
    said = talk("en", PUER["en"], "thanks", "thank you", "should i keep tea in the fridge", "how do i book a doctor")

    assert (said.count("I am a bot. Our article"), said.count("Glad that it helped")) == (3, 1)
    assert OVER["en"] not in said


def test_what_it_does_not_know_goes_to_a_person(talk) -> None:
    said = talk("en", "do you have a rabies jab")

    assert said.startswith(OVER["en"])
    assert "The bot knows no article that answers this." in said


@pytest.mark.parametrize(("answer", "quoted"), [("1", "Отменить или перенес"), ("2", "Запишитесь на са")])
def test_between_two_close_articles_it_asks_once_which_is_meant(talk, answer: str, quoted: str) -> None:
    said = talk("ru", "надо отменить прием у врача", answer).split("\n\n")

    assert said[0].startswith("Я бот. О чём вы: 1 — «Отмена и перенос приёма» или 2 — «Как записаться к врачу»")
    assert said[2].startswith(quoted)


def test_it_does_not_ask_which_a_second_time(talk) -> None:
    said = talk("ru", "надо отменить прием у врача", "1", "спасибо", "надо отменить прием у врача")

    assert (said.count("О чём вы"), said.count(OVER["ru"])) == (1, 1)


@cache
def all_articles() -> Library:
    return Library(articles(DATA / "articles", "en"), "en")


LINES = [PUER["en"], "should i keep tea in the fridge", "how do i book a doctor", "tea", "1", "thanks", "no", "hello"]


@given(st.lists(st.sampled_from(LINES), max_size=7))
def test_where_a_talk_stands_is_told_by_its_steps_alone(said: list[str]) -> None:
    library = all_articles()
    talk, steps = talking.Talk(), []
    for text in said:
        talk, reply = talking.reply(talk, text, library=library, language="en", source=Source)
        if reply:
            steps.append(talking.Step([text], reply.move, reply.passages))

    assert talking.so_far(steps) == talk


@pytest.mark.parametrize(
    ("language", "asked"),
    [
        ("ru", "анализ на группу крови сколько стоит"),
        ("uk", "яка ціна пуеру за млинець"),
        ("en", "price of a knee mri"),
    ],
)
def test_who_asks_for_a_price_gets_no_article_that_names_none(talk, language: str, asked: str) -> None:
    assert talk(language, asked).startswith(OVER[language])


@pytest.mark.parametrize(
    ("language", "asked", "told"),
    [("ru", "сколько стоит доставка курьером", "250 рублей"), ("en", "how much is courier delivery", "4 pounds")],
)
def test_who_asks_for_a_price_gets_the_article_that_names_it(talk, language: str, asked: str, told: str) -> None:
    assert told in talk(language, asked)
