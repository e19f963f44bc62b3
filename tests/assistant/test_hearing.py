"""What is heard beside a question, on labelled sentences in three languages."""

from collections import Counter
from pathlib import Path

import pytest

from slovo.assistant import hearing
from slovo.assistant.hearing_measuring import LISTS, figures, sentences
from slovo.assistant.measuring import DATA
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


@pytest.mark.parametrize("name", LISTS)
def test_what_is_known_is_heard_and_nothing_else(name: str) -> None:
    known = [one for one in sentences(DATA, name) if not one.is_held_out]

    assert [(one.text, one.heard, one.is_heard) for one in known if one.heard != one.is_heard] == []


@pytest.mark.parametrize("name", LISTS)
def test_of_what_nobody_had_at_hand_two_in_three_are_heard_and_nothing_is_heard_wrongly(name: str) -> None:
    held_out = [one for one in sentences(DATA, name) if one.is_held_out]

    for label in LISTS[name][1]:
        told = figures(held_out, label)
        assert told.recall.count * 3 >= told.recall.of * 2
        assert told.false_alarms.count == 0


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
    assert [line[:21].split() for line in told] == [
        [*those, label] for _hear, labels in LISTS.values() for those in (["held", "out"], ["all"]) for label in labels
    ]
    assert all(" 0.0% 0/" in line for line in told)


def test_a_line_that_is_no_labelled_sentence_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "heard_person.jsonl").write_text('{"id": 1, "lang": "en", "text": "hm", "heard": "angry"}\n')

    assert main(["assistant", "measure", "--heard", str(tmp_path)]) == 1
    assert "heard_person.jsonl, line 1: write one object with id, lang, text and heard" in capsys.readouterr().err
