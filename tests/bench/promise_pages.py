"""The status page, and the ledger at the desk and in the API, when it holds ten thousand promises and a million."""

from tests.bench import limits, pages, served
from tests.bench.company import AGENT, found
from tests.bench.database import signed_in
from tests.bench.processes import Running, running

SMALL_SHARE = 100  # the ledger is measured first when it is so many times smaller
SECONDS = 1.0  # what is asked here is how long one page takes
DESK_STATES = (
    *("owed", "soon", "at_risk", "late", "moved", "untold", "refused", "paused", "unanswered", "silent"),
    *("kept", "broken", "released"),
)
API_STATES = (
    *("owed", "open", "soon", "at_risk", "late", "moved", "untold", "refused", "paused", "unanswered", "silent"),
    *("broken", "kept", "released"),
)
Figures = dict[str, served.Served]


def run(folder: str, *, promises: int) -> None:
    """`promises`: of the larger ledger."""
    from django.utils import timezone

    from tests.bench import ledger

    if ledger.Promise.objects.exists():  # kept in the folder
        _measure()
        return
    company, at, measured = found(f"{folder}/outgoing"), timezone.now(), []
    for number in (promises // SMALL_SHARE, promises - promises // SMALL_SHARE):
        ledger.build(company, number, at=at)
        _analyse()
        measured.append(_measure())
    small, large = measured
    print(f"\n{'p50, p95 and processor, the larger ledger to the smaller one':<60}")
    for name, figures in large.items():
        before = small[name]
        times = figures.p50_ms / before.p50_ms, figures.p95_ms / before.p95_ms, figures.cpu_ms / before.cpu_ms
        print(f"{name:<44}" + "".join(f"{one:9.2f}" for one in times), flush=True)


def _measure() -> Figures:
    from slovo.people.models import Staff
    from tests.bench import ledger

    print(f"\nA ledger of {ledger.Promise.objects.count():,} promises")
    agent, program = served.cookie(signed_in(Staff.objects.get(email=AGENT))), served.bearer(_token())
    print(f"the machine: {limits.commits_a_second(served.CLIENTS):.0f} commits/s of {served.CLIENTS} clients")
    with running("web") as house:
        rows = _Rows(house, served.measure(house, agent, ["/health"]))
        for number, those in ledger.tokens().items():
            rows.add(f"status page, {number} promises", agent, [f"/s/{one}" for one in those])
        for state in DESK_STATES:
            rows.add(f"ledger: {state}", agent, [f"/promises/?state={state}"])
        for query in ("owner=me", "kind=delivery", "owner=me&kind=delivery", "owner=me&state=kept"):
            rows.add(f"ledger: {query}", agent, [f"/promises/?{query}"])
        rows.add("API", program, ["/api/v1/promises"])
        for state in API_STATES:
            rows.add(f"API: {state}", program, [f"/api/v1/promises?state={state}"])
    return rows.figures


class _Rows:
    def __init__(self, house: Running, bare: served.Served) -> None:
        self._house, self._bare = house, bare
        self.figures: Figures = {}
        pages.heading(bare)

    def add(self, name: str, who: served.Who, paths: list[str]) -> None:
        self.figures[name] = served.measure(self._house, who, paths, seconds=SECONDS)
        pages.row(name, self.figures[name], self._bare)


def _token() -> str:
    """Of a program that reads what the agent reads."""
    from django.utils import timezone

    from slovo.people import tokens
    from slovo.people.models import Staff
    from slovo.people.rights import Verb

    _row, text = tokens.issue_token(
        by=Staff.objects.get(email=AGENT),
        name="bench",
        scopes={Verb.READ},
        expires_at=None,
        at=timezone.now(),
        requests_a_minute_max=60_000,
    )
    return text


def _analyse() -> None:
    """As the database does by itself when so many rows have come."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
