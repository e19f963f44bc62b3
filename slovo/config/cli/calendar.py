"""`slovo calendar …`: what an administrator asks about a calendar file, and `answer` for programs."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from slovo.core.errors import UnableTo
from slovo.core.worktime import Calendar, Pause, UnableToReadCalendar, from_text

CALENDARS_KEPT_MAX = 64

Question = Mapping[str, Any]
Answer = dict[str, Any]


class UnableToAnswer(UnableTo):
    """A question about working time that cannot be understood."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="command", required=True, metavar="QUESTION")
    for name, (_, summary, options) in COMMANDS.items():
        command = commands.add_parser(name, help=summary, description=summary)
        for option in options:
            command.add_argument(f"--{option}", **OPTIONS[option])
    summary = "answer JSON lines from standard input, one line each; docs/calendars.md shows them"
    commands.add_parser("answer", help=summary, description=summary)


def run(arguments: argparse.Namespace) -> int:
    if arguments.command == "answer":
        return answer_lines(sys.stdin.buffer)
    kind, _, _ = COMMANDS[arguments.command]
    (value,) = KINDS[kind](read_calendar(Path(arguments.calendar)), vars(arguments)).values()
    print({True: "open", False: "closed"}[value] if isinstance(value, bool) else value)
    return 0


def read_calendar(path: Path) -> Calendar:
    try:
        document = from_text(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, UnableToReadCalendar) as problem:
        raise UnableToAnswer(f"{path} cannot be read; give a file in YAML or JSON. {problem}") from None
    return Calendar.from_document(document)


def answer_lines(lines: Iterable[bytes]) -> int:
    """The exit status: 1 if any line had no answer but an error."""
    status = 0
    for line in lines:
        try:
            answer = _answer(line)
        except UnableTo as problem:
            answer, status = {"error": str(problem)}, 1
        print(json.dumps(answer), flush=True)
    return status


def _answer(line: bytes) -> Answer:
    try:
        question = json.loads(line)
    except (ValueError, RecursionError) as problem:
        raise UnableToAnswer(f"The line is not JSON; write one question as one JSON object. {problem}") from None
    if not isinstance(question, dict) or question.get("kind") not in tuple(KINDS):
        raise UnableToAnswer(f"kind: missing or unknown; write one of {', '.join(KINDS)}.")
    return KINDS[question["kind"]](_known_calendar(json.dumps(question.get("calendar"))), question)


@lru_cache(maxsize=CALENDARS_KEPT_MAX)
def _known_calendar(document: str) -> Calendar:
    return Calendar.from_document(json.loads(document))


def _deadline(calendar: Calendar, asked: Question) -> Answer:
    minutes = asked.get("minutes")
    if not isinstance(minutes, int | float) or isinstance(minutes, bool):
        raise UnableToAnswer(f"minutes: {minutes!r:.80} is not a number; write one such as 30 or 0.5.")
    deadline = calendar.deadline(_moment(calendar, asked, "start"), minutes, _pauses(calendar, asked))
    return {"deadline": _iso(calendar, deadline)}


def _elapsed(calendar: Calendar, asked: Question) -> Answer:
    start, end = _moment(calendar, asked, "start"), _moment(calendar, asked, "end")
    minutes = calendar.elapsed(start, end, _pauses(calendar, asked))
    return {"minutes": int(minutes) if minutes.is_integer() else minutes}


def _next_open(calendar: Calendar, asked: Question) -> Answer:
    return {"open_at": _iso(calendar, calendar.next_open(_moment(calendar, asked, "at")))}


def _is_open(calendar: Calendar, asked: Question) -> Answer:
    return {"open": calendar.is_open(_moment(calendar, asked, "at"))}


def _pauses(calendar: Calendar, asked: Question) -> list[Pause]:
    pauses = asked.get("pauses") or []
    if not isinstance(pauses, list) or not all(isinstance(pause, list) and len(pause) == 2 for pause in pauses):
        raise UnableToAnswer("pauses: write a list of [start, end], with null as the end of one that lasts.")
    return [
        (_at(calendar, start, "pauses"), None if end is None else _at(calendar, end, "pauses")) for start, end in pauses
    ]


def _moment(calendar: Calendar, asked: Question, key: str) -> datetime:
    return _at(calendar, asked.get(key), key)


def _at(calendar: Calendar, given: object, key: str) -> datetime:
    """A time without an offset is the calendar's own."""
    try:
        moment = datetime.fromisoformat(given)  # type: ignore[arg-type]  # TypeError is answered below
    except (TypeError, ValueError):
        raise UnableToAnswer(
            f'{key}: {given!r:.80} is not a moment; write ISO 8601, "2026-03-02T09:00:00+02:00".'
        ) from None
    return moment if moment.tzinfo else calendar.moment(moment)


def _iso(calendar: Calendar, moment: datetime) -> str:
    return moment.astimezone(calendar.zone).isoformat()


def _pause(text: str) -> list[str | None]:
    start, slash, end = text.partition("/")
    if not slash:
        raise argparse.ArgumentTypeError(f"{text!r} has no end; write START/END, or START/ while it lasts")
    return [start, end or None]


KINDS: dict[str, Callable[[Calendar, Question], Answer]] = {
    "deadline": _deadline,
    "elapsed": _elapsed,
    "next_open": _next_open,
    "is_open": _is_open,
}

COMMANDS = {
    "due": (
        "deadline",
        "the moment by which so many working minutes have passed",
        ("calendar", "start", "minutes", "pause"),
    ),
    "between": ("elapsed", "the working minutes between two moments", ("calendar", "start", "end", "pause")),
    "next-open": ("next_open", "the moment itself if open, else the next opening", ("calendar", "at")),
    "is-open": ("is_open", '"open" or "closed"', ("calendar", "at")),
}

OPTIONS: dict[str, dict[str, Any]] = {
    "calendar": {"required": True, "metavar": "FILE", "help": "the calendar file, YAML or JSON"},
    "start": {"required": True, "metavar": "ISO", "help": "from when; without an offset, calendar's time"},
    "end": {"required": True, "metavar": "ISO", "help": "until when"},
    "at": {"required": True, "metavar": "ISO", "help": "the moment asked about"},
    "minutes": {"required": True, "metavar": "N", "type": float, "help": "working minutes, also 0.5"},
    "pause": {
        "action": "append",
        "dest": "pauses",
        "metavar": "ISO/ISO",
        "type": _pause,
        "help": "a time that does not count; may be given again; ISO/ still lasts",
    },
}
