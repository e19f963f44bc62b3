"""Under the field of an answer: the moments that it names, and what will be promised with it.

All of it stands in the form, so that a page without scripts can say it too; a draft keeps it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from slovo.conversations.by_rule import language_of
from slovo.conversations.desk_models import Draft
from slovo.conversations.models import Conversation
from slovo.conversations.promised import PLEDGES_MAX, Offer, Pledge, document, offers_in, read, unsaid
from slovo.conversations.rewording import reworded
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.promises import queries
from slovo.promises.history import Histories
from slovo.promises.models import Kind
from slovo.promises.suggesting import Suggestion, honest_wait, suggestion
from slovo.web.desk.pledges import needed_moment
from slovo.web.desk.requests import moment
from slovo.web.desk.templatetags.acts import for_field
from slovo.web.desk.words.forecast import suggestion_words, wait_words
from slovo.web.desk.words.moments import on_day
from slovo.web.desk.words.pledges import KindNames


@dataclass(frozen=True, slots=True)
class Said:
    """What its author has said of the moments. `dismissed`: marks of those that are no promises."""

    pledges: tuple[Pledge, ...] = ()
    dismissed: tuple[str, ...] = ()

    @property
    def marks(self) -> list[str]:
        return [*(one.mark for one in self.pledges), *self.dismissed]

    @property
    def document(self) -> dict[str, Any]:
        return document(self.pledges, self.dismissed)


NOTHING = Said()
ADVISED_MAX = 3  # kinds in one answer


def said_in(given: QueryDict) -> Said:
    """As the form says it when the answer is sent."""
    return Said(tuple(_pledge(row, needed_moment(row[3])) for row in _rows(given)), tuple(given.getlist("dismissed")))


def said_while_writing(
    given: QueryDict, text: str, conversation: Conversation, histories: Histories
) -> tuple[Said, str]:
    """As the form says it, and the text. `promise_then` brings the mark of what shall be promised for the moment that
    is suggested: then the text names that one."""
    if mark := given.get("promise_then"):
        return _then(_half_said(given), mark, text, conversation, histories)
    return _said_by_button(given, text, conversation), text


def _said_by_button(given: QueryDict, text: str, conversation: Conversation) -> Said:
    """`promise_it` and `no_promise` bring the mark of an offer, `promise_not` the mark of what was taken."""
    said = _half_said(given)
    taken_back = given.get("promise_not")
    if taken_back is not None:
        return replace(said, pledges=tuple(one for one in said.pledges if one.mark != taken_back))
    if mark := given.get("no_promise"):
        return replace(said, dismissed=(*said.dismissed, mark))
    if mark := given.get("promise_it"):
        found = unsaid(offers_in(text, brand=conversation.brand, at=timezone.now()), said.marks)
        offer = next((one for one in found if one.mark == mark), None)
        if offer and len(said.pledges) < PLEDGES_MAX:
            taken = Pledge(offer.kind, offer.what, offer.due_at, offer.mark)
            return replace(said, pledges=(*said.pledges, taken))
    return said


def _then(said: Said, mark: str, text: str, conversation: Conversation, histories: Histories) -> tuple[Said, str]:
    brand, at = conversation.brand, histories.at
    taken = next((one for one in said.pledges if one.mark == mark), None)
    offer = next((one for one in offers_in(text, brand=brand, at=at) if one.mark == mark), None)
    wanted = taken or (Pledge(offer.kind, offer.what, offer.due_at, mark) if offer else None)
    due_at = _suggested(conversation, wanted.kind, histories).due_at if wanted else None
    if wanted is None or due_at is None:
        return said, text
    language = language_of(conversation)
    other = reworded(text, mark, due_at, brand=brand, language=language, at=at) if offer else None
    text, mark = other or (text, mark)
    pledge = replace(wanted, due_at=due_at, mark=mark)
    kept = [pledge if one == taken else one for one in said.pledges]
    return replace(said, pledges=tuple(kept if taken else [*kept, pledge][:PLEDGES_MAX])), text


def _suggested(conversation: Conversation, kind: str, histories: Histories) -> Suggestion:
    team_id, at = conversation.team_id, histories.at
    return suggestion(brand=conversation.brand, kind=kind, team_id=team_id, at=at, histories=histories)


@dataclass(frozen=True, slots=True)
class Advice:
    """What was really achieved for a kind, and how long one waits now, in words."""

    words: str
    wait: str
    due_at: datetime


def _advice(conversation: Conversation, kinds: Iterable[str], histories: Histories) -> dict[str, Advice]:
    """By kind."""
    found, at = {}, histories.at
    for kind in list(dict.fromkeys(kinds))[:ADVISED_MAX]:
        then = _suggested(conversation, kind, histories)
        if then.due_at:
            wait = honest_wait(brand=conversation.brand, kind=kind, at=at, histories=histories)
            found[kind] = Advice(suggestion_words(then, at), wait_words(wait, at), then.due_at)
    return found


def for_draft(
    staff: Staff, conversation: Conversation, draft: Draft | None, given: QueryDict | None
) -> dict[str, Any] | None:
    """What stands under the field when the page is opened, or when what was `given` could not be sent."""
    if given is not None:
        return shown(staff, conversation, given.get("text", ""), _half_said(given))
    if draft is None:
        return None
    pledges, dismissed = read(draft.promised)
    return shown(staff, conversation, draft.text, Said(tuple(pledges), tuple(dismissed)))


def shown(
    staff: Staff, conversation: Conversation, text: str, said: Said, histories: Histories | None = None
) -> dict[str, Any] | None:
    """None where there is nothing to say, or the reader may not promise. `histories`: what is known already."""
    if not staff.may(Verb.PROMISE, conversation):
        return None
    at = timezone.now()
    offers = offers_in(text, brand=conversation.brand, at=at)
    open_ = unsaid(offers, said.marks)
    if not open_ and not said.marks:
        return None
    kinds = [*(one.kind for one in said.pledges), *(one.kind for one in open_)]
    return {
        "pledges": [(one, for_field(one.due_at), _stands(one, offers)) for one in said.pledges],
        "offers": [(one, on_day(one.due_at, at)) for one in open_],
        "advice": _advice(conversation, kinds, histories or Histories(at)),
        "dismissed": said.dismissed,
        "kinds": _kinds(conversation) if said.pledges else [],
        "who": staff.as_colleague or conversation.assignee,
    }


def _stands(pledge: Pledge, offers: list[Offer]) -> bool:
    """Whether the text still says it."""
    return not pledge.mark or len(unsaid(offers, [pledge.mark])) < len(offers)


def _kinds(conversation: Conversation) -> list[tuple[str, str]]:
    names = KindNames(queries.own_kinds([conversation.brand_id]))
    kinds = [kind for kind in queries.kinds_at(conversation.brand_id) if kind != Kind.ANSWER]
    return [(kind, names.of(kind, conversation.brand_id)) for kind in kinds]


def _half_said(given: QueryDict) -> Said:
    """While somebody corrects the moment, the field may be empty: then it is what it was."""
    dismissed = tuple(given.getlist("dismissed"))
    rows = ((row, moment(row[3]) or moment(row[4])) for row in _rows(given))
    return Said(tuple(_pledge(row, due) for row, due in rows if due), dismissed)


def _rows(given: QueryDict) -> list[tuple[str, ...]]:
    """Mark, kind, what, the moment in its field, and the moment itself as it was."""
    columns = (given.getlist(f"promise_{name}") for name in ("mark", "kind", "what", "due", "was"))
    return list(zip(*columns, strict=False))


def _pledge(row: tuple[str, ...], due: datetime) -> Pledge:
    """A field for moments knows no seconds: what was not touched stays exact."""
    was = moment(row[4])
    exact = was if was and for_field(was) == row[3] else due
    return Pledge(kind=row[1], what=row[2], due_at=exact, mark=row[0])
