"""`slovo assistant flow`: a flow tried, checked and printed without a browser."""

import io
import json
from pathlib import Path

import pytest

from slovo.assistant.flows.templates import TEMPLATES
from slovo.config.cli import main
from slovo.visits.models import Visit
from tests.assistant.stories import a_running
from tests.callbacks.stories import PHONE
from tests.cast import Cast
from tests.visits.stories import tasting


def says(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))


def test_a_shipped_flow_is_tried_line_by_line(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    says(monkeypatch, "Перезвоните мне", PHONE, "Про чайник", "больше ничего не слышно")

    assert main(["assistant", "flow", "callback", "--brand", "chainik", "--lang", "ru"]) == 0

    told = [part.splitlines()[-1] for part in capsys.readouterr().out.strip().split("\n\n")]
    assert told[:3] == [
        "Я бот и помогу с этим. Напишите «позовите человека», если нужен человек.",
        "По какому номеру вам перезвонить?",
        "О чём будет разговор? Пары слов достаточно.",
    ]
    assert told[3].startswith("  [")
    assert len(told) == 4


def test_the_brands_own_flow_offers_times_and_books_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tasting(cast)
    a_running(cast, "visit")
    says(monkeypatch, "запишите меня", "1", PHONE, "да")

    assert main(["assistant", "flow", "visit", "--brand", "chainik"]) == 0

    out = capsys.readouterr().out
    assert ("  4. Другое время" in out, "Готово: «Чайная проба»" in out, Visit.objects.count()) == (True, True, 0)


def test_a_file_is_checked_and_what_is_wrong_is_told(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["assistant", "flow", "callback", "--brand", "honey", "--print"]) == 0
    plain = json.loads(capsys.readouterr().out)
    assert plain == json.loads(json.dumps(TEMPLATES["callback"].plain()))
    path = tmp_path / "call.json"
    path.write_text(json.dumps(plain))
    check = ["assistant", "flow", str(path), "--brand", "honey", "--check"]
    assert main(check) == 0

    plain["steps"][0]["next"] = "nowhere"
    path.write_text(json.dumps(plain))
    assert main(check) == 1
    assert capsys.readouterr().err == "phone: It leads to a step that is not there: nowhere.\n"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("[]", "This is no flow: it has no list of steps."),
        ('{"version": 2, "steps": []}', "This flow is of a version that is not known here. Upgrade Slovo first."),
        ("{", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
    ],
)
def test_what_is_no_flow_is_refused(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, problem: str
) -> None:
    path = tmp_path / "no.json"
    path.write_text(content)

    assert main(["assistant", "flow", str(path), "--brand", "chainik"]) == 1
    assert capsys.readouterr().err == f"{path}: {problem}\n"


def test_an_unknown_name_is_answered_with_those_that_there_are(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assistant", "flow", "pizza", "--brand", "chainik"]) == 1
    assert main(["assistant", "flow", "visit", "--brand", "pizza"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "There is no flow 'pizza'. Known: order, callback, visit.",
        "There is no brand 'pizza'. Known: chainik, honey.",
    ]
