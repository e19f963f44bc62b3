"""What is heard beside a question, on labelled sentences in three languages."""

from collections import Counter
from pathlib import Path

import pytest

from slovo.assistant import hearing, learning, sounding
from slovo.assistant.hearing_measuring import LISTS, figures, sentences
from slovo.assistant.measuring import DATA, questions
from slovo.config.cli import main


@pytest.mark.parametrize("name", LISTS)
def test_each_list_is_long_enough_and_speaks_three_languages(name: str) -> None:
    shipped = list(sentences(DATA, name))
    languages = Counter(one.lang for one in shipped)

    assert len({one.text for one in shipped}) == len({one.id for one in shipped}) == len(shipped) >= 60
    assert min(languages[language] for language in ("ru", "uk", "en")) >= 18


@pytest.mark.parametrize("name", ["person", "anger"])
def test_a_third_of_what_is_said_asks_for_nobody_and_is_calm(name: str) -> None:
    shipped = list(sentences(DATA, name))

    assert 3 * sum(not one.heard for one in shipped) >= len(shipped)


@pytest.mark.parametrize("name", ["person", "anger", "afterwards", "ordinary", "lately_calm"])
def test_what_is_known_is_heard_and_nothing_else(name: str) -> None:
    known = [one for one in sentences(DATA, name) if not one.is_held_out]

    assert [(one.text, one.heard, one.is_heard) for one in known if one.heard != one.is_heard] == []


@pytest.mark.parametrize("name", ["afresh_person", "afresh_anger"])
def test_of_what_other_voices_say_nearly_all_that_is_known_is_heard(name: str) -> None:
    told = figures([one for one in sentences(DATA, name) if not one.is_held_out], LISTS[name][1][0])

    assert told.recall.of >= 120
    assert told.recall.count >= 0.97 * told.recall.of


@pytest.mark.parametrize(
    ("name", "label", "least"),
    [
        ("person", "person", 0.95),
        ("anger", "angry", 0.90),
        ("afterwards", "helped", 0.66),
        ("afterwards", "doubt", 0.66),
        ("afresh_person", "person", 0.95),
        ("afresh_anger", "angry", 0.95),
        ("lately_person", "person", 0.90),
        ("lately_anger", "angry", 0.75),
        ("natural_person", "called", 0.95),
        ("natural_anger", "called", 0.90),
    ],
)
def test_of_what_nobody_had_at_hand_so_much_is_heard(name: str, label: str, least: float) -> None:
    """As it is, and not as it should be: whoever is not heard has a person one tap away (`test_taps`)."""
    told = figures([one for one in sentences(DATA, name) if one.is_held_out], label)

    assert told.recall.count >= least * told.recall.of
    assert told.false_alarms.count == 0


def test_who_asks_about_people_courts_and_noises_is_hardly_ever_handed_over() -> None:
    ordinary = list(sentences(DATA, "ordinary"))
    held_out = [one for one in ordinary if one.is_held_out]

    assert len(ordinary) >= 200
    assert sum(bool(one.is_heard) for one in ordinary) <= 0.03 * len(ordinary)
    assert sum(bool(one.is_heard) for one in held_out) <= 0.17 * len(held_out)


@pytest.mark.parametrize(("name", "most"), [("lately_calm", 0.2), ("natural_calm", 0.1)])
def test_of_what_is_calm_and_sounds_like_a_call_little_is_taken_for_one(name: str, most: float) -> None:
    """Half of `natural_calm` has words that may mislead, all of `lately_calm` was written to."""
    held_out = [one for one in sentences(DATA, name) if one.is_held_out]

    assert len(held_out) >= 90
    assert sum(bool(one.is_heard) for one in held_out) <= most * len(held_out)


def test_the_weights_that_are_shipped_are_those_that_are_learnt() -> None:
    labelled = learning.known(DATA)

    for what in sounding.FROM:
        learnt, kept = learning.learn(labelled, what), sounding.kept(what)
        assert learnt.bias == pytest.approx(kept.bias, abs=0.001)
        assert max(abs(one - other) for one, other in zip(learnt.weights, kept.weights, strict=True)) <= 1


@pytest.mark.parametrize(
    "said",
    ["", "?", "да", "Иванова Анна", "+7 (900) 000-00-12", "заказ 48213", "Call me back", "завтра в 15:00", "а " * 400],
)
def test_what_answers_a_question_of_the_bot_is_no_call_and_no_anger(said: str) -> None:
    assert (hearing.wants_person(said), hearing.is_angry(said)) == (False, False)


def test_of_the_questions_that_are_shipped_hardly_one_is_taken_for_a_call_or_for_anger() -> None:
    asked = list(questions(DATA / "questions.jsonl"))
    taken = [one for one in asked if hearing.wants_person(one.text) or hearing.is_angry(one.text)]

    assert [one.text for one in taken if not one.is_held_out] == []
    assert len(taken) <= 0.015 * len(asked)


@pytest.mark.parametrize(
    ("said", "is_one"),
    [
        ("pozovite operatora", True),
        ("meni potriben operator", True),
        ("аператора позовите", True),
        ("позовите менджера", True),
        ("get me a reprasentative", True),
        ("операторааа", True),
        ("where can i buy ham", False),
        ("how do i manage my order", False),
        ("chto delat esli kurier opozdal", False),
        ("оператор связи МТС подойдёт для кода?", False),
        ("can a person pick up the parcel for me", False),
        ("человек 5 поместится?", False),
    ],
)
def test_a_call_is_heard_however_it_is_spelt(said: str, is_one: bool) -> None:
    assert (hearing.wants_person(said), hearing.is_angry(said)) == (is_one, False)


@pytest.mark.parametrize(
    "said",
    [
        "да, но не всё",
        "не то чтобы помогло",
        "спасибо, только доставка в Казань",
        "дякую, хоча це не зовсім те",
        "дякую, проте чекаю далі",
        "thanks, I will try it and write back",
        "it helped a little, however the lid is broken",
        "",
    ],
)
def test_only_a_clear_yes_settles_anything(said: str) -> None:
    assert hearing.was_helped(said) is False


def test_the_command_prints_recall_and_false_alarms(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assistant", "measure"]) == 0

    lines = capsys.readouterr().out.splitlines()
    told = lines[lines.index(next(line for line in lines if line.startswith("sentences"))) + 1 :]
    assert [line[:37].split() for line in told] == [
        [name, *those, label]
        for name, (_hear, labels) in LISTS.items()
        for those in (["held", "out"], ["all"])
        for label in labels
    ]


def test_a_line_that_is_no_labelled_sentence_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "heard_person.jsonl").write_text('{"id": 1, "lang": "en", "text": "hm", "heard": "angry"}\n')

    assert main(["assistant", "measure", "--heard", str(tmp_path)]) == 1
    assert "heard_person.jsonl, line 1: write one object with id, lang, text and heard" in capsys.readouterr().err
