"""Pages of a desk with many conversations: list, thread, search, counts, as one browser and as eight get them."""

from urllib.parse import quote

from tests.bench import limits, served
from tests.bench.company import AGENT, SUPERVISOR
from tests.bench.database import signed_in
from tests.bench.processes import running

THREADS = 40  # different ones, so that no cache tells the tale
# Forms that stand in no message, so that the dictionary is needed. The brand «Медовий дім» has one of a hundred.
SEARCHES = {
    "a common word, in another form": ("гарантиям",),
    "a word of the oldest fifth alone": ("самоварами",),
    "a word that nobody wrote": ("велосипедами", "аистами", "жирафами"),
    "a common word in a brand of 1 %": ("brand:honey гарантиям",),
}
TYPED = ("гар", "сам", "кур", "чай")


def run() -> None:
    from slovo.people.models import Staff

    people = (signed_in(Staff.objects.get(email=email)) for email in (AGENT, SUPERVISOR))
    agent, supervisor = map(served.cookie, people)
    print(f"the machine: {limits.commits_a_second(served.CLIENTS):.0f} commits/s of {served.CLIENTS} clients")
    with running("web") as house:
        bare = served.measure(house, agent, ["/health"])
        heading(bare)
        for name, paths in _paths().items():
            row(name, served.measure(house, agent, paths), bare)
        for name, paths in _of_a_supervisor().items():
            row(name, served.measure(house, supervisor, paths), bare)


def heading(bare: served.Served) -> None:
    print(f"{'':<44}{'p50 ms':>9}{'p95 ms':>9}{'8 clients /s':>14}{'ratio':>8}{'CPU ms':>8}")
    row("the machine: a bare page", bare, bare)


def row(name: str, figures: served.Served, bare: served.Served) -> None:
    ratio = figures.rate / bare.rate
    print(
        f"{name:<44}{figures.p50_ms:9.1f}{figures.p95_ms:9.1f}{figures.rate:14.0f}{ratio:8.2f}{figures.cpu_ms:8.1f}",
        flush=True,
    )


def _paths() -> dict[str, list[str]]:
    from slovo.conversations.models import Conversation
    from tests.bench.corpus import LONG_EVERY

    total = Conversation.objects.count()
    long = Conversation.objects.filter(pk__in=range(LONG_EVERY, total + 1, LONG_EVERY), brand__slug="chainik")
    addresses = long.order_by("-pk").values_list("public_id", flat=True)[:THREADS]
    return {
        "list": ["/conversations/"],
        "list: mine": ["/conversations/?view=mine"],
        "list: all": ["/conversations/?view=all"],
        "list: closed": ["/conversations/?view=closed"],
        "thread of 20 messages": [f"/conversations/{address}/" for address in addresses],
    }


def _of_a_supervisor() -> dict[str, list[str]]:
    """Somebody of both brands, with saved views. Counts of ten: those that are built in, and the saved ones."""
    found = {f"search: {name}": [_search(query) for query in queries] for name, queries in SEARCHES.items()}
    found["search: the third letter typed"] = [f"{_search(query)}&part=results&typing=yes" for query in TYPED]
    found["list with counts of ten views"] = ["/conversations/"]
    return found


def _search(query: str) -> str:
    return f"/search/?q={quote(query)}"
