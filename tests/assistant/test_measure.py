"""`slovo assistant measure`: how often it answers, and how often wrongly, on the questions that are shipped."""

import json
from collections import Counter
from pathlib import Path

import pytest

from slovo.assistant import calibrating, knowing
from slovo.assistant.measuring import DATA, LANGUAGES, Asked, Question, articles, ask_all, figures, questions
from slovo.config.cli import main


@pytest.fixture(scope="module")
def asked() -> list[Asked]:
    return ask_all(list(questions(DATA / "questions.jsonl")), DATA / "articles")


def test_sixty_articles_in_three_languages_and_a_third_of_the_questions_has_no_answer() -> None:
    kept = {language: {one.id for one in articles(DATA / "articles", language)} for language in LANGUAGES}
    shipped = list(questions(DATA / "questions.jsonl"))
    unanswerable = [one for one in shipped if one.article is None]

    assert (len(kept["ru"]), kept["ru"] == kept["uk"] == kept["en"]) == (60, True)
    assert {one.article for one in shipped} - {None} == kept["ru"]
    assert (len(shipped), len({one.id for one in shipped}), len(unanswerable)) == (333, 333, 111)
    assert Counter(one.lang for one in shipped) == {"ru": 111, "uk": 111, "en": 111}


def test_on_questions_it_was_not_fitted_on_it_answers_three_in_five_and_hardly_ever_wrongly(asked: list[Asked]) -> None:
    told = figures([one for one in asked if one.question.is_held_out])

    assert told.wrong.count / told.wrong.of <= 0.02
    assert told.coverage.count / told.coverage.of >= 0.60
    assert (told.wrong.count, told.coverage.count, told.coverage.of) == (1, 72, 111)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_hardly_ever_wrong_in_any_language(asked: list[Asked], language: str) -> None:
    told = figures([one for one in asked if one.question.lang == language])

    assert told.wrong.count / told.wrong.of <= 0.02


def test_it_is_as_sure_as_the_calibration_half_says(asked: list[Asked]) -> None:
    fitted = calibrating.fitted([one for one in asked if not one.question.is_held_out])

    assert fitted.bias == pytest.approx(knowing.BIAS, abs=0.001)
    assert fitted.weights == pytest.approx(knowing.WEIGHTS, abs=0.001)
    assert fitted.answer_from == pytest.approx(knowing.ANSWER_FROM, abs=0.001)


def test_the_command_prints_each_share_with_its_count(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assistant", "measure"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines[1:5]] == [["held", "out"]] * 4
    assert " 72/111 (" in lines[4]


def own(folder: Path, *lines: object) -> list[str]:
    for language in LANGUAGES:
        (folder / language).mkdir()
        (folder / language / "moon.md").write_text("# Moon cakes\n\nMoon cakes are baked in September.\n")
    asked = folder / "asked.jsonl"
    asked.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines))
    return ["--questions", str(asked), "--articles", str(folder)]


def test_a_company_measures_with_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = own(tmp_path, {"id": 1, "lang": "en", "text": "elephants?", "article": None})

    assert main(["assistant", "measure", *asked]) == 0
    assert "of nothing" in capsys.readouterr().out


def test_a_line_that_is_no_question_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = own(tmp_path, {"id": 1, "lang": "en", "text": "hm", "article": None}, {"id": 2, "lang": "de"})

    assert main(["assistant", "measure", *asked]) == 1
    assert "asked.jsonl, line 2: write one object with id, lang" in capsys.readouterr().err


def test_no_articles_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assistant", "measure", "--articles", str(tmp_path)]) == 1
    assert "has no articles" in capsys.readouterr().err


def test_even_ids_are_for_calibration() -> None:
    assert [Question(number, "en", "", None).is_held_out for number in (1, 2)] == [True, False]
