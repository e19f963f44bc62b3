"""From what was asked to what is looked for: terms of the index, and conditions on rows for what changes.

Tags, owners and states change, so they are never in the index.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time

from django.db.models import Q
from django.utils import timezone

from slovo.conversations.models import Direction, Tag
from slovo.conversations.search.operators import PERSONS, YEARS, days
from slovo.conversations.search.query import Filter, Phone, Phrase, Query, Word
from slovo.conversations.search.terms import HAS_FILE, KIND, MONTH, PHONE, RECIPIENT, SENDER, YEAR, person_terms
from slovo.core.search import vocabulary
from slovo.core.search.documents import Wanted, filter_term
from slovo.core.text import carries_little, fold, forms, lemmas_in_any_language
from slovo.people import queries as people
from slovo.people.models import Staff
from slovo.people.rights import Verb

STATES = {
    "open": Q(closed_at=None, waiting_since=None),
    "waiting": Q(closed_at=None, waiting_since__isnull=False),
    "closed": Q(closed_at__isnull=False),
    "unassigned": Q(closed_at=None, assignee=None),
}


@dataclass(slots=True)
class Conditions:
    """`words`: each a set of terms, one of which must be there; `little` are those of them which stand in every text,
    prepositions and the like. `filters` and `without`: of the index too.
    `conversation` and `message`: on the rows. `phrases`: (words, unwanted), to be verified on the texts.
    """

    brand_ids: frozenset[int]
    words: list[frozenset[str]] = field(default_factory=list)
    little: set[frozenset[str]] = field(default_factory=set)
    filters: list[frozenset[str]] = field(default_factory=list)
    without: set[str] = field(default_factory=set)
    conversation: Q = field(default_factory=Q)
    message: Q = field(default_factory=Q)
    phrases: list[tuple[tuple[str, ...], bool]] = field(default_factory=list)

    @property
    def is_of_rows_alone(self) -> bool:
        """Nothing of it is known to the index."""
        return not (self.words or self.filters or self.without or self.phrases)

    def wanted(self, *words: frozenset[str]) -> Wanted:
        """`words`: in place of all that were asked for."""
        return Wanted(self.brand_ids, (*(words or self.words), *self.filters), frozenset(self.without))


def conditions(query: Query, staff: Staff, *, with_beginning: bool, at: datetime) -> Conditions:
    """`with_beginning`: the last word may go on."""
    found = Conditions(frozenset(id_ for id_ in staff.brand_ids if staff.may_at(Verb.READ, id_)))
    for part in query.parts:
        if isinstance(part, Filter):
            _add_filter(found, part, staff, at=at)
        elif isinstance(part, Phrase):
            found.phrases.append((part.forms, part.minus))
            if not part.minus:
                found.words += [lemmas_in_any_language(form) for form in part.forms]
        else:
            terms = _terms(part)
            if with_beginning and query.beginning == part.form and not part.minus:
                terms |= vocabulary.begins(part.form)
            if part.minus:
                found.without |= terms
            else:
                found.words.append(terms)
                if isinstance(part, Word) and carries_little(part.form):
                    found.little.add(terms)
    return found


def _terms(part: Word | Phone) -> frozenset[str]:
    if isinstance(part, Phone):
        whole = {part.form} if part.form.isdigit() else set()  # it may as well be the number of an order
        return frozenset({filter_term(PHONE, part.ending)} | whole)
    return frozenset({part.form}) if "@" in part.form else lemmas_in_any_language(part.form)


def _add_filter(found: Conditions, part: Filter, staff: Staff, *, at: datetime) -> None:
    if part.name in ("from", "to"):
        sets = _person(SENDER if part.name == "from" else RECIPIENT, part.value)
        _add_sets(found, sets, minus=part.minus)
    elif part.name == "has":
        _add_sets(found, [frozenset({HAS_FILE})], minus=part.minus)
    elif part.name == "in":
        _add_sets(found, [frozenset({filter_term(KIND, Direction.NOTE)})], minus=part.minus)
    elif part.name in ("before", "after"):
        _add_dates(found, part, at=at)
    elif part.name == "brand":
        named = {brand.pk for brand in people.brands(staff) if _is_called(part.value, brand.name, brand.slug)}
        found.brand_ids = found.brand_ids - named if part.minus else found.brand_ids & named
    else:
        condition = _ON_CONVERSATIONS[part.name](part.value, staff)
        found.conversation &= ~condition if part.minus else condition


def _add_sets(found: Conditions, sets: list[frozenset[str]], *, minus: bool) -> None:
    if minus:  # "not from Irina Sokolova" lets other Irinas stay: the most telling word alone is left out
        found.without |= max(sets, key=lambda terms: max(map(len, terms), default=0), default=frozenset())
    else:
        found.filters += sets


def _person(name: str, value: str) -> list[frozenset[str]]:
    if "@" in value:
        return [frozenset({filter_term(name, fold(value))})]
    return [frozenset(person_terms(name, [("", form)])) for form in dict.fromkeys(forms(value)) if "-" not in form]


def _add_dates(found: Conditions, part: Filter, *, at: datetime) -> None:
    """`after` includes the day, `before` does not; with a minus each is the other."""
    span = days(part.value)
    assert span, "the parser lets no other value pass"
    zone = timezone.get_current_timezone()
    border = datetime.combine(span[0], time(), zone)
    if (part.name == "after") != part.minus:
        found.message &= Q(at__gte=border)
        found.filters.append(_months(border, at))
    else:
        found.message &= Q(at__lt=border)
        found.filters.append(_months(datetime(YEARS.start, 1, 1, tzinfo=UTC), border))


def _months(first: datetime, last: datetime) -> frozenset[str]:
    """Whole years where they are whole, else months; the exact moments are asked of the rows."""
    first, last = first.astimezone(UTC), last.astimezone(UTC)
    years = range(first.year + 1, last.year)
    months = [(first.year, month) for month in range(first.month, 13)]
    if last.year > first.year:
        months += [(last.year, month) for month in range(1, last.month + 1)]
    else:
        months = [(year, month) for year, month in months if month <= last.month and year == last.year]
    named = [filter_term(MONTH, f"{year}-{month:02}") for year, month in months]
    return frozenset([*named, *(filter_term(YEAR, str(year)) for year in years)])


def _tag(value: str, staff: Staff) -> Q:
    rows = Tag.objects.filter(brand_id__in=staff.brand_ids).values_list("pk", "name")
    tag_ids = [pk for pk, name in rows if fold(name) == fold(value)]
    # Not a join: with a minus it must mean "has none of them", once for each conversation.
    return Q(pk__in=Tag.conversations.through.objects.filter(tag_id__in=tag_ids).values("conversation_id"))


def _team(value: str, staff: Staff) -> Q:
    rows = people.teams_of(staff.brand_ids).values_list("pk", "name")
    return _among("team_id", [pk for pk, name in rows if _is_called(value, name)])


def _owner(value: str, staff: Staff) -> Q:
    person = PERSONS.get(fold(value))
    if person:
        return Q(assignee=None) if person == "nobody" else Q(assignee_id=staff.pk)
    rows = people.everybody_at(staff.brand_ids).values_list("pk", "name", "email")
    return _among("assignee_id", [pk for pk, name, email in rows if _is_called(value, name, email)])


def _state(value: str, staff: Staff) -> Q:
    return Q(closed_at=None, assignee_id=staff.pk) if value == "mine" else STATES[value]


def _among(name: str, ids: Iterable[int]) -> Q:
    """Without NULLs, so that a minus keeps what belongs to nobody."""
    return Q(**{f"{name}__in": list(ids), f"{name}__isnull": False})


def _is_called(value: str, *names: str) -> bool:
    """Every word that was typed begins a word of the name; or it is the whole."""
    typed = list(forms(value))
    for name in names:
        known = list(forms(name))
        if fold(value) == fold(name) or (typed and all(any(w.startswith(form) for w in known) for form in typed)):
            return True
    return False


_ON_CONVERSATIONS: dict[str, Callable[[str, Staff], Q]] = {
    "tag": _tag,
    "team": _team,
    "owner": _owner,
    "is": _state,
}
