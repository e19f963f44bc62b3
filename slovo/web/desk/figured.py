"""What the page of figures shows: the tables in words, bars as pictures, filters as links."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from slovo.core.numbers import Share, compared
from slovo.customers.portrait_queries import names_of
from slovo.people import queries as people
from slovo.promises.figures import CAME_DUE, Figures, Outcome, Tally
from slovo.promises.notices import Notices
from slovo.promises.rating_figures import Marks
from slovo.web.desk.words import figures as words
from slovo.web.desk.words.wanted import CHANNELS

BAR_WIDTH = 100


@dataclass(frozen=True, slots=True)
class Cell:
    """A share with its words, and where its bar and its interval lie, of BAR_WIDTH."""

    name: str
    share: Share
    words: str
    bar: str
    low: str
    length: str


@dataclass(frozen=True, slots=True)
class Line:
    """`differs`: how it stands among the others, as code and words; 0 and "" where nobody can say."""

    name: str
    cells: list[Cell]
    differs: int
    said: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Table:
    code: str
    heading: str
    column: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Change:
    """An outcome in the period and in the one before. `better`: None where nobody can say."""

    meaning: str
    now: Cell
    before: Cell
    said: str
    better: bool | None


@dataclass(frozen=True, slots=True)
class Link:
    words: str
    query: str
    chosen: bool


BETTER = {Outcome.SILENT: -1, Outcome.BROKEN: -1, Outcome.WITHOUT_CONSENT: -1, Outcome.KEPT: 1}  # of the greater share


def cell(share: Share, name: object = "") -> Cell:
    low, high = (share.low, share.high) if share.of else (0.0, 0.0)
    places = (_place(share.value or 0), _place(low), _place(high - low))
    return Cell(str(name), share, words.share_words(share), *places)


def changes(total: Tally, before: Tally) -> list[Change]:
    """Each of the five is a comparison of its own, and must be that much surer."""
    found = []
    for outcome in CAME_DUE:
        now, then = total.share(outcome), before.share(outcome)
        differs = compared(now, then, comparisons=len(CAME_DUE))
        name, said = words.OUTCOMES[outcome], str(words.THAN_BEFORE[differs]) if now.of and then.of else ""
        better = differs == BETTER[outcome] if differs and outcome in BETTER else None
        found.append(Change(str(words.MEANINGS[outcome]), cell(now, name), cell(then, name), said, better))
    return found


def tables(found: Figures, *, kinds: Iterable[tuple[str, str]]) -> list[Table]:
    owners = people.by_ids([pk for pk in found.by["owner_id"] if pk])
    teams = people.teams_by_ids([pk for pk in found.by["team_id"] if pk])
    names: Mapping[str, Mapping[Any, object]] = {
        "kind": dict(kinds),
        "team_id": teams,
        "owner_id": owners,
        "channel": CHANNELS | words.BESIDE,
        "portrait_id": names_of([pk for pk in found.by["portrait_id"] if pk]),
    }
    return [_table(found, dimension, names[dimension].get) for dimension in names]


def _table(found: Figures, dimension: str, name: Callable[[Any], object]) -> Table:
    heading, column = words.TABLES[dimension]
    lines = [
        Line(
            str(words.OF_NONE[dimension] if row.value is None else name(row.value) or row.value),
            [cell(share, words.OUTCOMES[outcome]) for outcome, share in row.tally.shares.items()],
            row.differs,
            str(words.THAN_OTHERS[row.differs]),
            row.tally,
        )
        for row in found.table(dimension)
    ]
    return Table(dimension, str(heading), str(column), lines)


def marks(found: Marks) -> list[tuple[int, Cell]]:
    """The best one first."""
    count = found.average.count
    return [(score, cell(Share(found.numbers[score], count))) for score in sorted(found.numbers, reverse=True)]


def notice_lines(found: Notices) -> list[tuple[int, int, str]]:
    """Percent of the notices; no earlier than so many minutes before; with this percentage of the time left."""
    return [(percent, found.minutes[percent], words.percent(found.left[percent])) for percent in found.minutes]


def links(name: str, choices: Iterable[tuple[object, object]], given: Mapping[str, str], chosen: str) -> list[Link]:
    """For each choice the address with it instead of the one that is chosen now."""
    found = []
    for value, said in choices:
        query = {**given, name: str(value)}
        kept = {key: one for key, one in query.items() if one}
        found.append(Link(str(said), urlencode(kept), str(value) == chosen))
    return found


def _place(part: float) -> str:
    """For a picture's attribute: with a point, whatever the reader's language."""
    return f"{part * BAR_WIDTH:.2f}"
