"""`slovo assistant measure`: how often it answers, and how often wrongly, on the questions that are shipped."""

import json
from collections import Counter
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from slovo.assistant import calibrating, knowing
from slovo.assistant.grounds import checked
from slovo.assistant.measuring import (
    DATA,
    FEW,
    LANGUAGES,
    Asked,
    Question,
    articles,
    ask_all,
    ask_few,
    figures,
    questions,
)
from slovo.assistant.voice_judging import passages_of
from slovo.config.cli import main
from tests.servers.voices import KEY, MODEL, Endpoint, an_endpoint, quoting


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


@pytest.mark.parametrize(("language", "right"), [("ru", 25), ("uk", 26), ("en", 31)])
def test_on_questions_it_was_not_fitted_on_it_answers_three_in_five_in_each_language_and_hardly_ever_wrongly(
    asked: list[Asked], language: str, right: int
) -> None:
    told = figures([one for one in asked if one.question.is_held_out and one.question.lang == language])

    assert told.wrong.count / told.wrong.of <= 0.02
    assert told.coverage.count / told.coverage.of >= 0.60
    assert (told.wrong.count, told.coverage.count, told.coverage.of) == (0, right, 37)


def test_it_is_hardly_ever_wrong_of_all(asked: list[Asked]) -> None:
    told = figures(asked)

    assert told.wrong.count / told.wrong.of <= 0.02


@pytest.mark.parametrize("number", FEW)
def test_with_few_articles_it_speaks_all_the_same_and_is_hardly_ever_wrong(number: int) -> None:
    """Of five articles alone no word is rare; yet what they answer is answered. Most questions are of other things."""
    told = figures(ask_few(list(questions(DATA / "questions.jsonl")), DATA / "articles", number))

    assert told.wrong.count / told.wrong.of <= 0.02
    assert told.precision.count / told.precision.of >= 0.90
    assert told.coverage.count / told.coverage.of >= 0.50


def test_it_is_as_sure_as_the_calibration_half_says(asked: list[Asked]) -> None:
    half = [one for one in questions(DATA / "questions.jsonl") if not one.is_held_out]
    few = [ask_few(half, DATA / "articles", number) for number in FEW]
    fitted = calibrating.fitted([one for one in asked if not one.question.is_held_out], few)

    assert fitted.bias == pytest.approx(knowing.BIAS, abs=0.001)
    assert fitted.weights == pytest.approx(knowing.WEIGHTS, abs=0.001)
    assert fitted.answer_from == pytest.approx(knowing.ANSWER_FROM, abs=0.001)


def test_the_command_prints_each_share_with_its_count(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assistant", "measure"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines[1:5]] == [["held", "out"]] * 4
    assert " 82/111 (" in lines[4]


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


def moon_cakes(folder: Path, endpoint: Endpoint) -> list[str]:
    """Four questions, of which three are answered, through an endpoint."""
    texts = (
        "When are moon cakes baked?",
        "Moon cakes: baked when?",
        "Are moon cakes baked in September?",
        "elephants?",
    )
    lines = [{"id": number, "lang": "en", "text": text, "article": "moon"} for number, text in enumerate(texts)]
    (folder / "key").write_text(f"{KEY}\n")
    where = ["--voice", endpoint.address, "--model", MODEL, "--key-file", str(folder / "key")]
    return ["assistant", "measure", *own(folder, *lines), *where]


@pytest.mark.slow
def test_an_endpoint_is_measured_by_how_often_its_words_are_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], settings: Settings
) -> None:
    settings.OUTGOING_ALLOWED = ["127.0.0.1"]
    said = iter(
        ["Moon cakes are baked in September.", "Moon cakes are baked in 3 days.", "Moon cakes are sold in Rome."]
    )
    with an_endpoint(lambda _asked: quoting(next(said), "Moon cakes are baked in September.")) as endpoint:
        assert main([*moon_cakes(tmp_path, endpoint), "--wrong"]) == 0

    lines = capsys.readouterr().out.splitlines()
    english = next(line for line in lines if line.split()[:1] == ["en"])
    assert " 1/3 (" in english and english.endswith("number 1, name 1")
    assert "1: Moon cakes: baked when? → number: " in lines[-2]
    assert len(endpoint.asked) == 3


@pytest.mark.slow
@pytest.mark.parametrize(
    ("status", "more", "says"),
    [
        (401, [], "does not answer (key)"),
        (500, [], "does not answer (status)"),
        (200, ["--model", ""], "Name the model"),
        (200, ["--key-file", "/nowhere"], "/nowhere cannot be read"),
    ],
)
def test_an_endpoint_that_is_not_to_be_measured_is_named(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    settings: Settings,
    status: int,
    more: list[str],
    says: str,
) -> None:
    settings.OUTGOING_ALLOWED = ["127.0.0.1"]
    with an_endpoint(lambda _asked: quoting("No.")) as endpoint:
        endpoint.status = status
        assert main([*moon_cakes(tmp_path, endpoint), *more]) == 1

    told = capsys.readouterr()
    assert (says in told.err, KEY in told.err + told.out) == (True, False)


def test_what_stands_in_the_article_word_for_word_may_always_be_said(asked: list[Asked]) -> None:
    outcomes = Counter()
    for one in asked:
        if one.is_answered and one.found:
            passage = one.found.passage
            text = passage.text.partition("\n")[2] or passage.text
            said = json.dumps({"answer": text, "quotes": [{"passage": len(passages_of(passage)), "text": text}]})
            found = checked(said, title=passage.title, passages=passages_of(passage), language=one.question.lang)
            outcomes[found.why_not] += 1
    assert outcomes == {None: 166}


BRACES = "Braces are worn for two years. You may pay in twelve monthly instalments without interest."
SEATS = "Tick a child seat in the app; it is free. The seat is for children up to four, the booster up to twelve."
TEA = "Чай — продукт питания, вскрытую пачку обратно не принимаем. Если чай пришёл испорченным, мы заменим его."
RETURN = "Чайник можно вернуть в течение 14 дней после покупки, если им не пользовались."
VIDEO = "Відеоконсультація триває двадцять хвилин. Посилання надходить за годину. Рецептів через відео не виписуємо."


@pytest.mark.parametrize(
    ("language", "passage", "answer", "why_not"),
    [
        ("en", BRACES, "Yes, you may pay in twelve monthly instalments without interest.", None),
        ("en", BRACES, "You may pay in two instalments.", "number"),
        ("en", BRACES, "You may pay in twelve monthly instalments with interest.", "sense"),
        ("en", BRACES, "Braces are worn for two years and are paid by insurance.", "words"),
        ("en", SEATS, "The booster is up to twelve.", None),
        ("en", SEATS, "The seat is for children up to twelve.", "number"),
        ("en", SEATS, "Tick a child seat in the app today.", "promise"),
        ("ru", TEA, "Вскрытую пачку чая мы обратно не принимаем.", None),
        ("ru", TEA, "Вскрытую пачку чая мы принимаем обратно.", "sense"),
        ("ru", TEA, "Если чай пришёл испорченным, мы заменим его на два.", "number"),
        ("ru", TEA, "Мы заменим чай.", "sense"),
        ("ru", RETURN, "Чайник можно вернуть в течение 14 дней, если им не пользовались.", None),
        ("ru", RETURN, "Чайник можно вернуть за 14 дней до покупки, если им не пользовались.", "sense"),
        ("ru", RETURN, "Чайник нужно вернуть в течение 14 дней, если им не пользовались.", "sense"),
        ("ru", RETURN, "Чайник можно вернуть в течение часа, если им не пользовались.", "number"),
        ("ru", RETURN, "Чайник можно вернуть в течение одного дня, если им не пользовались.", "number"),
        ("uk", VIDEO, "Ні, рецептів через відео ми не виписуємо.", None),
        ("uk", VIDEO, "Відеоконсультація триває двадцять хвилин.", None),
        ("uk", VIDEO, "Відеоконсультація триває двадцять годин.", "number"),
        ("uk", VIDEO, "Рецептів через відео не виписуємо двадцять хвилин.", "number"),
    ],
)
def test_an_answer_keeps_to_what_its_sentences_say(
    language: str, passage: str, answer: str, why_not: str | None
) -> None:
    said = json.dumps({"answer": answer, "quotes": [{"passage": 1, "text": passage}]})
    assert checked(said, title="", passages=[passage], language=language).why_not == why_not
