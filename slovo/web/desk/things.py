"""What the journal speaks of, as links: «conversation:12» is its subject. One question for each kind of thing."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from slovo.channels import queries as channels
from slovo.conversations import queries as conversations
from slovo.conversations import saved_views
from slovo.conversations.models import Conversation
from slovo.customers import queries as customers
from slovo.people import queries as people
from slovo.people.models import Staff
from slovo.people.rights import Verb
from slovo.web.desk.words.changes import change_words


@dataclass(frozen=True, slots=True)
class Thing:
    """`address` is "" where the reader may not go."""

    words: str
    address: str = ""


Things = dict[str, Thing]


def things_of(staff: Staff, keys: Iterable[str]) -> Things:
    """Key → thing, for those that the reader may see."""
    ids: dict[str, set[int]] = {}
    for key in keys:
        kind, _colon, number = key.partition(":")
        if number.isdigit():
            ids.setdefault(kind, set()).add(int(number))
    found: Things = {}
    for kind, wanted in ids.items():
        if look := KINDS.get(kind):
            found |= {f"{kind}:{pk}": thing for pk, thing in look(staff, wanted).items()}
    return found


def _conversation(row: Conversation) -> Thing:
    return Thing(row.subject or _("No subject"), reverse("conversation", args=[row.public_id]))


def _conversations(staff: Staff, ids: set[int]) -> Mapping[int, Thing]:
    rows = conversations.visible_to(staff).filter(pk__in=ids).only("subject", "public_id")
    return {row.pk: _conversation(row) for row in rows}


def _inbound(staff: Staff, ids: set[int]) -> Mapping[int, Thing]:
    """A letter stands in its conversation."""
    rows = conversations.messages_visible_to(staff).filter(inbound_id__in=ids).select_related("conversation")
    return {row.inbound_id or 0: _conversation(row.conversation) for row in rows.only("inbound_id", *OF_CONVERSATION)}


def _outbound(staff: Staff, ids: set[int]) -> Mapping[int, Thing]:
    rows = conversations.messages_visible_to(staff).filter(outbound_id__in=ids).select_related("conversation")
    return {row.outbound_id or 0: _conversation(row.conversation) for row in rows.only("outbound_id", *OF_CONVERSATION)}


def _customers(staff: Staff, ids: set[int]) -> Mapping[int, Thing]:
    rows = customers.visible_to(staff).filter(pk__in=ids).prefetch_related("identities")
    return {row.pk: Thing(customers.words_of(row), reverse("customer", args=[row.public_id])) for row in rows}


def _staff(staff: Staff, ids: set[int]) -> Mapping[int, Thing]:
    """To their page for who administers people; a name for everybody."""
    may = staff.may_anywhere(Verb.MANAGE_PEOPLE)
    rows = people.everybody_at(staff.brand_ids).filter(pk__in=ids)
    return {row.pk: Thing(row.name, reverse("person", args=[row.public_id]) if may else "") for row in rows}


def _brands(staff: Staff, ids: set[int]) -> Mapping[int, Thing]:
    rows = people.brands(staff).filter(pk__in=ids)
    return {row.pk: Thing(row.name, _if_may(staff, Verb.MANAGE_BRAND, row.pk, "brand", row.pk)) for row in rows}


def _mailboxes(staff: Staff, ids: set[int]) -> Mapping[int, Thing]:
    rows = channels.of_brands(list(staff.brand_ids)).filter(pk__in=ids)
    return {
        row.pk: Thing(row.address, _if_may(staff, Verb.MANAGE_MAILBOXES, row.brand_id, "mailbox", row.pk))
        for row in rows
    }


def _tags(staff: Staff, ids: set[int]) -> Mapping[int, Thing]:
    rows = conversations.tags_visible_to(staff).filter(pk__in=ids)
    return {row.pk: Thing(row.name, _if_may(staff, Verb.MANAGE_TAGS, row.brand_id, "tag_list")) for row in rows}


def _views(staff: Staff, ids: set[int]) -> Mapping[int, Thing]:
    rows = saved_views.visible_to(staff).filter(pk__in=ids)
    return {row.pk: Thing(row.name, reverse("view", args=[row.public_id])) for row in rows}


def _changes(staff: Staff, ids: set[int]) -> Mapping[int, Thing]:
    """As views/changes.py shows them."""
    led = [one for one in staff.brand_ids if staff.may_at(Verb.SEE_AUDIT, one)]
    rows = conversations.changes_visible_to(staff, led).filter(pk__in=ids)
    return {row.pk: Thing(change_words(row.kind), reverse("change", args=[row.public_id])) for row in rows}


def _if_may(staff: Staff, verb: Verb, brand_id: int, name: str, *arguments: int) -> str:
    return reverse(name, args=arguments) if staff.may_at(verb, brand_id) else ""


OF_CONVERSATION = ("conversation__subject", "conversation__public_id")
KINDS: Mapping[str, Callable[[Staff, set[int]], Mapping[int, Thing]]] = {
    "conversation": _conversations,
    "inbound": _inbound,
    "outbound": _outbound,
    "customer": _customers,
    "staff": _staff,
    "brand": _brands,
    "mailbox": _mailboxes,
    "tag": _tags,
    "view": _views,
    "change": _changes,
}
