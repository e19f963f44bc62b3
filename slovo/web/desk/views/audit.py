"""Who did what, by days: newest first, with links to what it is about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from slovo.core.journal import queries as journal
from slovo.core.journal.actor import STAFF_KINDS
from slovo.core.journal.models import JournalEntry
from slovo.core.journal.queries import Wanted
from slovo.people import queries as people
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.web.desk.requests import StaffRequest, whole_number
from slovo.web.desk.things import Thing, things_of
from slovo.web.desk.words.facts import FACTS

ENTRIES_MAX = 100


@dataclass(frozen=True, slots=True)
class Row:
    entry: JournalEntry
    person: Staff | None
    thing: Thing | None


@login_required
@require_GET
def show(request: StaffRequest) -> HttpResponse:
    """`who`: "people", "machine" or a colleague's id; `kind` of fact; `before` an entry."""
    request.user.must_somewhere(Verb.SEE_AUDIT)
    brand_ids = [brand_id for brand_id in request.user.brand_ids if request.user.may_at(Verb.SEE_AUDIT, brand_id)]
    colleagues = list(people.everybody_at(brand_ids))
    wanted = _wanted(request, colleagues)
    before = whole_number(request.GET.get("before", ""))
    about_colleagues = [f"staff:{one.pk}" for one in colleagues]
    entries = journal.of_brands(
        brand_ids, and_about=about_colleagues, before=before, entries_max=ENTRIES_MAX, wanted=wanted
    )
    rows = _rows(request.user, entries)
    context = {
        "rows": rows,
        "days": _by_day(rows),
        "older": entries[-1].pk if len(entries) == ENTRIES_MAX else None,
        "wanted": wanted,
        "query": urlencode({name: request.GET[name] for name in ("who", "kind") if request.GET.get(name)}),
        "colleagues": colleagues,
        "kinds": sorted(((kind, str(words)) for kind, words in FACTS.items()), key=lambda pair: pair[1].casefold()),
    }
    return render(request, "desk/audit.html", context)


def _wanted(request: StaffRequest, colleagues: Iterable[Staff]) -> Wanted:
    """What is made up in the address counts as not asked."""
    who, kind = request.GET.get("who", ""), request.GET.get("kind", "")
    staff_id = whole_number(who)
    return Wanted(
        actors=who if who in {"people", "machine"} else "",
        staff_id=staff_id if staff_id in {one.pk for one in colleagues} else None,
        kind=kind if kind in FACTS else "",
    )


def _rows(staff: Staff, entries: list[JournalEntry]) -> list[Row]:
    """Who did something here is named, also when they do not work here any more, and programs too."""
    ids = {entry.pk: int(entry.actor_id) for entry in entries if entry.actor_kind in STAFF_KINDS}
    persons = Staff.objects.in_bulk(set(ids.values()))
    things = things_of(staff, [entry.about for entry in entries])
    return [Row(entry, persons.get(ids.get(entry.pk, 0)), things.get(entry.about)) for entry in entries]


def _by_day(rows: list[Row]) -> list[tuple[date, list[Row]]]:
    """In the reader's zone."""
    return [(day, list(some)) for day, some in groupby(rows, key=lambda row: timezone.localdate(row.entry.at))]
