"""Messages that may be answers: what the index names, less what their rows refuse."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from slovo.conversations import queries
from slovo.conversations.models import Conversation, Message
from slovo.conversations.search.conditions import Conditions
from slovo.conversations.search.phrases import fulfils
from slovo.core.prepared import prepared
from slovo.core.search import index
from slovo.core.text import forms, lemmas_in_any_language
from slovo.people.models import Staff

CANDIDATES_MAX = 250
SCANNED_MAX = 8_000  # of one page; what lies further back is one click away
CONVERSATIONS_ENOUGH = 26
TEXTS_KEPT_MAX = 2_000  # subjects and names of four searches
NEWER_MESSAGES_MAX = 1_000
OF_CONVERSATION = ("subject", "last_message_at", "customer__name", "reference")
READ_IN = Coalesce("conversation__root_id", "conversation_id")  # a merged one is read in another


class Candidate(NamedTuple):
    message_id: int
    conversation_id: int
    subject: str
    names: str
    last_message_at: datetime

    def weight_of(self, word: frozenset[str], subject_weight: float, name_weight: float) -> float:
        weight = 0.0
        if not word.isdisjoint(_lemmas(self.subject)):
            weight += subject_weight
        if not word.isdisjoint(_lemmas(self.names)):
            weight += name_weight
        return weight


@dataclass(frozen=True, slots=True)
class Window:
    """`before`: asked again with it, the window is the same whatever came in since. `next_before`: where the
    next older window begins; None at the end."""

    candidates: list[Candidate]
    before: int
    next_before: int | None


def window(sought: Conditions, staff: Staff, *, before: int | None) -> Window:
    found: list[Candidate] = []
    top, position, scanned = before, before, 0
    while True:
        ids = index.matching(sought.wanted(), before=position, limit=CANDIDATES_MAX)
        if ids and top is None:
            top = ids[0] + 1
        scanned += len(ids)
        found += of_ids(ids, sought, staff)
        if len(ids) < CANDIDATES_MAX:
            position = None
            break
        position = ids[-1]
        if scanned >= SCANNED_MAX or len({one.conversation_id for one in found}) >= CONVERSATIONS_ENOUGH:
            break
    if before is not None:
        shown = _shown_before(found, sought, before)
        found = [one for one in found if one.conversation_id not in shown]
    return Window(found, top or 0, position)


def of_ids(ids: Sequence[int], sought: Conditions, staff: Staff) -> list[Candidate]:
    """Those whose rows agree, in the same order."""
    if sought.message:
        agreeing = _agreeing(Message.objects.filter(sought.message), ids)
        ids = [id_ for id_ in ids if id_ in agreeing]
    came, conversations = _came(ids, staff, with_texts=bool(sought.phrases))
    if sought.conversation:
        agreeing = _agreeing(queries.visible_to(staff).filter(sought.conversation), conversations)
        conversations = {id_: told for id_, told in conversations.items() if id_ in agreeing}
    found = []
    for id_ in ids:
        read_in, own_subject, sender, texts = came.get(id_, (None, "", "", ()))
        if read_in not in conversations:
            continue
        subject, last_message_at, customer, reference = conversations[read_in]
        subject = subject if subject in own_subject else f"{subject} {own_subject}"
        names = f"{sender} {customer} {reference}"
        if sought.phrases and not fulfils(f"{subject}\n{names}\n{' '.join(texts)}", sought.phrases):
            continue
        found.append(Candidate(id_, read_in, subject, names, last_message_at))
    return found


def _came(
    ids: Collection[int], staff: Staff, *, with_texts: bool
) -> tuple[dict[int, tuple[Any, ...]], dict[int, Sequence[Any]]]:
    """Messages: the conversation in which each is read, its subject, its sender and its texts. Those of these
    conversations that they may see, each with `OF_CONVERSATION`."""
    came: dict[int, tuple[Any, ...]] = {}
    conversations: dict[int, Sequence[Any]] = {}
    merged_into = set()
    for pk, conversation_id, root_id, brand_id, subject, sender, *told in _messages(
        ids, staff.brand_ids, with_texts=with_texts
    ):
        came[pk] = root_id or conversation_id, subject, sender, told[len(OF_CONVERSATION) :]
        if root_id:
            merged_into.add(root_id)
        elif brand_id in staff.brand_ids:
            conversations[conversation_id] = told[: len(OF_CONVERSATION)]
    if merged_into:
        conversations |= {pk: told for pk, *told in _conversations(merged_into, staff.brand_ids)}
    return came, conversations


def _agreeing(rows: QuerySet[Any], pks: Collection[int]) -> set[int]:
    return set(rows.filter(pk__in=pks).order_by().values_list("pk", flat=True))


@prepared
def _messages(ids: Collection[int], brand_ids: Collection[int], *, with_texts: bool) -> QuerySet[Message, Any]:
    """Each with the conversation in which it came: brought along, it costs half of what a second question does."""
    named = ("conversation_id", "conversation__root_id", "conversation__brand_id", "subject", "sender_name")
    told = [f"conversation__{name}" for name in OF_CONVERSATION]
    texts = ("sender_value", "text") if with_texts else ()
    rows = Message.objects.filter(pk__in=ids, brand_id__in=brand_ids).order_by()
    return rows.values_list("pk", *named, *told, *texts)


@prepared
def _conversations(ids: Collection[int], brand_ids: Collection[int]) -> QuerySet[Conversation, Any]:
    rows = Conversation.objects.filter(pk__in=ids, brand_id__in=brand_ids).order_by()
    return rows.values_list("pk", *OF_CONVERSATION)


def _shown_before(found: Collection[Candidate], sought: Conditions, before: int) -> set[int]:
    """Conversations that a newer window has shown already, for a newer message."""
    ids = {one.conversation_id for one in found}
    newer = Message.objects.filter(Q(conversation_id__in=ids) | Q(conversation__root_id__in=ids), pk__gte=before)
    newer = newer.annotate(read_in=READ_IN).order_by("-pk")
    conversation_of = dict(newer.values_list("pk", "read_in")[:NEWER_MESSAGES_MAX])
    matching = index.matching(sought.wanted(), among=list(conversation_of), limit=NEWER_MESSAGES_MAX)
    return {conversation_of[id_] for id_ in matching}


@lru_cache(maxsize=TEXTS_KEPT_MAX)
def _lemmas(text: str) -> frozenset[str]:
    return frozenset(lemma for form in forms(text) for lemma in lemmas_in_any_language(form))
