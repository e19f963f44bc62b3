"""`slovo calendar …` as an administrator and a program call it."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from slovo.config.cli import main

pytestmark = pytest.mark.thorough

KYIV = {"tz": "Europe/Kyiv", "week": {"mon": [["09:00", "18:00"]], "fri": [["09:00", "18:00"], ["22:00", "02:00"]]}}
MANUAL = Path(__file__).parents[2] / "docs" / "calendars.md"
FRIDAY = "2026-03-06"


@pytest.fixture
def calendar_file(tmp_path):
    path = tmp_path / "calendar.yaml"
    path.write_text("tz: Europe/Kyiv\nweek:\n  mon: [[09:00, 18:00]]\n  fri: [[09:00, 18:00], [22:00, 02:00]]\n")
    return path


@pytest.fixture
def ask(calendar_file, capsys):
    def answer(question, *options):
        status = main(["calendar", question, "--calendar", str(calendar_file), *options])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return answer


def test_due_says_the_moment_in_the_calendars_zone(ask):
    options = ["--start", f"{FRIDAY}T15:30:00Z", "--minutes", "90"]
    assert ask("due", *options) == (0, f"{FRIDAY}T23:00:00+02:00\n", "")


def test_due_leaves_pauses_out(ask):
    options = ["--start", f"{FRIDAY}T09:00", "--minutes", "30.5"]
    pauses = ["--pause", f"{FRIDAY}T09:10/{FRIDAY}T09:20", "--pause", f"{FRIDAY}T09:15/{FRIDAY}T09:30"]
    assert ask("due", *options, *pauses) == (0, f"{FRIDAY}T09:50:30+02:00\n", "")


def test_due_while_a_pause_lasts_is_refused(ask):
    options = ["--start", f"{FRIDAY}T09:00", "--minutes", "30", "--pause", f"{FRIDAY}T09:10/"]
    refusal = "slovo calendar: There is no deadline while a pause has no end: ask again when it has.\n"
    assert ask("due", *options) == (1, "", refusal)


def test_between_says_minutes(ask):
    assert ask("between", "--start", FRIDAY, "--end", "2026-03-08") == (0, "780\n", "")
    assert ask("between", "--start", f"{FRIDAY}T12:00", "--end", f"{FRIDAY}T12:00:30") == (0, "0.5\n", "")


def test_next_open_says_the_moment(ask):
    assert ask("next-open", "--at", f"{FRIDAY}T18:00") == (0, f"{FRIDAY}T22:00:00+02:00\n", "")
    assert ask("next-open", "--at", f"{FRIDAY}T12:00") == (0, f"{FRIDAY}T12:00:00+02:00\n", "")


def test_is_open_says_open_or_closed(ask):
    assert ask("is-open", "--at", "2026-03-07T01:59:59") == (0, "open\n", "")
    assert ask("is-open", "--at", "2026-03-07T02:00:00") == (0, "closed\n", "")


def test_json_is_a_calendar_file_too(ask, calendar_file):
    calendar_file.write_text(json.dumps(KYIV, indent="\t"), encoding="utf-8-sig")
    assert ask("is-open", "--at", f"{FRIDAY}T12:00") == (0, "open\n", "")


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"tz: [", "cannot be read; give a file in YAML or JSON."),
        (b"\xff\xfe\x00", "cannot be read; give a file in YAML or JSON."),
        (b"holidays: [2026-02-30]", "cannot be read; give a file in YAML or JSON."),
        (b"[" * 100_000, "cannot be read; give a file in YAML or JSON."),
        (b"", 'tz: missing; write the name of a time zone such as "Europe/Kyiv" or "Europe/Moscow".'),
    ],
)
def test_a_file_that_is_no_calendar_is_refused_with_the_remedy(ask, calendar_file, content, refusal):
    calendar_file.write_bytes(content)
    status, out, err = ask("is-open", "--at", FRIDAY)
    assert (status, out) == (1, "")
    assert refusal in err


def test_a_file_that_is_not_there_is_refused(ask, calendar_file):
    calendar_file.unlink()
    status, _, err = ask("is-open", "--at", FRIDAY)
    assert status == 1
    assert err.startswith(f"slovo calendar: {calendar_file} cannot be read; ")


def test_a_pause_without_a_slash_shows_the_form(ask, capsys):
    with pytest.raises(SystemExit):
        ask("due", "--start", FRIDAY, "--minutes", "1", "--pause", FRIDAY)
    assert "write START/END, or START/ while it lasts" in capsys.readouterr().err


def test_the_examples_of_the_manual_print_what_it_says(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    manual = MANUAL.read_text(encoding="utf-8")
    (tmp_path / "office.yaml").write_text(re.findall(r"```yaml\n(.*?)```", manual, re.DOTALL)[0])
    (console,) = re.findall(r"```console\n(.*?)```", manual, re.DOTALL)
    examples = re.findall(r"\$ slovo (.*)\n(.*)\n", console)
    said = [main(command.split()) or capsys.readouterr().out.strip() for command, _ in examples]
    assert said == [printed for _, printed in examples]


# JSON lines


def slovo_answer(text):
    command = [sys.executable, "-m", "slovo", "calendar", "answer"]
    done = subprocess.run(command, input=text, capture_output=True, timeout=60)
    assert done.stderr == b""
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def lines(*questions):
    return "".join(json.dumps({"calendar": KYIV} | question) + "\n" for question in questions).encode()


def test_every_kind_of_question_is_answered_in_order():
    asked = lines(
        {"kind": "deadline", "start": f"{FRIDAY}T17:30:00+02:00", "minutes": 60, "pauses": []},
        {"kind": "elapsed", "start": f"{FRIDAY}T17:30:00+02:00", "end": "2026-03-09T09:30:00+02:00"},
        {"kind": "elapsed", "start": f"{FRIDAY}T17:00:00+02:00", "end": f"{FRIDAY}T17:00:45Z", "pauses": []},
        {"kind": "next_open", "at": "2026-03-08T12:00:00Z"},
        {"kind": "is_open", "at": f"{FRIDAY}T12:00"},
        {"kind": "is_open", "at": "2026-03-08T12:00"},
    )
    assert slovo_answer(asked) == (
        0,
        [
            {"deadline": f"{FRIDAY}T22:30:00+02:00"},
            {"minutes": 300},
            {"minutes": 60},
            {"open_at": "2026-03-09T09:00:00+02:00"},
            {"open": True},
            {"open": False},
        ],
    )


def test_pauses_are_pairs_and_null_ends_none():
    span = [f"{FRIDAY}T10:00:00+02:00", f"{FRIDAY}T10:00:30+02:00"]
    asked = {"start": f"{FRIDAY}T09:59:00+02:00", "end": f"{FRIDAY}T10:01:00+02:00"}
    status, answers = slovo_answer(
        lines(
            {"kind": "elapsed", "pauses": [span]} | asked,
            {"kind": "elapsed", "pauses": [[span[0], None]]} | asked,
            {"kind": "elapsed", "pauses": None} | asked,
            {"kind": "deadline", "minutes": 1.25, "pauses": [span]} | asked,
        )
    )
    assert status == 0
    assert answers == [{"minutes": 1.5}, {"minutes": 1}, {"minutes": 2}, {"deadline": f"{FRIDAY}T10:00:45+02:00"}]


@pytest.mark.parametrize(
    ("bad", "error"),
    [
        (b"", "The line is not JSON; write one question as one JSON object."),
        (b"{", "The line is not JSON; write one question as one JSON object."),
        (b"\xff", "The line is not JSON; write one question as one JSON object."),
        (b"[" * 100_000, "The line is not JSON; write one question as one JSON object."),
        (b"[]", "kind: missing or unknown; write one of deadline, elapsed, next_open, is_open."),
        (b'{"kind": ["is_open"]}', "kind: missing or unknown; write one of deadline, elapsed, next_open, is_open."),
        (b'{"kind": "is_open"}', "tz: missing; write the name of a time zone such as"),
        (lines({"kind": "is_open", "calendar": 5})[:-1], "The calendar: expected keys with values, found 5."),
        (lines({"kind": "is_open"})[:-1], "at: None is not a moment; write ISO 8601,"),
        (lines({"kind": "is_open", "at": "noon"})[:-1], "at: 'noon' is not a moment; write ISO 8601,"),
        (lines({"kind": "is_open", "at": "0001-01-01"})[:-1], "0001-01-01T00:00:00 is too far away:"),
        (lines({"kind": "deadline", "start": FRIDAY})[:-1], "minutes: None is not a number;"),
        (lines({"kind": "deadline", "start": FRIDAY, "minutes": True})[:-1], "minutes: True is not a number;"),
        (lines({"kind": "deadline", "start": FRIDAY, "minutes": -1})[:-1], "-1 minutes cannot be counted:"),
        (
            lines({"kind": "deadline", "start": FRIDAY, "minutes": 1, "pauses": [FRIDAY]})[:-1],
            "pauses: write a list of [start, end],",
        ),
        (
            lines({"kind": "next_open", "at": FRIDAY, "calendar": {"tz": "UTC"}})[:-1],
            "The calendar has too little open time in the next 100 years:",
        ),
    ],
)
def test_a_bad_line_gets_an_error_and_the_run_goes_on(bad, error):
    good = lines({"kind": "is_open", "at": f"{FRIDAY}T12:00"})
    status, answers = slovo_answer(good + bad + b"\n" + good)
    assert status == 1
    assert [answers[0], answers[2:]] == [{"open": True}, [{"open": True}]]
    assert list(answers[1]) == ["error"]
    assert answers[1]["error"].startswith(error)


def test_years_of_which_a_countrys_holidays_are_unknown_say_nothing_beside_the_answer():
    calendar = {"tz": "Asia/Kolkata", "week": {"mon": [["09:00", "18:00"]]}, "holidays": "IN"}
    asked = lines({"kind": "is_open", "calendar": calendar, "at": "2040-01-02T12:00"})
    assert slovo_answer(asked) == (0, [{"open": True}])


def test_each_line_is_answered_before_the_next_is_asked():
    command = [sys.executable, "-m", "slovo", "calendar", "answer"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        for _ in range(3):
            process.stdin.write(lines({"kind": "is_open", "at": f"{FRIDAY}T12:00"}))
            process.stdin.flush()
            assert json.loads(process.stdout.readline()) == {"open": True}
        process.stdin.close()
        assert process.wait(timeout=10) == 0


def test_the_web_framework_is_not_loaded():
    code = "import slovo.config.cli.calendar, sys; print([name for name in sys.modules if 'django' in name])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("[]\n", "")
