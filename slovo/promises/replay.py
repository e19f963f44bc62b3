"""The ledger built anew from the journal: every row but the words, customers’ choices, and how many were kept.

Promises made before the journal told everything of them cannot be built; they are counted apart.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.transaction import atomic

from slovo.core.db import is_postgresql
from slovo.core.journal.models import JournalEntry
from slovo.promises.ladder_models import CustomerChoice
from slovo.promises.models import NO_SHOW, Promise
from slovo.promises.more_models import Consent, PromiseMove

Row = dict[str, Any]
DONE = ("done_at", "said_done_at")
TEXTS = {"what", "now", "next", "release_words", "reason", "words"}
THE_CLOCKS = {"heard_at", "next_step_at", "called_off_at"}  # follow from the rest, from ladders and others' facts
NO_FACTS_BUSINESS = TEXTS | THE_CLOCKS | {"id", "public_id"}


@dataclass(slots=True)
class Rebuilt:
    """By id; a choice by its move and its number there. `unknown`: promises of which the journal does not tell how they
    were made."""

    promises: dict[int, Row] = field(default_factory=dict)
    moves: dict[int, Row] = field(default_factory=dict)
    choices: dict[str, Row] = field(default_factory=dict)
    unknown: set[int] = field(default_factory=set)

    def moves_of(self, promise_id: int) -> list[Row]:
        return [move for _pk, move in sorted(self.moves.items()) if move["promise_id"] == promise_id]


@dataclass(frozen=True, slots=True)
class Score:
    kept: int
    broken: int

    @classmethod
    def of(cls, rows: Iterable[Row]) -> "Score":
        done = [row for row in rows if row["broken_at"] or (row["done_at"] and not row["released_at"])]
        broken = sum(1 for row in done if row["broken_at"])
        return cls(len(done) - broken, broken)


@dataclass(frozen=True, slots=True)
class Comparison:
    """`differing`: in words, «promise 12: due_at is …, the journal says …»."""

    compared: int
    unknown: int
    differing: list[str]
    as_rows: Score
    as_told: Score

    @property
    def agrees(self) -> bool:
        return not self.differing and self.as_rows == self.as_told


def compare() -> Comparison:
    """Rows and journal as they are at one instant, while everything goes on. Takes memory for every promise."""
    with _one_instant():
        entries = JournalEntry.objects.filter(kind__startswith="Promise").exclude(kind__startswith="PromiseKind")
        told = rebuilt(entries.order_by("pk").iterator())
        rows: dict[int, Row] = {row["id"]: {**row} for row in Promise.objects.values().iterator()}
        moves: dict[int, Row] = {row["id"]: {**row} for row in PromiseMove.objects.values().iterator()}
        chosen = [{**row} for row in CustomerChoice.objects.order_by("pk").values().iterator()]
    told.unknown |= rows.keys() - told.promises.keys()
    known = {pk: row for pk, row in rows.items() if pk not in told.unknown}
    known_moves = _known(moves, told)
    choices = _by_their_moves(row for row in chosen if row["move_id"] in known_moves)
    differing = [
        *_differing("promise", known, told.promises),
        *_differing("move", known_moves, told.moves),
        *_differing("choice", choices, told.choices),
    ]
    return Comparison(
        compared=len(known),
        unknown=len(told.unknown),
        differing=differing,
        as_rows=Score.of(known.values()),
        as_told=Score.of(told.promises.values()),
    )


def rebuilt(entries: Iterable[JournalEntry]) -> Rebuilt:
    """`entries`: facts about promises, the first one first."""
    told = Rebuilt()
    for entry in entries:
        pk = entry.data["promise_id"]
        if entry.kind == "PromiseMade" and "customer_id" in entry.data:
            told.promises[pk] = _made(entry)
        elif pk not in told.promises:
            told.unknown.add(pk)
        elif take := CHANGES.get(entry.kind):
            take(told, told.promises[pk], entry)
    return told


def _made(entry: JournalEntry) -> Row:
    data, due_at = entry.data, _moment(entry.data["due_at"])
    same = ("kind", "customer_id", "owner_id", "team_id", "calendar_id", "minutes", "warning_minutes", "zone")
    empty = ("news_at", "asked_at", "paused_at", "moved_at", "expected_at", "broken_at", "released_at", *DONE)
    return {
        **{name: data[name] for name in same},
        **dict.fromkeys(empty),
        "portrait_id": data.get("portrait_id"),
        "check_ins": list(data.get("check_ins", ())) or None,
        "brand_id": entry.brand_id,
        "about": data["regarding"],
        "made_by_kind": entry.actor_kind,
        "made_by_id": entry.actor_id,
        "made_at": entry.at,
        "first_due_at": due_at,
        "due_at": due_at,
        "warn_at": _moment(data["warn_at"]),
        "pauses": [],
        "release_reason": "",
        "release_how": "",
    }


def _paused(told: Rebuilt, row: Row, entry: JournalEntry) -> None:
    row |= {"paused_at": entry.at, "due_at": None, "warn_at": None}


def _resumed(told: Rebuilt, row: Row, entry: JournalEntry) -> None:
    pause = [row["paused_at"].isoformat(), max(entry.at, row["paused_at"]).isoformat()]
    row |= {"pauses": [*row["pauses"], pause], "paused_at": None, **_moments(entry, "due_at", "warn_at")}


def _kept(told: Rebuilt, row: Row, entry: JournalEntry) -> None:
    row |= {"done_at": _moment(entry.data["kept_at"]), "broken_at": None}


def _done_late(told: Rebuilt, row: Row, entry: JournalEntry) -> None:
    row |= {"done_at": _moment(entry.data["done_at"]), "said_done_at": _moment(entry.data.get("said_done_at"))}


def _broken(told: Rebuilt, row: Row, entry: JournalEntry) -> None:
    row["broken_at"] = _moment(entry.data["due_at"])


def _released(told: Rebuilt, row: Row, entry: JournalEntry) -> None:
    row |= {"released_at": entry.at, "release_reason": entry.data["reason"], "release_how": entry.data.get("how", "")}
    if row["release_reason"] == NO_SHOW:
        row["broken_at"] = None


def _put_back(told: Rebuilt, row: Row, entry: JournalEntry) -> None:
    moments = ("paused_at", "due_at", "warn_at", "done_at", "broken_at", "released_at")
    ends = iter(entry.data["pauses"])
    pauses = [[start, end] for start, end in zip(ends, ends, strict=True)]
    row |= {**_moments(entry, *moments), "pauses": pauses, "release_reason": entry.data["release_reason"]}


def _owed_again(told: Rebuilt, row: Row, entry: JournalEntry) -> None:
    row |= {**dict.fromkeys(DONE), "released_at": None, "release_reason": "", "release_how": ""}


def _moved(told: Rebuilt, row: Row, entry: JournalEntry) -> None:
    same = ("promise_id", "zone", "consent", "place", "places_max")
    told.moves[entry.data["move_id"]] = {
        **{name: entry.data[name] for name in same},
        **_moments(entry, "due_was", "due_now"),
        **dict.fromkeys(("notice_sent_at", "taken_back_at", "consented_at")),
        "made_at": entry.at,
        "by_kind": entry.actor_kind,
        "by_id": entry.actor_id,
        "consent_how": "",
    }
    row["expected_at"] = _moment(entry.data["due_now"])


def _noticed(told: Rebuilt, row: Row, entry: JournalEntry) -> None:
    move = told.moves[entry.data["move_id"]]
    move["notice_sent_at"] = _moment(entry.data["sent_at"])
    if entry.data["in_time"]:
        now = {"moved_at": move["notice_sent_at"], "zone": move["zone"], **_moments(entry, "due_at", "warn_at")}
        row |= {**now, "minutes": None, "expected_at": None, "broken_at": None, "asked_at": None}


def _taken_back(told: Rebuilt, row: Row, entry: JournalEntry) -> None:
    told.moves[entry.data["move_id"]]["taken_back_at"] = entry.at
    known = [move for move in told.moves_of(entry.data["promise_id"]) if move["notice_sent_at"]]
    late = known and known[-1]["notice_sent_at"] >= known[-1]["due_was"]
    row["expected_at"] = known[-1]["due_now"] if late else None


def _chosen(told: Rebuilt, row: Row, entry: JournalEntry) -> None:
    made = {
        **{name: entry.data[name] for name in ("move_id", "choice", "how")},
        **_moments(entry, "until"),
        "by_kind": entry.actor_kind,
        "by_id": entry.actor_id,
        "at": entry.at,
    }
    number = 1
    while f"{made['move_id']}/{number}" in told.choices:
        number += 1
    told.choices[f"{made['move_id']}/{number}"] = made


def _by_their_moves(choices: Iterable[Row]) -> dict[str, Row]:
    """The first of a move is its first one in either order."""
    found: dict[int, int] = {}
    named = {}
    for choice in choices:
        move_id = choice["move_id"]
        found[move_id] = found.get(move_id, 0) + 1
        named[f"{move_id}/{found[move_id]}"] = choice
    return named


def _answered(consent: Consent) -> Callable[[Rebuilt, Row, JournalEntry], None]:
    def answered(told: Rebuilt, row: Row, entry: JournalEntry) -> None:
        answer = {"consent": consent.value, "consented_at": entry.at, "consent_how": entry.data["how"]}
        told.moves[entry.data["move_id"]] |= answer

    return answered


def _handed_over(told: Rebuilt, row: Row, entry: JournalEntry) -> None:
    row |= {name: entry.data[name] for name in ("owner_id", "team_id")}


def _brand_changed(told: Rebuilt, row: Row, entry: JournalEntry) -> None:
    row |= {**_whose(entry), "owner_id": entry.data["owner_id"], "brand_id": entry.brand_id, "team_id": None}


def _whose(entry: JournalEntry) -> Row:
    return {"customer_id": entry.data["customer_id"], "portrait_id": entry.data.get("portrait_id")}


CHANGES: dict[str, Callable[[Rebuilt, Row, JournalEntry], None]] = {
    "PromisePaused": _paused,
    "PromiseResumed": _resumed,
    "PromiseNewsSaid": lambda told, row, entry: row.update(news_at=entry.at, asked_at=None),
    "PromiseCheckInAsked": lambda told, row, entry: row.update(asked_at=row["asked_at"] or entry.at),
    "PromiseCheckInAnswered": lambda told, row, entry: row.update(asked_at=None),
    "PromiseKept": _kept,
    "PromiseDoneLate": _done_late,
    "PromiseBroken": _broken,
    "PromisePutBack": _put_back,
    "PromiseReleased": _released,
    "PromiseOwedAgain": _owed_again,
    "PromiseMoved": _moved,
    "PromiseNoticeSent": _noticed,
    "PromiseMoveTakenBack": _taken_back,
    "PromiseConsentGiven": _answered(Consent.GIVEN),
    "PromiseConsentRefused": _answered(Consent.REFUSED),
    "PromiseChoiceMade": _chosen,
    "PromiseHandedOver": _handed_over,
    "PromisePassedOn": lambda told, row, entry: row.update(about=entry.data["regarding"]),
    "PromiseBrandChanged": _brand_changed,
    "PromiseCustomerChanged": lambda told, row, entry: row.update(_whose(entry)),
}


def _differing(what: str, rows: Mapping[Any, Row], told: Mapping[Any, Row]) -> Iterator[str]:
    for pk in sorted(rows.keys() | told.keys()):
        if pk not in rows or pk not in told:
            yield f"{what} {pk}: {'there is no row' if pk in told else 'the journal does not know of it'}"
            continue
        for name in sorted(rows[pk].keys() - NO_FACTS_BUSINESS):
            if rows[pk][name] != told[pk][name]:
                yield f"{what} {pk}: {name} is {rows[pk][name]}, the journal says {told[pk][name]}"


def _known(moves: dict[int, Row], told: Rebuilt) -> dict[int, Row]:
    return {pk: move for pk, move in moves.items() if move["promise_id"] not in told.unknown}


def _moments(entry: JournalEntry, *names: str) -> Row:
    return {name: _moment(entry.data[name]) for name in names}


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


@contextmanager
def _one_instant() -> Iterator[None]:
    begins = not connection.in_atomic_block
    with atomic():
        if begins and is_postgresql():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
