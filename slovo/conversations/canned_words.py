"""Ready replies become words for one conversation. Variables stand in braces: «Здравствуйте, {customer.first_name}!».

They are looked up in a table, never evaluated; one that the table does not know stays as it was written, in sight.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from slovo.conversations.desk_models import CannedReply
from slovo.conversations.models import Conversation
from slovo.core.prepared import prepared
from slovo.people.models import Staff, Team

_VARIABLE = re.compile(r"\{\s*([a-z_]+(?:\.[a-z_]+)*)\s*\}")

OF_CONVERSATION: dict[str, Callable[[Conversation], str]] = {
    "customer.name": lambda conversation: conversation.customer.name,
    "customer.first_name": lambda conversation: _first(conversation.customer.name),
    "brand.name": lambda conversation: conversation.brand.name,
    "conversation.reference": lambda conversation: conversation.reference,
    "conversation.subject": lambda conversation: conversation.subject,
}
OF_AGENT: dict[str, Callable[[Staff], str]] = {
    "agent.name": lambda by: by.name,
    "agent.first_name": lambda by: _first(by.name),
}
VARIABLES = (*OF_CONVERSATION, *OF_AGENT)


@dataclass(frozen=True, slots=True)
class Ready:
    """A ready reply, filled in. `unfilled`: variables for which there is nothing here."""

    pk: int
    title: str
    shortcut: str
    text: str
    unfilled: tuple[str, ...]


def offered(conversation: Conversation, by: Staff) -> list[Ready]:
    """Those of the brand, and of the person's teams, in the customer's language, else in the brand's, else in any."""
    rows = _usable(conversation.brand_id, by.pk).prefetch_related("texts")
    languages = (conversation.customer.language, conversation.language, conversation.brand.language)
    return [_ready(row, languages, conversation, by) for row in rows]


def titles(conversation: Conversation, by: Staff) -> list[tuple[int, str]]:
    return _titles(conversation.brand_id, by.pk)


@prepared
def _titles(brand_id: int, staff_id: int) -> QuerySet[CannedReply, tuple[int, str]]:
    return _usable(brand_id, staff_id).values_list("pk", "title")


def added(given: Mapping[str, str], conversation: Conversation, *, by: Staff) -> str:
    """The form's words with the ready reply that was chosen in it, for a page without scripts."""
    words = given.get("text", "")
    chosen = next((one.text for one in offered(conversation, by) if str(one.pk) == given.get("canned")), "")
    return "\n\n".join(filter(None, (words.rstrip(), chosen))) if chosen else words


def unknown_names(text: str) -> list[str]:
    return [name for name in _VARIABLE.findall(text) if name not in VARIABLES]


def _usable(brand_id: int, staff_id: int) -> QuerySet[CannedReply]:
    teams = Team.members.through.objects.filter(staff_id=staff_id).values("team_id")
    rows = CannedReply.objects.filter(brand_id=brand_id, archived_at=None)
    return rows.filter(Q(team=None) | Q(team__in=teams))


def _ready(row: CannedReply, languages: tuple[str, ...], conversation: Conversation, by: Staff) -> Ready:
    texts = {text.language: text.text for text in row.texts.all()}
    text = next((texts[language] for language in languages if language in texts), next(iter(texts.values()), ""))
    named = dict.fromkeys(_VARIABLE.findall(text))
    values = {name: OF_CONVERSATION[name](conversation) for name in named if name in OF_CONVERSATION}
    values |= {name: OF_AGENT[name](by) for name in named if name in OF_AGENT}
    unfilled = [name for name in named if not values.get(name)]
    filled = _VARIABLE.sub(lambda found: values.get(found[1]) or found[0], text)
    return Ready(row.pk, row.title, row.shortcut, filled, tuple(unfilled))


def _first(name: str) -> str:
    return name.split()[0] if name.split() else ""
